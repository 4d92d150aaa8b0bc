"""Who serves a site, as far as its repository shows, and which redirects the server makes.

Netlify's rules: https://docs.netlify.com/manage/routing/redirects/overview/ (`_redirects`, `netlify.toml`); Cloudflare's and GitLab's Pages
read the same `_redirects`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

NETLIFY = "netlify.toml"
_RULES = ("_redirects", "static/_redirects")
_BY_HOST = {".github.io": "github-pages", ".gitlab.io": "github-pages", ".netlify.app": "netlify", ".netlify.com": "netlify", ".pages.dev": "netlify"}
_GEM = re.compile(r"""^\s*gem\s*\(?\s*["']github-pages["']""", re.M)
_OPEN = re.compile(r"\\\*|:[a-zA-Z_]\w*")             # a splat, a placeholder
_MAKES_MORE = ("{%", "{{")


class Redirect(NamedTuple):
    """A rule of a server: for the path `source` it shows what is at `target`, or `sends` readers there."""

    source: str
    target: str
    sends: bool

    @property
    def pattern(self) -> str:
        """A regular expression of the paths that the rule is for; empty where it is for `source` alone."""
        if "*" not in self.source and "/:" not in self.source:
            return ""
        written = re.escape(self.source).removesuffix(r"/\*") + r"(?:/.*)?" if self.source.endswith("/*") else re.escape(self.source)
        return f"^{_OPEN.sub(lambda match: '.*' if match[0] == chr(92) + '*' else '[^/]+', written)}$"


class Rules(NamedTuple):
    """The redirects of a server; `all_told`: there are no others, which a template makes."""

    redirects: tuple[Redirect, ...] = ()
    all_told: bool = True


def server_of(has: Callable[[str], bool], read: Callable[[str], str], address: str) -> str | None:
    """The name of the server (`model.servers.SERVERS`) that a repository gives away: by files of its own, or the site's address; None when
    nothing does.
    """
    for ending, name in _BY_HOST.items():
        if address.lower().endswith(ending):
            return name
    if has(NETLIFY) or any(map(has, _RULES)):
        return "netlify"
    if has("CNAME") or (has("Gemfile") and _GEM.search(read("Gemfile"))):
        return "github-pages"
    return None


def rules_of(has: Callable[[str], bool], read: Callable[[str], str], baseurl: str) -> Rules:
    """The redirects that the server makes, from paths below the site's own."""
    texts = [read(name) for name in _RULES if has(name)]
    told = [*(rule for text in texts for rule in _lines(text)), *(_tables(read(NETLIFY)) if has(NETLIFY) else ())]
    below = (_below(baseurl, source, target, status) for source, target, status in told if status < 400)
    return Rules(tuple(rule for rule in below if rule), not any(mark in text for text in texts for mark in _MAKES_MORE))


def _below(baseurl: str, source: str, target: str, status: int) -> Redirect | None:
    """A rule as it is seen from the root of the site; None of one that is for elsewhere."""
    if not source.startswith(f"{baseurl}/"):
        return None
    return Redirect(source.removeprefix(baseurl), target.removeprefix(baseurl) if target.startswith("/") else target, status != 200)


def _lines(text: str) -> Iterator[tuple[str, str, int]]:
    """Path, target and status of each line; parameters of the query stand between them, conditions behind."""
    for line in text.splitlines():
        words = re.split(r"(?:\A|\s)#", line, maxsplit=1)[0].split()
        if len(words) < 2 or not words[0].startswith("/") or any(mark in line for mark in _MAKES_MORE):
            continue
        number = next((at for at, word in enumerate(words[1:], 1) if word.startswith("/") or "://" in word), None)
        if number is not None:
            yield words[0], words[number], _status(words[number + 1].rstrip("!") if len(words) > number + 1 else "")


def _tables(text: str) -> Iterator[tuple[str, str, int]]:
    import tomllib
    try:
        said: Any = tomllib.loads(text).get("redirects")
    except tomllib.TOMLDecodeError:
        return
    for rule in said if isinstance(said, list) else ():
        if isinstance(rule, dict) and isinstance(source := rule.get("from"), str) and source.startswith("/"):
            yield source, str(rule.get("to") or ""), _status(str(rule.get("status", "")))


def _status(text: str) -> int:
    return int(text) if text.isdecimal() else 301
