"""What schemas ask for and find, in words."""

from __future__ import annotations

import json
from typing import Any

from .errors import SchemaError, types_of

TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,),
                                      "null": (type(None),), "array": (list,), "object": (dict,)}
NAMES = {"string": "a text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
         "null": "empty", "array": "a list", "object": "a mapping"}
# What a format is called, and a value that has it.
FORMATS = {
    "date": ("date", "2022-02-15"), "date-time": ("date and time with a zone", "2022-02-15T09:00:00+08:00"), "time": ("time with a zone", "09:00:00+08:00"),
    "duration": ("duration", "P1DT12H"), "email": ("mail address", "name@example.org"), "idn-email": ("mail address", "name@example.org"),
    "uri": ("address", "https://example.org/page"), "iri": ("address", "https://example.org/page"),
    "uri-reference": ("address", "/page or https://example.org/page"), "iri-reference": ("address", "/page or https://example.org/page"),
    "hostname": ("host name", "www.example.org"), "idn-hostname": ("host name", "www.example.org"), "ipv4": ("IPv4 address", "192.0.2.1"),
    "ipv6": ("IPv6 address", "2001:db8::1"), "uuid": ("UUID", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), "regex": ("regular expression", "^[a-z]+$"),
}
_LONGEST_SHOWN = 60
_MOST_SHOWN = 12
_LIMITS = {
    "minLength": ("is shorter than {}", "character"), "maxLength": ("is longer than {}", "character"),
    "minItems": ("has fewer than {}", "item"), "maxItems": ("has more than {}", "item"),
    "minProperties": ("has fewer than {}", "key"), "maxProperties": ("has more than {}", "key"),
}
_BOUNDS = {"minimum": "is less than {}", "maximum": "is more than {}", "exclusiveMinimum": "is not more than {}",
           "exclusiveMaximum": "is not less than {}", "multipleOf": "is no multiple of {}"}


def kind_of(value: Any) -> str:
    """The name of a value's type, as JSON Schema has it; "" for what is none."""
    return next((kind for kind in TYPES if fits(value, [kind])), "")


def fits(value: Any, kinds: list[str]) -> bool:
    """A value is of one of these types."""
    if isinstance(value, bool):
        return "boolean" in kinds
    return any(isinstance(value, TYPES[kind]) for kind in kinds if kind in TYPES)


def shown(value: Any) -> str:
    """A value in quotes, as far as it is short; true, false, lists and mappings as JSON has them."""
    text = value if isinstance(value, str) else "true" if value is True else "false" if value is False else \
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) or value is None else str(value)
    text = " ".join(text.split()) if "\n" in text else text
    return f"“{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}”"


def listed(values: list[Any]) -> str:
    """The values that are allowed, as far as they are few."""
    texts = [shown(value)[1:-1] for value in values]
    more = f", … ({len(texts) - _MOST_SHOWN:,} more)" if len(texts) > _MOST_SHOWN else ""
    return ", ".join(texts[:_MOST_SHOWN]) + more


def counted(number: Any, noun: str) -> str:
    """“1 item”, “2 items”."""
    return f"{number} {noun}{'s' * (number != 1)}"


def fault(error: SchemaError) -> str:
    """What is wrong with a value, without its name."""
    value, expected, kind = error.value, error.expected, error.kind
    if kind in _LIMITS:
        if kind in ("minLength", "minItems", "minProperties") and not (value.strip() if isinstance(value, str) else value):
            return "is empty"
        said, noun = _LIMITS[kind]
        return f"{said.format(counted(expected, noun))}: {shown(value)}"
    if kind in _BOUNDS:
        return f"{_BOUNDS[kind].format(expected)}: {shown(value)}"
    match kind:
        case "enum" | "const":
            allowed = expected if kind == "enum" and isinstance(expected, list) else [expected]
            return f"is {shown(value)}, but must be {f'one of {listed(allowed)}' if len(allowed) > 1 else listed(allowed)}"
        case "pattern" if examples := error.beside.get("examples"):
            return f"is not written like {shown(examples[0])}: {shown(value)}"
        case "pattern":
            return f"does not have the form `{expected}`: {shown(value)}"
        case "format":
            return f"is no valid {FORMATS.get(str(expected), (expected,))[0]}: {shown(value)}"
        case "uniqueItems":
            twice = next((item for index, item in enumerate(value) if item in value[:index]), "")
            return f"holds {shown(twice)} twice"
        case "contains":
            return f"has no item that is {asked(expected)}"
        case "minContains" | "maxContains":
            few = "fewer" if kind == "minContains" else "more"
            return f"has {few} than {counted(expected, 'item')} that {'is' if expected == 1 else 'are'} {asked(error.beside.get('contains'))}"
        case "not":
            return _forbidden(value, expected)
        case "anyOf" | "oneOf":
            return _no_form(error)
    return f"is not what the schema allows ({kind}): {shown(value)}"


