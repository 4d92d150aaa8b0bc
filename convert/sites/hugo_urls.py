"""How Hugo spells URLs: names of files and slugs as paths, patterns of `permalinks`, `url`, `aliases`.

Where it stands in Hugo: `helpers/url.go` and `common/paths` (spelling), `resources/page/permalinks.go` (patterns),
`resources/page/page_paths.go` (what becomes of a place in each output format), `hugolib/alias.go`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from unicodedata import category, normalize
from urllib.parse import unquote, unquote_plus

from .hugo_configuration import NEWEST, REWRITTEN, Version
from .hugo_dates import formatted, is_layout

BY_NAMES = (0, 153)           # of a path that a pattern makes, each name is spelled by itself
TITLES_WHOLE = (0, 166)       # the slashes of a title part nothing
SLUGS_OF_LISTS = (0, 167)     # lists have slugs, and what lies below them goes by these
ALIASES_IN_LANGUAGES = (0, 155)      # an alias from the root begins with the language, too
SHORT_SUFFIX = (0, 164)       # an alias that ends in `.htm` is a file

_KEPT = frozenset("./\\_#+~-@")
_PLAIN = re.compile(r"[a-z0-9./_-]*", re.A)
_TOKEN = re.compile(r":(\w+(?:\[[^\]]*\])?)")
_SLICE = re.compile(r"sections\[(\w*)(:?)(\w*)\]")
_TITLE_BREAKS = str.maketrans("/\\", "--")
_HEX = re.compile("[0-9A-Fa-f]{2}")
_ESCAPED = str.maketrans({"%": "%25", "#": "%23", "?": "%3F"})
TOKENS = frozenset({"year", "month", "monthname", "day", "weekday", "weekdayname", "yearday", "section", "sections", "title", "slug",
                    "slugorfilename", "filename", "contentbasename", "slugorcontentbasename"})


class Spelling(NamedTuple):
    """How paths are spelled: in small letters (`disablePathToLower`), with their accents (`removePathAccents`), as a version of Hugo does."""

    lowers: bool = True
    accents: bool = True
    version: Version = NEWEST

    def of_file(self, path: str) -> str:
        """A path below the content as part of a URL: each blank is a hyphen before anything is left out, since 0.123, but where capitals are kept."""
        return self.of_text(path.replace(" ", "-") if self.version >= REWRITTEN and self.lowers else path)

    def of_name(self, name: str) -> str:
        """What fills a place of a pattern: read as a URL once more (`PathSpec.URLEscape`), in which a sharp at its end is an empty fragment."""
        text = self.of_text(name)
        return text[:-1] if text.find("#") == len(text) - 1 else text

    def of_text(self, text: str) -> str:
        """`PathSpec.URLize`: letters, digits and a few signs; other blanks become one hyphen, and all else is left out."""
        if _PLAIN.fullmatch(text):
            return text
        made: list[str] = []
        pending, last = False, ""
        for at, character in enumerate(text):
            if character in _KEPT or category(character)[0] in "LM" or category(character) == "Nd" or (character == "%" and _HEX.match(text, at + 1)):
                last = character
                if pending and last != "-":
                    made.append("-")
                pending = False
                made.append(character)
            elif made and last != "-" and character.isspace():
                pending = True
        spelled = "".join(made)
        if not self.accents:
            spelled = normalize("NFC", "".join(part for part in normalize("NFD", spelled) if category(part) != "Mn"))
        return "".join(character.lower()[0] for character in spelled) if self.lowers else spelled

    def of_whole(self, path: str) -> str:
        """A path that patterns and slugs made, from the root, without a last slash: before 0.123 blanks beside slashes count."""
        if self.version >= BY_NAMES:
            path = "/".join(map(self.of_text, path.split("/")))
        else:
            path = self.of_text(path if self.version >= REWRITTEN else f"/{path.strip('/')}/")
        return posixpath.normpath("/" + path.lstrip("/")).rstrip("/")


class Named(NamedTuple):
    """What patterns are filled with: the sections that a page lies in, its names, its date; and whether it is a term's."""

    sections: tuple[str, ...]
    name: str
    title: str
    slug: str
    when: datetime | date | None
    is_term: bool = False


