"""What is new: figures for periods that were not held before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tallywire.series import AsOf, Observation, Series
from tallywire.statement import Holdings


class Fresh(msgspec.Struct, frozen=True):
    """The stretch of time that a run looks at: what became known after `since`, up to `as_of`."""

    since: datetime
    as_of: AsOf


def fresh_series(all_series: Iterable[Series], holdings: Holdings, fresh: Fresh) -> tuple[Series, ...]:
    """The series with a count for a later period than any held at `since`: a restated past alone is not new."""
    return tuple(s for s in all_series if _newest_is_new(s, holdings, fresh))


def counted(series: Series, holdings: Holdings, as_of: AsOf) -> tuple[Observation, ...]:
    return tuple(o for o in holdings.observations(series.id, as_of=as_of) if o.value is not None)


def _newest_is_new(series: Series, holdings: Holdings, fresh: Fresh) -> bool:
    now = counted(series, holdings, fresh.as_of)
    if not now:
        return False
    before = counted(series, holdings, AsOf(fresh.since, fresh.as_of.basis))
    return not before or now[-1].period.start > before[-1].period.start
