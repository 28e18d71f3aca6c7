"""Observations and events as table columns: exact, without binary floats, times in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec
import polars as pl

from tallywire.series import Cell, Event, Granularity, Interval, Observation, Period

_UTC = pl.Datetime("us", "UTC")

MAX_PLACES = 18
_LARGEST = 2**63 - 1

OBSERVATIONS = pl.Schema(
    {
        "seq": pl.Int64(),
        "series": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "granularity": pl.String(),
        "value": pl.Int64(),
        "places": pl.Int8(),
        "text": pl.String(),
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
        "standing": _UTC,
        "vintage": pl.Int32(),
    }
)
"""A figure is `value` times ten to the power of -`places`; one that does not fit into 64 bits is written in `text`.

`standing`: where a figure of an imported old version stands among those of its period; empty where that is
`known_at`. `vintage`: how many observations of the same series and period were recorded before, 0 for the first.
"""

_READ = [name for name in OBSERVATIONS if name not in ("standing", "vintage")]

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


class Placed(msgspec.Struct, frozen=True, gc=False):
    """An observation, where it stands among those of its period (None: at its `known_at`), and its vintage."""

    observation: Observation
    standing: datetime | None
    vintage: int


def observation_frame(batch: Iterable[Placed]) -> pl.DataFrame:
    """One row an observation, in the order given."""
    return pl.DataFrame([_observation_row(each) for each in batch], schema=OBSERVATIONS, orient="row")


def _observation_row(placed: Placed) -> tuple[object, ...]:
    each = placed.observation
    bounds = each.bounds
    value, places, text = _scaled(each.value)
    return (
        each.seq,
        each.series,
        each.period.start,
        each.period.end,
        each.period.granularity,
        value,
        places,
        text,
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
        placed.standing,
        placed.vintage,
    )


def _scaled(value: Decimal | None) -> tuple[int | None, int, str | None]:
    """A value as whole number and places, or as text where those would lose something of it."""
    if value is None:
        return None, 0, None
    text = format(value, "f")
    whole, _, fraction = text.partition(".")
    places = len(fraction)
    scaled = int(whole + fraction)
    if places > MAX_PLACES or abs(scaled) > _LARGEST or (scaled == 0 and text.startswith("-")):
        return None, 0, text
    return scaled, places, None


def observations_from(frame: pl.DataFrame) -> list[Observation]:
    """The observations of a frame's rows, in their order."""
    found = []
    # Most figures of a page share a quantum, and neighbours a period.
    quanta: dict[str, Decimal] = {}
    periods: dict[tuple[date, date, Granularity], Period] = {}
    for each in frame.select(_READ).iter_rows():
        (seq, series, start, end, granularity, value, places, text, quantum, bounded, low, high) = each[:12]
        (low_open, high_open, status, release, table, row, column, literal, published_at, known_at) = each[12:]
        key = (start, end, granularity)
        if key not in periods:
            periods[key] = Period(*key)
        if quantum not in quanta:
            quanta[quantum] = Decimal(quantum)
        found.append(
            Observation(
                series=series,
                period=periods[key],
                value=_decimal(text) if value is None else Decimal(value).scaleb(-places),
                quantum=quanta[quantum],
                bounds=Interval(_decimal(low), _decimal(high), low_open, high_open) if bounded else None,
                status=status,
                release=release,
                cell=Cell(table, row, column),
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
