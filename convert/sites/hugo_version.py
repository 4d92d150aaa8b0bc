"""Which Hugo builds a site, where its repository says so.

What is read is what those go by who build: Netlify and Vercel (`HUGO_VERSION`), GitHub's and GitLab's jobs (the same, or `hugo-version` of
the actions that install Hugo), asdf (`.tool-versions`) and the Hugo Version Manager (`.hvm`). Where two of them differ, nobody knows.
What `go.mod` and `package.json` say, or `module.hugoVersion`, is from which version on; that is not which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .hugo_configuration import Version

_NUMBER = r"v?([0-9]+\.[0-9]+)(?:\.[0-9]+)?"
_NAMED = re.compile(rf"""^\s*(?:-\s+)?["']?(?:HUGO_VERSION|hugo-version)["']?\s*[:=]\s*["']?{_NUMBER}["']?\s*,?\s*(?:#.*)?$""", re.M)
_TOOL = re.compile(rf"^(?:go)?hugo\s+(?:extended_)?{_NUMBER}\s*(?:#.*)?$", re.M)
_ALONE = re.compile(rf"\A\s*{_NUMBER}(?:/\w+)?\s*\Z")
_FILES = (("netlify.toml", _NAMED), ("vercel.json", _NAMED), (".gitlab-ci.yml", _NAMED), (".tool-versions", _TOOL), (".hvm", _ALONE))
_WORKFLOWS = ".github/workflows"


def version_told(has: Callable[[str], bool], read: Callable[[str], str], names: Callable[[str], Iterable[str]]) -> Version | None:
    """The version that all who build the site agree on; None where none says one. `names` gives those of the files in a folder."""
    said = set(_said(has, read, names))
    return said.pop() if len(said) == 1 else None


def _said(has: Callable[[str], bool], read: Callable[[str], str], names: Callable[[str], Iterable[str]]) -> Iterator[Version]:
    jobs = [(f"{_WORKFLOWS}/{name}", _NAMED) for name in sorted(names(_WORKFLOWS)) if name.endswith((".yml", ".yaml"))] if has(_WORKFLOWS) else []
    for path, pattern in (*_FILES, *jobs):
        if has(path):
            try:
                text = read(path)
            except ValueError:
                continue
            yield from (tuple(map(int, number.split("."))) for number in pattern.findall(text))
