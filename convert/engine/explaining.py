"""Why the next run reads files again, although a cache is there: `newsconv cache --why`. Nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from .cache import FILES, FOLDER, asked, key_of, unpacked
from .checking import Checker, digest_of
from .circumstances import key_of as circumstances_of
from .recall import CHECKED, unremembered
from .repository import Repository


class Missed(NamedTuple):
    """The files that are to be read of so many, and why each; `all_of_them` says why all are."""

    files: int
    all_of_them: str = ""
    each: tuple[tuple[str, str], ...] = ()


def missed(paths: Iterable[Path]) -> Missed:
    """What the next validation of some paths reads. settings.BadSettings when it cannot be done."""
    repository = Repository(paths)
    targets = repository.targets()
    checker = Checker(repository)
    now = circumstances_of(checker)
    if why := unremembered(repository) or _not_known(repository.root, now):
        return Missed(len(targets), why)
    known = {path: state for path, *state in asked(
        repository.root / FOLDER / FILES, "SELECT path, size, mtime, digest, flags FROM files JOIN keys ON files.key = keys.id WHERE keys.key = ?",
        key_of(now))}
    each = ((repository.shown(path), _why(checker, path, known.get(path))) for path in targets)
    return Missed(len(targets), each=tuple((path, why) for path, why in each if why))


def _not_known(root: Path, now: Mapping[str, bytes]) -> str:
    """Why nothing that is remembered holds in the circumstances of now."""
    found = asked(root / FOLDER / FILES, "SELECT key, said, rests FROM keys ORDER BY used DESC")
    if not found:
        return "nothing is remembered"
    rests = next((rests for key, _, rests in found if key == key_of(now)), None)
    if rests is not None:
        changed = [f"the schema {os.path.relpath(name)}" for name, digest in unpacked(rests).items() if _digest(name) != digest]
    elif any(key == key_of(now) for key, _, _ in found):
        return "the last run did not come to its end"
    else:
        before = unpacked(found[0][1])
        changed = [name for name in now if now[name] != before.get(name)]
    return f"since the last run, {_joined(changed)} changed" if changed else ""


def _why(checker: Checker, path: str, state: list[Any] | None) -> str:
    """Why a file is read; empty where it is not."""
    if state is None or not state[3] & CHECKED:
        return "it is new" if checker.page(path).digest else "it is never remembered: it goes by the day, as drafts and posts of the future do, or cannot be read"
    size, mtime, digest, _ = state
    place = checker.repository.root / path
    with suppress(OSError):                      # it went meanwhile
        found = os.stat(place)
        if (found.st_size, found.st_mtime_ns) == (size, mtime) or _digest(place) == digest:
            return ""
    return "it changed"


def _digest(path: str | Path) -> bytes | None:
    try:
        return digest_of(Path(path).read_bytes())
    except OSError:
        return None


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def lines(found: Missed) -> Iterator[str]:
    """That, to be read."""
    if found.all_of_them:
        yield f"The next run reads all files: {found.all_of_them}."
        return
    yield f"The next run reads {len(found.each) or 'none'} of {found.files:,} files{':' if found.each else '.'}"
    yield from (f"{path}: {why}" for path, why in found.each)
