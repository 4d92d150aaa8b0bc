"""A site's configuration as plain values; whatever the file holds, in bounded time and space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

_VALUE_LIMIT = 1_000_000     # aliases counted as often as they are used
_DEPTH_LIMIT = 100


class _TooMuch(Exception):
    """More than anybody writes; `args` are what, and the mark where."""


def load(name: str, text: str) -> dict[str, Any]:
    """The values of a YAML, TOML or JSON file; ValueError with its name, and the place where there is one."""
    if name.endswith(".toml"):
        try:
            import tomllib
            return tomllib.loads(text)
        except RecursionError as error:
            raise ValueError(f"{name}: nested too deep") from error
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    import yaml
    try:
        _check(text)
        loaded = yaml.load(text, yaml.CSafeLoader)
    except _TooMuch as error:
        problem, mark = error.args
        raise ValueError(f"{name}{_place(mark)}: {problem}") from error
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        raise ValueError(f"{name}{_place(getattr(error, 'problem_mark', None))}: {problem}") from error
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    except (LookupError, TypeError, AttributeError) as error:          # so PyYAML says it of `!!timestamp x`
        raise ValueError(f"{name}: a value is not what its tag says") from error
    return loaded if isinstance(loaded, dict) else {}


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables, and the tables in them, as one."""
    return {**under, **{key: merged(under[key], value) if isinstance(value, Mapping) and isinstance(under.get(key), dict) else value
                        for key, value in over.items()}}


def _place(mark: Any) -> str:
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


def address(written: object) -> SplitResult:
    """The parts of the address that a site gives as its own; all empty when it is none."""
    try:
        return urlsplit(str(written or ""))
    except ValueError:
        return urlsplit("")


def text_in(value: object) -> str | None:
    """A text that a site gives, in one line; None for what is none."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def name_in(value: object) -> str | None:
    """Who is meant by an author that a site names: a text, or a table with a name."""
    return text_in(value.get("name")) if isinstance(value, dict) else text_in(value)


def _check(text: str) -> None:
    """Look at the events of a YAML text before anything is built of them.

    The composer calls itself for each level, in C, where nothing stops it before the stack ends; and what a few
    aliases stand for may be more than fits into any memory, as soon as somebody looks at all of it.
    """
    import yaml
    sizes: dict[str, int] = {}
    opened: list[str] = [""]             # anchors, and how many values each holds so far
    held = [0]
    for event in yaml.parse(text, yaml.CSafeLoader):
        anchor = getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(anchor)
            held.append(1)
        elif isinstance(event, yaml.CollectionEndEvent):
            size = held.pop()
            sizes[opened.pop()] = size
            held[-1] += size
        elif isinstance(event, yaml.AliasEvent):
            if anchor in opened:
                raise _TooMuch(f"“{anchor}” holds itself", event.start_mark)
            held[-1] += sizes.get(anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            sizes[anchor] = 1
            held[-1] += 1
        if held[-1] > _VALUE_LIMIT:
            raise _TooMuch("aliases that multiply", event.start_mark)
        if len(opened) > _DEPTH_LIMIT:
            raise _TooMuch(f"nested more than {_DEPTH_LIMIT} deep", event.start_mark)
