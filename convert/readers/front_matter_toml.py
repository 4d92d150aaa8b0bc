"""Front matter in TOML (1.0.0): read by tomllib, which forgets places; they are found by a look at the text.

The text was parsed before its places are looked for, so that the scanner may trust it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

from ..model.finding import KeyPath
from ..model.front_matter import Entries, HeadError, Spot
from ..model.json_places import DEPTH_LIMIT, Places, TooDeep
from ..model.source import Span
from .front_matter_json import quoted, typed

_BETWEEN = re.compile(r"(?:[\s,]|#[^\r\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*""")
_DEEP_KEY = re.compile(r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')(?:[ \t]*+\.[ \t]*+(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')){100}""")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*\'''', re.S)
_LITERAL = re.compile(r"[^\s,\]}#]+(?:[ ]\d\d:\d\d[^\s,\]}#]*)?")
_LINE_END = re.compile(r"\r\n|\n|\r")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def read(text: str, inner: Span) -> Entries:
    """What the head says that stands between the fences."""
    head = text[inner.start:inner.end]
    if _DEEP_KEY.search(head):
        return Entries(error=HeadError("nested too deep", Span(0, 3)))
    try:
        values = tomllib.loads(_LINE_END.sub("\n", head))
        places = _Scanner(text, inner).places
        written: dict[KeyPath, str] = {}
        values = typed(values, (), text, places, written)
    except tomllib.TOMLDecodeError as error:
        at = inner.start + _offset(head, str(error))
        problem = _PLACE.sub("", str(error))
        return Entries(error=HeadError(problem, Span(at, min(at + 1, len(text)))))
    except ValueError:
        return Entries(error=HeadError("a number is too long to be read", Span(0, 3)))
    except (TooDeep, RecursionError):
        return Entries(error=HeadError("nested too deep", Span(0, 3)))
    return Entries(values, written, quoted=quoted(text, places), locate=lambda: places.spots)


def _offset(head: str, message: str) -> int:
    place = _PLACE.search(message)
    if not place or not place[1]:
        return len(head)
    starts = [0, *(match.end() for match in _LINE_END.finditer(head))]
    return min(starts[int(place[1]) - 1] + int(place[2]) - 1, len(head))


class _Scanner:
    """One walk over a head."""

    def __init__(self, text: str, inner: Span) -> None:
        self.text = text
        self.places = Places()
        self._lengths: dict[KeyPath, int] = defaultdict(int)     # of arrays of tables
        table: KeyPath = ()
        at = self._skipped(inner.start)
        while at < inner.end:
            if text[at] == "[":
                brackets = 2 if text.startswith("[[", at) else 1
                names, key, end = self._key(at + brackets)
                table = self._table(names, is_array=brackets == 2)
                self.places.spots[table] = Spot(key, None)
                at = self._skipped(end + brackets)
            else:
                at = self._skipped(self._entry(at, table))

    def _skipped(self, at: int) -> int:
        between = _BETWEEN.match(self.text, at)
        return between.end() if between else at

    def _table(self, names: list[str], *, is_array: bool) -> KeyPath:
        """The path of a table's header; in an array of tables, the last one is meant."""
        path: KeyPath = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        path = (*path, names[-1])
        if is_array:
            self._lengths[path] += 1
            path = (*path, self._lengths[path] - 1)
        return path

    def _key(self, at: int) -> tuple[list[str], Span, int]:
        """The parts of a dotted key, its span without blanks, and where it ends."""
        names: list[str] = []
        start = stop = at
        while part := _KEY_PART.match(self.text, at):
            written = part[1]
            names.append(next(iter(tomllib.loads(f"{written}=0"))) if written[0] == '"' else written.strip("'"))
            start, stop, at = (part.start(1) if len(names) == 1 else start), part.end(1), part.end()
            if self.text[at:at + 1] != ".":
                break
            at += 1
        return names, Span(start, stop), at

    def _entry(self, at: int, table: KeyPath) -> int:
        """A key with its value; returns where it ends."""
        names, key, end = self._key(at)
        path = (*table, *names)
        for length in range(len(table) + 1, len(path)):
            self.places.spots.setdefault(path[:length], Spot(key, None))
        start = self._skipped(end + 1)
        stop = self._value(start, path)
        self.places.spots[path] = Spot(key, Span(start, stop))
        return stop

    def _value(self, at: int, path: KeyPath) -> int:
        """Note what is inside a value; returns where it ends."""
        if len(path) > DEPTH_LIMIT:
            raise TooDeep
        if self.text[at] not in "[{":
            found = (_STRING if self.text[at] in "\"'" else _LITERAL).match(self.text, at)
            return found.end() if found else at + 1
        is_table, index = self.text[at] == "{", 0
        at = self._skipped(at + 1)
        while self.text[at] not in "]}":
            if is_table:
                at = self._skipped(self._entry(at, path))
                continue
            stop = self._value(at, (*path, index))
            self.places.spots[*path, index] = Spot(None, Span(at, stop))
            at, index = self._skipped(stop), index + 1
        return at + 1
