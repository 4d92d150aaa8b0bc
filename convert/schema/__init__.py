"""JSON Schemas: where they lie, what they say of a post's front matter, and in which words."""

from .compiled import Schema, errors_of, forget, schema_of, values_of
from .errors import SchemaError
from .files import BadSchema, shipped

__all__ = ["BadSchema", "Schema", "SchemaError", "errors_of", "forget", "schema_of", "shipped", "values_of"]
