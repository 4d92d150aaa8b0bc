"""The date of a post says one day, its file name another.

The page and its URL go by the date in the front matter, ``post_url`` and the order of the folder by the file name.
Readers of one will look in vain for the other.

The day compared is the author's own, at the offset that was written; the same day in the zone of the site will do.

Bad::

    _posts/2022-04-02-crab-count.md:
    ---
    title: Crab count
    date: 2022-04-03 00:10:00 +0800
    ---
    <p>Forty.</p>

Reports::

    3:7 the date says 2022-04-03, the file name 2022-04-02: Jekyll goes by the date

Help::

    correct the date, or rename the file to `2022-04-03-crab-count.md`

Fixed::

    _posts/2022-04-03-crab-count.md:

Good::

    _posts/2022-04-03-crab-count.md:
    ---
    title: Crab count
    date: 2022-04-02 18:10:00 +0000
    ---
    <p>Forty, at ten past two in the morning of the site.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ..model import dates
from ..model.document import Document
from ..model.finding import Finding, Fix, Value
from . import page_rule
from .date_no_timezone import read_by_jekyll


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    written = document.front_matter.text("date")
    folder, slash, name = (document.context.path or document.source.path).rpartition("/")
    named = dates.file_name_day(name)
    if document.context.kind != "post" or not written or not named or written.startswith(f"{named} "):
        return
    try:
        moment = dates.parse(written)
    except dates.InvalidDate:
        return
    if moment.day == named:
        return
    subject = document.source.slice(document.front_matter.value_span(("date",)))
    if _day_of_site(moment, subject, document.context.timezone) == named:
        return
    effect = ": Jekyll goes by the date" if document.context.generator == "jekyll" else ""
    renamed = dates.FILE_NAME_DAY.sub(f"{moment.day}-", name, count=1)
    yield Finding(f"the date says {moment.day}, the file name {named}{effect}", Value(("date",)),
                  f"correct the date, or rename the file to `{renamed}`", subject=subject,
                  fix=Fix(f"rename it to {renamed}", rename=f"{folder}{slash}{renamed}"))


def _day_of_site(moment: dates.Moment, subject: str, zone: str | None) -> date | None:
    """The day on which a moment falls in the zone of the site, as far as both are known."""
    if moment.hour is None:
        return None
    shown = read_by_jekyll(moment, subject, zone)
    instant = moment.instant()
    try:
        return (_moved(instant, shown) if instant else shown).date() if shown else None
    except OverflowError:
        return None


def _moved(instant: datetime, shown: datetime) -> datetime:
    return instant.astimezone(shown.tzinfo)
