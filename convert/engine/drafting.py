"""A JSON Schema from evidence: what all values do is asked for, what nearly all do is said."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from ..schema.words import NAMES
from .evidence import Evidence, Where

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NEARLY_ALL = 0.95
_FEW_WORDS = 12                      # so many different words are a choice, more are a vocabulary
_REPEATED = 5                        # how often each of them is there, on average
_ENOUGH = 10                         # values, before a choice or a length means something
_LONGEST_CHOICE = 30
_SHOWN = 5
# What is written anew for each post, however often it is the same.
_FREE = frozenset(["alt", "caption", "description", "excerpt", "headline", "id", "image", "keywords", "link", "permalink", "slug", "subtitle", "summary", "title", "url"])
_TIMES = ("jekyll", "date-time", "date", "day")
_FORMS: dict[str, dict[str, Any]] = {
    "jekyll": {"pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}$", "examples": ["2022-02-15 19:12:03 +0800"]},
    "date-time": {"format": "date-time"}, "date": {"format": "date"}, "uri": {"format": "uri"},
    "day": {"pattern": r"^\d{4}-\d{2}-\d{2}", "examples": ["2022-02-15", "2022-02-15 19:12:03 +0800"]}}
_FORM_NAMES = {"jekyll": "written like 2022-02-15 19:12:03 +0800", "date-time": "written like 2022-02-15T19:12:03+08:00",
               "date": "written like 2022-02-15", "uri": "addresses like https://example.org/page", "day": "written with a day like 2022-02-15 first"}
_NO = {"string": ("no text", "no texts"), "number": ("no number", "no numbers"), "integer": ("no whole number", "no whole numbers"),
       "boolean": ("neither true nor false", "neither true nor false"), "array": ("no list", "no lists"), "object": ("no mapping", "no mappings")}


class Wishes(NamedTuple):
    """What a schema shall ask for: keys that this share of posts has are `required` (None: all, for a strict one nearly all), a `strict` one
    allows what nearly all do, a `closed` one no other keys.
    """

    required: float | None = None
    strict: bool = False
    closed: bool = False


class Outlier(NamedTuple):
    """A few values that do not do as nearly all: what is the matter, how many they are, the first places and what is there."""

    message: str
    number: int
    places: tuple[tuple[Where, str], ...]


class Draft:
    """The schema that evidence leads to, and the `outliers` that were seen on the way."""

    def __init__(self, evidence: Evidence, wishes: Wishes) -> None:
        self.wishes = wishes
        self.outliers: list[Outlier] = []
        posts = _counted(evidence.objects, "post")
        self.schema: dict[str, Any] = {
            "$schema": DRAFT, "title": "Front matter", "description": f"Inferred from {posts} by newsconv schema infer.",
            "type": "object", **self._object(evidence, "")}

    def _object(self, evidence: Evidence, name: str) -> dict[str, Any]:
        keys = {key: child for key, child in evidence.keys.items() if not self._is_slip(evidence, key, f"{name}{key}")}
        share = self.wishes.required or (NEARLY_ALL if self.wishes.strict else 1)
        required = [key for key, child in keys.items() if child.filled >= share * evidence.objects and child.filled]
        found: dict[str, Any] = {"required": required} if required else {}
        found["properties"] = {key: self._key(child, f"{name}{key}", evidence, top=not name) for key, child in keys.items()}
        if self.wishes.closed and not evidence.is_open:
            found["additionalProperties"] = False
        return found

    def _is_slip(self, evidence: Evidence, key: str, name: str) -> bool:
        """A rare key that is nearly a frequent one; it is said, and left out of a strict schema."""
        child = evidence.keys[key]
        if _is_nearly_all(evidence.objects - child.seen, evidence.objects):
            common = [known for known, other in evidence.keys.items() if 2 * other.seen > evidence.objects and known.rstrip("s") != key.rstrip("s")]
            if near := get_close_matches(key, common, 1, 0.85):
                self._tell(f"{name}: only {child.seen:,} of {evidence.objects:,} {'has' if child.seen == 1 else 'have'} this key; is “{near[0]}” meant?",
                           child.seen, [(place, "") for kind in child.types for place in child.places[kind]])
                return self.wishes.strict
        return False

    def _key(self, child: Evidence, name: str, parent: Evidence, *, top: bool) -> dict[str, Any]:
        lacking = parent.objects - child.filled
        if lacking and _is_nearly_all(child.filled, parent.objects):
            self._tell(f"{name}: {lacking:,} of {parent.objects:,} {'has' if lacking == 1 else 'have'} none", lacking, [(place, "") for place in child.lacking])
        whole = _counted(parent.objects, "post" if top else "mapping")
        return self._value(child, name, f"in {'' if parent.objects == 1 else 'all ' if child.seen == parent.objects else f'{child.seen:,} of '}{whole}")

    def _value(self, evidence: Evidence, name: str, evident: str = "") -> dict[str, Any]:
        types = self._types(evidence, name)
        found: dict[str, Any] = {"type": types[0] if len(types) == 1 else types}
        said = [evident] if evident else []
        if "string" in types:
            found |= self._text(evidence, name, types)
            said += _evidence_of_texts(evidence, found)
        if evidence.numbers and {"integer", "number"} & set(types):
            said.append(" to ".join(f"{number}" for number in dict.fromkeys(evidence.numbers)))
        if evidence.items and "array" in types:
            found["items"] = self._value(evidence.items, f"items of {name}")
        if evidence.objects and "object" in types:
            found |= self._object(evidence, f"{name}.")
        return {"description": "; ".join(said), **found} if said else found

    def _types(self, evidence: Evidence, name: str) -> list[str]:
        counts = evidence.types.copy()
        if "number" in counts:
            counts["number"] += counts.pop("integer", 0)
        (usual, count), *_ = counts.most_common(1)
        if usual != "null" and count < evidence.seen and _is_nearly_all(count, evidence.seen):
            rare = [kind for kind in counts if kind not in (usual, "null")]
            if other := sum(counts[kind] for kind in rare):
                places = [(place, NAMES[kind]) for kind in rare for place in evidence.places[kind]]
                what = f"is {_NO[usual][0]}" if other == 1 else f"are {_NO[usual][1]}"
                self._tell(f"{name}: {other:,} of {evidence.seen:,} {what}", other, places)
            if self.wishes.strict:
                return [usual]
        return sorted(counts, key=lambda kind: (kind == "null", -counts[kind]))

    def _text(self, evidence: Evidence, name: str, types: list[str]) -> dict[str, Any]:
        key = name.rpartition(".")[2].rpartition(" ")[2]
        if set(types) <= {"string", "null"} and (words := self._choice(evidence, name, key)):
            return {"enum": [*words, *([None] if "null" in types else [])]}
        if form := self._form(evidence, name):
            return _FORMS[form]
        texts = evidence.types["string"]
        if evidence.shortest == evidence.longest and evidence.longest > 3 and texts >= 2 * _ENOUGH and (
                evidence.words is None or len(evidence.words) > _FEW_WORDS):
            return {"minLength": evidence.shortest, "maxLength": evidence.longest}
        empty = evidence.forms["empty"]
        return {"minLength": 1} if evidence.shortest or (self.wishes.strict and _is_nearly_all(texts - empty, texts)) else {}

    def _choice(self, evidence: Evidence, name: str, key: str) -> list[str]:
        """The words to choose from, the most frequent first; none for free text."""
        words, texts = evidence.words, evidence.types["string"]
        if not words or key.casefold() in _FREE or texts < _ENOUGH or evidence.longest > _LONGEST_CHOICE or evidence.forms[""] + evidence.forms["empty"] < texts:
            return []
        if len(words) > _FEW_WORDS or texts < _REPEATED * len(words):
            return []
        allowed = [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
        if self.wishes.strict and _is_nearly_all(texts - evidence.forms["empty"], texts):
            allowed = [word for word in allowed if word.strip()]
        for word in [word for word in allowed if words[word] == 1]:
            if near := get_close_matches(word, [other for other in allowed if words[other] >= _ENOUGH], 1, 0.7):
                self._tell(f"{name}: “{word}” stands only once, “{near[0]}” {words[near[0]]:,} times", 1, [(evidence.places[f"={word}"][0], "")])
                if self.wishes.strict:
                    allowed.remove(word)
        return allowed

    def _form(self, evidence: Evidence, name: str) -> str:
        """The form that all texts have, or nearly all for a strict schema; "" when they have none."""
        forms, texts = evidence.forms, evidence.types["string"]
        (usual, count), *_ = forms.most_common(1)
        if usual in _FORMS and usual != "day" and _is_nearly_all(count, texts):
            if other := texts - count - forms["empty"]:
                places = [(place, "") for form in forms if form not in (usual, "empty") for place in evidence.places[form]]
                self._tell(f"{name}: {other:,} of {texts:,} {'is' if other == 1 else 'are'} not {_FORM_NAMES[usual]}", other, places)
            if count == texts or self.wishes.strict:
                return usual
        return "day" if set(forms) <= set(_TIMES) else ""

    def _tell(self, message: str, count: int, places: list[tuple[Where, str]]) -> None:
        self.outliers.append(Outlier(message, count, tuple(places[:_SHOWN])))


def _is_nearly_all(count: int, of: int) -> bool:
    return count >= NEARLY_ALL * of


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _evidence_of_texts(evidence: Evidence, found: dict[str, Any]) -> Iterator[str]:
    """How many words there are, and which; how long the texts are."""
    words = evidence.words
    if words is not None and "enum" in found:
        shown = ", ".join(f"{word.strip() or '(empty)'} {count:,}" for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN])
        yield f"{_counted(len(words), 'value')}: {shown}{', …' * (len(words) > _SHOWN)}"
    elif not found.keys() & {"pattern", "format", "maxLength"}:
        yield f"{evidence.shortest} to {evidence.longest} characters" if evidence.shortest != evidence.longest else _counted(evidence.longest, "character")
