"""Looks: what a style says in words that every reader's theme understands, and the stylesheet that gives those their looks.

Alignments, sizes and backgrounds become classes. Ink in black, white or grey says nothing, and would be unreadable on a
dark page: it goes; ink in a colour is made as light as can be read on any page. What is left of a style is declarations that any parser of CSS takes.
"""

from __future__ import annotations

import re
from functools import lru_cache

STYLESHEET = """\
img, svg { max-width: 100%; height: auto; }
figure { margin: 1em 0; text-align: center; }
figcaption, caption { font-size: smaller; margin: 0.5em 0; text-align: center; }
table { border-collapse: collapse; margin: 1em auto; max-width: 100%; }
td, th { border: 1px solid; padding: 0.25em 0.5em; vertical-align: top; }
pre { overflow-x: auto; white-space: pre-wrap; }
code, kbd, samp { font-family: monospace; }
blockquote { margin: 1em 2em; }
ruby { ruby-align: center; }
rt { font-size: 50%; }
.align-left { text-align: left; }
.align-right { text-align: right; }
.align-center { text-align: center; }
.align-justify { text-align: justify; }
.smaller { font-size: smaller; }
.larger { font-size: larger; }
.marked { background-color: #fd6; color: #000; }
.table-foot { display: table-footer-group; }
"""
_ALIGNMENTS = {"left": "align-left", "right": "align-right", "center": "align-center", "justify": "align-justify"}
_SIZES = {**dict.fromkeys(("xx-small", "x-small", "small", "smaller"), "smaller"),
          **dict.fromkeys(("large", "larger", "x-large", "xx-large", "xxx-large"), "larger")}
_RELATIVE_SIZE = re.compile(r"([0-9]{0,4}\.?[0-9]{1,4})(em|rem|%)\Z")
# What says nothing, or what only the page that it was written for knows the meaning of.
_SAYS_NOTHING = frozenset({
    "inherit", "initial", "unset", "revert", "auto", "none", "transparent", "currentcolor", "normal", "black", "white", "gray",
    "grey", "silver", "dimgray", "dimgrey", "darkgray", "darkgrey", "lightgray", "lightgrey", "gainsboro", "whitesmoke",
    "snow", "ghostwhite", "windowtext", "window", "text"})
_MIDDLE = 0.179                  # (L + 0.05) / 0.05 = 1.05 / (L + 0.05)
_GREY = 24                       # of 255: what the strongest and the weakest part of a colour may differ by
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\Z")
_RGB = re.compile(r"rgba?\(\s*([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})\s*(?:,\s*[0-9.]{1,5}%?\s*)?\)\Z")
_NAME = re.compile(r"[a-z]{3,20}\Z")
_KEPT = {
    "font-weight": re.compile(r"(?:bold|bolder|lighter|[1-9]00)\Z"),
    "font-style": re.compile(r"(?:italic|oblique)\Z"),
    "text-decoration": re.compile(r"(?:underline|overline|line-through)\Z"),
    "white-space": re.compile(r"(?:nowrap|pre|pre-wrap|pre-line)\Z"),
}
CLASSES = re.compile(r'class="[^"]*\b(?:align-(?:left|right|center|justify)|smaller|larger|marked|table-foot)\b')


def looks(style: str) -> tuple[list[str], str]:
    """What a style says: as names of classes, and the declarations that remain."""
    classes, kept = list[str](), list[str]()
    for declaration in style.split(";"):
        name, _, value = (part.strip().lower() for part in declaration.partition(":"))
        if name == "text-align" and value in _ALIGNMENTS:
            classes.append(_ALIGNMENTS[value])
        elif name == "font-size" and (size := _size(value)):
            classes.append(size)
        elif name == "background-color" and _chromatic(value):
            classes.append("marked")
        elif name == "color" and (color := _chromatic(value)):
            kept.append(f"color: {color}")
        elif name in _KEPT and _KEPT[name].match(value):
            kept.append(f"{name}: {value}")
    return classes, "; ".join(kept)


def _size(value: str) -> str | None:
    """The class of a size that is said in relation to the text around it."""
    if match := _RELATIVE_SIZE.match(value):
        times = float(match[1]) / (100 if match[2] == "%" else 1)
        return "smaller" if times < 0.95 else "larger" if times > 1.05 else None
    return _SIZES.get(value)


@lru_cache(1024)
def _chromatic(value: str) -> str | None:
    """A colour as light as can be read on white and on black, if it is one: neither grey nor a name of no colour."""
    if match := _HEX.match(value):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        parts = [int(digits[at:at + 2], 16) for at in (0, 2, 4)]
    elif match := _RGB.match(value):
        parts = [min(255, int(part)) for part in match.groups()]
    elif _NAME.match(value) and value not in _SAYS_NOTHING:
        from PIL.ImageColor import colormap, getrgb
        parts = list(getrgb(value)[:3]) if value in colormap else []
    else:
        return None
    return "#{:02x}{:02x}{:02x}".format(*_readable(parts)) if parts and _is_chromatic(parts) else None


def _readable(parts: list[int]) -> list[int]:
    """A colour of the same hue whose contrast to white and to black is the same, 4.6 (WCAG 2.2, 1.4.3)."""
    end = 255 if _luminance(parts) < _MIDDLE else 0
    low, high = 0.0, 1.0
    for _ in range(8):
        share = (low + high) / 2
        mixed = [round(part + (end - part) * share) for part in parts]
        if (_luminance(mixed) < _MIDDLE) == (end == 255):
            low = share
        else:
            high = share
    return mixed


def _luminance(parts: list[int]) -> float:
    """The relative luminance of a colour (WCAG 2.2, "relative luminance")."""
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _is_chromatic(parts: list[int]) -> bool:
    return max(parts) - min(parts) > _GREY
