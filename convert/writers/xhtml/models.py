"""The content models of HTML as tables (HTML Living Standard, 4: each element's "Content model"), for the vocabulary."""

from __future__ import annotations

from ...model.body import BLOCKS, HEADINGS, INLINES, ROOT, VOCABULARY, VOID

SECTIONING = frozenset({"section", "aside", "nav"})
# What stands in phrasing and in flow by itself; the other elements belong into one parent.
_PARTS = frozenset({"li", "dt", "dd", "figcaption", "summary", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr",
                    "td", "th", "rt", "rp", "source", "track"})
PHRASING = (INLINES | {"svg", "math"}) - _PARTS
_FLOW = (PHRASING | BLOCKS) - _PARTS - {ROOT}
# What allows inside what its parent allows.
TRANSPARENT = frozenset({"a", "ins", "del"})
GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol"})
# Flow content that a line of text can be made of, its parts set off by line breaks.
SIMPLE = SECTIONING | {*HEADINGS, "p", "div", "header", "footer", "address", "blockquote", "hr", "figcaption"}

CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(VOCABULARY - VOID, _FLOW),
    **dict.fromkeys((PHRASING - TRANSPARENT - VOID - {"svg", "math"}) | {"p", "pre", "rt", *HEADINGS}, PHRASING),
    **dict.fromkeys(VOID | {"svg", "math", "rp"}, frozenset()),
    **dict.fromkeys(LISTS, frozenset({"li"})),
    **dict.fromkeys(GROUPS, frozenset({"tr"})),
    "dl": frozenset({"dt", "dd", "div"}),
    "div": _FLOW | {"dt", "dd"},                 # as a group of a dl: `strays` looks where the div stands
    "summary": PHRASING,                         # or one heading alone: `to_lines` knows
    "ruby": PHRASING | {"rt", "rp"},
    "figure": _FLOW | {"figcaption"},
    "details": _FLOW | {"summary"},
    "table": GROUPS | {"caption", "colgroup", "col", "tr"},
    "colgroup": frozenset({"col"}),
    "tr": CELLS,
}
# Which parents a part may stand in ("Contexts in which this element can be used").
PARENTS: dict[str, frozenset[str]] = {
    part: frozenset(parent for parent, children in CHILDREN.items() if part in children) - {"div"} for part in _PARTS}
# What may not stand anywhere inside an element, and what becomes of it there.
_HEADLESS = dict.fromkeys((*HEADINGS, "header", "footer", *SECTIONING), "div")
INSIDE: dict[str, dict[str, str]] = {
    "dfn": {"dfn": "span"},
    "address": {"address": "div", **_HEADLESS},
    "header": {"header": "div", "footer": "div"},
    "footer": {"header": "div", "footer": "div"},
    "dt": _HEADLESS,
    "th": _HEADLESS,
}
# What is for the reader to act upon, and so not inside a link (3.2.5.2.7 "Interactive content").
INTERACTIVE = frozenset({"a", "input", "details"})
# What a link may not stand in itself, only in the parts of it.
UNLINKABLE = LISTS | GROUPS | {"li", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "colgroup", "col", "ruby", "rt", "rp",
                               "details", "summary", "figcaption"}
