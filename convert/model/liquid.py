"""What Liquid makes of a text before anybody reads it, as far as that is certain: includes, and loops over data that there is not.

Tags: https://shopify.github.io/liquid/, `Jekyll::Tags::IncludeTag`. A tag that depends on more than is known here stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

_START = re.compile(r"\{[%{]")
_NAME = re.compile(r"\w+")
# Blocks that are not looked into, with what ends them.
_WHOLE = {name: re.compile(rf"\{{%-?\s*end{name}\s*(-?)%\}}") for name in ("raw", "comment", "highlight")}
_BLOCKS = frozenset({"if", "unless", "case", "for", "tablerow", "capture"})
_BRANCHES = frozenset({"else", "elsif", "when"})
_MAKES_MORE = frozenset({"include_relative", "include_cached", "include_remote", "render", "seo_toc", "toc"})
_INCLUDE = re.compile(r"\s*([^\s{}'\"]+)\s*(.*)\Z", re.S)
_GIVEN = re.compile(r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))""")
_PARAMETER = re.compile(r"\s*include\.([\w-]+)\s*\Z")
_LOOP = re.compile(r"\s*[\w-]+\s+in\s+site\.data\.([\w-]+)(?:[.\s].*)?\Z", re.S)
_HEADING = re.compile(r"#[ \t]|^[ \t>]*(?:=+|-+)[ \t]*$", re.M)
_NAMES = re.compile(rf"{_HEADING.pattern}|\b(?:id|name)\s*=|\{{:|<h[1-6]\b", re.M | re.I)
_DEEPEST, _DEEPEST_BLOCK, _MOST_INCLUDES = 20, 50, 1000

# The parameters that an include is given; None for a value that nobody knows.
Given: TypeAlias = "Mapping[str, str | None]"


class Folders(NamedTuple):
    """Where the templates of a site lie, each with its last slash; `data` is empty where others may bring data, too."""

    layouts: str
    includes: str
    data: str


class _Tag(NamedTuple):
    """A tag as it is `written`, without the hyphens, its name (empty: an output), and what stands behind the name."""

    written: str
    name: str
    args: str


class _Block:
    """A block: its branches, each with the tag that begins it, and the tag that ends it."""

    def __init__(self, tag: _Tag) -> None:
        self.branches: list[tuple[_Tag, list[_Node]]] = [(tag, [])]
        self.end = ""


_Node: TypeAlias = "str | _Tag | _Block"


class Expanded(NamedTuple):
    """A text as it is when what is certain was done; `is_told`: no tag that is left makes headings or ids that are not there now."""

    text: str
    is_told: bool


class Liquid:
    """The Liquid of a site. `include` gives the text of an include, None where there is none, or others may come before it; `has_data` says
    whether there may be data of a name.
    """

    def __init__(self, include: Callable[[str], str | None], has_data: Callable[[str], bool]) -> None:
        self._include = include
        self._has_data = has_data

    def expanded(self, text: str) -> Expanded:
        """What a text becomes."""
        run = _Run(self._include, self._has_data)
        made = run.text(text, {}, 0)
        return Expanded(made, run.is_told)

    def outside(self, text: str) -> str:
        """What is in a text whatever is the case: its blocks are blanked, offsets stay."""
        return "".join(_blanked(node) if isinstance(node, _Block) else _written(node) for node in _parsed(_tokens(text, strips=False)))


class _Run:
    """One text, and those that it includes."""

    def __init__(self, include: Callable[[str], str | None], has_data: Callable[[str], bool]) -> None:
        self._include = include
        self._has_data = has_data
        self.is_told = True
        self._includes = 0

    def text(self, text: str, given: Given, depth: int) -> str:
        return "".join(self._made(node, given, depth) for node in _parsed(_tokens(text, strips=True)))

    def _made(self, node: _Node, given: Given, depth: int) -> str:
        if isinstance(node, str):
            return node
        if isinstance(node, _Block):
            return self._block(node, given, depth)
        if not node.name:
            match = _PARAMETER.match(node.args)
            known = given.get(match[1], "") if match and depth else None
            return node.written if known is None else known
        if node.name == "include":
            return self._included(node, given, depth)
        if node.name in _MAKES_MORE:
            self.is_told = False
        return node.written

    def _included(self, tag: _Tag, given: Given, depth: int) -> str:
        """The text of an include; without parameters it sees those of the text that includes it."""
        match = _INCLUDE.match(tag.args)
        self._includes += 1
        text = self._include(match[1]) if match and depth < _DEEPEST and self._includes <= _MOST_INCLUDES else None
        if match is None or text is None:
            self.is_told = False
            return tag.written
        return self.text(text, dict(_parameters(match[2])) if match[2] else given, depth + 1)

    def _block(self, block: _Block, given: Given, depth: int) -> str:
        tag, inside = block.branches[0]
        if tag.name == "for" and (loop := _LOOP.match(tag.args)) and not self._has_data(loop[1]):
            return "".join(self._made(node, given, depth) for branch, nodes in block.branches if branch.name == "else" for node in nodes)
        if tag.name in ("if", "unless") and len(block.branches) <= 2 and (known := _is_true(tag.args, given, depth)) is not None:
            chosen = inside if known is (tag.name == "if") else block.branches[1][1] if len(block.branches) == 2 else []
            return "".join(self._made(node, given, depth) for node in chosen)
        made = [branch.written + "".join(self._made(node, given, depth) for node in nodes) for branch, nodes in block.branches]
        text = "".join(made) + block.end
        if (tag.name in ("for", "tablerow") and _HEADING.search(text)) or (tag.name == "capture" and _NAMES.search(text)):
            self.is_told = False
        return "" if tag.name == "capture" else text              # it is shown elsewhere, or nowhere


