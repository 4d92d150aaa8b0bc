"""Ruby: every annotation behind its text, every text before one (HTML Living Standard, 4.5.10 "The ruby element")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import is_blank
from .ways import GONE

if TYPE_CHECKING:
    from .repairs import Record

_NOTES = ("rt", "rp")


def mend_ruby(ruby: etree._Element, record: Record) -> None:
    """What is no text with its annotation stands beside the ruby, where it stood."""
    _unnest(ruby, record)
    pieces = _pieces(ruby)
    if all(piece.is_whole and piece.has_its_marks for piece in pieces):
        return
    record.repairs["ruby"] += 1
    rest, ruby.tail = ruby.tail, None
    last = ruby
    attributes = dict(ruby.attrib)
    for piece in pieces:
        made = etree.Element("ruby" if piece.is_whole else "span" if attributes else GONE, attributes)
        attributes.pop("id", None)
        piece.fill(made)
        last.addnext(made)
        last = made
    last.tail = rest
    parent = ruby.getparent()
    if parent is not None:
        parent.remove(ruby)


class _Piece:
    """A run of base text, and the annotations behind it."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.base: list[etree._Element] = []
        self.notes: list[etree._Element] = []

    @property
    def is_whole(self) -> bool:
        """There is something to annotate, and an annotation."""
        return (not is_blank(self.text) or bool(self.base)) and any(note.tag == "rt" for note in self.notes)

    @property
    def has_its_marks(self) -> bool:
        """No parentheses, or one before, between and behind the annotations."""
        kinds = [note.tag for note in self.notes]
        return "rp" not in kinds or kinds == ["rp", *["rt", "rp"] * (len(kinds) // 2)]

    def fill(self, element: etree._Element) -> None:
        """Put all into an element; annotations between parentheses alternate with them."""
        element.text = self.text
        element.extend(self.base)
        for note in self.notes:
            note.tail = None                     # it is the text of the next piece
        if not self.is_whole:
            for note in self.notes:
                note.tag = "span"
                element.append(note)
            return
        has_marks = any(note.tag == "rp" for note in self.notes)
        for note in self.notes:
            before = element[-1].tag if len(element) else None
            if has_marks and note.tag == "rt" and before != "rp":
                etree.SubElement(element, "rp")
            if note.tag == "rp" and before == "rp":
                element[-1].text = f"{element[-1].text or ''}{note.text or ''}"
            else:
                element.append(note)
        if has_marks and element[-1].tag == "rt":
            etree.SubElement(element, "rp")


def _pieces(ruby: etree._Element) -> list[_Piece]:
    """A ruby's content, each piece from a text to the annotations behind it."""
    pieces = [_Piece(ruby.text)]
    for child in list(ruby):
        piece = pieces[-1]
        if child.tag in _NOTES:
            piece.notes.append(child)
            if not is_blank(child.tail):
                pieces.append(_Piece(child.tail))
        elif piece.notes:
            pieces.append(_Piece(None))
            pieces[-1].base.append(child)
        else:
            piece.base.append(child)
    return pieces


def _unnest(ruby: etree._Element, record: Record) -> None:
    """The text of a ruby is one ruby alone, or holds none."""
    inner = [one for one in ruby.iterdescendants("ruby") if not any(
        around.tag == "rt" for around in one.iterancestors() if around is not ruby)]
    alone = len(ruby) and ruby[0].tag == "ruby" and is_blank(ruby.text) and is_blank(ruby[0].tail) and all(
        child.tag in _NOTES for child in ruby[1:]) and len(inner) == 1
    if inner and not alone:
        for one in inner:
            for part in one.iter("ruby", *_NOTES):
                part.tag = "span"
        record.repairs["ruby"] += 1
