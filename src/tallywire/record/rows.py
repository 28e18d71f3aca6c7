"""Observations and events as table columns: decimals as plain text, times in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec
import polars as pl

from tallywire.series import Cell, Event, Interval, Observation, Period

_UTC = pl.Datetime("us", "UTC")

OBSERVATIONS = pl.Schema(
    {
        "seq": pl.Int64(),
        "series": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "granularity": pl.String(),
        "value": pl.String(),
        "quantum": pl.String(),
        "bounded": pl.Boolean(),
        "low": pl.String(),
        "high": pl.String(),
        "low_open": pl.Boolean(),
        "high_open": pl.Boolean(),
        "status": pl.String(),
        "release": pl.String(),
        "table": pl.Int32(),
        "row": pl.Int32(),
        "column": pl.Int32(),
        "literal": pl.String(),
        "published_at": _UTC,
        "known_at": _UTC,
    }
)

EVENTS = pl.Schema(
    {
        "seq": pl.Int64(),
        "id": pl.String(),
        "kind": pl.String(),
        "name": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "release": pl.String(),
        "published_at": _UTC,
        "known_at": _UTC,
        "event": pl.String(),
    }
)
"""`event` is the whole event, its counts among them, as JSON; the other columns are for those who query."""


def observation_frame(batch: Sequence[Observation]) -> pl.DataFrame:
    """One row an observation, in the order given."""
    return pl.DataFrame([_observation_row(each) for each in batch], schema=OBSERVATIONS, orient="row")


def _observation_row(each: Observation) -> tuple[object, ...]:
    bounds = each.bounds
    return (
        each.seq,
        each.series,
        each.period.start,
        each.period.end,
        each.period.granularity,
        _text(each.value),
        _text(each.quantum),
        bounds is not None,
        _text(bounds.low) if bounds else None,
        _text(bounds.high) if bounds else None,
        bounds.low_open if bounds else False,
        bounds.high_open if bounds else False,
        each.status,
        each.release,
        each.cell.table,
        each.cell.row,
        each.cell.column,
        each.literal,
        each.published_at,
        each.known_at,
    )


def observations_from(frame: pl.DataFrame) -> list[Observation]:
    """The observations of a frame's rows, in their order."""
    found = []
    for row in frame.select(OBSERVATIONS.names()).iter_rows():
        (seq, series, start, end, granularity, value, quantum, bounded, low, high, low_open, high_open) = row[:12]
        (status, release, table, at_row, column, literal, published_at, known_at) = row[12:]
        found.append(
            Observation(
                series=series,
                period=Period(start, end, granularity),
                value=_decimal(value),
                quantum=Decimal(quantum),
                bounds=Interval(_decimal(low), _decimal(high), low_open, high_open) if bounded else None,
                status=status,
                release=release,
                cell=Cell(table, at_row, column),
                literal=literal,
                published_at=published_at,
                known_at=known_at,
                seq=seq,
            )
        )
    return found


class SeqEvent(msgspec.Struct, frozen=True):
    """An event as recorded, with its place in the order of recording."""

    event: Event
    seq: int


def event_frame(batch: Iterable[SeqEvent]) -> pl.DataFrame:
    """One row an event, in the order given."""
    rows = [
        (
            each.seq,
            each.event.id,
            each.event.kind,
            each.event.name,
            each.event.start,
            each.event.end,
            each.event.release,
            each.event.published_at,
            each.event.known_at,
            msgspec.json.encode(each.event).decode(),
        )
        for each in batch
    ]
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def events_from(frame: pl.DataFrame) -> list[SeqEvent]:
    """The events of a frame's rows, in their order."""
    rows = frame.select("seq", "event").iter_rows()
    return [SeqEvent(msgspec.json.decode(text, type=Event), seq) for seq, text in rows]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
