"""What leads out of a document: its links, its pictures, and what it embeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import BLOCKS, is_blank, text_of
from .addresses import address, is_relative, is_remote, name_of, source

if TYPE_CHECKING:
    from ...model.document import Document
    from .content import Outside
    from .repairs import Record

GONE = "_gone"                    # a name that no parser gives: a tag that is not there any more, its content is
_TEMPLATES = ("{{", "{%")
_BLANK = " \t\n\r\f"
_SHOWN = frozenset({"img", "input", "svg", "math", "hr", "br"})
_EMBEDS = {"iframe": "src", "embed": "src", "audio": "src", "video": "src", "object": "data"}
LEADING = frozenset({"a", "img", "input", "picture", "source", "track", "blockquote", "q", "ins", "del", *_EMBEDS})


class Ways:
    """Looks after all that leads out of one document: `undescribed` counts pictures without an alternative text."""

    def __init__(self, document: Document, record: Record, outside: Outside | None) -> None:
        self.document = document
        self.record = record
        self.outside = outside
        self.undescribed = 0

    def mend(self, body: etree._Element, tags: set[str]) -> None:
        """Let every link lead where a book can lead, and every picture be one that can be had, in place."""
        for element in list(body.iter(*(tags & LEADING))):
            tag = str(element.tag)
            if tag == "a":
                self._link(element)
            elif tag == "img":
                self._picture(element)
            elif tag == "input":
                self._box(element)
            elif tag in _EMBEDS:
                self._embed(element, _EMBEDS[tag])
            elif tag in ("picture", "source", "track"):
                self._leave_out(element)
            elif "cite" in element.attrib:
                self._cite(element)

    def target(self, written: str) -> str | None:
        """What to write for a link; None when its text alone stays, which is said."""
        target = self.document.restore(written).strip(_BLANK)
        if _is_template(target):
            return self._unless_outside(written, "outside")
        if target[:1] == "#" or not target:
            return target
        made = address(target, any_scheme=self.outside is None)
        if made is None:
            self.record.lose("address", written)
        elif self.outside and (is_relative(made) or is_remote(made)):
            made = self.outside.link(_whole(made) if is_remote(made) else target)
            if made is None:
                self.record.lose("outside", written)
        else:
            self.record.repairs["addresses"] += made != target
        return made

    def _unless_outside(self, written: str, reason: str) -> str | None:
        """What a template stands in nobody can follow: it stays where nobody has to."""
        if not self.outside:
            return written
        self.record.lose(reason, written)
        return None

    def _link(self, link: etree._Element) -> None:
        written = link.get("href")
        found = None if written is None else self.target(str(written))
        if found is None:
            unlink(link)
        elif found != written:
            link.set("href", found)

    def _picture(self, picture: etree._Element) -> None:
        attributes = picture.attrib
        written = str(attributes.get("src") or _first_of(attributes.get("srcset")) or _source_around(picture))
        if not written.strip(_BLANK):
            self._say(picture, attributes.get("alt", ""))
            return
        found = self._source(written)
        if found is None and self.outside and (url := source(self.document.restore(written))) and is_remote(url):
            self._refer(picture, _whole(url))
        elif found is None:
            self._say(picture, attributes.get("alt") or attributes.get("title") or "")
        else:
            attributes["src"] = found
            if "alt" not in attributes:
                self.undescribed += 1
                attributes["alt"] = ""

    def _source(self, written: str) -> str | None:
        """What to write for a picture's source; None when there is none to be had, which is said."""
        target = self.document.restore(written).strip(_BLANK)
        if _is_template(target):
            return self._unless_outside(written, "picture")
        made = source(target)
        reason = "remote" if made is not None and is_remote(made) else "picture"
        if made is not None and self.outside:
            made = self.outside.picture(_whole(made) if is_remote(made) else target)
        else:
            self.record.repairs["addresses"] += made not in (None, target)
        if made is None:
            self.record.lose(reason, written)
        return made

    def _refer(self, picture: etree._Element, url: str) -> None:
        """A link to a picture stands for it; inside a link, its text."""
        attributes = picture.attrib
        text = attributes.get("alt", "").strip() or attributes.get("title", "").strip() or name_of(url)
        in_link = next(picture.iterancestors("a"), None) is not None
        self._say(picture, text, "span" if in_link else "a")
        if not in_link:
            picture.set("href", url)

    def _say(self, element: etree._Element, text: str, tag: str = "span") -> None:
        """A text stands for an element."""
        kept = {name: value for name, value in element.items() if name in ("id", "class", "lang", "dir")}
        element.attrib.clear()
        element.attrib.update(kept)
        element.tag, element.text = tag if text or kept else GONE, text
        self.record.repairs["embeds"] += 1

    def _box(self, box: etree._Element) -> None:
        """A box to tick stays, for nobody to tick; of other controls there is nothing to show."""
        attributes = box.attrib
        is_box = attributes.get("type", "").lower() in ("checkbox", "radio")
        checked = {"checked": "checked"} if "checked" in attributes else {}
        attributes.clear()
        if is_box:
            attributes.update({"type": "checkbox", "disabled": "disabled", "aria-label": "task"} | checked)
        else:
            box.tag = GONE
            self.record.repairs["embeds"] += 1

    def _embed(self, element: etree._Element, name: str) -> None:
        """Something embedded stands in a book as a link to it, and what it holds for those who cannot show it."""
        written = str(element.get(name) or "")
        found = self.target(written) if written.strip(_BLANK) else None
        if written.strip(_BLANK):
            in_link = next(element.iterancestors("a"), None) is not None
            link = etree.Element("a", href=found) if found and not in_link else etree.Element(GONE)
            link.text = element.get("title") or written
            link.tail = f"{'' if is_blank(element.text) and element.tag != 'source' else ' '}{element.text or ''}"
            element.text = None
            element.insert(0, link)
        for inner in element.findall("source"):
            self._embed(inner, "src")
        self._leave_out(element)

    def _leave_out(self, element: etree._Element) -> None:
        """An element goes, what it holds stays, and the place that its id is."""
        name = element.get("id")
        element.attrib.clear()
        if name:
            element.set("id", name)
        unwrap(element)
        self.record.repairs["embeds"] += 1

    def _cite(self, element: etree._Element) -> None:
        """Where a quotation comes from is shown nowhere: it stays if it is an address of which no book is warned."""
        target = self.document.restore(str(element.get("cite"))).strip(_BLANK)
        made = None if _is_template(target) else address(target)
        if not made or (self.outside and not made.startswith("https:")):
            del element.attrib["cite"]
        else:
            element.set("cite", made)


