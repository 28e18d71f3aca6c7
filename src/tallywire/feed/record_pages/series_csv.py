"""A series as CSV: its figures as they stand, and every figure that was restated beside them."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.brief import SeriesSheet
from tallywire.feed.csv_rows import csv_rows
from tallywire.feed.dates import stamp
from tallywire.feed.record_pages.register import observations
from tallywire.series import Observation, Series, plain

_COLUMNS = (
    *("period_start", "period_end", "granularity", "value", "literal", "unit", "multiplier", "status"),
    *("published_at", "known_at", "release"),
)


def figures_csv(sheet: SeriesSheet) -> bytes:
    """One row a period. A period ends where the next begins: its last day is the one before `period_end`."""
    return csv_rows((_COLUMNS, *(_row(sheet.series, each) for each in sheet.observations)))


def vintages_csv(sheet: SeriesSheet) -> bytes:
    """Every figure held for each period, in the order in which they became known; `stands` says which one does."""
    return csv_rows(((*_COLUMNS, "stands"), *_vintages(sheet)))


def _vintages(sheet: SeriesSheet) -> Iterator[tuple[str, ...]]:
    standing = set(sheet.observations)
    for each in sorted(observations(sheet), key=lambda o: (o.period, o.known_at, o.seq)):
        yield (*_row(sheet.series, each), "yes" if each in standing else "no")


def _row(series: Series, observation: Observation) -> tuple[str, ...]:
    return (
        observation.period.start.isoformat(),
        observation.period.end.isoformat(),
        observation.period.granularity,
        "" if observation.value is None else plain(observation.value),
        observation.literal,
        series.unit,
        str(series.multiplier),
        observation.status,
        "" if observation.published_at is None else stamp(observation.published_at),
        stamp(observation.known_at),
        observation.release,
    )
