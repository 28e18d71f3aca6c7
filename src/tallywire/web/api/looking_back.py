"""GET /api/history and /api/diff: every step of a series' figures, and how two moments of a source differ."""

from __future__ import annotations

from itertools import chain, islice
from typing import cast

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.looking_back import Point, Row, history_of, point, rows
from tallywire.errors import TableError, UsageError
from tallywire.record import diff as differences
from tallywire.series import Class, Observation, Period, Revision, parse_period, plain
from tallywire.web.api import looking_back_shapes as shapes
from tallywire.web.api.asked import is_moment, moment, query
from tallywire.web.api.record import named_series, time_word
from tallywire.web.api.told import JSON, encoded
from tallywire.web.house import charge, house
from tallywire.web.refusals import Missing
from tallywire.web.shown import shown
from tallywire.web.snapshot import Snapshot
from tallywire.web.stretches import stretch


async def history(request: Request) -> Response:
    """Every step of every figure of a series, as known at a moment; of one that is not now they are classed anew."""
    own = house(request)
    asked = query(request, shapes.HistoryQuery)
    until = moment(asked.as_of)
    if until is not None:
        charge(request, own.checks)
    snapshot = await own.snapshot()
    series = named_series(snapshot, asked.series)
    only = None if asked.period is UNSET else _period(asked.period)

    def work() -> bytes:
        try:
            found = history_of(snapshot.newsroom, series.id, period=only, until=until)
        except UsageError as error:
            raise Missing(f"the series has no figure for {only}", hint=error.hint) from None
        part = stretch(
            found,
            most=shapes.MOST_STEPS,
            first=None if asked.from_ is UNSET else asked.from_,
            last=None if asked.to is UNSET else asked.to,
        )
        page = shapes.HistoryList(
            series=series,
            as_of=until or snapshot.now(),
            basis=time_word(snapshot, "proven"),
            steps=tuple(_step(series.id, step) for _, steps in part.periods for step in steps),
            next=part.older,
        )
        return encoded(page, clock="")

    return shown(request, await own.think(work), JSON)


async def diff(request: Request) -> Response:
    """Which figures of a source are new, restated, gone, back or written otherwise between two moments."""
    own = house(request)
    asked = query(request, shapes.DiffQuery)
    charge(request, own.checks)
    snapshot = await own.snapshot()
    ids = [each.id for each in snapshot.newsroom.series() if each.source == asked.source]
    if asked.source not in snapshot.sources:
        raise Missing(f"there is no source {asked.source[:120]!r}", hint="GET /api/series names that of each series")
    if asked.series is not UNSET:
        if asked.series not in ids:
            raise Missing(f"the source has no series {asked.series[:120]!r}", hint="GET /api/series lists them")
        ids = [asked.series]

    def work() -> bytes:
        ends = (_point(snapshot, text, asked.source, name) for text, name in ((asked.a, "a"), (asked.b, "b")))
        earlier, later = sorted(ends, key=lambda each: each.at)
        found = differences(snapshot.newsroom.record, earlier.at, later.at, ids)
        told = list(islice(chain.from_iterable(map(rows, found)), asked.cursor, asked.cursor + shapes.MOST_STEPS + 1))
        page = shapes.DiffList(
            source=asked.source,
            a=_moment(earlier),
            b=_moment(later),
            basis=time_word(snapshot, "proven"),
            figures=tuple(map(_figure, told[: shapes.MOST_STEPS])),
            next=asked.cursor + shapes.MOST_STEPS if len(told) > shapes.MOST_STEPS else None,
        )
        return encoded(page, clock="")

    return shown(request, await own.think(work), JSON)


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except TableError:
        # It is written as a period is, and the calendar has none such.
        raise Missing(f"there is no period {text!r}") from None


def _point(snapshot: Snapshot, text: str, source: str, name: str) -> Point:
    if is_moment(text):
        at = moment(text, name)
        assert at is not None, "the text is given"
        return Point(at)
    try:
        found = point(snapshot.newsroom, text, source)
    except UsageError as error:
        raise Missing(error.what, hint=error.hint) from None
    if found.source not in ("", source):
        raise Missing(f"the release {found.release} is one of {found.source}, not of {source}")
    return found


def _moment(found: Point) -> shapes.MomentSaid:
    return shapes.MomentSaid(at=found.at, release=found.release, source=found.source)


def _step(id: str, step: Revision) -> shapes.HistoryStep:
    seen, judged = step.observation, step.classified
    gone = None if step.absence is None else step.absence.presence
    assert gone in (None, "gone", "back"), "a window that moved on is no step"
    return shapes.HistoryStep(
        series=id,
        period=str(step.period),
        start=step.period.start,
        end=step.period.end,
        known_at=step.known_at,
        published_at=None if seen is None else seen.published_at,
        release=step.release,
        value=None if seen is None or seen.value is None else plain(seen.value),
        literal=None if seen is None else seen.literal,
        quantum=None if seen is None else plain(seen.quantum),
        status=None if seen is None else seen.status,
        cell=None if seen is None or seen.release != step.release else seen.cell,
        presence=gone,
        class_=None if judged is None else judged.kind,
        rule=None if judged is None else judged.rule,
        why=None if judged is None else judged.why,
    )


def _figure(row: Row) -> shapes.DifferingFigure:
    return shapes.DifferingFigure(
        series=row.series,
        change=cast(shapes.Change, row.change),
        period=str(row.period),
        start=row.period.start,
        end=row.period.end,
        before=_seen(row.before),
        after=_seen(row.after),
        class_=cast(Class, row.kind) if row.kind else None,
        rule=row.rule or None,
        why=row.why or None,
    )


def _seen(figure: Observation | None) -> shapes.FigureSeen | None:
    if figure is None:
        return None
    return shapes.FigureSeen(
        value=None if figure.value is None else plain(figure.value),
        literal=figure.literal,
        status=figure.status,
        release=figure.release,
        known_at=figure.known_at,
        cell=figure.cell,
    )
