"""Front matter in YAML (`---`), TOML (`+++`) and JSON (`{`): values, scalars as written, places.

Where a head begins and ends follows Jekyll (`Jekyll::Document::YAML_FRONT_MATTER_REGEXP`) and, for TOML and
JSON, Hugo (content formats, "front matter"). python-frontmatter writes heads; its readers forget places. YAML is
read here; for the others see `front_matter_toml` and `front_matter_json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from ..model.finding import KeyPath
from ..model.front_matter import Entries, FrontMatter, HeadError, Spot
from ..model.scalars import Dialect, resolve
from ..model.source import Source, Span

_YAML_OPEN = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_YAML_CLOSE = re.compile(r"(?:^|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_TOML_OPEN = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r)")
_TOML_CLOSE = re.compile(r"(?:^|(?<=\r))\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_JSON_OPEN = re.compile(r"\{\s*(?:\"|\})")
_NODE_LIMIT = 20_000     # of values, aliases counted as often as they are used: a bomb goes off in the reader
_DEPTH_LIMIT = 100
_LONG = 50_000           # characters: nesting by indentation takes the square of its depth
_PREFIX = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"str", f"{_PREFIX}str", f"{_PREFIX}binary", "!str", "!binary"})
_ALIAS = re.compile(r"[ \t]*:[ \t]+(\*[^\s,\[\]{}]+)")


class _TooMuch(Exception):
    """The head holds more than anybody writes."""


class _Loader(CParser):
    """libyaml's composer; the values of scalars are ours to find."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)

    def resolve(self, kind: type[yaml.Node], value: str, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return "plain" if implicit[0] else "str"
        return "map" if kind is yaml.MappingNode else "seq"

    def descend_resolver(self, *_: object) -> None:
        """No paths are resolved."""

    def ascend_resolver(self) -> None:
        """No paths are resolved."""


def split(source: Source, dialect: Dialect = "ruby") -> tuple[FrontMatter, int]:
    """The front matter at the head of a source, and the offset at which its body begins."""
    text = source.text
    if opening := _YAML_OPEN.match(text):
        return _fenced(text, opening.end(), _YAML_CLOSE, "yaml", dialect)
    if opening := _TOML_OPEN.match(text):
        return _fenced(text, opening.end(), _TOML_CLOSE, "toml", dialect)
    if _JSON_OPEN.match(text):
        from . import front_matter_json
        return front_matter_json.split(text)
    if text.rstrip(" \t") in ("---", "+++"):
        return _unclosed(text, "yaml" if text[0] == "-" else "toml"), 0
    return FrontMatter(), 0


def _unclosed(text: str, syntax: str) -> FrontMatter:
    return FrontMatter(syntax, Span(0, min(3, len(text))), Span(3, 3), unclosed=True)


def _fenced(text: str, start: int, closing: re.Pattern[str], syntax: str, dialect: Dialect) -> tuple[FrontMatter, int]:
    close = closing.search(text, start)
    if not close:
        return _unclosed(text, syntax), 0
    block, inner = Span(0, close.end()), Span(start, close.start())

    def read() -> Entries:
        if syntax == "yaml":
            return _yaml(text, inner, dialect)
        from . import front_matter_toml
        return front_matter_toml.read(text, inner)
    return FrontMatter(syntax, block, inner, read), close.end()


# YAML

def _yaml(text: str, inner: Span, dialect: Dialect) -> Entries:
    head = text[inner.start:inner.end]
    try:
        if (deep := _too_deep(head)) is not None:
            where = Span(inner.start + deep, inner.start + deep + 1)
            return Entries(error=HeadError(f"nested more than {_DEPTH_LIMIT} deep", where))
        root = _Loader(head).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = inner.start + (mark.index if mark else 0)
        problem = "; ".join(filter(None, (error.context, error.problem)))
        return Entries(error=HeadError(problem, Span(at, min(at + 1, len(text)))))
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        at = inner.start + _position(head, error)
        reason = str(getattr(error, "reason", error))
        return Entries(error=HeadError(reason, Span(at, min(at + 1, len(text)))))
    if root is None or (root.tag == "plain" and resolve(root.value, dialect) in (None, False)):
        return Entries()
    if not isinstance(root, yaml.MappingNode):
        kind = "list" if isinstance(root, yaml.SequenceNode) else "text"
        return Entries(not_mapping=kind)
    reading = _Reading(dialect, inner.start)
    try:
        values = reading.mapping(root, ())
    except _TooMuch as limit:
        return Entries(error=HeadError(str(limit), Span(0, 3)))
    return Entries(values, reading.written, quoted=frozenset(reading.quoted), duplicates=reading.duplicates,
                   locate=lambda: dict(_spots(root, (), inner.start, text)))


def _too_deep(head: str) -> int | None:
    """Where a head nests deeper than the limit; None when it does not, or is no YAML before it does.

    The composer calls itself for each level, in C, where nothing stops it before the stack ends.
    """
    if len(head) < _LONG and sum(map(head.count, "[{-?")) <= _DEPTH_LIMIT:
        return None
    try:
        return _first_too_deep(head)
    except yaml.MarkedYAMLError as error:           # libyaml looks far ahead, and has a limit of its own
        mark = error.problem_mark
    except yaml.YAMLError:
        return None
    try:
        return _first_too_deep(head[:mark.index]) if mark else None
    except yaml.YAMLError:
        return None


def _first_too_deep(head: str) -> int | None:
    depth = 0
    parser = CParser(head)
    while (event := parser.get_event()) and event.start_mark:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH_LIMIT:
            return event.start_mark.index if event.start_mark else 0
    return None


def _position(head: str, error: Exception) -> int:
    """Where a reader's error is, which libyaml counts in bytes of UTF-8."""
    if isinstance(error, UnicodeEncodeError):
        return error.start
    byte = int(getattr(error, "position", 0) or 0)
    return len(head.encode(errors="replace")[:byte].decode(errors="ignore"))


class _Reading:
    """One walk over composed nodes: values, scalars as written, keys that come twice."""

    def __init__(self, dialect: Dialect, offset: int) -> None:
        self.dialect = dialect
        self.offset = offset
        self.written: dict[KeyPath, str] = {}
        self.quoted: set[KeyPath] = set()
        self.duplicates: list[Span] = []
        self.seen = self.depth = 0

    def mapping(self, node: Any, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        self.depth += 1                             # which the path does not tell of what is merged
        if self.depth > _DEPTH_LIMIT:
            raise _TooMuch(f"nested more than {_DEPTH_LIMIT} deep")
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node.value, str) else str(self.value(key_node, (*path, "?")))
            if key in values:
                start = self.offset + key_node.start_mark.index
                self.duplicates.append(Span(start, self.offset + key_node.end_mark.index))
            if key == "<<" and key_node.tag == "plain" and (merged := self._merged(value_node, path)) is not None:
                values |= merged
            else:
                values[key] = self.value(value_node, (*path, key))
        self.depth -= 1
        return values

    def _merged(self, node: Any, path: KeyPath) -> dict[str, Any] | None:
        """What a merge key stands for (YAML 1.1, `!!merge`), which Psych puts over what stood before it; of several
        mappings, the first counts."""
        several = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(item, yaml.MappingNode) for item in several):
            return None
        merged: dict[str, Any] = {}
        for item in reversed(several):
            merged |= self.value(item, path)
        return merged

    def value(self, node: Any, path: KeyPath) -> Any:
        self.seen += 1
        if self.seen > _NODE_LIMIT:
            raise _TooMuch(f"more than {_NODE_LIMIT:,} values: aliases that multiply")
        if len(path) > _DEPTH_LIMIT:
            raise _TooMuch(f"nested more than {_DEPTH_LIMIT} deep")
        if node.tag == "plain":
            self.written[path] = node.value
            return resolve(node.value, self.dialect)
        if isinstance(node, yaml.ScalarNode):
            self.written[path] = node.value
            if node.tag not in _TEXT_TAGS:          # a tag such as `!!int`
                return self._tagged(node.tag, resolve(node.value, self.dialect))
            self.quoted.add(path)
            return node.value
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]

    @staticmethod
    def _tagged(tag: str, value: Any) -> Any:
        return float(value) if tag in (f"{_PREFIX}float", "!float") and isinstance(value, int) else value


