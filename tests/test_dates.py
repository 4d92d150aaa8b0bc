"""Dates: what an author meant, as RFC 3339 says it; and which local time Jekyll makes of it, by Ruby itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from judges import Ruby, needs_ruby

from convert.model.dates import InvalidDate, Moment, file_name_day, parse
from convert.model.source import Source
from convert.readers import read
from convert.sites.jekyll_time import local_time, zone_of

# What is written, and what it means: the day and time as far as they are written, with the offset that is written.
READ = [
    # a day
    ("2022-02-15", "2022-02-15"), ("2022-2-5", "2022-02-05"), ("2022/02/15", "2022-02-15"), ("2022.2.5", "2022-02-05"),
    ("20220215", "2022-02-15"), ("  2022-02-15\t", "2022-02-15"), ("2024-02-29", "2024-02-29"),
    # English names of months
    ("Feb 15, 2022", "2022-02-15"), ("February 15, 2022", "2022-02-15"), ("february 15 2022", "2022-02-15"),
    ("Feb. 15th, 2022", "2022-02-15"), ("Tue, Feb 15 2022", "2022-02-15"), ("15 Feb 2022", "2022-02-15"),
    ("15 February 2022", "2022-02-15"), ("15th February, 2022", "2022-02-15"), ("15-Feb-2022", "2022-02-15"),
    ("Sept 5, 2022", "2022-09-05"), ("1st May 2022", "2022-05-01"), ("May 1, 2022", "2022-05-01"),
    ("Tue, 15 Feb 2022 19:12:03 GMT", "2022-02-15T19:12:03Z"),
    ("Tue, 15 Feb 2022 19:12:03 +0800", "2022-02-15T19:12:03+08:00"),
    # the year at the end, as the command `date` writes it
    ("Tue Feb 15 19:12:03 2022 +0800", "2022-02-15T19:12:03+08:00"), ("Tue Feb 15 19:12:03 2022", "2022-02-15T19:12:03"),
    ("Tue Feb 15 19:12:03 PST 2022", "2022-02-15T19:12:03-08:00"), ("Feb 15, 19:12 2022", "2022-02-15T19:12:00"),
    # a time of day
    ("2022-02-15 19:12:03", "2022-02-15T19:12:03"), ("2022-02-15T19:12:03", "2022-02-15T19:12:03"),
    ("2022-02-15t19:12", "2022-02-15T19:12:00"), ("2022-02-15 9:05", "2022-02-15T09:05:00"),
    ("2022-02-15   19:12", "2022-02-15T19:12:00"), ("2022-02-15\u300019:12", "2022-02-15T19:12:00"),
    ("2022-02-15 19:12:03.25", "2022-02-15T19:12:03.25"), ("2022-02-15 19:12:03,5", "2022-02-15T19:12:03.5"),
    ("2022-02-15 24:00", "2022-02-16T00:00:00"), ("2022-12-31 24:00:00", "2023-01-01T00:00:00"),
    ("2016-12-31 23:59:60Z", "2016-12-31T23:59:59Z"),
    # a clock of twelve hours
    ("2022-02-15 7:12 pm", "2022-02-15T19:12:00"), ("2022-02-15 7:12PM", "2022-02-15T19:12:00"),
    ("2022-02-15 12:30 am", "2022-02-15T00:30:00"), ("2022-02-15 12:30 pm", "2022-02-15T12:30:00"),
    ("2022-02-15 07:12:03 AM +0800", "2022-02-15T07:12:03+08:00"),
    # zones
    ("2022-02-15 19:12:03 +0800", "2022-02-15T19:12:03+08:00"), ("2022-02-15 19:12:03+08:00", "2022-02-15T19:12:03+08:00"),
    ("2022-02-15 19:12 +08", "2022-02-15T19:12:00+08:00"), ("2022-02-15 19:12 +8", "2022-02-15T19:12:00+08:00"),
    ("2022-02-15 19:12 +800", "2022-02-15T19:12:00+08:00"), ("2022-02-15T19:12:03-05:30", "2022-02-15T19:12:03-05:30"),
    ("2022-02-15 19:12:03Z", "2022-02-15T19:12:03Z"), ("2022-02-15 19:12:03 z", "2022-02-15T19:12:03Z"),
    ("2022-02-15 19:12:03 UTC", "2022-02-15T19:12:03Z"), ("2022-02-15 19:12:03 GMT", "2022-02-15T19:12:03Z"),
    ("2022-02-15 19:12:03 GMT+8", "2022-02-15T19:12:03+08:00"), ("2022-02-15 19:12:03 UTC-03:30", "2022-02-15T19:12:03-03:30"),
    ("2022-02-15 19:12:03 -0000", "2022-02-15T19:12:03Z"), ("2022-02-15 19:12:03 +2359", "2022-02-15T19:12:03+23:59"),
    ("2022-02-15 19:12:03 EST", "2022-02-15T19:12:03-05:00"), ("2022-07-15 19:12:03 PDT", "2022-07-15T19:12:03-07:00"),
    ("2022-02-15 19:12:03 JST", "2022-02-15T19:12:03"), ("2022-02-15 19:12:03 Asia/Shanghai", "2022-02-15T19:12:03"),
    # the ends of the calendar
    ("0001-01-01", "0001-01-01"), ("9999-12-31 23:59:59", "9999-12-31T23:59:59"),
]

# What is written, why it is no date, and the day that Ruby makes of it where it makes any.
REFUSED = [
    ("", "no date that can be read", None), ("+0800", "no date that can be read", None), ("TBD", "no date that can be read", None),
    ("2022", "no date that can be read", None), ("2022-02", "no date that can be read", None),
    ("2022年2月15日", "no date that can be read", None), ("２０２２-02-15", "no date that can be read", None),
    ("02/15/2022", "no date that can be read", None), ("1644923523", "no date that can be read", None),
    ("15 Foo 2022", "there is no month “foo”", None), ("2022-13-01", "there is no month 13", None),
    ("2022-00-01", "there is no month 0", None), ("2022-02-32", "there is no day 32", None),
    ("2022-02-00", "there is no day 0", None), ("0000-01-01", "there is no year 0", None),
    ("2022-02-29", "February 2022 has 28 days", "2022-03-01"), ("2022-02-31", "February 2022 has 28 days", "2022-03-03"),
    ("2024-02-30", "February 2024 has 29 days", "2024-03-01"), ("2100-02-29", "February 2100 has 28 days", "2100-03-01"),
    ("2022-04-31", "April 2022 has 30 days", "2022-05-01"), ("Nov 31, 2022", "November 2022 has 30 days", "2022-12-01"),
    ("2022-02-31 06:00:00 +0800", "February 2022 has 28 days", "2022-03-03"),
    ("2022-02-15 25:10", "there is no time 25:10:00", None), ("2022-02-15 24:00:01", "there is no time 24:00:01", None),
    ("2022-02-15 19:60", "there is no time 19:60:00", None), ("2022-02-15 19:12:61", "there is no time 19:12:61", None),
    ("9999-12-31 24:00", "there is no time 24:00:00", None),
    ("2022-02-15 19:12 +2400", "there is no offset +2400", None), ("2022-02-15 19:12 +0860", "there is no offset +0860", None),
    ("2022-02-15 19:12 (noon)", "“(noon)” behind the time is no time zone", None),
    ("2022-02-15 evening", "“evening” behind the day is no time of day", None),
    ("2022-02-15-1", "“-1” behind the day is no time of day", None),
]

# The table of `date:` in front matter, by Ruby, on a machine in Shanghai and on one in New York.
FATAL = "fatal"
JEKYLL = [
    # a time stamp of YAML without a zone is UTC
    ("2024-01-02 23:30:00", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02T23:30:00", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02 23:30:00.5", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02 9:30:00", "2024-01-02T17:30:00+08:00", "2024-01-02T04:30:00-05:00"),
    ("2024-01-02 24:00:00", "2024-01-03T08:00:00+08:00", "2024-01-02T19:00:00-05:00"),
    ("2024-01-02 10:59:60", "2024-01-02T19:00:00+08:00", "2024-01-02T06:00:00-05:00"),
    # any other text is local
    ("2024-01-02 23:30", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("'2024-01-02 23:30:00'", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2024-1-2", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2024/01/02", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2024/1/2 3:04", "2024-01-02T03:04:00+08:00", "2024-01-02T03:04:00-05:00"),
    ("2024.01.02", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("20240102", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("240102", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("20240102101112", "2024-01-02T10:11:12+08:00", "2024-01-02T10:11:12-05:00"),
    ("20240102T101112Z", "2024-01-02T18:11:12+08:00", "2024-01-02T05:11:12-05:00"),
    ("Jan 2, 2024", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("January 2nd 2024", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2 January 2024", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("02-Jan-2024", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2024 Jan 2", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("Jan 2024", "2024-01-01T00:00:00+08:00", "2024-01-01T00:00:00-05:00"),
    ("2024-01-02 11:30 pm", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 12:30 AM", "2024-01-02T00:30:00+08:00", "2024-01-02T00:30:00-05:00"),
    ("2024-01-02 10h30", "2024-01-02T10:30:00+08:00", "2024-01-02T10:30:00-05:00"),
    ("2024-01-02 10", "2024-01-02T10:00:00+08:00", "2024-01-02T10:00:00-05:00"),
    ("about 2024-01-02", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    ("2024-01-02 10:00:00 (approx)", "2024-01-02T10:00:00+08:00", "2024-01-02T10:00:00-05:00"),
    ("99-01-02", "1999-01-02T00:00:00+08:00", "1999-01-02T00:00:00-05:00"),
    ("24-01-02", "2024-01-02T00:00:00+08:00", "2024-01-02T00:00:00-05:00"),
    # an hour that a clock skips, and one that comes twice
    ("'2024-03-10 02:30:00'", "2024-03-10T02:30:00+08:00", "2024-03-10T03:30:00-04:00"),
    ("'2024-11-03 01:30:00'", "2024-11-03T01:30:00+08:00", "2024-11-03T01:30:00-05:00"),
    # offsets
    ("2024-01-02 23:30:00 +0800", "2024-01-02T23:30:00+08:00", "2024-01-02T10:30:00-05:00"),
    ("2024-01-02 23:30:00 +08:00", "2024-01-02T23:30:00+08:00", "2024-01-02T10:30:00-05:00"),
    ("2024-01-02 23:30:00 +8", "2024-01-02T23:30:00+08:00", "2024-01-02T10:30:00-05:00"),
    ("'2024-01-02 23:30:00 +8'", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30 +8", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30:00 +800", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30 +0800", "2024-01-02T23:30:00+08:00", "2024-01-02T10:30:00-05:00"),
    ("2024-01-02 10:00:00 -0330", "2024-01-02T21:30:00+08:00", "2024-01-02T08:30:00-05:00"),
    ("2024-12-31 23:00:00 -0500", "2025-01-01T12:00:00+08:00", "2024-12-31T23:00:00-05:00"),
    ("2024-01-02T10:00:00+08:00[Asia/Shanghai]", "2024-01-02T10:00:00+08:00", "2024-01-01T21:00:00-05:00"),
    ("2024-01-02 25:00:00 +0800", "2024-01-03T01:00:00+08:00", "2024-01-02T12:00:00-05:00"),
    ("2024-01-02 10:00:00 +25:00", FATAL, FATAL),
    # names of zones
    ("2024-01-02 23:30:00Z", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02 23:30:00 UTC", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02 23:30:00 GMT", "2024-01-03T07:30:00+08:00", "2024-01-02T18:30:00-05:00"),
    ("2024-01-02 23:30:00 EST", "2024-01-03T12:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30:00 CST", "2024-01-03T13:30:00+08:00", "2024-01-03T00:30:00-05:00"),
    ("2024-07-02 23:30:00 PST", "2024-07-03T15:30:00+08:00", "2024-07-03T03:30:00-04:00"),
    ("Tue, 02 Jan 2024 10:00:00 GMT", "2024-01-02T18:00:00+08:00", "2024-01-02T05:00:00-05:00"),
    ("2024-01-02 23:30:00 JST", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30:00 CET", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30:00 Asia/Shanghai", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    ("2024-01-02 23:30:00 GMT+8", "2024-01-02T23:30:00+08:00", "2024-01-02T23:30:00-05:00"),
    # a day that its month does not have
    ("2024-02-30", "2024-03-01T00:00:00+08:00", "2024-03-01T00:00:00-05:00"),
    ("2024-04-31", "2024-05-01T00:00:00+08:00", "2024-05-01T00:00:00-04:00"),
    ("2023-02-29 10:00:00 +0800", "2023-03-01T10:00:00+08:00", "2023-02-28T21:00:00-05:00"),
    ("2023-02-29 10:00:00", "2023-03-01T18:00:00+08:00", "2023-03-01T05:00:00-05:00"),
    ("'2023-02-31 22:00:00 -0800'", "2023-03-01T14:00:00+08:00", "2023-03-01T01:00:00-05:00"),
    # day and month before the year
    ("01/02/2024", "2024-02-01T00:00:00+08:00", "2024-02-01T00:00:00-05:00"),
    ("13/02/2024", "2024-02-13T00:00:00+08:00", "2024-02-13T00:00:00-05:00"),
    ("1/2/24", "2001-02-24T00:00:00+08:00", "2001-02-24T00:00:00-05:00"),
    ("02/13/2024", FATAL, FATAL),
    # what stops the build
    ("", FATAL, FATAL), ("''", FATAL, FATAL), ("TBD", FATAL, FATAL), ("today", FATAL, FATAL), ("true", FATAL, FATAL),
    ("2024", FATAL, FATAL), ("2024-01", FATAL, FATAL), ("1704153600", FATAL, FATAL), ("2024年1月2日", FATAL, FATAL),
    ("2024-13-01", FATAL, FATAL), ("25:00:00", FATAL, FATAL), ("2024-02-32", FATAL, FATAL), ("1.5", FATAL, FATAL),
    ("2024-01-02 24:00:01", FATAL, FATAL), ("2024-01-02 10:60:00", FATAL, FATAL), ("2024-01-02 10:59:61", FATAL, FATAL),
]
ZONES = ("Asia/Shanghai", "America/New_York")


@pytest.mark.parametrize(("text", "meaning"), READ)
def test_a_date_is_read(text: str, meaning: str) -> None:
    assert str(parse(text)) == meaning


@pytest.mark.parametrize(("text", "reason", "rolls_to"), REFUSED)
def test_a_date_is_refused(text: str, reason: str, rolls_to: str | None) -> None:
    with pytest.raises(InvalidDate) as caught:
        parse(text)
    assert caught.value.reason == reason
    assert (str(caught.value.rolls_to) if caught.value.rolls_to else None) == rolls_to


MOMENTS = st.builds(
    Moment, st.dates(), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["", "5", "250", "000001"]),
    st.none() | st.integers(-1439, 1439))


@given(MOMENTS | st.dates().map(Moment))
def test_what_is_said_is_read_again(moment: Moment) -> None:
    assert parse(str(moment)) == moment


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}[ T][0-9]{0,2}:[0-9]{0,2}.{0,9}"))
@example("9999-12-31 24:00")
@example("0000-02-30")
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        moment = parse(text)
    except InvalidDate as error:
        assert error.reason  # noqa: PT017 - the other outcome is fine too
    else:
        assert datetime.fromisoformat(str(moment._replace(fraction=""))).date() == moment.day


@given(MOMENTS)
def test_the_instant_is_on_the_clock_of_the_author(moment: Moment) -> None:
    instant = moment.instant()
    if moment.offset is None:
        assert instant is None
    else:
        assert instant is not None
        assert instant.replace(tzinfo=None) == moment.local()
        assert instant.utcoffset() == timedelta(minutes=moment.offset)


@pytest.mark.parametrize(("name", "day"), [
    ("2022-02-15-title.md", date(2022, 2, 15)), ("2022-2-5-title.md", date(2022, 2, 5)),
    ("2022-02-30-title.md", None), ("2022-13-01-title.md", None), ("22-02-15-title.md", None),
    ("-2022-02-15-title.md", None), ("2022-02-15.md", None), ("２０２２-02-15-title.md", None), ("about.md", None),
])
def test_the_day_of_a_file_name(name: str, day: date | None) -> None:
    assert file_name_day(name) == day


# By Ruby

def jekyll_time(written: str, zone: str) -> str:
    """The time that our model makes of `date: WRITTEN`, as Ruby's judge says it."""
    head = read(Source(f"---\ndate: {written}\n---\n"), "markdown").front_matter
    text = head.text("date")
    assert text is not None
    try:
        time = local_time(text, head.values["date"], quoted=head.is_quoted("date"), zone=zone_of(zone))
    except ValueError:
        return FATAL
    return time.isoformat(timespec="seconds")


