"""The options of `newsconv validate` that ask other sites for the links that lead to them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from .exits import AtLeast, Stop
from .progress import progress
from .terminal import write_text

if TYPE_CHECKING:
    from ..engine.external import External
    from ..engine.scope import Scope
    from ..engine.settings import Settings

_Command: TypeAlias = "Callable[..., Any]"


class Codes(click.ParamType):  # type: ignore[type-arg]
    """Status codes with commas between."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        codes = [part.strip() for part in str(value).split(",")]
        if not all(code.isascii() and code.isdigit() and 100 <= int(code[:4]) <= 999 for code in codes):
            self.fail(f"takes status codes of HTTP, as 403,503, not “{value}”", param, ctx)
        return tuple(map(int, codes))


class Proxy(click.ParamType):  # type: ignore[type-arg]
    """The address of a proxy."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).lower().startswith(("http://", "https://")):
            self.fail(f"takes an address that begins with http:// or https://, not “{value}”", param, ctx)
        return value


class Requests(NamedTuple):
    """What these options say."""

    external: bool
    dump: bool
    accept: tuple[tuple[int, ...], ...]
    max_per_host: int | None
    timeout: float | None
    proxy: str | None

    def check(self, *, watches: bool) -> None:
        """What cannot be asked for at once."""
        given = {"--dump": self.dump, "--accept": self.accept, "--max-per-host": self.max_per_host, "--timeout": self.timeout, "--proxy": self.proxy}
        if not self.external and (needless := next((option for option, said in given.items() if said), None)):
            raise Stop(f"{needless} goes with --external")
        if self.external and watches:
            raise Stop("--watch looks again at each change: leave --external out, other sites are not asked that often")

    def web(self, paths: Iterable[Path], settings: Settings, *, remembers: bool) -> External | None:
        """What asks; None where nobody is asked. On a terminal it shows how far it is."""
        if not self.external:
            return None
        from ..engine.external import External
        from ..engine.settings.external import Asking
        from ..engine.walk import is_marked, root_of
        from ..rules import load_rule
        if not any(load_rule(name).scope == "web" for name in settings.by_path.anywhere):
            raise Stop("--external asks for the rules link-external-…, and none of them is selected")
        root = root_of(paths)
        given = Asking.of(settings.external, max_per_host=self.max_per_host, timeout=self.timeout, proxy=self.proxy)
        asking = given._replace(accept=given.accept + tuple(code for codes in self.accept for code in codes))
        return External(asking, root=root if remembers and is_marked(root) else None, shown=partial(progress, "Asking", quiet=False))


def emit_links(paths: Iterable[Path], settings: Settings, scope: Scope, external: External, **options: Any) -> None:
    """Print the addresses that would be asked for, each with the places from which it is linked."""
    from ..engine.external.listing import listed
    found = listed(paths, settings, scope, external, **options)
    write_text("".join(f"{line}\n" for line in found.lines), sys.stdout)
    click.echo(found.sum, err=True)


OPTIONS = (
    click.option("--external", is_flag=True, help="Ask other sites, too, whether links to them work."),
    click.option("--dump", is_flag=True, help="With --external: list the links that would be asked for, with their places, and ask nobody."),
    click.option("--accept", multiple=True, type=Codes(), metavar="CODES", help="With --external: status codes that are fine, besides 200 to 299."),
    click.option("--max-per-host", type=AtLeast(1), metavar="N", help="With --external: requests to one host at the same time.  [default: 4]"),
    click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="With --external: how long to wait for an answer.  [default: 30]"),
    click.option("--proxy", type=Proxy(), metavar="ADDRESS", help="With --external: the proxy to ask, in the place of those of the environment."),
)


def asking(command: _Command) -> _Command:
    """Give a command these options, as one argument `requests`."""
    @wraps(command)
    def packed(**given: Any) -> Any:
        return command(requests=Requests(**{name: given.pop(name) for name in Requests._fields}), **given)
    for option in reversed(OPTIONS):
        packed = option(packed)
    return packed
