"""Front matter in YAML (`---`), TOML (`+++`) and JSON (`{`): values, scalars as written, places.

Where a head begins and ends follows Jekyll (`Jekyll::Document::YAML_FRONT_MATTER_REGEXP`) and, for TOML and
JSON, Hugo (content formats, "front matter"). python-frontmatter writes heads; its readers forget places.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from ..model.finding import KeyPath
from ..model.front_matter import FrontMatter, HeadError, Spot
from ..model.scalars import Dialect, resolve
from ..model.source import Source, Span

_YAML_OPEN = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_YAML_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_TOML_OPEN = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r)")
_TOML_CLOSE = re.compile(r"^\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_JSON_OPEN = re.compile(r"\{\s*(?:\"|\})")
_TOML_LINE = re.compile(r"^[ \t]*(?:(\[\[?)[ \t]*([^\]\n]+?)[ \t]*\]\]?|([\w.\"'-]+)[ \t]*=[ \t]*([^\n]*?))[ \t\r]*$", re.M)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NODE_LIMIT = 20_000     # of values, aliases counted as often as they are used: a bomb goes off in the reader
_DEPTH_LIMIT = 100


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
        return _json(text)
    if text.rstrip() in ("---", "+++"):
        return _unclosed(text, "yaml" if text[0] == "-" else "toml"), len(text)
    return FrontMatter(), 0


def _unclosed(text: str, syntax: str) -> FrontMatter:
    return FrontMatter(syntax, Span(0, min(3, len(text))), Span(3, 3), unclosed=True)


def _fenced(text: str, start: int, closing: re.Pattern[str], syntax: str, dialect: Dialect) -> tuple[FrontMatter, int]:
    close = closing.search(text, start)
    if not close:
        return _unclosed(text, syntax), 0
    block, inner = Span(0, close.end()), Span(start, close.start())
    made = _yaml(text, block, inner, dialect) if syntax == "yaml" else _toml(text, block, inner)
    return made, close.end()


# YAML

def _yaml(text: str, block: Span, inner: Span, dialect: Dialect) -> FrontMatter:
    head = text[inner.start:inner.end]
    try:
        root = _Loader(head).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = inner.start + (mark.index if mark else 0)
        problem = "; ".join(filter(None, (error.context, error.problem)))
        return FrontMatter("yaml", block, inner, error=HeadError(problem, Span(at, min(at + 1, len(text)))))
    except (yaml.YAMLError, UnicodeEncodeError, RecursionError) as error:
        at = inner.start + int(getattr(error, "position", 0) or 0)
        reason = getattr(error, "reason", None) or "nested too deep"
        return FrontMatter("yaml", block, inner, error=HeadError(str(reason), Span(at, at + 1)))
    if root is None or (root.tag == "plain" and not root.value):
        return FrontMatter("yaml", block, inner)
    if not isinstance(root, yaml.MappingNode):
        kind = "list" if isinstance(root, yaml.SequenceNode) else "text"
        return FrontMatter("yaml", block, inner, not_mapping=kind)
    reading = _Reading(dialect, inner.start)
    try:
        values = reading.mapping(root, ())
    except _TooMuch as limit:
        return FrontMatter("yaml", block, inner, error=HeadError(str(limit), Span(0, 3)))
    return FrontMatter("yaml", block, inner, values=values, written=reading.written,
                       quoted=frozenset(reading.quoted), duplicates=reading.duplicates, locate=lambda: dict(_spots(root, (), inner.start, text)))


class _Reading:
    """One walk over composed nodes: values, scalars as written, keys that come twice."""

    def __init__(self, dialect: Dialect, offset: int) -> None:
        self.dialect = dialect
        self.offset = offset
        self.written: dict[KeyPath, str] = {}
        self.quoted: set[KeyPath] = set()
        self.duplicates: list[Span] = []
        self.seen = 0

    def mapping(self, node: Any, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node.value, str) else str(self.value(key_node, (*path, "?")))
            if key in values:
                start = self.offset + key_node.start_mark.index
                self.duplicates.append(Span(start, self.offset + key_node.end_mark.index))
            if key == "<<" and key_node.tag == "plain" and isinstance(value_node, yaml.MappingNode):
                values = {**self.value(value_node, path), **values}
            else:
                values[key] = self.value(value_node, (*path, key))
        return values

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
            self.quoted.add(path)
            return _tagged(node.tag, node.value)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]


def _tagged(tag: str, value: str) -> Any:
    """A quoted scalar, or one with an explicit core tag such as `!!int`."""
    try:
        match tag:
            case "tag:yaml.org,2002:int":
                return int(value)
            case "tag:yaml.org,2002:float":
                return float(value)
    except ValueError:
        pass
    return value


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
        yield below, Spot(key_span, _trimmed(text, offset + value.start_mark.index, offset + value.end_mark.index))
        yield from _spots(value, below, offset, text)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A value's span without the blanks and comments that libyaml counts to block collections."""
    end = start + len(text[start:end].rstrip())
    return Span(start, end) if end > start else None


