"""Lateness against a rhythm and against a release calendar; calendars read within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tallywire.errors import SourceError
from tallywire.watch import late, planned
from tallywire.watch.rhythm import length_of_time

START = datetime(2022, 1, 3, 9, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)
WEEKLY = tuple(START + n * WEEK for n in range(12))
DAY = timedelta(days=1)


def test_a_weekly_page_is_late_a_grace_after_its_longest_interval() -> None:
    last = WEEKLY[-1]
    # A quarter of a week is longer than a day.
    assert late(WEEKLY, None, now=last + WEEK + WEEK / 4) == ""
    why = late(WEEKLY, None, now=last + WEEK + WEEK / 4 + timedelta(minutes=1))
    assert why.startswith("nothing new for 9 days; something new came every 7 days as a rule")
    assert "over the last 10 times" in why


def test_an_interval_that_was_longer_before_is_waited_for_again() -> None:
    holiday = (*WEEKLY[:6], *(moment + WEEK for moment in WEEKLY[6:]))
    last = holiday[-1]
    assert late(holiday, None, now=last + 2 * WEEK + DAY) == ""
    assert late(holiday, None, now=last + 2 * WEEK + 2 * DAY) != ""


def test_the_past_that_came_at_once_and_too_few_arrivals_are_no_rhythm() -> None:
    # The first arrival brought the past: the interval after it says nothing, so seven intervals are needed.
    seven, eight = WEEKLY[:7], WEEKLY[:8]
    assert late(seven, None, now=seven[-1] + 10 * WEEK) == ""
    assert late(eight, None, now=eight[-1] + 10 * WEEK) != ""
    assert late((), None, now=START) == ""


def test_a_grace_of_the_source_file_counts_instead() -> None:
    now = WEEKLY[-1] + WEEK + timedelta(hours=3)
    assert late(WEEKLY, None, now=now, grace=timedelta(hours=2)) != ""
    assert late(WEEKLY, None, now=now, grace=timedelta(hours=4)) == ""


def test_a_calendar_counts_before_the_rhythm() -> None:
    release = START + 13 * WEEK
    quiet = release + 40 * WEEK
    assert late(WEEKLY, (), now=quiet) == "", "nothing was planned"
    assert late(WEEKLY, (release,), now=release + DAY) == ""
    why = late(WEEKLY, (release,), now=release + DAY + timedelta(minutes=1))
    assert why == (
        "its calendar planned figures for 2022-04-04 09:30 UTC, and nothing new has come since 2022-03-21 09:30 UTC"
    )
    # A figure that came a day early is the one that was planned.
    assert late((*WEEKLY, release - DAY), (release,), now=release + 3 * DAY) == ""
    assert late((), (release,), now=release + 3 * DAY).endswith("nothing new has come yet")


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", *events, "END:VCALENDAR", ""])


def moments(*events: str, about: str = "prices") -> list[str]:
    found = planned(calendar(*events), about, since=START, until=START + timedelta(days=200))
    return [f"{moment:%m-%d %H:%M}" for moment in found]


PRICES = "SUMMARY:Consumer Prices\\, February"


def test_moments_are_those_of_the_events_that_are_meant() -> None:
    assert moments(event("DTSTART:20220210T093000Z", PRICES), event("DTSTART:20220211T093000Z", "SUMMARY:Wages")) == [
        "02-10 09:30"
    ]
    assert moments(event("DTSTART;TZID=Europe/Kyiv:20220210T093000", PRICES)) == ["02-10 07:30"]
    assert moments(event("DTSTART:20220210T093000Z", PRICES, "STATUS:CANCELLED")) == []
    # A whole day: by its end.
    assert moments(event("DTSTART;VALUE=DATE:20220210", PRICES)) == ["02-11 00:00"]


def test_events_that_repeat_give_each_moment_but_those_left_out() -> None:
    assert moments(
        event("DTSTART:20211210T093000Z", "RRULE:FREQ=MONTHLY;COUNT=6", "EXDATE:20220310T093000Z", PRICES)
    ) == ["01-10 09:30", "02-10 09:30", "04-10 09:30", "05-10 09:30"]
    assert moments(event("DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=MONTHLY;UNTIL=20220301", PRICES)) == [
        "02-02 00:00",
        "03-02 00:00",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html>not found</html>", "not an iCalendar file"),
        (calendar(event("DTSTART:20220210T093000Z", "RRULE:FREQ=SECONDLY", PRICES)), "more often than daily"),
        (calendar(event("DTSTART:tomorrow", PRICES)), "cannot be read"),
        ("x" * (9 << 20), "more than 8 MiB"),
    ],
    ids=["page", "secondly", "no date", "huge"],
)
def test_what_is_no_calendar_is_told(text: str, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        planned(text, "prices", since=START, until=START + timedelta(days=200))


@pytest.mark.parametrize(
    ("text", "length"),
    [("15 min", timedelta(minutes=15)), ("6h", timedelta(hours=6)), ("2 d", 2 * DAY), ("1 w", WEEK)],
)
def test_lengths_of_time(text: str, length: timedelta) -> None:
    assert length_of_time(text) == length


@pytest.mark.parametrize("text", ["", "soon", "0 h", "-1 d", "1 month", "400 d", "1.5 h", "30 s"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="no length of time"):
        length_of_time(text)
