"""JSON Schemas: where ours lie, and what they say of a post's front matter.

Any draft that a schema names in `$schema`, else 2020-12; formats are checked. A `$ref` leads to files of the same repository and nowhere
else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from .model.finding import KeyPath
from .model.front_matter import SchemaFile

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from .model.document import Document

_HERE = Path(__file__).parent
# In a wheel the schemas lie inside the package, in a checkout beside it.
HOME = next(folder for folder in (_HERE / "schemas", _HERE.parent / "schemas") if folder.is_dir())


class BadSchema(ValueError):
    """A schema file that cannot be used; the message says why."""


class SchemaError(NamedTuple):
    """One thing a schema finds wrong: `kind` is its keyword ("required", "type", "minLength" …), `path` the value at
    fault, `missing` the key that should be there, `expected` what the keyword asks for, `unknown` the keys it does not allow.
    """

    kind: str
    path: KeyPath
    value: Any
    expected: Any
    missing: str = ""
    unknown: tuple[str, ...] = ()


@cache
def shipped(name: str) -> SchemaFile:
    """One of our own schemas: "post", "export"."""
    return SchemaFile(str(HOME / f"{name}.schema.json"), str(HOME))


@lru_cache(maxsize=8)
def errors_of(document: Document) -> tuple[SchemaError, ...]:
    """What the schemas of a document's context find wrong with its front matter; nothing when it cannot be read."""
    head = document.front_matter
    if not head.readable:
        return ()
    values = {**document.context.defaults, **head.values}
    return tuple(error for file in document.context.schemas for error in schema_of(file).errors(values))


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
        self.value = _read(file.path)
        where = os.path.relpath(file.path)
        own = Path(os.path.abspath(file.path)).as_uri()
        # Of an `$id`, only the name counts that others call the schema by: what lies beside its URL lies beside its file.
        self._called = urljoin(own, self.value["$id"]) if isinstance(self.value, dict) and isinstance(self.value.get("$id"), str) else own
        self._own = own
        self._files[self._called] = self._files[own] = self.value
        try:
            self._validator = validator_for(self.value, validate_formats=True, base_uri=own, retriever=self._referred)
        except ValidationError as error:
            raise self._said or BadSchema(f"{where}: is no JSON Schema: at {_pointer(error.instance_path)}, {error.message}") from error
        except (ReferencingError, ValueError) as error:
            raise self._said or BadSchema(f"{where}: is no JSON Schema: {error}") from error

    @property
    def files(self) -> list[str]:
        """The files that it is made of."""
        return [unquote(urlsplit(uri).path) for uri in self._files if uri.startswith("file:")]

    def _referred(self, uri: str) -> Any:
        """A schema that another refers to."""
        near = uri if uri.startswith("file:") else urljoin(self._own, os.path.relpath(urlsplit(uri).path, os.path.dirname(urlsplit(self._called).path)))
        path = os.path.realpath(unquote(urlsplit(near).path))
        is_near = urlsplit(uri)[:2] in (urlsplit(self._called)[:2], urlsplit(self._own)[:2])
        try:
            if not is_near or not path.startswith(self._root + os.sep):
                raise BadSchema(f"{os.path.relpath(unquote(urlsplit(self._own).path))}: refers to {uri}, which is not in this repository")  # noqa: TRY301
            self._files[uri] = self._files[Path(path).as_uri()] = _read(path)
        except BadSchema as error:
            self._said = error
            raise
        return self._files[uri]

    def errors(self, values: dict[str, Any]) -> Iterator[SchemaError]:
        """What is wrong with the values of a front matter, in the order of their places."""
        try:
            if self._validator.is_valid(values):
                return
        except ValueError:                   # keys of mappings that are no texts
            pass
        found = self._validator.iter_errors(_as_json(values))
        for error in sorted(found, key=lambda error: list(map(str, error.instance_path))):
            kind = error.kind
            expected = kind.limit if hasattr(kind, "limit") else self._keyword(error)
            missing = str(kind.value) if kind.name == "required" else ""
            yield SchemaError(kind.name, _path(values, error.instance_path), error.instance, expected, missing, tuple(getattr(kind, "unexpected", ())))

    def _keyword(self, error: ValidationError) -> Any:
        """What the schema has behind the keyword that complains, in whichever file that stands."""
        base, _, _ = (error.absolute_keyword_location or "").partition("#")
        found = self._files.get(base, self.value)
        for part in error.schema_path:
            if isinstance(found, dict):
                found = found.get(str(part))
            else:
                found = found[part] if isinstance(found, list) and isinstance(part, int) and part < len(found) else None
        return found


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadSchema(f"{os.path.relpath(path)}: cannot be read as JSON: {error}") from error


def _as_json(value: Any) -> Any:
    """A value with keys that are texts."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    return [_as_json(item) for item in value] if isinstance(value, list) else value


def _path(value: Any, parts: list[str | int]) -> KeyPath:
    """A path with its keys as the front matter has them, numbers among them."""
    path: list[str | int] = []
    for part in parts:
        key = next((key for key in value if str(key) == str(part)), part) if isinstance(value, dict) else part
        path.append(key)
        value = value[key]
    return tuple(path)


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{part}" for part in path) or "its top"
