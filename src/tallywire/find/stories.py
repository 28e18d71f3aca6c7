"""From a change that stands out to a lead with everything that belongs beside it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import msgspec

from tallywire.find.confirm import confirm, measured
from tallywire.find.fresh import counted
from tallywire.find.levels import STOOD_MONTHS, level_record
from tallywire.find.rank import change_score, pace_surprise
from tallywire.find.uneven import Uneven, uneven
from tallywire.find.windows import Sharpest, lags_in_words, sharpest
from tallywire.language import pack, write_period
from tallywire.series import AsOf, Event, Observation, Period, Series, add_months, plain
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    Direction,
    EventClass,
    EventMention,
    Extreme,
    Finding,
    Holdings,
    Lead,
    Neighbours,
    Sum,
    Window,
    evaluate,
)

MOST_STEPS = 4
EVENT_MONTHS = 6
"""An event that began up to this long before the window is set beside it."""

UNITS = {"M": "month", "Q": "quarter", "S": "half-year", "A": "year", "W": "week", "D": "day"}


def change_lead(series: Series, holdings: Holdings, as_of: AsOf) -> Lead | None:
    """The story of the newest change of `series`, if there is one."""
    if series.frequency == "_O":
        found = uneven(series, holdings, as_of)
        return None if found is None else _uneven_lead(series, found, holdings, as_of)
    stands_out = sharpest(series, holdings, as_of)
    return None if stands_out is None else _regular_lead(series, stands_out, holdings, as_of)


def record_lead(series: Series, holdings: Holdings, as_of: AsOf) -> Lead | None:
    """The story of a level record that had stood long."""
    record = level_record(series, holdings, as_of)
    if record is None or record.stood < STOOD_MONTHS:
        return None
    main = confirm("main", record.extreme, holdings, as_of)
    if main is None:
        return None
    years = float(record.stood) / 12
    sense = "low" if record.extreme.sense == "low" else "high"
    return Lead(
        id=_id(series, sense, record.newest.period),
        story="low" if sense == "low" else "high",
        series=(series.id,),
        findings=(main,),
        why=(
            f"The {'lowest' if sense == 'low' else 'highest'} of {record.compared} counts; "
            f"the record of {write_period(pack(), record.holder.period)} had stood for "
            f"{plain(Decimal(str(round(years, 1))))} years."
        ),
        score=change_score(years + 1, record.compared, 1),
        as_of=as_of,
    )


def _regular_lead(series: Series, found: Sharpest, holdings: Holdings, as_of: AsOf) -> Lead | None:
    main = _main(series, found.start, found.end, found.falling, holdings, as_of)
    if main is None:
        return None
    sense = "low" if found.falling else "high"
    extreme = Extreme(
        series=series.id,
        of="change",
        sense="low" if found.falling else "high",
        window=Window(found.start.period, found.end.period),
        over="counts",
        since=found.first,
        counts=found.compared,
    )
    record = confirm("record", extreme, holdings, as_of)
    if record is None or record.evidence.tied:
        return None
    findings = [main, *_beside(series, main, holdings, as_of), record]
    for start, end in found.ties:
        tie = msgspec.structs.replace(extreme, window=Window(start.period, end.period), counts=None)
        shared = confirm("tie", tie, holdings, as_of)
        if shared is not None and shared.evidence.tied:
            findings.append(shared)
    findings += _level(series, sense, holdings, as_of)
    findings += _events(series, main, holdings, as_of)
    unit = UNITS[series.frequency]
    return Lead(
        id=_id(series, "fall" if found.falling else "rise", found.end.period),
        story="fall" if found.falling else "rise",
        series=(series.id,),
        findings=tuple(findings),
        why=(
            f"The sharpest {'fall' if found.falling else 'rise'} of {found.compared} windows of "
            f"{found.lag} {unit}{'s' if found.lag > 1 else ''}, {plain(Decimal(str(found.surprise)))} times "
            f"the usual spread from the usual change; also the sharpest over {lags_in_words(found.records, unit)}."
        ),
        score=change_score(found.surprise, found.compared, 1),
        as_of=as_of,
    )


def _uneven_lead(series: Series, found: Uneven, holdings: Holdings, as_of: AsOf) -> Lead | None:
    main = _main(series, found.start, found.end, found.falling, holdings, as_of)
    if main is None:
        return None
    direction: Direction = "down" if found.falling else "up"
    assert isinstance(main.statement, Change)
    rate = measured(msgspec.structs.replace(main.statement, measure="per_month"), holdings, as_of)
    if rate is None:
        return None
    rate_finding = confirm("rate", rate, holdings, as_of)
    pace = confirm(
        "pace", Comparison(rate, ">", Neighbours(series.id, direction, found.start.period)), holdings, as_of
    )
    if rate_finding is None or pace is None:
        return None
    findings = [main, *_beside(series, main, holdings, as_of), rate_finding, pace]
    findings += _level(series, "low" if found.falling else "high", holdings, as_of)
    findings += _events(series, main, holdings, as_of)
    return Lead(
        id=_id(series, "fall" if found.falling else "rise", found.end.period),
        story="fall" if found.falling else "rise",
        series=(series.id,),
        findings=tuple(findings),
        why=(
            f"Per month {plain(Decimal(str(found.times)))} times as fast as any of {found.paces} earlier windows "
            "between neighbouring counts, which are of unequal length; too few equal windows for a record of change."
        ),
        score=change_score(pace_surprise(found.times), found.compared, 1),
        as_of=as_of,
    )


def _main(
    series: Series, start: Observation, end: Observation, falling: bool, holdings: Holdings, as_of: AsOf
) -> Finding | None:
    change = Change(series.id, Window(start.period, end.period), "down" if falling else "up", None)
    if series.unit == "%":
        change = msgspec.structs.replace(change, measure="points")
    exact = measured(change, holdings, as_of)
    return None if exact is None else confirm("main", exact, holdings, as_of)


def _beside(series: Series, main: Finding, holdings: Holdings, as_of: AsOf) -> list[Finding]:
    """The same in percent, and the steps that make it."""
    assert isinstance(main.statement, Change)
    findings: list[Finding | None] = []
    if series.unit != "%":
        percent = measured(msgspec.structs.replace(main.statement, measure="percent"), holdings, as_of)
        if percent is not None:
            findings.append(confirm("percent", percent, holdings, as_of))
    window = main.statement.window
    assert window.start is not None and window.end is not None
    inside = [o for o in counted(series, holdings, as_of) if window.start <= o.period <= window.end]
    if 2 <= len(inside) - 1 <= MOST_STEPS:
        steps = []
        for a, b in pairwise(inside):
            step = msgspec.structs.replace(main.statement, window=Window(a.period, b.period), amount=None)
            exact = measured(step, holdings, as_of)
            if exact is None:
                break
            steps.append(exact)
        if len(steps) == len(inside) - 1:
            findings += [confirm("step", step, holdings, as_of) for step in steps]
            findings.append(confirm("steps", Sum(main.statement, tuple(steps)), holdings, as_of))
    return [f for f in findings if f is not None]


def _level(series: Series, sense: str, holdings: Holdings, as_of: AsOf) -> list[Finding]:
    """The newest level, where it is a record in the direction of the change."""
    record = level_record(series, holdings, as_of)
    if record is None or record.extreme.sense != sense:
        return []
    finding = confirm("record", record.extreme, holdings, as_of)
    return [] if finding is None else [finding]


def _events(series: Series, main: Finding, holdings: Holdings, as_of: AsOf) -> list[Finding]:
    """Dated events beside the change: those just before it, whole classes, and gross flows of their own."""
    assert isinstance(main.statement, Change)
    window = main.statement.window
    assert window.start is not None
    findings: list[Finding] = []
    start = window.start.start
    events = [e for e in holdings.events("", as_of=as_of) if _concerns(e, series, holdings) and e.start <= start]
    for event in events:
        if event.start >= add_months(start, -EVENT_MONTHS):
            mention = EventMention(event.name, event.kind, event.began, event.id)
            near = confirm("event", Coincidence(main.statement, mention, "after"), holdings, as_of)
            if near is not None:
                findings.append(near)
    kinds = sorted({e.kind for e in events if sum(e.kind == other.kind for other in events) > 1})
    for kind in kinds:
        compared = Comparison(main.statement, ">", EventClass(kind))
        findings.append(Finding("class", compared, evaluate(compared, holdings, as_of), as_of))
    gross = [flow for e in events if e.series and (flow := _fastest(e, holdings, as_of)) is not None]
    return findings + gross


def _concerns(event: Event, series: Series, holdings: Holdings) -> bool:
    """An event is set beside the series of its own source."""
    return event.about == series.source


def _fastest(event: Event, holdings: Holdings, as_of: AsOf) -> Finding | None:
    """The steepest stretch of the counts that belong to an event, between neighbouring counts: a gross flow."""
    series = holdings.series(event.series)
    if series is None:
        return None
    held = counted(series, holdings, as_of)
    steepest, stretch = Decimal(0), None
    for a, b in pairwise(held):
        assert a.value is not None and b.value is not None
        pace = (b.value - a.value) / (b.period.start - a.period.start).days
        if pace > steepest:
            steepest, stretch = pace, (a, b)
    if stretch is None:
        return None
    change = Change(series.id, Window(stretch[0].period, stretch[1].period), "up", None)
    exact = measured(change, holdings, as_of)
    return None if exact is None else confirm("gross", exact, holdings, as_of)


def _id(series: Series, story: str, period: Period) -> str:
    return f"{series.id.replace('/', '-')}-{story}-{str(period).replace('/', '-')}".lower()
