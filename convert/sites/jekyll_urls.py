"""How Jekyll makes a URL of a template: `URL`, `Drops::UrlDrop`, `Utils.slugify`, `Utils.add_permalink_suffix`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from unicodedata import category
from urllib.parse import quote

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
DATES: dict[str, Callable[[datetime], str]] = {
    "year": lambda when: f"{when.year:04}", "short_year": lambda when: f"{when.year % 100:02}",
    "w_year": lambda when: f"{when.isocalendar()[0]:04}", "i_month": lambda when: str(when.month), "i_day": lambda when: str(when.day),
    "month": lambda when: f"{when.month:02}", "day": lambda when: f"{when.day:02}",
} | {name: lambda when, code=code: when.strftime(code) for name, code in {
    "hour": "%H", "minute": "%M", "second": "%S", "short_month": "%b", "long_month": "%B",
    "short_day": "%a", "long_day": "%A", "y_day": "%j", "week": "%V", "w_day": "%u"}.items()}
_SLASHES = re.compile("//+")
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_PLAIN = re.compile(r"[a-zA-Z0-9./-]*\Z")
_SLUG = re.compile(r"[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*\Z")
_UNESCAPED = "-._~!$&'()*+,;=:@/?"


def split_name(name: str) -> tuple[str, str]:
    """Stem and suffix of a file's name, the suffix with its dot (`File.extname`); the stem without dots at its end."""
    stem, dot, suffix = name.rpartition(".")
    if not stem.strip("."):
        return name, ""
    return stem.rstrip("."), dot + suffix


def suffix_for(style: str) -> str:
    """What a page's template ends in, for a style of the site (`add_permalink_suffix`)."""
    if style in ("date", "ordinal", "none") or style.endswith(":output_ext"):
        return ":output_ext"
    return "/" if style == "pretty" or style.endswith("/") else ""


def fill(template: str, values: dict[str, Callable[[], str]], when: datetime | None = None) -> str:
    """A URL from a template of a document; a placeholder that nobody knows, at which Jekyll would stop, stays."""
    def filled(key: str) -> str:
        for known in (key, key.removesuffix("_")):
            if known in values:
                return escaped(values[known]()) + key[len(known):]
            if when is not None and known in DATES:
                return DATES[known](when) + key[len(known):]
        return f":{key}"
    made = list(_parts(template))
    made[1::2] = map(filled, made[1::2])
    return cleaned("".join(made))


@lru_cache(maxsize=64)
def _parts(template: str) -> tuple[str, ...]:
    """A template cut at its placeholders: texts and keys in turns."""
    return tuple(_PLACEHOLDER.split(template))


def fill_page(template: str, values: dict[str, str]) -> str:
    """A URL from a template of a page or static file: each placeholder is replaced wherever its letters stand."""
    for key, value in values.items():
        template = template.replace(f":{key}", escaped(value))
    return cleaned(template)


def escaped(path: str) -> str:
    """`URL.escape_path`."""
    return path if _PLAIN.match(path) else quote(path, safe=_UNESCAPED + "#", errors="surrogateescape").replace("#", "%23", 1)


def cleaned(url: str) -> str:
    """`URL#sanitize_url`: one slash at the start, no `..`, no `./`, no doubled slashes."""
    return _SLASHES.sub("/", ("/" + url).replace("..", "/").replace("./", ""))


def slugify(text: str, *, pretty: bool = False) -> str:
    """`Utils.slugify`, modes "pretty" (which here keeps the case) and "default"."""
    if _SLUG.match(text):
        return text if pretty else text.lower()
    kept = "._~!$&'()+,;=@" if pretty else ""
    out: list[str] = []
    for character in text:
        if character in kept or category(character)[0] in "ML" or category(character) == "Nd":
            out.append(character)
        elif not out or out[-1] != "-":
            out.append("-")
    slug = "".join(out).removeprefix("-").removesuffix("-")
    return slug if pretty else lower(slug)


def lower(text: str) -> str:
    """`String#downcase`: letter by letter, whatever stands around it."""
    return text.lower() if text.isascii() else "".join(map(str.lower, text))


def as_text(value: Any) -> str:
    """`to_s` of a value of front matter."""
    if isinstance(value, list):
        return f"[{', '.join(json.dumps(item, ensure_ascii=False) if isinstance(item, str) else 'nil' if item is None else as_text(item) for item in value)}]"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def joined(terms: Iterable[str]) -> str:
    """Categories as they stand in a URL: each once."""
    return "/".join(dict.fromkeys(terms))
