"""All that changes what is learnt of a file, but the file: we, rules of other packages, our libraries, settings, the site's configuration and layouts.

It goes by contents and versions, not by times, so that what one machine learnt holds for another that has the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

from .. import __version__
from ..rules import Rule, load_rule
from ..schema import schema_of
from .checking import Checker, digest_of
from .repository import Repository


def key_of(checker: Checker) -> dict[str, bytes]:
    """What stands for all that, where files are checked, by what users call it."""
    foreign = [rule for rule in map(load_rule, checker.in_force.anywhere) if rule.package]
    return {name: digest_of(repr(value).encode(errors="surrogatepass"))
            for name, value in _circumstances(checker.repository, [(rule.package, _code(_homes(rule))) for rule in foreign]).items()}


def circumstances(repository: Repository, *more: object) -> bytes:
    """Stands for all that, and for `more`: plain values whose `repr` says all of them."""
    return digest_of(repr(_circumstances(repository, more)).encode(errors="surrogatepass"))


def _circumstances(repository: Repository, more: object) -> dict[str, object]:
    site, templates = repository.site, repository.templates
    return {
        "newsconv itself": (__version__, _code((str(Path(__file__).parent.parent),))),
        "the rules of other packages": more,
        "Python": sys.version,
        "the libraries that are installed": _libraries(),
        "the settings": replace(repository.settings, external={}),
        "the folder that the run begins in": repository.shown(""),
        "the site’s configuration": (sorted(repository.configuration.items()), repository.engine, repository.served_by, repository.rules),
        "the site’s layouts and includes": (templates.ids and sorted(templates.ids), templates.bases, templates.state),
        "the bundles and sections of the site": site.goes_by,
        "the pages that were built": repository.built,
        "which posts the site publishes": repository.kept and sorted(repository.kept)}


def rests_of(repository: Repository) -> dict[str, bytes]:
    """The files with schemas that are in force, and what stands for what is in them."""
    names = {name for file in repository.schemas.files for name in schema_of(file).files}
    return {name: digest_of(Path(name).read_bytes()) for name in sorted(names)}


def _homes(rule: Rule) -> tuple[str, ...]:
    """The folders, or the file, of the package that a rule is in."""
    top = sys.modules[getattr(rule.check, "func", rule.check).__module__.partition(".")[0]]
    return tuple(getattr(top, "__path__", ())) or (str(top.__file__),)


@cache
def _code(homes: tuple[str, ...]) -> bytes:
    """Stands for the Python code in some folders, or files."""
    digest = blake2b(digest_size=16)
    for home in homes:
        for path in sorted(_modules(home)):
            with open(path, "rb", 0) as module:
                digest.update(path.removeprefix(home).encode() + b"\0" + module.read())
    return digest.digest()


def _modules(home: str) -> Iterable[str]:
    if os.path.isfile(home):
        return [home]
    return (os.path.join(folder, name) for folder, _, names in os.walk(home) for name in names if name.endswith(".py"))


@cache
def _libraries() -> tuple[str, ...]:
    """The libraries that are installed, with their versions, as the names of their folders say."""
    homes = (folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder))
    return tuple(sorted(name for home in homes for name in os.listdir(home) if name.endswith((".dist-info", ".egg-info"))))
