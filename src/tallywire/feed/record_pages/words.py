"""Figures, statuses, units and reach of a series in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tallywire.feed.amounts import figure_words, interval_words, number_words
from tallywire.feed.dates import period_words, short_day, utc
from tallywire.series import Absence, Class, Coverage, Frequency, Kind, Observation, Series, Status

_KINDS: dict[Kind, str] = {
    "stock": "a level at a moment",
    "flow": "a total over each period",
    "rate": "a rate",
    "index": "an index",
}
_FREQUENCIES: dict[Frequency, str] = {
    "A": "once a year",
    "S": "twice a year",
    "Q": "once a quarter",
    "M": "once a month",
    "W": "once a week",
    "D": "every day",
    "_O": "at irregular dates",
}
_STATUSES: dict[Status, str] = {
    "final": "",
    "provisional": "provisional",
    "derived": "derived",
    "missing": "not published",
}
_CLASSES: dict[Class, tuple[str, str, str]] = {
    "redefinition": ("redefinition", "redefined", "redefined"),
    "mistyped_period": ("mistyped period", "under a mistyped period", "under mistyped periods"),
    "deletion": ("gone", "gone", "gone"),
    "reappearance": ("back", "back", "back"),
    "correction": ("correction", "correction", "corrections"),
    "routine": ("routine revision", "routine revision", "routine revisions"),
}
_POWERS = {3: "thousand", 6: "million", 9: "billion"}
_ADJUSTED = {"S": "seasonally adjusted", "N": "not seasonally adjusted", "_Z": ""}

MOST_GAPS = 12


def unit_words(series: Series) -> str:
    """ "people", "thousand jobs", "10^5 tonnes"; "%" for a percentage."""
    if series.multiplier == 0:
        return series.unit
    return f"{_POWERS.get(series.multiplier, f'10^{series.multiplier}')} {series.unit}".strip()


def definition_words(series: Series) -> tuple[tuple[str, str], ...]:
    """What is counted, by name and words, empty lines left out."""
    kind = ", ".join(
        part
        for part in (
            _KINDS[series.kind],
            _ADJUSTED[series.adjustment],
            f"{series.prices} prices" if series.prices else "",
        )
        if part
    )
    lines = (
        ("Unit", unit_words(series)),
        ("Kind", kind),
        ("Published", _FREQUENCIES[series.frequency]),
        ("Place", series.place),
        *((name, value) for name, value in series.dimensions),
        ("Without", ", ".join(series.outside)),
        ("Also called", "; ".join(series.names)),
    )
    return tuple((name, words) for name, words in lines if words)


def status_words(observation: Observation) -> str:
    """ "provisional", "between 348,500 and 349,000"; "" for a final figure without bounds of its own."""
    bounds = interval_words(observation.bounds) if observation.bounds is not None else ""
    return ", ".join(part for part in (_STATUSES[observation.status], bounds) if part)


def gone_words(absence: Absence) -> str:
    """ "gone from its table since 3 November 2022"."""
    return f"gone from its table since {short_day(utc(absence.known_at).date())}"


def class_words(kind: Class) -> str:
    """ "routine revision", "correction", "redefinition", "mistyped period", "gone", "back"."""
    return _CLASSES[kind][0]


def classes_words(counts: Mapping[Class, int]) -> tuple[str, ...]:
    """How many figures of each class: "300 redefined", "2 gone", "1 correction"; the gravest class first."""
    return tuple(
        f"{counts[kind]:,} {one if counts[kind] == 1 else many}"
        for kind, (_, one, many) in _CLASSES.items()
        if counts.get(kind)
    )


def gravity(kind: Class) -> int:
    """The place of a class in a list that begins with what matters most."""
    return tuple(_CLASSES).index(kind)


def published_words(observation: Observation) -> str:
    """The figure as published, bare digits grouped; words for one that was not published."""
    if observation.value is None:
        return observation.literal.strip()[:24] or "none"
    return figure_words(observation.literal, observation.value)


def change_words(series: Series, before: Observation, after: Observation) -> str:
    """The difference of two published figures, and what share of the first it is: "−13,000 (−3.8%)"."""
    if before.value is None or after.value is None:
        return ""
    moved = after.value - before.value
    text = _signed(moved, number_words(abs(moved)))
    if series.unit == "%":
        return f"{text} points"
    if series.kind in {"rate", "index"} or before.value <= 0:
        return text
    share = 100 * moved / before.value
    places = 1 if abs(share) >= Decimal("0.05") else 2
    return f"{text} ({_signed(moved, f'{abs(share):.{places}f}')}%)"


def _signed(moved: Decimal, size: str) -> str:
    return f"−{size}" if moved < 0 else f"+{size}" if moved > 0 else "no change"


def reach_words(series: Series, coverage: Coverage | None) -> str:
    """How far the record reaches, in a sentence or two."""
    if coverage is None:
        return "No figure of this series is held yet."
    if coverage.count == 1:
        return f"One figure is held here: {period_words(coverage.first)}."
    return (
        f"{coverage.count:,} figures are held here, from {period_words(coverage.first)} "
        f"to {period_words(coverage.last)}. {gap_words(coverage)}"
    )


def gap_words(coverage: Coverage) -> str:
    """Gaps as a sentence, the longest 12 in their order."""
    if not coverage.gaps:
        return "There are no gaps."
    longest = sorted(coverage.gaps, key=lambda gap: gap.start - gap.end)[:MOST_GAPS]
    named = "; ".join(period_words(gap) for gap in sorted(longest))
    more = len(coverage.gaps) - len(longest)
    count = "one stretch" if len(coverage.gaps) == 1 else f"{len(coverage.gaps):,} stretches"
    return f"Nothing is held for {count}: {named}{f'; and {more:,} shorter ones' if more else ''}."
