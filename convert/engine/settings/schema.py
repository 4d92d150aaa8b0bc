"""The JSON Schema of settings, made from the tables that read them: draft 7, as schemastore.org and editors of TOML want it."""

from __future__ import annotations

import json
from typing import Any

from . import options, values
from .keys import KEYS, schema_of

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema() -> dict[str, Any]:
    """The schema of `newsconv.toml`, and of `[tool.newsconv]` in `pyproject.toml`."""
    definitions = {**values.DEFINITIONS, **options.DEFINITIONS}
    return {
        "$schema": DRAFT,
        "$id": "urn:newsconv:schema:settings",
        "title": "Settings of newsconv",
        "description": "newsconv.toml, or [tool.newsconv] in pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(name) for name in KEYS},
        "definitions": {name: make() for name, make in definitions.items()},
    }


def text() -> str:
    """The schema as it is printed and shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _property(name: str) -> dict[str, Any]:
    """What the schema says of a key; beside a `$ref` draft 7 reads nothing, so that stands by itself."""
    said = schema_of(KEYS[name])
    return {"description": said.pop("description"), "allOf": [said]} if "$ref" in said else said
