"""Statements of every kind, for law 2, and the form in which told and read ones are compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from hypothesis import strategies as st

from tallywire.language import pack
from tallywire.series import Interval, Length, Period, Series
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Direction,
    EventClass,
    EventMention,
    Extreme,
    Level,
    Measure,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    Window,
)
from tallywire.tell import voice

EN = pack()
PUBLISHED = date(2024, 6, 3)
TITLES = (
    ("people in correctional colonies in Russia", "people"),
    ("employees in durable goods in the United States", "employees"),
    ("registered bicycles in Utopia", "bicycles"),
    ("people held in remand prisons", "people"),
    ("unemployed people aged 15 to 24 in Utopia", "people"),
    ("unemployment rate in the United States", "%"),
    ("consumer price index, all items", "index"),
    ("average price of a ferry ticket", "USD"),
    ("initial jobless claims", "claims"),
    ("new orders for machine tools", "orders"),
    ("households on the housing register", "households"),
)
SERIES = {
    f"s/{n}": Series(id=f"s/{n}", title=title, unit=unit, kind="stock", frequency="M", source="s")
    for n, (title, unit) in enumerate(TITLES)
}
VOICE = voice(SERIES.get)

days = st.dates(date(2001, 1, 1), date(2024, 5, 1)).map(Period.day)
months = st.builds(Period.month, st.integers(2001, 2023), st.integers(1, 12))
quarters = st.builds(Period.quarter, st.integers(2001, 2023), st.integers(1, 4))
years = st.builds(Period.year, st.integers(2001, 2023))
periods = st.one_of(days, months, quarters, years)
sizes = st.one_of(
    st.integers(1, 999).map(Decimal),
    st.integers(1, 999).map(lambda n: Decimal(n * 1000)),
    st.integers(1000, 9_999_999).map(Decimal),
    st.integers(1, 999).map(lambda n: Decimal(n) / 10),
)
measures: tuple[Measure, ...] = ("amount", "percent", "per_month", "factor")
directions: tuple[Direction, ...] = ("up", "down")
senses: tuple[Literal["high", "low"], ...] = ("high", "low")
kinds_of_record: tuple[Literal["level", "change"], ...] = ("level", "change")
reaches: tuple[Literal["counts", "time"], ...] = ("counts", "time")
relations: tuple[Literal["after", "during", "before"], ...] = ("after", "during", "before")
widths = st.sampled_from((0, 0, 0, 1, 5, 500))
series_ids = st.sampled_from(sorted(SERIES))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    size, width = draw(sizes), draw(widths)
    return Interval(size, size + width) if width else Interval.point(size)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    kind = draw(st.sampled_from((days, months, quarters, years)))
    start, end = sorted((draw(kind), draw(kind)))
    if start == end:
        return Window(end=end, length=Length(months=draw(st.integers(1, 60))))
    return Window(start, end)


def amount(interval: Interval, series: str, measure: Measure) -> Amount:
    own = SERIES[series].unit
    units = {"percent": "%", "points": "pp", "factor": "times", "per_month": "pp" if own == "%" else own}
    return Amount(interval, units.get(measure, own), "")


@st.composite
def changes(draw: st.DrawFn, measure: Measure | None = None, *, both_ends: bool = False) -> Change:
    series = draw(series_ids)
    chosen: Measure = measure if measure is not None else draw(st.sampled_from(measures))
    window = (
        draw(windows().filter(lambda w: w.start is not None)) if chosen != "amount" or both_ends else draw(windows())
    )
    direction: Direction = draw(st.sampled_from(directions))
    if chosen == "amount" and SERIES[series].unit == "%":
        chosen = "points"
    interval = draw(intervals())
    if chosen == "factor":
        direction = draw(st.sampled_from(directions))
        interval = Interval.point(Decimal("0.5") if direction == "down" else Decimal(draw(st.integers(2, 4))))
    return Change(series, window, direction, amount(interval, series, chosen), chosen)


@st.composite
def levels(draw: st.DrawFn) -> Level:
    series = draw(series_ids)
    return Level(series, draw(periods), amount(draw(intervals()), series, "amount"))


@st.composite
def extremes(draw: st.DrawFn) -> Extreme:
    series = draw(series_ids)
    of = draw(st.sampled_from(kinds_of_record))
    end = draw(st.builds(Period.month, st.integers(2015, 2023), st.integers(1, 12)))
    over = draw(st.sampled_from(reaches))
    since = draw(st.builds(Period.month, st.integers(2001, 2009), st.integers(1, 12)))
    return Extreme(
        series,
        of,
        draw(st.sampled_from(senses)),
        Window(end=end, length=Length(months=draw(st.integers(1, 60)))) if of == "change" else Window(end=end),
        over,
        since if over == "counts" or draw(st.booleans()) else None,
        counts=draw(st.integers(8, 2000)) if over == "counts" else None,
        rank=draw(st.sampled_from((1, 1, 2, 3))) if of == "level" else 1,
        amount=amount(draw(intervals()), series, "amount"),
    )


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    kind = draw(st.sampled_from(("pace", "change", "events")))
    left = draw(changes("per_month" if kind == "pace" else "amount", both_ends=True))
    assert left.direction is not None
    if kind == "events":
        return Comparison(left, ">", EventClass("amnesty"))
    if kind == "pace":
        limit = amount(Interval(None, draw(sizes)), str(left.series), "per_month")
        return Comparison(left, ">", Neighbours(left.series, left.direction, left.window.start, limit))
    other = draw(windows().filter(lambda w: w.start is not None))
    return Comparison(left, ">", Change(left.series, other, left.direction, None, left.measure))


@st.composite
def sums(draw: st.DrawFn) -> Sum:
    total = draw(changes("amount", both_ends=True))
    series = str(total.series)
    parts = draw(st.lists(sizes, min_size=2, max_size=4))
    pieces = tuple(
        Change(series, Window(), total.direction, amount(Interval.point(part), series, total.measure), total.measure)
        for part in parts
    )
    return Sum(total, pieces)


@st.composite
def coincidences(draw: st.DrawFn) -> Coincidence:
    change = draw(changes("amount", both_ends=True))
    change = msgspec.structs.replace(change, amount=None, measure="amount")
    name = draw(st.sampled_from(("the helmet law", "amnesty of 2015", "Border closure")))
    relation = draw(st.sampled_from(relations))
    return Coincidence(change, EventMention(name, when=draw(st.one_of(days, months))), relation)


@st.composite
def pledges(draw: st.DrawFn) -> Pledge:
    series, size = draw(series_ids), draw(sizes)
    below = draw(st.booleans())
    interval = Interval(None, size, high_open=True) if below else Interval(size, None, low_open=True)
    by = Period.day(draw(st.dates(date(2024, 7, 1), date(2030, 1, 1))))
    return Pledge("", by, Level(series, by, Amount(interval, SERIES[series].unit, "")))


def _bare(value: Amount | None, series: str) -> Amount | None:
    """An amount without its wording; one that names no unit is in the unit of its series."""
    return None if value is None else Amount(value.interval, value.unit or SERIES[series].unit, "")


def _plain(piece: Level | Change) -> Level | Change:
    series = str(piece.series)
    unit_of = series if series in SERIES else "s/0"
    if isinstance(piece, Level):
        bare = _bare(piece.amount, unit_of)
        assert bare is not None
        return Level(series, piece.when, bare)
    return msgspec.structs.replace(piece, series=series, amount=_bare(piece.amount, unit_of))


def normal(statement: Statement) -> Statement:
    """A linked statement in the form that both sides share: without wordings, event ids and the dates between."""
    match statement:
        case Level() | Change():
            return _plain(statement)
        case Extreme():
            series = str(statement.series)
            unit_of = series if series in SERIES else "s/0"
            return msgspec.structs.replace(statement, series=series, amount=_bare(statement.amount, unit_of))
        case Sum():
            # the dates of the steps between do not stand in the sentence
            parts = tuple(msgspec.structs.replace(_plain(p), window=Window()) for p in statement.parts)
            return Sum(_plain(statement.total), parts)
        case Comparison():
            right = statement.right
            if isinstance(right, Level | Change):
                right = _plain(right)
            elif isinstance(right, Neighbours):
                series = str(right.series)
                right = msgspec.structs.replace(right, series=series, amount=_bare(right.amount, series))
            return Comparison(_plain(statement.left), statement.relation, right)
        case Coincidence():
            change = _plain(statement.change)
            assert isinstance(change, Change)
            event = EventMention(statement.event.name.removeprefix("the "), when=statement.event.when)
            return Coincidence(change, event, statement.relation)
        case Pledge():
            assert statement.outcome is not None
            return Pledge("", statement.by, _plain(statement.outcome))


statements = st.one_of(levels(), changes(), extremes(), comparisons(), sums(), coincidences(), pledges())
