"""Definition lists as Goldmark reads them: `Term`, and in a line of its own `: Definition`, a blank behind the colon."""

from __future__ import annotations

from collections.abc import Iterator

import pyromark

from .tokens import Markup

_BEGINS = ("\n:", "\n :", "\n  :", "   :", "\t:", ">:", "> :")         # of a definition, also inside of other blocks
_TERMS = "</dt>\n<dt>"


def may_define(text: str) -> bool:
    """A text may hold a definition list."""
    return ":" in text and any(begin in text for begin in _BEGINS)


def corrections(data: bytes, options: pyromark.Options) -> Iterator[Markup]:
    """Where the parser reads a definition without a blank, which is none, and the ends of lines that part terms."""
    depth: int | None = None            # of inline elements in a term
    for event, where in pyromark.events_with_range(data.decode(), options=options):
        match event:
            case {"Start": "DefinitionListTitle"}:
                depth = 0
            case {"End": "DefinitionListTitle"}:
                depth = None
            case {"Start": "DefinitionListDefinition"}:
                start = data.find(b":", where["start"])
                if data[start + 1:start + 2] not in {b" ", b"\t"}:
                    yield Markup(start, start + 1, ":")
            case {"Start": _} if depth is not None:
                depth += 1
            case {"End": _} if depth is not None:
                depth -= 1
            case "SoftBreak" if depth == 0:
                yield Markup(where["start"], where["end"], _TERMS)
