"""Formulas: presentation MathML as EPUB takes it (EPUB 3.3, 6.1.3.2; MathML 3, chapter 3). A formula that is not whole is
its text.
"""

from __future__ import annotations

import re

from lxml import etree

from ...model.body import is_blank, text_of

MATHML = "http://www.w3.org/1998/Math/MathML"
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace"})
_ROWS = frozenset({"math", "mrow", "msqrt", "mstyle", "merror", "mpadded", "mphantom", "menclose", "mtd", "mfenced"})
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_HOLDS = {"mtable": frozenset({"mtr"}), "mtr": frozenset({"mtd"})}
_SCRIPTS = frozenset({"none", "mprescripts"})
_EXPRESSIONS = _TOKENS | (_ROWS - {"math", "mtd"}) | _PARTS.keys() | {"mtable", "mmultiscripts", "semantics", "maction"}
_SIZE = re.compile(r"-?[0-9]*\.?[0-9]+(?:e[mx]|in|cm|mm|p[xtc]|%)?\Z")
_LENGTH = re.compile(rf"{_SIZE.pattern}|(?:negative)?(?:(?:very){{0,2}}thi(?:n|ck)|medium)mathspace\Z")
_TRUTH = re.compile(r"(?:true|false)\Z")
_TEXT = re.compile(r"")
_COLUMNS = re.compile(r"(?:left|center|right)(?:\s+(?:left|center|right))*\Z")
_LINES = re.compile(r"(?:none|solid|dashed)(?:\s+(?:none|solid|dashed))*\Z")
_SIDE = re.compile(r"(?:left|center|right)\Z")
_COUNT = re.compile(r"[1-9][0-9]{0,3}\Z")
_TURN = re.compile(r"(?:ltr|rtl)\Z")
_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\Z")
_GENERAL = {"class": re.compile(r"[\w:.-]+(?:\s+[\w:.-]+)*\Z"), "id": re.compile(r"\S+\Z")}
_SHOWN = {"mathcolor": _COLOR, "mathbackground": _COLOR}
_UNSHOWN = frozenset({"semantics", "annotation"})
_TOKEN = {"mathvariant": re.compile(
    r"(?:normal|bold|italic|bold-italic|double-struck|bold-fraktur|script|bold-script|fraktur|sans-serif|bold-sans-serif|"
    r"sans-serif-italic|sans-serif-bold-italic|monospace|initial|tailed|looped|stretched)\Z"),
    "mathsize": re.compile(rf"(?:small|normal|big)\Z|{_LENGTH.pattern}"), "dir": _TURN}
_STYLE = {"displaystyle": _TRUTH, "scriptlevel": re.compile(r"[+-]?[0-9]{1,3}\Z"), "mathvariant": _TOKEN["mathvariant"],
          "mathsize": _TOKEN["mathsize"], "dir": _TURN}
_OWN: dict[str, dict[str, re.Pattern[str]]] = {
    "math": {"display": re.compile(r"(?:block|inline)\Z"), "alttext": _TEXT, **_STYLE},
    "mstyle": _STYLE,
    "mrow": {"dir": _TURN},
    **dict.fromkeys(("mi", "mn", "mtext"), _TOKEN),
    "mo": {**_TOKEN, "form": re.compile(r"(?:prefix|infix|postfix)\Z"),
           **dict.fromkeys(("fence", "separator", "stretchy", "symmetric", "largeop", "movablelimits", "accent"), _TRUTH),
           **dict.fromkeys(("lspace", "rspace", "maxsize", "minsize"), _LENGTH)},
    "ms": {**_TOKEN, "lquote": _TEXT, "rquote": _TEXT},
    "mspace": dict.fromkeys(("width", "height", "depth"), _LENGTH),
    "mpadded": dict.fromkeys(("width", "height", "depth", "lspace", "voffset"), _SIZE),
    "mfrac": {"linethickness": re.compile(rf"(?:thin|medium|thick)\Z|{_LENGTH.pattern}"), "numalign": _SIDE, "denomalign": _SIDE,
              "bevelled": _TRUTH},
    "mfenced": {"open": _TEXT, "close": _TEXT, "separators": _TEXT},
    "menclose": {"notation": _TEXT},
    "munder": {"accentunder": _TRUTH},
    "mover": {"accent": _TRUTH},
    "munderover": {"accent": _TRUTH, "accentunder": _TRUTH},
    "mtable": {"columnalign": _COLUMNS, "rowlines": _LINES, "columnlines": _LINES, "frame": re.compile(r"(?:none|solid|dashed)\Z"),
               "displaystyle": _TRUTH},
    "mtr": {"columnalign": _COLUMNS},
    "mtd": {"columnalign": _SIDE, "rowspan": _COUNT, "columnspan": _COUNT},
    "maction": {"actiontype": _TEXT},
    "annotation": {"encoding": _TEXT},
}


