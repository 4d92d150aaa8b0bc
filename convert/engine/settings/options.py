"""The options of rules, as they declare them: what they are called, how they are read, what manuals and schemas say of them.

    class Options(NamedTuple):
        declared: Annotated[tuple[str, ...], "the categories that there are"] = ()

In settings, `[rules.taxonomy-unknown]` with `declared = ["World"]`.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from ...registry import did_you_mean
from ...rules import Rule, is_rule, load_rule, rule_names
from . import BadSettings, inside
from .choice import ours_and_foreign
from .values import STRING, STRINGS, TRUTH, WHOLE, Kind, foreign_pattern, one_of, table

_KINDS: dict[Any, Kind] = {bool: TRUTH, int: WHOLE, str: STRING, tuple[str, ...]: STRINGS}


class Option(NamedTuple):
    """One option of a rule; `name` as in settings, `field` as in the rule's code."""

    name: str
    field: str
    kind: Kind
    default: Any
    about: str


def options_of(rule: Rule) -> tuple[Option, ...]:
    """The options of a rule, as it declares them. TypeError for one that has no default, no text, or a type that TOML has not."""
    return _options(rule.options) if rule.options else ()


@cache
def _options(declared: type) -> tuple[Option, ...]:
    defaults = getattr(declared, "_field_defaults", {})
    return tuple(_option(name, hint, defaults) for name, hint in get_type_hints(declared, include_extras=True).items())


def _option(field: str, hint: Any, defaults: dict[str, Any]) -> Option:
    said: tuple[Any, ...] = getattr(hint, "__metadata__", ())
    if field not in defaults or len(said) != 1 or not isinstance(said[0], str):
        raise TypeError(f"the option “{field}” needs a default, and a type with a text: Annotated[…, \"what it says\"]")
    name, kind = field.replace("_", "-"), hint.__origin__
    words = get_args(kind) if get_origin(kind) is Literal else ()
    if not words and kind not in _KINDS:
        raise TypeError(f"the option “{field}” is of a type that settings do not have: {kind}")
    return Option(name, field, one_of(words, name) if words else _KINDS[kind], defaults[field], said[0])


def read_options(rule: Rule, value: Any) -> dict[str, Any]:
    """What settings say of the options of one rule, by field; BadSettings for what it does not have."""
    known = {option.name: option for option in options_of(rule)}
    values = {}
    for name, said in table(value, "options").items():
        if name not in known:
            near = did_you_mean(name, list(known)) if known else f": “{rule.name}” has none"
            raise BadSettings(f"there is no option “{name}”{near}", (), (name,))
        with inside(name):
            values[known[name].field] = known[name].kind.read(said)
    return values


def _read(value: Any) -> dict[str, dict[str, Any]]:
    options = {}
    for name, said in table(value, "rules, each with a table of its options").items():
        if not is_rule(name):
            near = did_you_mean(name, ours_and_foreign())
            raise BadSettings(f"there is no rule “{name}”{near or '; “newsconv rules” lists them'}", (), (name,))
        with inside(name):
            options[name] = read_options(load_rule(name), said)
    return options


def _schema() -> dict[str, Any]:
    """The schema of all tables of options; of a rule that has none, an empty table says nothing wrong."""
    with_options = {rule.name: options for rule in map(load_rule, rule_names()) if (options := options_of(rule))}
    of_others = foreign_pattern("(-[a-z0-9]+)+")
    return {"type": "object", "propertyNames": {"anyOf": [{"enum": list(rule_names())}, {"pattern": of_others}]},
            "additionalProperties": {"type": "object", "maxProperties": 0}, "patternProperties": {of_others: {"type": "object"}}, "properties": {name: {"type": "object", "additionalProperties": False,
                                  "properties": {option.name: schema_of(option) for option in options}}
                           for name, options in with_options.items()}}


def schema_of(option: Option) -> dict[str, Any]:
    """What a JSON Schema says of an option."""
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    return {"description": f"{option.about[:1].upper()}{option.about[1:]}.", **option.kind.schema(), "default": default}


OPTIONS = Kind("table: rule = table of its options", _read, lambda: {"$ref": "#/definitions/rules"})
DEFINITIONS = MappingProxyType({"rules": _schema})
