"""JSON Schemas: where ours lie, and what they say of a post's front matter."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .model.finding import KeyPath

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

    from .model.document import Document

_HERE = Path(__file__).parent
# In a wheel the schemas lie inside the package, in a checkout beside it.
HOME = next(folder for folder in (_HERE / "schemas", _HERE.parent / "schemas") if folder.is_dir())


class BadSchema(ValueError):
    """A schema file that cannot be used; the message says why."""


class SchemaError(NamedTuple):
    """One thing a schema finds wrong: `kind` is its keyword ("required", "type", "minLength" …), `path` the value at
    fault, `missing` the keys that should be there, `expected` what the keyword asks for.
    """

    kind: str
    path: KeyPath
    message: str
    value: Any
    expected: Any
    missing: str = ""


def shipped(name: str) -> str:
    """The path of one of our own schemas: "post", "export"."""
    return str(HOME / f"{name}.schema.json")


@cache
def validator(path: str) -> Validator:
    """The compiled validator of a schema file; BadSchema when it cannot be read or is no schema."""
    from jsonschema import FormatChecker
    from jsonschema import SchemaError as NoSchema
    from jsonschema.validators import Draft202012Validator, validator_for
    try:
        schema = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadSchema(f"{os.path.relpath(path)}: cannot be read as JSON: {error}") from error
    kind = validator_for(schema, Draft202012Validator)
    try:
        kind.check_schema(schema)
    except NoSchema as error:
        raise BadSchema(f"{os.path.relpath(path)}: is no JSON Schema: at {error.json_path}, {error.message}") from error
    made: Validator = kind(schema, format_checker=FormatChecker())
    return made


@lru_cache(maxsize=8)
def errors_of(document: Document) -> tuple[SchemaError, ...]:
    """What the schemas of a document's context find wrong with its front matter; nothing when it cannot be read."""
    head = document.front_matter
    if not head.readable:
        return ()
    values = {**document.context.defaults, **head.values}
    return tuple(error for path in document.context.schemas for error in _errors(validator(path), values))


def _errors(checker: Validator, values: dict[str, Any]) -> Iterator[SchemaError]:
    for error in sorted(checker.iter_errors(values), key=lambda error: list(map(str, error.absolute_path))):
        path = tuple(error.absolute_path)
        kind = str(error.validator)
        if kind == "required":
            missing = error.message.split("'")[1]        # the keyword gives one error for each missing key
            yield SchemaError(kind, path, error.message, error.instance, error.validator_value, missing)
        else:
            yield SchemaError(kind, path, error.message, error.instance, error.validator_value)
