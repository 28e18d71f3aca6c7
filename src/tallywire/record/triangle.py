"""The vintage triangle of a series: what stood for each period at each moment at which something changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from tallywire.record.history import History
from tallywire.series import AsOf, Basis, Observation, Period


class Triangle(msgspec.Struct, frozen=True):
    """values[period][moment]: the figure that stood then, None where none did or where the cell was empty.

    moments: on the proven basis when something became known, on the asserted one when it was published.
    """

    series: str
    basis: Basis
    periods: tuple[Period, ...]
    moments: tuple[datetime, ...]
    values: tuple[tuple[Decimal | None, ...], ...]

    def csv(self) -> Iterator[str]:
        """Lines of a CSV file: a column for each moment, a row for each period."""
        yield ",".join(("period", *(moment.isoformat() for moment in self.moments)))
        for period, row in zip(self.periods, self.values, strict=True):
            yield ",".join((str(period), *("" if value is None else format(value, "f") for value in row)))


def triangle(series: str, history: History, basis: Basis = "proven") -> Triangle:
    """The triangle of a series' history."""
    periods = tuple(history.periods())
    moments = sorted({_key(each, basis) for period in periods for each in history.of(period)})
    rows = tuple(tuple(_row(history.of(period), moments, history, basis)) for period in periods)
    return Triangle(series, basis, periods, tuple(moments), rows)


def _row(
    held: Sequence[Observation], moments: Sequence[datetime], history: History, basis: Basis
) -> Iterator[Decimal | None]:
    """As `History.as_of` reads a period at each moment, in one pass."""
    coming = sorted(held, key=lambda each: (_key(each, basis), each.seq))
    standing: Observation | None = None
    at = 0
    for moment in moments:
        while at < len(coming) and _key(coming[at], basis) <= moment:
            new = coming[at]
            if standing is None or basis == "asserted" or history.standing(new) > history.standing(standing):
                standing = new
            at += 1
        yield standing.value if standing is not None else None


def _key(observation: Observation, basis: Basis) -> datetime:
    return AsOf(observation.known_at, basis).key(observation)