def settle(formula: etree._Element) -> bool:
    """Bring a formula's attributes into order, in place; false for one that is not whole, which becomes a span of its text."""
    for other in list(formula.iter("annotation-xml")):
        _cut(other)                                    # the same again, in other words
    elements = list(formula.iter())
    if not all(map(_is_whole, elements)):
        text, tail, name = text_of(formula), formula.tail, formula.get("id")
        formula.clear()
        if name:
            formula.set("id", name)
        formula.tag, formula.text, formula.tail = "span", text, tail
        return False
    for element in elements:
        tag = str(element.tag)
        patterns = _GENERAL | ({} if tag in _UNSHOWN else _SHOWN) | _OWN.get(tag, {})
        kept = {name: value for name, value in element.items() if name in patterns and patterns[name].match(value)}
        element.attrib.clear()
        element.attrib.update(kept)
    formula.set("xmlns", MATHML)
    return True


def _cut(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is not None:
        if element.tail:
            if before is not None:
                before.tail = f"{before.tail or ''}{element.tail}"
            else:
                parent.text = f"{parent.text or ''}{element.tail}"
        element.tail = None
        parent.remove(element)


def _is_whole(element: etree._Element) -> bool:
    """An element has as many parts as it needs, each of a kind that it can have, and text only where that is meant."""
    tag, kinds = str(element.tag), [str(child.tag) for child in element]
    if tag in _TOKENS or tag in ("annotation", *_SCRIPTS):
        return not kinds and (tag not in ("mspace", *_SCRIPTS) or is_blank(element.text)) and _has_place(element, tag)
    if not is_blank(element.text) or not all(is_blank(child.tail) for child in element):
        return False
    if tag == "semantics":
        return bool(kinds) and kinds[0] in _EXPRESSIONS and set(kinds[1:]) <= {"annotation"}
    if tag == "mmultiscripts":
        return _has_scripts(kinds)
    if tag in _HOLDS:
        return _HOLDS[tag].issuperset(kinds)
    if not _EXPRESSIONS.issuperset(kinds):
        return False
    if tag == "maction":
        return bool(kinds) and "actiontype" in element.attrib
    return tag in _ROWS or _PARTS.get(tag) == len(kinds)


def _has_place(element: etree._Element, tag: str) -> bool:
    parent = element.getparent()
    return tag not in _SCRIPTS or (parent is not None and parent.tag == "mmultiscripts")


def _has_scripts(kinds: list[str]) -> bool:
    """A base, pairs of scripts behind it, and after a mark pairs before it."""
    at = kinds.index("mprescripts") if "mprescripts" in kinds else len(kinds)
    pairs = kinds[1:at], kinds[at + 1:]
    return bool(kinds) and kinds[0] in _EXPRESSIONS and all(
        len(scripts) % 2 == 0 and (_EXPRESSIONS | {"none"}).issuperset(scripts) for scripts in pairs)
