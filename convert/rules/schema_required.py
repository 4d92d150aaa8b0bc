"""A key that every post needs is missing from its front matter.

What is needed is said by the schema that the repository checks its posts against; where it names none, a post needs a
``title``. Without one Jekyll makes one of the file name, Hugo leaves it empty.

A key that is there and empty is not missing: ``schema-empty`` and ``date-empty`` speak of it.

Bad::

    ---
    titel: The rope museum
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>All rope.</p>

Reports::

    1:1 the front matter has no “title”

Help::

    did you mean “title” where “titel” is written?

Good::

    ---
    title: The rope museum
    ---
    <p>All rope, of a post that has its date in the file name.</p>

Good::

    ---
    title: The rope museum
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>All rope.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.dates import file_name_day
from ..model.document import Document
from ..model.finding import Finding, Key
from ..schema import SchemaError, errors_of
from ..schema.words import because
from . import page_rule
from .date_empty import midnight
from .schema_type import named


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.schemas:
        return
    seen = set()
    for error in errors_of(document):
        if error.kind == "required" and error.missing and (error.path, error.missing) not in seen:
            seen.add((error.path, error.missing))
            yield Finding(f"{named(error.path)} has no “{error.missing}”", Key(error.path), _help(document, error))


def _help(document: Document, error: SchemaError) -> str:
    from difflib import get_close_matches
    asking = [f"“{key}”" for key, keys in error.expected.items() if error.missing in keys and key in error.value] if isinstance(error.expected, dict) else []
    unwanted = [str(key) for key in error.value if key not in (error.expected or ())] if not asking else []
    lower = {key.lower(): key for key in unwanted}
    if near := get_close_matches(error.missing.lower(), lower, 1, 0.78):
        return f"did you mean “{error.missing}” where “{lower[near[0]]}” is written?"
    day = file_name_day(document.source.path.rsplit("/", 1)[-1])
    if error.missing == "date" and day and not error.path:
        line = f"date: {midnight(day, document.context.timezone)}"
        return f"add the line `{line}`, the day of the file name, with the right time"
    reason = because(error) or (f"{' and '.join(asking)} {'asks' if len(asking) == 1 else 'ask'} for it" if asking else "")
    return f"{reason}: add the line `{error.missing}: …`" if reason else f"add the line `{error.missing}: …`"
