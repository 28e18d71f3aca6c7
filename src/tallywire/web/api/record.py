"""GET /api/series and /api/observations: what the record holds, as of any moment."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from tallywire.feed.names import file_name
from tallywire.series import AsOf, Basis, Observation, Series, plain
from tallywire.web.api.asked import moment, query
from tallywire.web.api.shapes import (
    ObservationList,
    ObservationsQuery,
    OneSeries,
    OneSeriesQuery,
    Point,
    SeriesItem,
    SeriesList,
    SeriesQuery,
    TimeWord,
)
from tallywire.web.api.told import CSV, JSON, encoded
from tallywire.web.house import house
from tallywire.web.refusals import Missing
from tallywire.web.shown import shown
from tallywire.web.snapshot import Snapshot

MOST_POINTS = 20_000
"""Observations in one answer."""

COLUMNS = (
    "period",
    "start",
    "end",
    "value",
    "literal",
    "unit",
    "multiplier",
    "status",
    "published_at",
    "known_at",
    "release",
    "table",
    "row",
    "column",
)


async def all_series(request: Request) -> Response:
    """The series that are watched, by id, a page at a time."""
    own = house(request)
    asked = query(request, SeriesQuery)
    snapshot = await own.snapshot()

    def work() -> bytes:
        words = asked.q.casefold().split()
        found: list[SeriesItem] = []
        more = False
        for series, names in zip(snapshot.series, snapshot.words, strict=True):
            if series.id <= asked.cursor or (asked.source and series.source != asked.source):
                continue
            if not all(word in names for word in words):
                continue
            if len(found) == asked.limit:
                more = True
                break
            found.append(SeriesItem(series=series, source_name=_source_name(snapshot, series)))
        page = SeriesList(series=tuple(found), next=found[-1].series.id if more else None)
        return encoded(page, clock="")

    return shown(request, await own.think(work), JSON)


async def one_series(request: Request) -> Response:
    """One series, how far it reaches, and its latest figure."""
    own = house(request)
    asked = query(request, OneSeriesQuery)
    snapshot = await own.snapshot()
    series = named_series(snapshot, str(request.path_params["id"]))
    as_of = _as_of(snapshot, asked.as_of, asked.basis)

    def work() -> bytes:
        record = snapshot.newsroom.record
        counted = [each for each in record.observations(series.id, as_of=as_of) if each.value is not None]
        found = OneSeries(
            as_of=as_of.time,
            basis=time_word(snapshot, as_of.basis),
            series=series,
            source_name=_source_name(snapshot, series),
            coverage=record.coverage(series.id, as_of=as_of),
            latest=_point(counted[-1]) if counted else None,
        )
        return encoded(found, clock="")

    return shown(request, await own.think(work), JSON)


async def observations(request: Request) -> Response:
    """The figures of one series, one a period, as JSON or, where that is asked for, as CSV."""
    own = house(request)
    asked = query(request, ObservationsQuery)
    snapshot = await own.snapshot()
    series = named_series(snapshot, asked.series)
    as_of = _as_of(snapshot, asked.as_of, asked.basis)
    as_csv = wants_csv(request.headers.get("accept", ""))

    def work() -> tuple[bytes, date | None]:
        held = [
            each
            for each in snapshot.newsroom.record.observations(series.id, as_of=as_of)
            if (asked.from_ is UNSET or each.period.end > asked.from_)
            and (asked.to is UNSET or each.period.start <= asked.to)
        ]
        after = held[MOST_POINTS].period.start if len(held) > MOST_POINTS else None
        if as_csv:
            return _csv(series, held[:MOST_POINTS]), after
        page = ObservationList(
            series=series.id,
            unit=series.unit,
            multiplier=series.multiplier,
            as_of=as_of.time,
            basis=time_word(snapshot, as_of.basis),
            observations=tuple(_point(each) for each in held[:MOST_POINTS]),
            next=after,
        )
        return encoded(page, clock=""), after

    content, after = await own.think(work)
    if not as_csv:
        return shown(request, content, JSON)
    answer = shown(request, content, CSV, file=f"{file_name(series.id)}.csv")
    if after is not None:
        following = request.url.include_query_params(**{"from": after.isoformat()})
        answer.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return answer


def wants_csv(accept: str) -> bool:
    """Whether CSV is named, and not after JSON."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept[:1000].split(",")]
    if "text/csv" not in kinds:
        return False
    return "application/json" not in kinds or kinds.index("text/csv") < kinds.index("application/json")


def _csv(series: Series, held: Sequence[Observation]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in held:
        point = _point(each)
        writer.writerow(
            (
                point.period,
                point.start,
                point.end,
                point.value if point.value is not None else "",
                point.literal,
                series.unit,
                series.multiplier,
                point.status,
                point.published_at.isoformat() if point.published_at else "",
                point.known_at.isoformat(),
                point.release,
                point.cell.table,
                point.cell.row,
                point.cell.column,
            )
        )
    return out.getvalue().encode("utf-8")


def _point(each: Observation) -> Point:
    return Point(
        period=str(each.period),
        start=each.period.start,
        end=each.period.end,
        value=None if each.value is None else plain(each.value),
        literal=each.literal,
        quantum=plain(each.quantum),
        status=each.status,
        published_at=each.published_at,
        known_at=each.known_at,
        release=each.release,
        cell=each.cell,
    )


def named_series(snapshot: Snapshot, id: str) -> Series:
    """Raises Missing where there is none."""
    found = snapshot.newsroom.record.series(id)
    if found is None:
        raise Missing(f"there is no series {id[:120]!r}", hint="GET /api/series lists them")
    return found


def _as_of(snapshot: Snapshot, text: str | UnsetType, basis: Basis) -> AsOf:
    return AsOf(moment(text) or snapshot.now(basis), basis)


def time_word(snapshot: Snapshot, basis: Basis) -> TimeWord:
    """A basis as it is said: of a simulated newsroom nothing is called proven."""
    return "simulated time" if snapshot.newsroom.simulated else basis


def _source_name(snapshot: Snapshot, series: Series) -> str:
    source = snapshot.sources.get(series.source)
    return source.name if source is not None else series.source