# TOML and JSON

def _toml(text: str, block: Span, inner: Span) -> FrontMatter:
    head = text[inner.start:inner.end]
    try:
        values = tomllib.loads(head.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        lines = head.splitlines(keepends=True)
        at = inner.end if where is None else (
            inner.start + sum(map(len, lines[:int(where[1]) - 1])) + int(where[2]) - 1)
        problem = re.sub(r"\s*\(at .*\)$", "", str(error))
        return FrontMatter("toml", block, inner, error=HeadError(problem, Span(at, min(at + 1, len(text)))))
    except RecursionError:
        return FrontMatter("toml", block, inner, error=HeadError("nested too deep", Span(0, 3)))
    written: dict[KeyPath, str] = {}
    return FrontMatter("toml", block, inner, values=_plain(values, (), written), written=written,
                       locate=lambda: dict(_toml_spots(text, inner)))


def _plain(value: Any, path: KeyPath, written: dict[KeyPath, str]) -> Any:
    """Values of TOML or JSON as JSON values, dates as text, lone surrogates replaced (no file can hold them)."""
    if isinstance(value, dict):
        return {_SURROGATE.sub("\ufffd", key): _plain(item, (*path, key), written) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, (*path, index), written) for index, item in enumerate(value)]
    if not isinstance(value, str | int | float | bool | None):
        value = str(value)
    if isinstance(value, str):
        value = _SURROGATE.sub("\ufffd", value)
    if value is not None:
        written[path] = str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _toml_spots(text: str, inner: Span) -> Iterator[tuple[KeyPath, Spot]]:
    table: KeyPath = ()
    for match in _TOML_LINE.finditer(text, inner.start, inner.end):
        if match[1]:
            table = tuple(part.strip(" \t\"'") for part in match[2].split("."))
            yield table, Spot(Span(*match.span(2)), None)
        else:
            key = tuple(part.strip("\"'") for part in match[3].split("."))
            value = Span(*match.span(4))
            yield (*table, *key), Spot(Span(*match.span(3)), value if value.end > value.start else None)


def _json(text: str) -> tuple[FrontMatter, int]:
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            duplicates.extend(key for index, (key, _) in enumerate(items) if key in dict(items[:index]))
        return made

    try:
        values, end = json.JSONDecoder(object_pairs_hook=pairs).raw_decode(text)
    except json.JSONDecodeError as error:
        if "{{" in text[:200] or error.pos >= len(text.rstrip()):
            return FrontMatter(), 0            # a body that happens to begin with a brace
        span = Span(error.pos, min(error.pos + 1, len(text)))
        return FrontMatter("json", Span(0, error.pos), Span(0, error.pos), error=HeadError(error.msg, span)), 0
    except RecursionError:
        return FrontMatter("json", Span(0, 1), Span(0, 1), error=HeadError("nested too deep", Span(0, 1))), 0
    block = Span(0, end)
    written: dict[KeyPath, str] = {}

    def locate() -> dict[KeyPath, Spot]:
        try:
            return dict(_spots(_Loader(text[:end]).get_single_node(), (), 0, text))
        except yaml.YAMLError:                 # tabs may indent JSON, but not YAML
            return {}

    spans = [Span(*match.span()) for key in duplicates
             for match in list(re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"(?=\s*:)", text[:end]))[1:2]]
    body = re.compile(r"[ \t]*(?:\r\n|\n|\r)?").match(text, end)
    return FrontMatter("json", block, block, values=_plain(values, (), written), written=written, duplicates=spans,
                       locate=locate), body.end() if body else end
