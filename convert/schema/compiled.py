"""Schemas, compiled: what they say of the front matter of a document.

Any draft that a schema names in `$schema`, else 2020-12; formats are checked. A `$ref` leads to files of the same
repository, or to one of ours (`newsconv:news`), and nowhere else.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from ..model.finding import KeyPath
from ..model.front_matter import SchemaFile
from .errors import SchemaError, plain
from .files import PREFIX, BadSchema, read, shipped

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from ..model.document import Document


@lru_cache(maxsize=8)
def errors_of(document: Document) -> tuple[SchemaError, ...]:
    """What the schemas of a document's context find wrong with its front matter; nothing when it cannot be read."""
    if not document.front_matter.readable:
        return ()
    values = values_of(document)
    return tuple(one for file in document.context.schemas for error in schema_of(file).errors(values) for one in plain(error))


def values_of(document: Document) -> dict[str, Any]:
    """What a document's schemas look at: its front matter over the defaults that its site gives it."""
    return {**document.context.defaults, **document.front_matter.values}


@cache
def schema_of(file: SchemaFile) -> Schema:
    """A schema, compiled; BadSchema when its file cannot be read or is no schema."""
    return Schema(file)


def forget() -> None:
    """Read schemas anew when they are asked for again."""
    schema_of.cache_clear()
    errors_of.cache_clear()


class Schema:
    """A compiled schema; `value` is what its file holds."""

    def __init__(self, file: SchemaFile) -> None:
        from jsonschema_rs import ReferencingError, ValidationError, validator_for
        self._root = os.path.realpath(file.root)
        self._files: dict[str, Any] = {}
        self._said: BadSchema | None = None
        self._text = read(file.path)
        self.value = self._text.value
        own = Path(os.path.abspath(file.path)).as_uri()
        # Of an `$id`, only the name counts that others call the schema by: what lies beside its URL lies beside its file.
        self._called = urljoin(own, self.value["$id"]) if isinstance(self.value, dict) and isinstance(self.value.get("$id"), str) else own
        self._own = own
        self._files[self._called] = self._files[own] = self.value
        try:
            self._validator = validator_for(self.value, validate_formats=True, base_uri=own, retriever=self._referred)
        except (ValidationError, ReferencingError, ValueError) as error:
            if self._said is None:
                from .faults import told
                raise BadSchema(told(self._text, error)) from error
            raise self._said from error

    @property
    def files(self) -> list[str]:
        """The files that it is made of."""
        return [unquote(urlsplit(uri).path) for uri in self._files if uri.startswith("file:")]

    def _referred(self, uri: str) -> Any:
        """A schema that another refers to."""
        try:
            path = shipped(uri).path if uri.startswith(PREFIX) else self._near(uri)
            text = read(path)
        except BadSchema as error:
            from .faults import misled
            self._said = BadSchema(misled(self._text, uri, self._called, error))
            raise self._said from error
        self._files[uri] = self._files[Path(path).as_uri()] = text.value
        return text.value

    def _near(self, uri: str) -> str:
        """The path of a file of the repository that a schema refers to; BadSchema when it is none."""
        near = uri if uri.startswith("file:") else urljoin(self._own, os.path.relpath(urlsplit(uri).path, os.path.dirname(urlsplit(self._called).path)))
        path = os.path.realpath(unquote(urlsplit(near).path))
        is_near = urlsplit(uri)[:2] in (urlsplit(self._called)[:2], urlsplit(self._own)[:2])
        if not is_near or not path.startswith(self._root + os.sep):
            raise BadSchema("it is not in this repository")
        if not os.path.isfile(path):
            raise BadSchema(f"there is no file {os.path.relpath(path)}")
        return path

    def errors(self, values: dict[str, Any]) -> Iterator[SchemaError]:
        """What is wrong with the values of a front matter, in the order of their places."""
        try:
            if self._validator.is_valid(values):
                return
        except ValueError:                   # keys of mappings that are no texts
            pass
        found = self._validator.iter_errors(_as_json(values))
        for error in sorted(found, key=lambda error: list(map(str, error.instance_path))):
            yield self._error(values, error)

    def _error(self, values: dict[str, Any], error: ValidationError) -> SchemaError:
        kind, parents = error.kind, self._parents(error)
        keyword = parents[-1].get(str(error.schema_path[-1])) if error.schema_path and isinstance(parents[-1], dict) else None
        name = kind.name
        if name == "falseSchema":
            keyword = False
        elif name == "propertyNames":
            inner = self._error(values, kind.value)
            return inner._replace(kind=name, path=(*_path(values, error.instance_path), str(inner.value)), branches=((inner,),))
        elif error.schema_path and (said := str(error.schema_path[-1])) in ("minContains", "maxContains"):
            name = said
        condition, otherwise = _condition(error.schema_path, parents)
        branches = tuple(tuple(self._error(values, one) for one in branch) for branch in getattr(kind, "context", ()))
        return SchemaError(
            name, _path(values, error.instance_path), error.instance, kind.limit if hasattr(kind, "limit") else keyword,
            str(kind.value) if kind.name == "required" else "", tuple(getattr(kind, "unexpected", ())),
            parents[-1] if isinstance(parents[-1], dict) else {}, branches, condition, otherwise)

    def _parents(self, error: ValidationError) -> list[Any]:
        """The schema in whichever file it stands, and what lies on the way to the keyword that complains."""
        base, _, _ = (error.absolute_keyword_location or "").partition("#")
        found = self._files.get(base, self.value)
        parents = [found]
        for part in error.schema_path[:-1]:
            if isinstance(found, dict):
                found = found.get(str(part))
            else:
                found = found[part] if isinstance(found, list) and isinstance(part, int) and part < len(found) else None
            parents.append(found)
        return parents


def _condition(path: list[str | int], parents: list[Any]) -> tuple[Any, bool]:
    """The nearest `if` above a keyword, and whether it holds where that does not; a key of `dependentSchemas` is one, too."""
    for part, parent, below in zip(reversed(path), reversed(parents), ("", *reversed(path)), strict=False):
        if parent is not None and part == "dependentSchemas":
            return {"required": [str(below)]}, False
        if part in ("then", "else") and isinstance(parent, dict) and "if" in parent:
            return parent["if"], part == "else"
    return None, False


def _as_json(value: Any) -> Any:
    """A value with keys that are texts, and numbers that JSON can say."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return 0.0 if math.isnan(value) else math.copysign(sys.float_info.max, value)
    return [_as_json(item) for item in value] if isinstance(value, list) else value


def _path(value: Any, parts: list[str | int]) -> KeyPath:
    """A path with its keys as the front matter has them, numbers among them."""
    path: list[str | int] = []
    for part in parts:
        key = next((key for key in value if str(key) == str(part)), part) if isinstance(value, dict) else part
        path.append(key)
        value = value[key]
    return tuple(path)
