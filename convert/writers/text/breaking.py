"""Where lines may break: Unicode Standard Annex #14 (Unicode Line Breaking Algorithm), tailored for prose.

A character becomes one byte that says its line breaking class, its width and whether it continues a grapheme
cluster (Unicode Standard Annex #29), so that what follows is done by `bytes` and regular expressions, not by Python.

Classes that are told apart, by their names in Annex #14: SP, ZW, GL (with WJ), OP, CL, CP, QU (with Pi and Pf, its
initial and final quotes), NS (with CJ: strict kinsoku), EX, IN, IS, SY, HY, BA, B2, PR, PO, NU, ID (with EB and RI),
JL and H2 (with H3: Hangul), and AL for all others. CM and ZWJ continue what is before them (LB9). Tailored, as section 8 of the Annex
allows: no break stands before a closing mark or behind an opening one even where there are blanks (LB13, LB14, LB16
said of all of them), nor before a dash; “ and ‘ open, ” and ’ close (LB15, LB19); a word of letters, digits, hyphens and slashes, or of
Hangul, is kept whole as long as it fits a line (LB13, LB21, LB26 and LB29 come into play when it does not).
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

NOTE = "\x0e"         # stands for the bracket that opens the mark of a note: it stays with what is before it
_CLASSES = ("AL", "SP", "ZW", "GL", "OP", "CL", "CP", "QU", "Pi", "Pf", "NS", "EX", "IN", "IS", "SY", "HY", "BA", "B2",
            "PR", "PO", "NU", "ID", "JL", "H2", "CM", "ZWJ", "RI")
_MEMBERS = {
    "SP": " ", "ZW": "\u200b", "GL": "\xa0\u202f\u2007\u2011\u2060\ufeff\u034f\u0f0c", "ZWJ": "\u200d",
    "OP": "¡¿", "CP": ")]" + NOTE, "QU": "\"'",
    "CL": "、。，．︰︑︒︐｡､﹐﹑﹒}",
    "NS": "々〻ー゛゜ゝゞヽヾ・：；〜～゠‼⁇⁈⁉·﹔﹕｡､･ｰﾞﾟ"
          "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ",
    "EX": "!?！？﹖﹗؟؛۔।॥", "IN": "…‥⋯", "IS": ",.:;،", "SY": "/／", "HY": "-",
    "BA": "|｜\u3000\xad\u2009\u2002\u2003\u2010\u2012–\t&=_~", "B2": "—―⸺⸻",
    "PR": "+−±№\\", "PO": "%‰‱°′″℃℉％﹪¢￠",
}
_OF_CATEGORY = {"Ps": "OP", "Pe": "CL", "Pi": "Pi", "Pf": "Pf", "Nd": "NU", "Sc": "PR",
                "Mn": "CM", "Me": "CM", "Mc": "CM"}
_OF_CHARACTER = {character: name for name, characters in _MEMBERS.items() for character in characters}
_EXTENDERS = "\u200c\u0e33\u0eb3ﾞﾟ"       # GCB Extend and SpacingMark that are no marks by category


def _byte(name: str, width: int, *, continues: bool = False) -> int:
    return _CLASSES.index(name) * 6 + width * 2 + continues


def _set(names: str, widths: tuple[int, ...] = (0, 1, 2), continues: tuple[bool, ...] = (False, True)) -> bytes:
    """The bytes of some classes, as they stand between the brackets of a regular expression."""
    return b"".join(b"\\x%02x" % _byte(name, width, continues=flag)
                    for name in names.split() for width in widths for flag in continues)


class _Bytes(dict[int, int]):
    """Code point → byte, each looked up when it first comes."""

    def __missing__(self, point: int) -> int:
        from wcwidth import wcwidth
        character = chr(point)
        width = min(2, max(0, wcwidth(character)))
        self[point] = byte = _byte(_class_of(character, width), width, continues=False)
        return byte


def _class_of(character: str, width: int) -> str:
    if character in _EXTENDERS or "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return "CM"
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":       # JV and JT follow a JL (LB26)
        return "CM"
    if "\U0001f1e6" <= character <= "\U0001f1ff":
        return "RI"
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97f":
        return "JL"
    if "\uac00" <= character <= "\ud7a3":
        return "H2"
    if found := _OF_CHARACTER.get(character) or _OF_CATEGORY.get(category(character)):
        return found
    return "ID" if width == 2 or "\uff66" <= character <= "\uff9d" else "AL"


_BYTES = _Bytes({ord(NOTE): _byte("CP", 1)})
_WIDTHS = bytes(byte % 6 // 2 for byte in range(256))
_STARTS = tuple(name for name in _CLASSES if name not in {"CM", "ZWJ"})
_CLOSING, _OPENING = "CL CP EX IS SY NS Pf IN B2 PO", "OP Pi"
_SETS = {
    "space": _set("SP", continues=(False,)), "zwsp": _set("ZW"), "glue": _set("GL"), "opening": _set(_OPENING),
    "flag": _set("RI"), "mark": _set("CM ZWJ"), "zwj": _set("ZWJ"), "picture": _set("ID AL"),
    "lead": _set("JL"), "hangul": _set("H2 JL"), "initial": _set("Pi"), "final": _set("Pf"), "dash": _set("B2"), "number": _set("NU"),
    "point": _set("IS"), "ends": _set("SY HY BA EX IN CL CP QU Pf NS PO"),
    # East Asian: what is set solid, without blanks between words.
    "wide": _set("ID") + _set(" ".join(name for name in _STARTS if name not in {"SP", "NU", "ID", "JL", "H2"}), widths=(2,)),
    "inside": _set("CM ZWJ") + _set(" ".join(_STARTS), continues=(True,)),
    "closing": _set(_CLOSING),
    "no_start": _set(_CLOSING + " ZW GL QU HY BA"),
    "no_end": _set(_OPENING + " GL QU PR"),
}


def _compiled(pattern: str) -> re.Pattern[bytes]:
    """A pattern in which `<name>` stands for a set, inside brackets."""
    source = re.sub("<([a-z_]+)>", lambda match: _SETS[match[1]].decode(), pattern)
    return re.compile(source.encode(), re.S | re.X)


_JOINED = _compiled("[<mark><flag><lead>]")
_CLUSTER = _compiled("""
    (?: [<flag>]{2} | [<lead>]{1,8}+ [<hangul>]?+ ) (?: [<zwj>][<picture>] | [<mark>] ){0,64}+
  | . (?: [<zwj>][<picture>] | [<mark>] ){1,64}+
