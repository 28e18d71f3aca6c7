"""The days that the told brief, its evidence and the record know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tallywire.brief import Brief
from tallywire.desk.wording.dates import dates
from tallywire.desk.wording.grounds import Grounds
from tallywire.desk.wording.manuscript import places
from tallywire.desk.wording.number import Day
from tallywire.series import Period

MOST_PERIODS = 20_000
"""Counts of the brief's series whose dates are looked at."""


class KnownDays:
    """Dates that may stand in an edited brief."""

    def __init__(self, told: Brief | None, series: Sequence[str], grounds: Grounds) -> None:
        self._said: set[tuple[int | None, int | None, int | None, str]] = set()
        self._days: set[date] = set()
        self._months: set[tuple[int, int]] = set()
        self._years: set[int] = set()
        if told is not None:
            for _, text in places(told):
                self._take_words(text.text)
            for proof in told.proofs:
                self._take_words(proof.wording)
                evidence = proof.evidence
                for ref in (*evidence.used, *evidence.rivals):
                    self._take(ref.period)
                for gap in evidence.gaps:
                    self._take_day(gap.start)
                    self._take_day(gap.last_day)
        for period in _held(series, grounds):
            self._take(period)

    def __contains__(self, day: Day) -> bool:
        if (day.year, day.month, day.day, day.part) in self._said:
            return True
        if day.part:
            return day.part[0] in "QH" and day.year in self._years and self._in_part(day)
        if day.day is not None:
            return any(d.day == day.day and d.month == day.month and day.year in (None, d.year) for d in self._days)
        if day.month is not None:
            return any(month == day.month and day.year in (None, year) for year, month in self._months)
        return day.year in self._years

    def _in_part(self, day: Day) -> bool:
        """Every month of a quarter or half."""
        size = 3 if day.part[0] == "Q" else 6
        first = (int(day.part[1:]) - 1) * size + 1
        return day.year is not None and all((day.year, m) in self._months for m in range(first, first + size))

    def _take_words(self, text: str) -> None:
        for day in dates(text):
            self._said.add((day.year, day.month, day.day, day.part))
            if day.year is not None:
                self._years.add(day.year)
                if day.month is not None:
                    self._months.add((day.year, day.month))
                    if day.day is not None:
                        self._said.add((None, day.month, day.day, ""))
                        self._said.add((day.year, day.month, None, ""))
                        self._said.add((None, day.month, None, ""))

    def _take(self, period: Period) -> None:
        self._years.add(period.start.year)
        if period.granularity == "day":
            self._take_day(period.start)
        elif period.granularity == "month":
            self._months.add((period.start.year, period.start.month))
        elif period.granularity in ("quarter", "half"):
            letter, size = ("Q", 3) if period.granularity == "quarter" else ("H", 6)
            self._said.add((period.start.year, None, None, f"{letter}{(period.start.month - 1) // size + 1}"))

    def _take_day(self, day: date) -> None:
        self._years.add(day.year)
        self._months.add((day.year, day.month))
        self._days.add(day)


def _held(series: Iterable[str], grounds: Grounds) -> Iterator[Period]:
    left = MOST_PERIODS
    for id in dict.fromkeys(series):
        if grounds.holdings.series(id) is None:
            continue
        for observation in grounds.holdings.observations(id, as_of=grounds.as_of)[:left]:
            left -= 1
            yield observation.period
    for event in grounds.holdings.events("", as_of=grounds.as_of):
        yield event.began
        if event.ended is not None:
            yield event.ended
