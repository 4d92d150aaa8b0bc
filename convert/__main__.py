"""`python -m convert` is `newsconv`."""

from .cli import main

main(prog_name="newsconv")