def unlink(link: etree._Element) -> None:
    """Of a link that leads nowhere, the text stays, and the place if it has an id."""
    for name in ("href", "hreflang", "rel", "type"):
        link.attrib.pop(name, None)
    unwrap(link)


def shows_nothing(element: etree._Element) -> bool:
    """An element that has nothing to show, and that nothing leads to."""
    return is_blank(text_of(element)) and not any(inner.tag in _SHOWN or inner.get("id") for inner in element.iter())


def unwrap(element: etree._Element) -> None:
    """An element goes, its content stays; one that has attributes stays as one without a meaning."""
    blocks = any(inner.tag in BLOCKS for inner in element.iterdescendants())
    element.tag = GONE if not len(element.attrib) else "div" if blocks else "span"


def _is_template(target: str) -> bool:
    return any(mark in target for mark in _TEMPLATES)


def _whole(url: str) -> str:
    """An address of the web with its scheme."""
    return f"https:{url}" if url[:2] == "//" else url


def _first_of(srcset: str | None) -> str:
    return (srcset or "").split(maxsplit=1)[0].rstrip(",") if (srcset or "").strip() else ""


def _source_around(picture: etree._Element) -> str:
    """The first source of the `picture` around an image that has none itself."""
    sources = picture.itersiblings("source", preceding=True)
    return next(filter(None, (_first_of(one.get("srcset")) or one.get("src") or "" for one in sources)), "")