def unknown_tokens(pattern: str) -> bool:
    """A pattern has places that only Hugo itself can fill."""
    return any(token not in TOKENS and not _SLICE.fullmatch(token) and not is_layout(token) for token in _TOKEN.findall(pattern))


def expanded(pattern: str, named: Named, spelling: Spelling) -> str:
    """The path that a pattern stands for, from the root, without a last slash."""
    return spelling.of_whole(unquote_plus(filled(pattern, named, spelling)))


def filled(pattern: str, named: Named, spelling: Spelling) -> str:
    """A pattern with its places filled."""
    when = named.when or date(1, 1, 1)
    title = spelling.of_name(named.title if named.is_term or spelling.version < TITLES_WHOLE else named.title.translate(_TITLE_BREAKS))
    slug = spelling.of_name(named.slug.strip("-")) or title
    name = spelling.of_name(named.name)
    values: Mapping[str, Callable[[], str]] = {
        "year": lambda: str(when.year), "month": lambda: f"{when.month:02}", "day": lambda: f"{when.day:02}",
        "monthname": lambda: _MONTHS[when.month - 1], "weekday": lambda: str(when.isoweekday() % 7), "weekdayname": lambda: _DAYS[when.weekday()],
        "yearday": lambda: str(when.timetuple().tm_yday), "section": lambda: named.sections[0] if named.sections else "",
        "sections": lambda: "/".join(named.sections), "title": lambda: title, "slug": lambda: slug, "filename": lambda: name,
        "contentbasename": lambda: name, "slugorfilename": lambda: slug if named.slug else name, "slugorcontentbasename": lambda: slug if named.slug else name}

    def fill(match: re.Match[str]) -> str:
        if part := _SLICE.fullmatch(match[1]):
            return "/".join(_sliced(named.sections, part))
        return values[match[1]]() if match[1] in values else formatted(when, match[1]) if is_layout(match[1]) else match[0]

    return _TOKEN.sub(fill, pattern)


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _sliced(sections: tuple[str, ...], part: re.Match[str]) -> tuple[str, ...]:
    """`:sections[1:]`, `:sections[0]`, `:sections[last]`, `:sections[:last]`."""
    size = len(sections)
    low, high = (size - 1 if end == "last" else int(end) if end.isdigit() else None for end in (part[1], part[3]))
    if not part[2]:
        return sections[low:low + 1] if low is not None else ()
    return sections[low:None if high is None else high + (part[3] == "last")]


def own_url(url: str) -> str:
    """The `url` of a head, from the root; as it is, with a slash behind what has no suffix."""
    path = posixpath.normpath("/" + url.lstrip("/")) if ".." in url or "//" in url else "/" + url.lstrip("/")
    return path if ("." in url and not url.endswith("/")) else path.rstrip("/") + "/"


def alias_url(alias: str, url: str, *, ugly: bool, suffixes: tuple[str, ...] = (".html", ".htm")) -> str:
    """Where the page lies that sends on to a page: below the folder that holds the page, if the alias is not from the root."""
    path = alias if alias.startswith("/") else posixpath.join(posixpath.dirname(unquote(url).rstrip("/")) or "/", alias)
    path = posixpath.normpath("/" + path.lstrip("/"))
    if path.endswith(suffixes) and not alias.endswith("/"):
        return escaped(path)
    return escaped(f"{path}.html" if ugly and path != "/" else path.rstrip("/") + "/")


def escaped(path: str) -> str:
    """A path as a URL, as far as signs in it would mean something else there."""
    return path.translate(_ESCAPED)


def texts(value: Any) -> list[str]:
    """The texts of a value that is one text or several."""
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None and not isinstance(one, dict | list)]
