"""A date is written in another form than the others: dates in one form can be sorted, compared and searched.

The form is that of the site's generator: ``2022-02-15 09:00:00 +0800`` for Jekyll, ``2022-02-15T09:00:00+08:00`` (RFC 3339) for Hugo; the
options of the rule name another. A day alone is written ``2022-02-15``. The moment stays the same.

Bad::

    ---
    title: Ebb
    date: 2022-02-15T09:00+08:00
    updated: Feb 16, 2022
    ---
    <p>At noon.</p>

Reports::

    3:7 “2022-02-15T09:00+08:00” is not in the form `2022-02-15 09:00:00 +0800`
    4:10 “Feb 16, 2022” is not in the form `2022-02-16`

Help::

    write `2022-02-15 09:00:00 +0800`

Fixed::

    ---
    title: Ebb
    date: 2022-02-15 09:00:00 +0800
    updated: 2022-02-16
    ---
    <p>At noon.</p>

Good::

    ---
    title: Ebb
    date: 2022-02-15 09:00:00 +0800
    updated: "2022-02-16"
    ---
    <p>At noon.</p>

Options::

    form = "iso"

Bad::

    ---
    title: Ebb
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>At noon.</p>

Reports::

    3:7 “2022-02-15 09:00:00 +0800” is not in the form `2022-02-15T09:00:00+08:00`

Fixed::

    ---
    title: Ebb
    date: 2022-02-15T09:00:00+08:00
    ---
    <p>At noon.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from ..model import dates
from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from . import page_rule
from .date_empty import DATE_KEYS

_FORMS = {"jekyll": re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4})?\Z"),
          "iso": re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?\Z")}


class Options(NamedTuple):
    form: Annotated[Literal["generator", "jekyll", "iso"], "the form of dates: that of the site's generator, Jekyll's, or that of RFC 3339"] = "generator"


@page_rule("info", default=False, options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    head = document.front_matter
    form = options.form if options.form != "generator" else ("iso" if document.context.generator == "hugo" else "jekyll")
    for key in DATE_KEYS:
        written = (head.text(key) or "").strip()
        if not written or _FORMS[form].match(written) or not isinstance(head.values.get(key), str):
            continue
        try:
            moment = dates.parse(written)
        except dates.InvalidDate:
            continue
        if moment.hour is not None and moment.offset is None:
            continue                     # date-no-timezone says what is wrong with it
        wanted = _written(moment, form)
        span = head.value_span((key,))
        value = document.source.slice(span)
        fix = Fix(f"write {wanted}", (Edit(span, value.replace(written, wanted)),), safe=True) if value.count(written) == 1 else None
        yield Finding(f"“{written}” is not in the form `{wanted}`", Value((key,)), f"write `{wanted}`", subject=value, fix=fix)


def _written(moment: dates.Moment, form: str) -> str:
    if form == "iso" or moment.hour is None or moment.offset is None:
        return str(moment)
    hours, minutes = divmod(abs(moment.offset), 60)
    fraction = f".{moment.fraction}" if moment.fraction else ""
    return f"{moment.local():%Y-%m-%d %H:%M:%S}{fraction} {'-' if moment.offset < 0 else '+'}{hours:02}{minutes:02}"