def _spots(node: Any, path: KeyPath, offset: int, text: str) -> Iterator[tuple[KeyPath, Spot]]:
    """The places of all entries below a node; of a key that comes twice, the last, which is the one that counts."""
    if len(path) > _DEPTH_LIMIT:
        return
    if isinstance(node, yaml.MappingNode):
        entries = [(key, value, (*path, str(key.value))) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        entries = [(None, value, (*path, index)) for index, value in enumerate(node.value)]
    else:
        return
    for key, value, below in entries:
        key_span = Span(offset + key.start_mark.index, offset + key.end_mark.index) if key else None
        start, end = offset + value.start_mark.index, offset + _end(value)
        if key_span and start < key_span.end and (alias := _ALIAS.match(text, key_span.end)):
            start, end = alias.span(1)          # the marks are those of what it stands for
        yield below, Spot(key_span, _trimmed(text, start, end))
        yield from _spots(value, below, offset, text)


def _end(node: Any) -> int:
    """Where a value ends; libyaml counts the comments behind a block collection to it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (None, last)
        if key is not None and value.start_mark.index < key.end_mark.index:
            return int(node.end_mark.index)     # an alias: its own end is not told
        node = value if value.end_mark.index > value.start_mark.index or key is None else key
    return int(node.end_mark.index)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A value's span without the blanks at its end."""
    end = start + len(text[start:end].rstrip())
    return Span(start, end) if end > start else None
