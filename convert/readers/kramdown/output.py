"""The tree of a document as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

from .document import Document
from .escapes import attributes_text, escape_code, escape_text
from .ids import Counter, plain_id
from .nodes import Node
from .syntax import VOID_TAGS

_LANGUAGE = re.compile(r"\blanguage-(\S+)")
_NO_TOC = re.compile(r"\bno_toc\b")
_AUTO_IDS = re.compile(r"auto_ids(?:-([\w-]+))?", re.A)


class Writer:
    """Writes one document; headings for the table of contents and footnotes are collected on the way."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.ids = Counter()
        self.headings: list[tuple[int, str, Node]] = []
        self.notes: list[str] = []                  # in the order of their first marks
        self.numbers: dict[str, int] = {}
        self.repeats: dict[str, int] = {}
        self.toc: Node | None = None                # the list that asks for it
        self.has_place_for_notes = False
        self.in_toc = False

    def write(self, root: Node) -> str:
        """The HTML of a tree, with its footnotes and its table of contents."""
        pieces = self.inside(root)
        notes = self._footnotes()
        if not self.has_place_for_notes:
            pieces.append(notes)
        elif _NOTES in pieces:
            pieces[pieces.index(_NOTES)] = notes
        if self.toc and _TOC in pieces:
            pieces[pieces.index(_TOC)] = self._table_of_contents(self.toc)
        return "".join(pieces)

    def inside(self, node: Node) -> list[str]:
        """The HTML of an element's content, in pieces."""
        pieces: list[str] = []
        for child in node.children:
            writes = _WRITERS.get(child.kind)
            pieces += writes(self, child) if writes else self._element(child)
        return pieces

    def _element(self, node: Node) -> list[str]:
        start = "\n" if node.kind in _CONTAINERS or (
            node.kind in {"li", "dd"} and node.children and not node.children[0].transparent) else ""
        end = "\n" if node.kind not in {"em", "strong", "a"} else ""
        return [f"<{node.kind}{attributes_text(node.attr)}>{start}", *self.inside(node), f"</{node.kind}>{end}"]

    def write_paragraph(self, node: Node) -> list[str]:
        if node.transparent:
            return self.inside(node)
        if len(node.children) == 1 and node.children[0].kind == "img" and node.children[0].refers_to("standalone"):
            return self._figure(node)
        return self._element(node)

    def _figure(self, node: Node) -> list[str]:
        figure, image = dict(node.attr), dict(node.children[0].attr)
        for name in ("class", "id"):
            if name in image and name not in figure:
                figure[name] = image.pop(name)
        return [f"<figure{attributes_text(figure)}>\n<img{attributes_text(image)} />\n",
                f"<figcaption>{image.get('alt', '')}</figcaption>\n</figure>\n"]

    def write_header(self, node: Node) -> list[str]:
        options = self.doc.options
        attr = dict(node.attr)
        if options.auto_ids and "id" not in attr:
            attr["id"] = options.auto_id_prefix + self.ids.unique(plain_id(node.text) or "section")
        if "id" in attr and node.level in options.toc_levels and not _NO_TOC.search(attr.get("class", "")):
            self.headings.append((node.level, attr["id"], node))
        level = max(min(node.level + options.header_offset, 6), 1)
        return [f"<h{level}{attributes_text(attr)}>", *self.inside(node), f"</h{level}>\n"]

    def write_list(self, node: Node) -> list[str]:
        if not self.toc and node.refers_to("toc"):
            self.toc = node
            return [_TOC]
        if not self.has_place_for_notes and node.refers_to("footnotes"):
            self.has_place_for_notes = True
            return [_NOTES]
        return self._element(node)

    def write_definitions(self, node: Node) -> list[str]:
        for term in node.children:
            if term.kind == "dt" and "id" not in term.attr and node.ial:
                match = next(filter(None, map(_AUTO_IDS.match, node.ial.refs)), None)
                if match:
                    term.attr["id"] = ((match[1] or "") + plain_id(term.text)).lstrip()
        return self._element(node)

    def write_code_block(self, node: Node) -> list[str]:
        attr, code = dict(node.attr), ""
        language = _LANGUAGE.search(attr.get("class", ""))
        if language:
            code = attributes_text({"class": f"language-{language[1]}"})
            attr["class"] = re.sub(r"\blanguage-\S+", "", attr["class"], count=1).strip()
            if not attr["class"]:
                del attr["class"]
        return [f"<pre{attributes_text(attr)}><code{code}>{escape_code(node.text).removesuffix(_NL)}\n</code></pre>\n"]

    def write_code(self, node: Node) -> list[str]:
        return [f"<code{attributes_text(node.attr)}>{escape_code(node.text)}</code>"]

    def write_math(self, node: Node) -> list[str]:
        text = escape_code(node.text)
        if node.is_block:
            return [f"<div{attributes_text(node.attr)}>\\[{text}\\]\n</div>\n" if node.attr else f"\\[{text}\\]\n"]
        return [f"<span{attributes_text(node.attr)}>${node.text}$</span>" if node.attr else f"\\({text}\\)"]

    def write_html(self, node: Node) -> list[str]:
        start, inside = f"<{node.text}{attributes_text(node.attr)}", self.inside(node)
        end = "\n" if node.is_block else ""
        is_empty = not any(inside)
        if (node.is_block and node.closed and node.model == "raw") or (is_empty and node.text in VOID_TAGS):
            return [f"{start} />{end}"]
        line = "\n" if node.model == "block" and not is_empty else ""
        return [f"{start}>{line}", *inside, f"</{node.text}>{end}"]

    def write_table(self, node: Node) -> list[str]:
        pieces = [f"<table{attributes_text(node.attr)}>\n"]
        for group in node.children:
            pieces.append(f"<{group.kind}>\n")
            name = "th" if group.kind == "thead" else "td"
            for row in group.children:
                pieces.append("<tr>\n")
                for cell, align in zip(row.children, node.alignment, strict=True):
                    style = f' style="text-align: {align}"' if align else ""
                    pieces += f"<{name}{style}>", "".join(self.inside(cell)) or "\u00a0", f"</{name}>\n"
                pieces.append("</tr>\n")
            pieces.append(f"</{group.kind}>\n")
        return [*pieces, "</table>\n"]

    def write_footnote(self, node: Node) -> list[str]:
        if self.in_toc:
            return []
        name = self.doc.options.footnote_prefix + node.text
        repeat = ""
        if name in self.repeats:
            self.repeats[name] += 1
            repeat = f":{self.repeats[name]}"
        else:
            self.repeats[name] = 0
            self.numbers[name] = self.doc.options.footnote_nr + len(self.notes)
            self.notes.append(node.text)
        return [f'<sup id="fnref:{name}{repeat}" role="doc-noteref">',
                f'<a href="#fn:{name}" class="footnote" rel="footnote">{self.numbers[name]}</a></sup>']

    def _footnotes(self) -> str:
        """The footnotes that have marks; those may have footnotes of their own."""
        items: list[str] = []
        for name in self.notes:                     # which grows
            items += self._footnote_item(name)
        if not items:
            return ""
        start = f' start="{self.doc.options.footnote_nr}"' if self.doc.options.footnote_nr != 1 else ""
        return f'<div class="footnotes" role="doc-endnotes">\n<ol{start}>\n{"".join(items)}</ol>\n</div>\n'

    def _footnote_item(self, note: str) -> list[str]:
        name = self.doc.options.footnote_prefix + note
        children = list(self.doc.notes[note].children)
        back = escape_text(self.doc.options.footnote_backlink)
        links = Node("p")
        if children and children[-1].kind == "p":
            last = children.pop()
            links = Node("p", attr=last.attr, children=[*last.children, Node("verbatim", "\u00a0")])
        item = Node("li", attr={"id": f"fn:{name}", "role": "doc-endnote"}, children=[*children, links])
        marks = self.repeats[name] + 1              # so far: those within the footnote itself come too late
        before = self.inside(item)
        if back:
            before[-1:] = *(self._back_link(name, number, back) for number in range(marks)), before[-1]
        return [f"<li{attributes_text(item.attr)}>\n", *before, "</li>\n"]

    @staticmethod
    def _back_link(name: str, number: int, text: str) -> str:
        sign = "\u00a0" if number else ""
        target = f"{name}:{number}" if number else name
        more = f"<sup>{number + 1}</sup>" if number else ""
        return f'{sign}<a href="#fnref:{target}" class="reversefootnote" role="doc-backlink">{text}{more}</a>'

    def _table_of_contents(self, place: Node) -> str:
        """The headings as nested lists, with links to their ids; their own links and footnotes are left out."""
        kind, base = place.kind, place.attr.get("id", "markdown-toc")
        self.in_toc = True
        pieces: list[str] = []
        levels: list[int] = []
        for level, id_, heading in self.headings:
            while levels and levels[-1] >= level:
                levels.pop()
                pieces.append("</li>\n" if not levels or levels[-1] < level else f"</li>\n</{kind}>\n")
            if levels and pieces[-1] != "</li>\n":
                pieces.append(f"\n<{kind}>\n")
            levels.append(level)
            link = attributes_text({"href": f"#{id_}", "id": f"{base}-{id_}"})
            pieces += f"<li><a{link}>", *self.inside(heading), "</a>"
        if not pieces:
            return ""
        while levels:
            levels.pop()
            pieces.append(f"</li>\n</{kind}>\n" if levels else "</li>\n")
        return "".join([f"<{kind}{attributes_text({**place.attr, 'id': base})}>\n", *pieces, f"</{kind}>\n"])

    def write_link(self, node: Node) -> list[str]:
        return self.inside(node) if self.in_toc else self._element(node)

    def write_abbreviation(self, node: Node) -> list[str]:
        title, place = self.doc.abbreviations[node.text]
        attr = {**place.attr, **({"title": title} if title else {})}
        return [f"<abbr{attributes_text(attr)}>{node.text}</abbr>"]


_CONTAINERS = frozenset({"ul", "ol", "dl", "blockquote"})
_TOC, _NOTES, _NL = "\0toc", "\0notes", "\n"
_Writes = Callable[[Writer, Node], list[str]]
_WRITERS: dict[str, _Writes] = {
    "text": lambda _, node: [escape_text(node.text)],
    "typographic": lambda _, node: [escape_code(node.text)],
    "entity": lambda _, node: [escape_code(node.text)],
    "blank": lambda _, __: ["\n"],
    "verbatim": lambda _, node: [node.text + ("\n" if node.is_block else "")],
    "br": lambda _, __: ["<br />"],
    "hr": lambda _, node: [f"<hr{attributes_text(node.attr)} />\n"],
    "img": lambda _, node: [f"<img{attributes_text(node.attr)} />"],
    "p": Writer.write_paragraph, "header": Writer.write_header, "ul": Writer.write_list, "ol": Writer.write_list,
    "dl": Writer.write_definitions, "codeblock": Writer.write_code_block, "code": Writer.write_code, "math": Writer.write_math,
    "html": Writer.write_html, "table": Writer.write_table, "footnote": Writer.write_footnote, "a": Writer.write_link,
    "abbreviation": Writer.write_abbreviation,
}
