"""Records as a table of Apache Parquet (https://parquet.apache.org): its columns are those of `schemas/export.schema.json`, by their names.

Lists and objects are lists and structs. What may hold anything, front matter, is a text of JSON.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from ..schema.files import HOME


def is_installed() -> bool:
    """There is what writes such tables."""
    return find_spec("pyarrow") is not None


def parquet(records: list[bytes]) -> bytes:
    """Lines of JSON as one table."""
    import pyarrow as pa
    from pyarrow import parquet as pq
    free = [name for name, said in _export()["properties"].items() if _is_free(said)]
    rows = [json.loads(record) for record in records]
    for row in rows:
        for name in free:
            row[name] = json.dumps(row[name], ensure_ascii=False)
    file = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, _columns()), file, compression="zstd")
    return file.getvalue()


@cache
def _columns() -> Any:
    import pyarrow as pa
    return pa.schema([(name, _type(said)) for name, said in _export()["properties"].items()])


def _type(said: dict[str, Any]) -> Any:
    """The type of a column, or of what is inside one."""
    import pyarrow as pa
    if "$ref" in said:
        return _type(_export()["$defs"][said["$ref"].rpartition("/")[2]])
    kinds = said.get("type", "integer" if isinstance(said.get("const"), int) else "string")
    kind = next(one for one in ([kinds] if isinstance(kinds, str) else kinds) if one != "null")
    if kind == "array":
        return pa.list_(_type(said["items"]))
    if kind == "object" and not _is_free(said):
        return pa.struct([(name, _type(inner)) for name, inner in said["properties"].items()])
    return {"integer": pa.int64(), "boolean": pa.bool_()}.get(kind, pa.string())


def _is_free(said: dict[str, Any]) -> bool:
    """An object of which the schema does not say what it holds."""
    return said.get("type") == "object" and "properties" not in said


@cache
def _export() -> dict[str, Any]:
    said: dict[str, Any] = json.loads((HOME / "export.schema.json").read_text("utf-8"))
    return said