@pytest.mark.parametrize(("written", "shanghai", "new_york"), JEKYLL)
def test_jekyll_by_the_table(written: str, shanghai: str, new_york: str) -> None:
    assert (jekyll_time(written, ZONES[0]), jekyll_time(written, ZONES[1])) == (shanghai, new_york)


@needs_ruby
def test_ruby_reads_the_table_so(ruby: Ruby) -> None:
    texts = [written for written, *_ in JEKYLL]
    assert list(zip(texts, *(ruby.ask("date", texts, zone) for zone in ZONES), strict=True)) == JEKYLL


TIMES = st.one_of(
    st.just(""), st.builds("{}{}:{:02}".format, st.sampled_from([" ", "T", "  "]), st.integers(0, 25), st.integers(0, 61)),
    st.builds("{}{}:{:02}:{:02}".format, st.sampled_from([" ", "T", "  "]), st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)))
OFFSETS = st.one_of(
    st.sampled_from(["", "", "Z", " Z", " UTC", " GMT", " EST", " MDT", " JST", " CST", " A", " am", " pm", " PM", ".25", " +8"]),
    st.builds("{}{}{:02}{}{:02}".format, st.sampled_from(["", " "]), st.sampled_from("+-"), st.integers(0, 14), st.sampled_from(["", ":"]),
              st.integers(0, 59)))
