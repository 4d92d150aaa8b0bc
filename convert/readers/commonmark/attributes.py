"""Attributes behind the text of a heading, `## Text {#id .class key="value"}`, as Goldmark reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyromark

from .tokens import HeadingAttributes, escaped

_MAY_HOLD = re.compile(r"\}[ \t]*+\r?$", re.M)
_LIST = re.compile(rb"(?:(?<=[ \t])#++[ \t]*+)?(?<!\\)\{([^{}\n]*)\}[ \t]*\Z")
_UNDERLINE = re.compile(rb"\n[ \t>]*(?:=+|-+)\Z")
_ATX = re.compile(r"#{1,6}(?:[ \t]+|\Z)(.*?)(?:(?:\A|[ \t]+)#+)?[ \t]*\Z", re.S)
_NAME = r"[A-Za-z_:][\w:.-]*+"
_ATTRIBUTE = re.compile(rf"""[ \t]*+(?:([#.])((?:[^\s!-/:-@\[-`{{-~]|[_:.-])*+)|({_NAME})[ \t]*+=[ \t]*+("(?:\\.|[^"\\])*+"|[+-]?[\d.]++|{_NAME}))[ \t]*+,?+""", re.A)
_ID = re.compile(r' id="([^"]*)"')
_ESCAPE = re.compile(r"\\(.)")


def may_have_attributes(text: str) -> bool:
    """A heading of a text may have attributes."""
    return "}" in text and _MAY_HOLD.search(text) is not None


def heading_attributes(data: bytes, options: pyromark.Options) -> Iterator[HeadingAttributes]:
    """The attributes of the headings, with the blanks before them."""
    for event, where in pyromark.events_with_range(data.decode(), options=options):
        match event:
            case {"End": {"Heading": _}}:
                found = _LIST.search(_without_underline(data[where["start"]:where["end"]]))
                if found and (attributes := _written(found[1].decode())) is not None:
                    start, end = (where["start"] + offset for offset in found.span())
                    yield HeadingAttributes(start, end, attributes)


def headings_as_written(data: bytes, options: pyromark.Options) -> Iterator[tuple[str, str]]:
    """The last line of each heading as it stands in the Markdown, without its signs and attributes; and the id that it has there, if it has one."""
    for event, where in pyromark.events_with_range(data.decode(), options=options):
        match event:
            case {"End": {"Heading": _}}:
                written, name = _without_underline(data[where["start"]:where["end"]]), ""
                if (found := _LIST.search(written)) and (attributes := _written(found[1].decode())) is not None:
                    written = written[:found.start()]
                    name = match[1] if (match := _ID.search(attributes)) else ""
                line = written.decode().rpartition("\n")[2].strip(" \t>")
                yield (match[1] if (match := _ATX.match(line)) else line), name


def _without_underline(heading: bytes) -> bytes:
    heading = heading.rstrip()
    underline = _UNDERLINE.search(heading)
    return heading[:underline.start()].rstrip() if underline else heading


def _written(text: str) -> str | None:
    """A list of attributes as HTML, a space before each; None when it is none."""
    values: dict[str, str] = {}
    at = 0
    while match := _ATTRIBUTE.match(text, at):
        sign, shorthand, name, value = match.groups()
        at = match.end()
        if sign:
            name, value = ("id" if sign == "#" else "class"), shorthand
        elif value.startswith('"'):
            value = _ESCAPE.sub(r"\1", value[1:-1])
        values[name] = f"{values[name]} {value}" if name == "class" and name in values else value
    if text[at:].strip():
        return None
    return "".join(f' {name}="{escaped(value)}"' for name, value in values.items())