""")
_WORD = _compiled("[^<wide><space>]+")
# As much of a line as may stand before a break: each alternative is tried when those before it find no place.
_LINE = _compiled("""
    # Between words, and beside what is written without blanks (LB7, LB8, LB12-LB19, LB21-LB27, LB31).
    .+ (?=.) (?! [<inside><space>] ) (?:
        (?<= [<space>] ) (?<! [<opening>][<space>] ) (?! [<closing>] )
      | (?<! [<no_end>] ) (?! [<no_start>] ) (?: (?<= [<wide><zwsp><dash>] ) | (?= [<wide>] ) | (?<= [<final>] ) (?= [<initial>] ) )
    )
    # Inside a word that is too long for a line, behind a mark, or between syllables.
  | .+ (?=.) (?! [<inside><space><closing><zwsp><glue>] ) (?:
        (?<= [<ends>] ) | (?<= [<point>] ) (?! [<number>] ) | (?<= [<hangul>] ) (?= [<hangul>] ) )
    # Anywhere but where a closing mark would begin a line, an opening one end it, or a no-break space be broken.
  | .+ (?=.) (?! [<inside><space><closing><zwsp><glue>] ) (?<! [<opening><glue>] ) (?<! [<opening>][<space>] )
    # Between any two grapheme clusters.
  | .+ (?=.) (?! [<inside><space>] )
""")
_SPACE = _byte("SP", 1)
_EMOJI = "\ufe0f"     # the variation selector that makes a sign an emoji
_OFTEN = 40       # characters: what is shorter stands in the cells of tables, and comes again


def cells(text: str) -> int:
    """The terminal cells that a text takes on one line, as `wcwidth` has it, grapheme cluster by cluster."""
    return len(text) if text.isascii() else _cells(text) if len(text) < _OFTEN else Broken(text).cells


@lru_cache(1024)
def _cells(text: str) -> int:
    return Broken(text).cells


class Broken:
    """A text prepared for breaking; `cells` is what it takes on one line."""

    def __init__(self, text: str) -> None:
        self._text = text
        codes = text.translate(_BYTES).encode("latin-1")
        self._codes = codes if text.isascii() or not _JOINED.search(codes) else _clustered(text, codes)
        self._widths = self._codes.translate(_WIDTHS)
        self._zeros = self._widths.count(0)
        self.cells = len(text) + self._widths.count(2) - self._zeros

    def longest_word(self) -> int:
        """The cells of the longest word that has to be broken when a line is shorter."""
        return max((sum(word.translate(_WIDTHS)) for word in _WORD.findall(self._codes)), default=0)

    def lines(self, width: int) -> list[str]:
        """The text as lines of at most `width` cells, at least 2; blanks at a break are left out."""
        if self.cells <= width:
            return [self._text]
        text, codes = self._text, self._codes
        lines: list[str] = []
        start, length = 0, len(text)
        while (fit := self._fit(start, width)) < length:
            stop = fit
            while stop < length and codes[stop] == _SPACE:
                stop += 1
            match = _LINE.match(codes, start, stop + 1)
            end = match.end() if match else max(fit, start + 1)
            lines.append(text[start:end].rstrip(" "))
            start = end
        lines.append(text[start:])
        return lines

    def _fit(self, start: int, width: int) -> int:
        """The offset up to which `width` cells hold what begins at `start`."""
        widths, zeros = self._widths, self._zeros
        end = min(start + width, len(widths))
        while (free := width - (end - start) - widths.count(2, start, end) + (zeros and widths.count(0, start, end))) < 0:
            end += free // 2                 # at least as many characters as two cells each would be
        while end < len(widths) and widths[end] <= free:
            free -= widths[end]
            end += 1
        return end


def _clustered(text: str, codes: bytes) -> bytes:
    """The bytes with those that continue a grapheme cluster marked as such, and the cluster's width shared among them."""
    return _CLUSTER.sub(lambda match: _cluster(text[match.start():match.end()], match[0]), codes)


@lru_cache(4096)
def _cluster(text: str, codes: bytes) -> bytes:
    from wcwidth import wcswidth
    name = _CLASSES[codes[0] // 6]
    if _EMOJI in text:
        name = "ID"
    name = {"SP": "AL", "RI": "ID", "ZWJ": "CM"}.get(name, name)       # LB10, LB30a
    left = max(0, wcswidth(text))
    made: list[int] = []
    for index, own in enumerate(codes.translate(_WIDTHS), 1 - len(codes)):
        width = min(own if index else 2, left)
        left -= width
        made.append(_byte(name, width, continues=bool(made)))
    return bytes(made)
