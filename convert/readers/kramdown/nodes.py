"""The elements of a kramdown document, and the attribute lists that are laid on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Model: TypeAlias = Literal["block", "span", "raw"]


@dataclass(slots=True, eq=False)
class AttributeList:
    """What stands between `{:` and `}`: attributes, and names of other lists or of kramdown's own switches."""

    refs: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    def refer(self, name: str) -> None:
        """Name a list or a switch."""
        if name not in self.refs:
            self.refs.append(name)

    def set(self, name: str, value: str) -> None:
        """Classes add up; of other attributes the last one holds."""
        if name == "class":
            value = f"{self.values.get(name, '')} {value}".lstrip()
        self.values[name] = value

    def merge(self, other: AttributeList) -> None:
        """Lay another list over this one."""
        for name in other.refs:
            self.refer(name)
        for name, value in other.values.items():
            self.set(name, value)


@dataclass(slots=True, eq=False)
class Node:
    """An element: `kind` is its name in HTML where it has one, or `text`, `source` (spans not yet parsed), `blank`, `eob` …

    `text` is what it holds itself: source, text, the body of a code block or a tag's name (`html`).
    """

    kind: str
    text: str = ""
    attr: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    ial: AttributeList | None = None
    is_block: bool = False          # of what may stand in both places
    model: Model = "raw"            # html: how its content is read
    closed: bool = False            # html: `<x />`
    transparent: bool = False       # p: the paragraph of a tight list
    level: int = 0                  # header
    alignment: list[str] = field(default_factory=list)

    def attributes(self) -> AttributeList:
        """The attribute list that is laid on the element, made where there is none."""
        if self.ial is None:
            self.ial = AttributeList()
        return self.ial

    def refers_to(self, name: str) -> bool:
        """The element's attribute list names a switch."""
        return self.ial is not None and name in self.ial.refs


def with_texts(parts: list[Node | str]) -> list[Node]:
    """Nodes and pieces of text as nodes, one for each run of pieces."""
    nodes: list[Node] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
            continue
        if run:
            nodes.append(Node("text", "".join(run)))
            run = []
        nodes.append(part)
    if run:
        nodes.append(Node("text", "".join(run)))
    return nodes
