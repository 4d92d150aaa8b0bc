"""What stands above a post: its title, when, by whom and whence it is, and what it is filed under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import address, is_remote
from .content import without_controls
from .escaping import escape, quoteattr

if TYPE_CHECKING:
    from ...model.dates import Moment
    from ...model.document import Document


def header(document: Document) -> str:
    """Title, date, authors and source, then categories and tags, as XML and as far as the post says; else nothing."""
    meta = document.meta
    lines = [f"<h1>{plain(meta.title)}</h1>"] if meta.title else []
    by = [_time(meta.published)] if meta.published else []
    by += [f'<span class="author">{plain(author.name)}</span>' for author in meta.authors]
    if meta.source and (name := meta.source.name or meta.source.url):
        url = address(meta.source.url or "")
        if url and is_remote(url):
            whole = f"https:{url}" if url[:2] == "//" else url
            by.append(f"<a href={quoteattr(whole)}>{plain(name)}</a>")
        else:
            by.append(f'<span class="source">{plain(name)}</span>')
    if by:
        lines.append(f'<p class="byline">{" · ".join(by)}</p>')
    if terms := dict.fromkeys((*meta.categories, *meta.tags)):
        lines.append(f'<p class="terms">{" · ".join(map(plain, terms))}</p>')
    return "<header>\n" + "\n".join(lines) + "\n</header>\n" if lines else ""


def _time(moment: Moment) -> str:
    shown = str(moment)
    machine = shown if moment.hour is None or moment.offset is not None else shown[:19]
    return f"<time datetime={quoteattr(machine)}>{shown[:16].replace('T', ' ')}</time>"


def plain(text: str) -> str:
    """Text for an element: escaped, in one line, without what no XML may hold."""
    return escape(" ".join(without_controls(text).split()))