def _forbidden(value: Any, schema: Any) -> str:
    if isinstance(value, dict) and isinstance(schema, dict) and schema.keys() == {"required"}:
        keys = [f"“{key}”" for key in schema["required"]]
        return f"may not have {' and '.join(keys)}{' together' * (len(keys) > 1)}"
    return f"may not be {asked(schema)}: {shown(value)}"


def _no_form(error: SchemaError) -> str:
    """What is said of a value that has none of several forms, or several where one is allowed."""
    if not all(error.branches):
        met = [schema for schema, branch in zip(error.expected, error.branches, strict=False) if not branch]
        if all(isinstance(schema, dict) and schema.get("required") and schema.keys() <= {"required", "properties"} for schema in met):
            return f"has {' and '.join(f'“{key}”' for schema in met for key in schema['required'])}, of which the schema allows only one"
        return f"is {' and '.join(map(asked, met))}, of which the schema allows only one" + ("" if isinstance(error.value, dict) else f": {shown(error.value)}")
    if all(len(branch) == 1 and branch[0].missing for branch in error.branches):
        return f"has neither {' nor '.join(f'“{branch[0].missing}”' for branch in error.branches)}"
    forms = list(dict.fromkeys(asked({branch[0].kind: branch[0].expected, "examples": branch[0].beside.get("examples")}) for branch in error.branches))
    return f"must be {' or '.join(forms)}, not {shown(error.value)}"


def asked(schema: Any) -> str:
    """What a schema asks of a value, as the end of “must be …”."""
    if not isinstance(schema, dict):
        return "what the schema asks for"
    if "const" in schema:
        return shown(schema["const"])
    if isinstance(allowed := schema.get("enum"), list):
        return f"one of {listed(allowed)}" if len(allowed) > 1 else shown(*allowed)
    if isinstance(required := schema.get("required"), list) and schema.keys() <= {"required", "type"}:
        return "a mapping with " + " and ".join(f"“{key}”" for key in required)
    said = []
    if types := wanted(types_of(schema.get("type"))):
        said.append(types)
    if isinstance(form := schema.get("format"), str):
        said = [f"a {FORMATS.get(form, (form,))[0]}"]
    if "pattern" in schema:
        examples = schema.get("examples")
        said = [f"written like {shown(examples[0])}" if examples else f"of the form `{schema['pattern']}`"]
    said += [f"{word} {schema[key]}" for key, word in (("minimum", "at least"), ("maximum", "at most")) if key in schema]
    said += [f"{word} {counted(schema[key], 'character')} long" for key, word in (("minLength", "at least"), ("maxLength", "at most")) if key in schema]
    return ", ".join(said) or str(schema.get("title") or "what the schema asks for")


def wanted(kinds: list[str]) -> str:
    """Types as the end of “must be …”."""
    return " or ".join(dict.fromkeys(NAMES[kind] for kind in kinds if kind in NAMES and kind != "null"))


def remark(error: SchemaError) -> str:
    """What helps where nothing better is known: why it is asked for, what the schema says of the value, or how one looks."""
    if reason := because(error):
        return reason
    if error.kind == "format" and str(error.expected) in FORMATS:
        return f"one is written like {FORMATS[str(error.expected)][1]}"
    description = error.beside.get("description")
    if not isinstance(description, str) or not error.path:
        return ""
    return f"the schema says of it: {' '.join(description.split())}"


def because(error: SchemaError) -> str:
    """The condition under which a schema asks for something: “asked for where “kind” is “link””; empty when there is none."""
    if not isinstance(error.condition, dict):
        return ""
    tests = [f"“{key}” is {'not ' * error.otherwise}{asked(test)}" for key, test in (error.condition.get("properties") or {}).items()
             if isinstance(test, dict) and test.keys() & {"const", "enum", "type", "pattern"}]
    tests = tests or [f"there is {'no ' * error.otherwise}“{key}”" for key in error.condition.get("required") or ()]
    return f"asked for where {' and '.join(tests)}" if tests else ""
