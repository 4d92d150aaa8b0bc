"""`newsconv schema infer`: heads in, a JSON Schema and what stands out come out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..model.document import Document
from ..schema import values_of
from .drafting import Draft, Outlier, Wishes
from .evidence import FEW, Evidence, Where
from .pool import mapped
from .reporting import check_outputs, put
from .repository import Repository, Unreadable
from .settings import Settings, load
from .walk import root_of

_WIDTH = 120
_KINDS = {"post": "post", "draft": "draft", "page": "page", "static": "other file"}


class NoHeads(ValueError):
    """There is nothing to learn from; the message says where."""


class IsThere(ValueError):
    """A schema would be written over a file; the message says how, if that is meant."""


class _Head(NamedTuple):
    """What is read of a file: its kind and values; None for a head that cannot be read, "" for the kind of a file without one."""

    path: str
    kind: str
    values: dict[str, Any] | None


class Inferred(NamedTuple):
    """A schema, and what was seen: `kinds` of files counted, `headless` files, `unreadable` ones, `outliers` as lines."""

    schema: dict[str, Any]
    kinds: Counter[str]
    headless: int
    unreadable: tuple[str, ...]
    outliers: tuple[str, ...]

    @property
    def text(self) -> str:
        """The schema as it is written."""
        return _written(self.schema) + "\n"


def _written(value: Any, indent: str = "") -> str:
    """JSON in which what is short stands on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or (indent and len(indent) + len(line) <= _WIDTH):
        return line
    inner = indent + "  "
    rows = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {_written(item, inner)}" for key, item in value.items()]
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def infer(paths: Iterable[Path], wishes: Wishes, show: Callable[[int, int], None] = lambda done, of: None) -> Inferred:
    """Infer a schema from the front matter of the files that paths name. NoHeads when none can be read."""
    paths = list(paths)
    repository = Repository(paths, _settings(paths))
    targets = repository.targets()
    evidence, kinds, headless, unreadable = Evidence(), Counter[str](), 0, list[str]()
    with mapped(targets, partial(map, partial(_head, repository))) as heads:
        for number, head in enumerate(heads, 1):
            show(number, len(targets))
            if head.values is None:
                unreadable.append(repository.shown(head.path))
            elif not head.kind:
                headless += 1
            else:
                kinds[head.kind] += 1
                evidence.add(head.values, Where(head.path))
    if not kinds:
        raise NoHeads(f"no front matter can be read in {', '.join(map(str, paths))}")
    draft = Draft(evidence, wishes)
    return Inferred(draft.schema, kinds, headless, tuple(unreadable), tuple(_line(repository, outlier) for outlier in draft.outliers))


def _settings(paths: list[Path]) -> Settings:
    return load(root_of(paths))


def _head(repository: Repository, path: str) -> _Head:
    try:
        document = repository.document(path)
    except Unreadable:
        return _Head(path, "", None)
    head = document.front_matter
    if not head:
        return _Head(path, "", {})
    return _Head(path, document.context.kind, values_of(document) if head.readable else None)


# what it says

def _line(repository: Repository, outlier: Outlier) -> str:
    places = []
    for where, what in outlier.places:
        document = repository.document(where.file)
        line, _ = document.source.position(_start(document, where))
        places.append(f"{repository.shown(where.file)}:{line}{f' ({what})' if what else ''}")
    return f"{outlier.message}: {', '.join(places)}{', …' * (outlier.number > len(places))}"


def _start(document: Document, where: Where) -> int:
    return document.front_matter.key_span(where.path).start if where.path else 0


def told(inferred: Inferred, wishes: Wishes) -> Iterator[str]:
    """What was seen, in a few lines."""
    kinds = [_kind(kind, count) for kind, count in sorted(inferred.kinds.items())]
    yield f"Looked at {', '.join(kinds)}." + (" Name a folder to describe one kind alone." if len(kinds) > 1 else "")
    if inferred.headless:
        yield f"{inferred.headless:,} {'file has' if inferred.headless == 1 else 'files have'} no front matter."
    if lost := inferred.unreadable:
        more = ", …" * (len(lost) > FEW)
        yield f"The front matter of {len(lost):,} {'file' if len(lost) == 1 else 'files'} cannot be read (“newsconv validate” says why): {', '.join(lost[:FEW])}{more}"
    yield from inferred.outliers
    if inferred.outliers:
        yield "The schema asks for what nearly all do." if wishes.strict else "The schema allows all this; with --strict, it asks for what nearly all do."


def _kind(kind: str, count: int) -> str:
    of = f" of “{kind.removeprefix('doc:')}”" if kind.startswith("doc:") else ""
    return f"{count:,} {_KINDS.get(kind, 'document')}{'s' * (count != 1)}{of}"


def check_output(file: Path, paths: Iterable[Path], *, force: bool) -> None:
    """IsThere, or reporting.BadOutput, when a schema cannot go to a file."""
    paths = list(paths)
    check_outputs([file], paths, _settings(paths))
    if file.exists() and not force:
        raise IsThere(f"{file} is there already; --force replaces it")


def write(inferred: Inferred, file: Path, paths: Iterable[Path]) -> str:
    """Write a schema; what to say of it: which setting puts it in force."""
    paths = list(paths)
    put(file, inferred.text.splitlines())
    root = os.path.abspath(root_of(paths))
    name = os.path.relpath(file, root).replace(os.sep, "/")
    folders = [os.path.relpath(path, root).replace(os.sep, "/") for path in paths if path.is_dir()]
    if len(folders) != 1:
        return f"Wrote {file}."
    glob = "*" if folders[0] == "." else f"{folders[0]}/**"
    is_in_force = any(os.path.realpath(os.path.join(root, named)) == os.path.realpath(file) for names in _settings(paths).schemas.values() for named in names)
    return f"Wrote {file}." if is_in_force else f'Wrote {file}. To hold posts against it, in newsconv.toml: schemas = {{"{glob}" = "{name}"}}'