YEARS = st.integers(1970, 2037)
MARK = st.shared(st.sampled_from("-/."))
DAYS = st.one_of(
    st.builds("{}{}{}{}{}".format, YEARS, MARK, st.integers(1, 13), MARK, st.integers(1, 32)),
    st.builds("{}{}{:02}{}{:02}".format, YEARS, MARK, st.integers(1, 13), MARK, st.integers(1, 32)),
    st.builds("{1:02}/{2:02}/{0}".format, YEARS, st.integers(1, 32), st.integers(1, 13)),
    st.builds("{} {}, {}".format, st.sampled_from(["Jan", "February", "sept", "DEC"]), st.integers(1, 32), YEARS),
    st.builds("{} {} {}".format, st.integers(1, 32), st.sampled_from(["Jan", "February", "Sept", "Dec"]), YEARS))


@needs_ruby
@settings(max_examples=300, deadline=None)
@given(st.tuples(DAYS, TIMES, OFFSETS).map("".join), st.booleans(), st.sampled_from(ZONES))
def test_ruby_agrees(ruby: Ruby, text: str, quoted: bool, zone: str) -> None:  # noqa: FBT001
    written = f'"{text}"' if quoted else text
    ours, (theirs,) = jekyll_time(written, zone), ruby.ask("date", [written], zone)
    assume(ours != FATAL or theirs[:4] != ruby.ask("date", ["01-01"], zone)[0][:4])    # a year taken from today
    assert ours == theirs


@pytest.mark.parametrize(("name", "key"), [("Asia/Shanghai", "Asia/Shanghai"), (None, "UTC"), ("Mars/Base", "UTC"), ("../etc", "UTC")])
def test_the_zone_of_a_site(name: str | None, key: str) -> None:
    moment = datetime(2024, 1, 2, 12, tzinfo=zone_of(name))
    assert moment.utcoffset() == moment.replace(tzinfo=ZoneInfo(key)).utcoffset()