def _is_true(condition: str, given: Given, depth: int) -> bool | None:
    """Whether a condition holds; None when nobody knows. A text is true, an empty one, too."""
    match = _PARAMETER.match(condition)
    if not match or not depth:
        return None
    return True if given.get(match[1]) is not None else None if match[1] in given else False


def _parameters(text: str) -> Iterator[tuple[str, str | None]]:
    for name, double, single, variable in _GIVEN.findall(text):
        yield name, None if variable else double.replace('\\"', '"') or single.replace("\\'", "'")


class _Mark(NamedTuple):
    """A tag, an output, or a block that is not looked into (`is_whole`), from its start to its end; its name, what stands behind that,
    and the hyphens that take away the blanks around it.
    """

    start: int
    end: int
    name: str
    args: str
    before: bool
    behind: bool
    is_whole: bool = False


def _marks(text: str) -> Iterator[_Mark]:
    """The marks of a text. What once was not found behind a place is looked for behind no other: each sign is read once for each kind of mark."""
    position, missing = 0, set[str]()
    while match := _START.search(text, position):
        start, close = match.start(), "%}" if text[match.end() - 1] == "%" else "}}"
        end = -1 if close in missing else text.find(close, start + 2)
        if end < 0:
            missing.add(close)
            if missing >= {"%}", "}}"}:
                return
            position = start + 1
            continue
        inside = text[start + 2:end]
        before, behind = inside[:1] == "-", len(inside) > 1 and inside[-1] == "-"
        inside = inside[before:len(inside) - behind]
        named = _NAME.match(inside, len(inside) - len(inside.lstrip())) if close == "%}" else None
        name, position = named[0] if named else "", end + 2
        last = _WHOLE[name].search(text, position) if name in _WHOLE and name not in missing else None
        if last:
            position = last.end()
            yield _Mark(start, position, name, "", before, bool(last[1]), is_whole=True)
            continue
        missing.update([name] if name in _WHOLE else [])
        yield _Mark(start, position, name, inside[named.end():] if named else "" if close == "%}" else inside, before, behind)


def _tokens(text: str, *, strips: bool) -> Iterator[str | _Tag]:
    """A text cut at its tags; where it `strips`, without the blanks that their hyphens take away, and without these."""
    position, takes = 0, False
    for mark in _marks(text):
        plain = text[position:mark.start]
        plain = plain.lstrip() if takes and strips else plain
        yield plain.rstrip() if mark.before and strips else plain
        position, takes = mark.end, mark.behind
        written = text[mark.start:mark.end]
        if mark.is_whole:
            yield written
            continue
        if strips:
            written = f"{written[:2]}{written[2 + mark.before:len(written) - 2 - mark.behind]}{written[-2:]}"
        yield _Tag(written, mark.name, mark.args)
    yield text[position:].lstrip() if takes and strips else text[position:]


def _parsed(tokens: Iterator[str | _Tag]) -> list[_Node]:
    """Tokens with their blocks put together; a block that never ends is none, nor one that lies too deep."""
    root: list[_Node] = []
    here, open_blocks = root, list[tuple[_Block, list[_Node]]]()
    for token in tokens:
        name = token.name if isinstance(token, _Tag) else ""
        if name in _BLOCKS and isinstance(token, _Tag) and len(open_blocks) < _DEEPEST_BLOCK:
            block = _Block(token)
            open_blocks.append((block, here))
            here = block.branches[-1][1]
        elif open_blocks and name in _BRANCHES and isinstance(token, _Tag):
            open_blocks[-1][0].branches.append((token, []))
            here = open_blocks[-1][0].branches[-1][1]
        elif open_blocks and isinstance(token, _Tag) and name == f"end{open_blocks[-1][0].branches[0][0].name}":
            block, here = open_blocks.pop()
            block.end = token.written
            here.append(block)
        else:
            here.append(token)
    for block, around in reversed(open_blocks):
        here = around
        here += [_written(block)]
    return root


def _written(node: _Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, _Tag):
        return node.written
    return "".join(branch.written + "".join(map(_written, nodes)) for branch, nodes in node.branches) + node.end


def _blanked(block: _Block) -> str:
    return re.sub(r"\S", " ", _written(block))
