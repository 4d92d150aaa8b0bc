"""Phrasing content → marked Markdown text (see `escapes`): one function per element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from ...model.body import BLOCKS, VOID, has_blocks, is_blank, squeezed, text_of
from ...model.links import readable
from . import kramdown
from .emphasis import BREAK, DEL, DEL_END, EM, EM_END, KEPT_LINE, STRONG, STRONG_END
from .escapes import protected
from .grammar import Escape, Sheet
from .raw import RAW, attributes_of, embedded, may_be_template, tag_of
from .targets import AUTOLINK

if TYPE_CHECKING:
    from lxml.etree import _Element

Parts: TypeAlias = "list[str]"
Handler: TypeAlias = "Callable[[_Element, Parts, Escape, Sheet], None]"

# What renderers would escape in a target: a backslash (browsers take it for a slash), the mask of a template island.
_ONLY_IN_TAG = re.compile("[\\\\\U00100000-\U0010fffd]")
_UNCHANGED = re.compile(r"[\w#%&*+,./:;=?@~!$'()-]*\Z", re.A).match          # by any renderer, in a target


def phrasing(lead: str, inlines: list[_Element], sheet: Sheet) -> str:
    """The marked text of a run: its leading text, then elements with their tails."""
    parts: Parts = [sheet.text(lead)] if lead else []
    _elements(inlines, parts, sheet.text, sheet)
    return "".join(parts)


def content(element: _Element, sheet: Sheet, escape: Escape | None = None) -> str:
    """The marked text of all that an element holds."""
    parts: Parts = []
    if sheet.linked and element.get("id") in sheet.linked:
        _anchor(element, parts, sheet)
    _inside(element, parts, escape or sheet.text, sheet)
    return "".join(parts)


def _anchor(element: _Element, parts: Parts, sheet: Sheet) -> None:
    """A place that a link of the document leads to, where Markdown has no id to give."""
    if sheet.raw_html:
        parts.append(protected(sheet.grammar.tag(f'<a{attributes_of(element, ("id",))}></a>')))
    else:
        sheet.lost["anchor"] += 1


def _inside(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    if text := element.text:
        parts.append(escape(text) if sheet.is_special(text) else text)
    if len(element):
        _elements(element, parts, escape, sheet)


def _elements(elements: _Element | list[_Element], parts: Parts, escape: Escape, sheet: Sheet) -> None:
    for child in elements:
        _HANDLERS.get(child.tag, _other)(child, parts, escape, sheet)  # type: ignore[arg-type]
        if tail := child.tail:
            if tail[0] == "(" and parts and parts[-1].endswith("]"):
                parts.append("\\")
            parts.append(escape(tail) if sheet.is_special(tail) else tail)


def _other(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """An element that Markdown has no word for; blocks that have no place here keep their text apart."""
    if has_blocks(element) or element.tag in BLOCKS:
        parts.append(" ")
        _inside(element, parts, escape, sheet)
        parts.append(" ")
    else:
        _raw(element, parts, escape, sheet)


def _span(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """A span of a language, a direction, or one that is linked to; any other says nothing to Markdown."""
    names = [name for name in ("lang", "dir", "title") if element.get(name)]
    if sheet.linked and element.get("id") in sheet.linked:
        names.insert(0, "id")
    if not names:
        _inside(element, parts, escape, sheet)
    elif sheet.raw_html:
        _tagged(element, parts, escape, sheet, attributes_of(element, names))
    else:
        sheet.lost["span"] += 1
        _inside(element, parts, escape, sheet)


def _emphasis(opening: str, closing: str) -> Handler:
    def write(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
        if element.tag == "del" and has_blocks(element):
            _other(element, parts, escape, sheet)
        else:
            emphasized(content(element, sheet, escape), opening, closing, parts)
    return write


def emphasized(inner: str, opening: str, closing: str, parts: Parts) -> None:
    """Marks around a text, its outer blanks and breaks outside of them, where emphasis needs them to be (6.2)."""
    core = inner.strip(" \t\n\r\f" + BREAK)
    if not core:
        parts.append(inner)
        return
    start = inner.index(core)
    parts += inner[:start], opening, core, closing, inner[start + len(core):]


def _code(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    if len(element):
        _raw(element, parts, escape, sheet)
        return
    code = squeezed(element.text or "")
    if sheet.raw_html and may_be_template(code):
        _raw(element, parts, escape, sheet)
        return
    if code and parts and parts[-1][:1] == parts[-1][-1:] == "`":
        if sheet.raw_html:                                # two spans side by side would be one
            _raw(element, parts, escape, sheet)
            return
        parts.append(" ")
    if code:
        parts.append(protected(sheet.grammar.code_span(code)))


def _link(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    href = element.get("href")
    if href is None:
        if element.get("id"):
            _span(element, parts, escape, sheet)
        else:
            _inside(element, parts, escape, sheet)
        return
    title, text, href = element.get("title"), element.text or "", readable(href)
    if not title and not len(element) and is_address(text, href, sheet.grammar.autolink):
        parts.append(f"<{text}>")
        return
    if _ONLY_IN_TAG.search(href) or (sheet.raw_html and not len(element) and is_blank(text) and not _UNCHANGED(href)):
        parts.append(protected(sheet.grammar.tag(f"<a{attributes_of(element, ('href', 'title'))}>")))
        _inside(element, parts, escape, sheet)
        parts.append("</a>")
        return
    if parts and parts[-1].endswith("!"):
        parts[-1] = parts[-1][:-1] + "\\!"
    label = (sheet.link_text(text) if sheet.is_special(text) else text) if not len(element) else content(element, sheet, sheet.link_text)
    before, after = "", ""
    if BREAK in label:                                   # one at an edge stands outside
        core = label.strip(" \t\n\r\f" + BREAK)
        before, after = label.split(core, 1) if core and BREAK in label.replace(core, "", 1) else ("", "")
        label = core if before or after else label
    if sheet.grammar.is_kramdown:
        label = kramdown.label(label)
    parts += before, "[", label, "]", _behind(href, title, sheet), after


def is_address(text: str, href: str, autolink: Callable[[str], object] = AUTOLINK) -> bool:
    """A link whose text is its target, so that angle brackets around it are enough (6.5)."""
    return (text == href or ("%" in href and unquote(href) == text)) and autolink(text) is not None


def _behind(url: str, title: str | None, sheet: Sheet) -> str:
    """What stands behind the text of a link or an image."""
    said = sheet.grammar.target(url) + (sheet.grammar.title(title) if title else "")
    return sheet.behind(said if sheet.definitions is not None else protected(said).replace("\n", KEPT_LINE))


def _image(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    alt = sheet.grammar.alt(squeezed(element.get("alt") or ""))
    source = element.get("src")
    source = readable(source) if source else source
    if source is None and element.get("srcset") and sheet.raw_html:
        parts.append(protected(sheet.grammar.tag(f"<img{attributes_of(element, ('srcset', 'sizes', 'alt', 'title'))}>")))
    elif source is None:
        sheet.lost.update(["picture"] * bool(element.get("srcset")))
        parts.append(alt)
    elif _ONLY_IN_TAG.search(source):
        parts.append(protected(sheet.grammar.tag(f"<img{attributes_of(element, ('src', 'alt', 'title'))}>")))
    else:
        parts += "![", alt, "]", _behind(source, element.get("title"), sheet)


def _raw(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """An element as its tags, with Markdown between them."""
    if not sheet.raw_html:
        sheet.lost[str(element.tag)] += 1
        if element.tag == "rt" and ((before := element.getprevious()) is None or before.tag != "rp"):
            parts += "(", content(element, sheet, escape), ")"
        else:
            _inside(element, parts, escape, sheet)
        return
    _tagged(element, parts, escape, sheet, attributes_of(element))


def _tagged(element: _Element, parts: Parts, escape: Escape, sheet: Sheet, said: str) -> None:
    name = tag_of(element)
    if name in VOID:
        parts.append(f"<{name}{protected(said)}>")
        return
    if sheet.grammar.is_kramdown and not kramdown.holds_markdown(name):
        parts.append(protected(kramdown.element(name, embedded(element))))
        return
    parts.append(f"<{name}{protected(sheet.grammar.tag(said))}>")
    _inside(element, parts, escape, sheet)
    parts.append(f"</{name}>")


def _embedded(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """A video, a frame and their like: the whole element as HTML, or a link to what it shows."""
    if sheet.raw_html and not sheet.grammar.is_kramdown and element.tag != "iframe" and not is_blank(text_of(element)):
        _tagged(element, parts, escape, sheet, attributes_of(element))       # between tags, Markdown goes on
        return
    if sheet.raw_html:
        html = embedded(element)
        parts.append(protected(kramdown.element(tag_of(element), html) if sheet.grammar.is_kramdown else html))
        return
    sheet.lost[str(element.tag)] += 1
    image = element.find(".//img")
    if element.tag == "picture" and image is not None:
        _image(image, parts, escape, sheet)
        return
    if escape is sheet.link_text:                        # inside a link there is no other
        parts.append(escape(text_of(element).strip()))
        return
    source = next((url for part in element.iter() if (url := part.get("src") or part.get("data"))), None)
    said = text_of(element).strip()
    if not source:
        parts.append(escape(said))
    elif is_address(said or source, source, sheet.grammar.autolink):
        parts.append(f"<{source}>")
    else:
        parts += "[", sheet.link_text(said or source), "]", _behind(source, None, sheet)


def _break(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    parts.append(BREAK)


def _nothing(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """An element without content."""


def _box(element: _Element, parts: Parts, escape: Escape, sheet: Sheet) -> None:
    """A checkbox that no task of a list begins with; of other fields of forms there is nothing to say."""
    if element.get("type") != "checkbox" or is_task_box(element):
        return
    checked = element.get("checked") is not None
    if sheet.raw_html:
        parts.append(protected(f'<input type="checkbox" disabled{" checked" if checked else ""}>'))
    else:
        parts.append("\\[x]" if checked else "\\[ ]")


def is_task_box(box: _Element) -> bool:
    """A checkbox is what an item begins with (GFM 5.3)."""
    holder = box.getparent()
    if box.getprevious() is not None or holder is None or not is_blank(holder.text):
        return False
    if holder.tag == "p" and holder.getprevious() is None and (item := holder.getparent()) is not None and is_blank(item.text):
        holder = item
    return holder.tag == "li"


_HANDLERS: dict[str, Handler] = {
    "strong": _emphasis(STRONG, STRONG_END), "em": _emphasis(EM, EM_END), "del": _emphasis(DEL, DEL_END),
    "span": _span, "a": _link, "img": _image, "code": _code, "br": _break, "input": _box, "wbr": _nothing,
    **dict.fromkeys(sorted(RAW), _raw),
    **dict.fromkeys(("audio", "video", "iframe", "object", "embed", "picture"), _embedded),
}
