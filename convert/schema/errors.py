"""What a schema finds wrong, and what of it is worth saying where a value may have one of several forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from ..model.finding import KeyPath

_OF_ANOTHER_KIND = frozenset({"type", "const", "enum"})


class SchemaError(NamedTuple):
    """One thing a schema finds wrong: `kind` is its keyword ("required", "type", "minLength" …), `path` the value at
    fault, `missing` the key that should be there, `expected` what the keyword asks for, `unknown` the keys it does not allow, `beside`
    the schema in which the keyword stands. Of `anyOf` and `oneOf`, `branches` are the errors of each form; those that
    the value has are empty; of `propertyNames` they are what is wrong with the key. `condition` is the schema behind `if` for what holds `then`, or (with `otherwise`) `else`.
    """

    kind: str
    path: KeyPath
    value: Any
    expected: Any
    missing: str = ""
    unknown: tuple[str, ...] = ()
    beside: Mapping[str, Any] = MappingProxyType({})
    branches: tuple[tuple[SchemaError, ...], ...] = ()
    condition: Any = None
    otherwise: bool = False


_Branch: TypeAlias = "tuple[SchemaError, ...]"


def plain(error: SchemaError) -> Iterator[SchemaError]:
    """The same, but of several forms only those that may have been meant: of one, its own errors; of forms that are other types
    of values, that none of these types is there; else the forms to choose from.
    """
    if error.kind not in ("anyOf", "oneOf") or not error.branches or not all(error.branches):
        yield error
        return
    branches = [tuple(inner for one in branch for inner in plain(one)) for branch in error.branches]
    meant = [branch for branch in branches if not _is_of_another_kind(branch, error.path)]
    if not meant:
        yield from _none_of_the_kinds(error, branches)
        return
    meant = [branch for branch in meant if not _is_tagged_otherwise(branch, error.path)] or meant
    if len(meant) > 1 and all(one.path == error.path for branch in meant for one in branch):
        yield error._replace(branches=tuple(meant))
    else:
        yield from min(meant, key=lambda branch: (len(branch), -max(len(one.path) for one in branch)))


def _is_of_another_kind(branch: _Branch, path: KeyPath) -> bool:
    """The form is that of another value than stands at the path."""
    return any(one.path == path and one.kind in _OF_ANOTHER_KIND for one in branch)


def _is_tagged_otherwise(branch: _Branch, path: KeyPath) -> bool:
    """The form is that of a mapping with another word behind one of its keys, as `type: video`."""
    return any(len(one.path) == len(path) + 1 and one.kind in ("const", "enum") for one in branch)


def _none_of_the_kinds(error: SchemaError, branches: list[_Branch]) -> Iterator[SchemaError]:
    """What is said of a value of which no form is one: its type is wrong, or the word."""
    own = [next(one for one in branch if one.path == error.path and one.kind in _OF_ANOTHER_KIND) for branch in branches]
    if all(one.kind == "type" for one in own):
        types = dict.fromkeys(kind for one in own for kind in types_of(one.expected))
        yield error._replace(kind="type", expected=list(types), branches=())
    elif words := [one for one in own if one.kind != "type"]:
        allowed = [item for one in words for item in (one.expected if one.kind == "enum" else [one.expected])]
        if len(words) == len(own) or isinstance(error.value, str):
            yield error._replace(kind="enum", expected=allowed, branches=())
        else:
            yield error._replace(branches=tuple((one,) for one in own))


def types_of(expected: Any) -> list[str]:
    """The types that `type` names, as a list."""
    return [expected] if isinstance(expected, str) else list(expected or ())
