"""Letters of the text were read in the wrong encoding at some time, and stand there as two or three strange ones.

``CafÃ©`` was *Café* in UTF-8, read as Windows-1252 and saved again. The file is sound, so no tool says anything; readers, searches and
voices get the strange letters.

Bad::

    ---
    title: The CafÃ© at the quay
    ---
    <p>Itâ€™s open â€“ even in fog.</p>

Reports::

    2:15 “Ã©” was “é” before it was read in the wrong encoding, and 2 more are like it

Help::

    write `Café`

Fixed::

    ---
    title: The Café at the quay
    ---
    <p>It’s open – even in fog.</p>

Good::

    ---
    title: The Café at the quay
    ---
    <p>It’s „Ä“ and «Â», IRMÃ, «SÃO», `CafÃ©` and naïve – even in fog.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule

# The bytes 80 to BF as Windows-1252, and Latin-1 where that has none, read them.
_NEXT = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# A letter of Latin-1 in two, a sign such as ’ in three, a word of Chinese in three each, a picture in four.
_STRANGE = re.compile(f"Ã[{_NEXT}]|Â[\x80-\xbf]|â[€‚„][{_NEXT}]|(?:[ã-é][{_NEXT}]{{2}}){{2,}}|ðŸ[{_NEXT}]{{2}}")
# How such letters begin, in UTF-8: quickly looked for.
_MAY_BE = re.compile(rb"\xc3[\x82\x83\xa2-\xa9\xb0](?=[\xc2\xc5\xc6\xcb\xe2])")
_QUOTED_LETTER = re.compile(r"Ã[‘’“”‹›«»–—…]|Â[«»°]")      # as likely a capital letter and what stands behind it
_WORD = re.compile(r"[^\s<>\"`]*")


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    text = document.source.text
    if text.isascii() or not _MAY_BE.search(text.encode(errors="surrogatepass")):
        return
    found = [(match, meant) for match in _STRANGE.finditer(text) if (meant := _meant(match[0])) and not _is_shown(text, match)]
    if not found:
        return
    first, meant = found[0]
    more = f", and {len(found) - 1} more {'is' if len(found) == 2 else 'are'} like it" if len(found) > 1 else ""
    edits = tuple(Edit(Span(*match.span()), plain) for match, plain in found)
    yield Finding(f"“{first[0]}” was “{meant}” before it was read in the wrong encoding{more}", Span(*first.span()),
                  f"write `{_word(text, first, meant)}`", subject=first[0], fix=Fix("write the letters that were meant", edits))


def _meant(strange: str) -> str:
    """The letters that were there before; empty where nobody can tell."""
    if _QUOTED_LETTER.fullmatch(strange):
        return ""
    try:
        plain = b"".join(_byte(letter) for letter in strange).decode()
    except UnicodeError:
        return ""
    return plain if plain.isprintable() or plain == "\xa0" else ""


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if letter <= "\xff" else letter.encode("cp1252")


def _is_shown(text: str, match: re.Match[str]) -> bool:
    """It stands in code, where somebody writes about it."""
    before = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
    return before.count("`") % 2 == 1 or before.lower().rfind("<code") > before.lower().rfind("</code")


def _word(text: str, match: re.Match[str], meant: str) -> str:
    before = re.search(r"[^\s<>\"`]*\Z", text[max(0, match.start() - 30):match.start()])
    behind = _WORD.match(text, match.end())
    return f"{before[0] if before else ''}{meant}{behind[0][:30] if behind else ''}"
