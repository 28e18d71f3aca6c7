"""The slow, readable twin of the window kernel."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tallywire.find.kernel import Lag


def naive_lags(values: Sequence[int | None], max_lag: int) -> list[Lag]:
    """For each lag, the newest change among all changes of that lag; `values` one a period, None a gap."""
    found = []
    last = len(values) - 1
    for lag in range(1, min(max_lag, last) + 1):
        changes = []
        for end in range(lag, len(values)):
            new, old = values[end], values[end - lag]
            if new is not None and old is not None:
                changes.append((end, new - old))
        if not changes or changes[-1][0] != last:
            continue
        newest = changes[-1][1]
        others = [change for _, change in changes[:-1]]
        if newest < 0:
            beyond = sum(change < newest for change in others)
        else:
            beyond = sum(change > newest for change in others)
        usual = median(others) if others else 0.0
        spread = median([abs(change - usual) for change in others]) if others else 0.0
        found.append(Lag(lag, newest, len(changes), beyond, others.count(newest), float(usual), float(spread)))
    return found
