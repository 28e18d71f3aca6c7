"""The small chart of a feed item: no axes, only first, last and the marked stretch with their values."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import msgspec

from tallywire.brief import Brief
from tallywire.feed.amounts import figure_words
from tallywire.feed.dates import period_words
from tallywire.feed.issue import headline_proof
from tallywire.series import ObservationRef, Period

FEWEST = 3
MOST = 400
MOST_STRETCHES = 12
MARGIN = 22
SIDE = 6
APART = 70


class Dot(msgspec.Struct, frozen=True):
    x: str
    y: str
    marked: bool


class Stroke(msgspec.Struct, frozen=True):
    x1: str
    y1: str
    x2: str
    y2: str
    marked: bool


class Tag(msgspec.Struct, frozen=True):
    """A value written at a point; `anchor` is SVG's text-anchor."""

    x: str
    y: str
    anchor: str
    text: str


class Spark(msgspec.Struct, frozen=True):
    """Geometry in SVG units; `sentence` says the same in words."""

    width: int
    height: int
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    tags: tuple[Tag, ...]
    sentence: str


def spark(brief: Brief, *, width: int, height: int) -> Spark | None:
    """The counts that a brief's proofs rest on, in time, for its first series; None for fewer than three.

    The stretch of the headline's proof is marked, and is never less than a twelfth of what is shown, so that it
    can be seen. Where the evidence names a gap, no line is drawn.
    """
    stretch = _stretch(brief)
    counts = _recent(_counts(brief), stretch)
    if len(counts) < FEWEST:
        return None
    gaps = {gap for proof in brief.proofs for gap in proof.evidence.gaps}
    values = [count.value for count in counts if count.value is not None]
    low, high = min(values), max(values)
    first, last = counts[0].period.start, counts[-1].period.start
    days = max((last - first).days, 1)
    rise = high - low or Decimal(1)

    def at(count: ObservationRef) -> tuple[float, float]:
        assert count.value is not None
        x = SIDE + (width - 2 * SIDE) * (count.period.start - first).days / days
        y = MARGIN + (height - 2 * MARGIN) * float((high - count.value) / rise)
        return x, y

    def marked(count: ObservationRef) -> bool:
        return stretch is not None and stretch.start <= count.period.start and count.period.end <= stretch.end

    strokes = []
    for before, after in pairwise(counts):
        if any(gap.start < after.period.start and before.period.end < gap.end for gap in gaps):
            continue
        (x1, y1), (x2, y2) = at(before), at(after)
        strokes.append(Stroke(_n(x1), _n(y1), _n(x2), _n(y2), marked(before) and marked(after)))
    dots = tuple(Dot(_n(at(count)[0]), _n(at(count)[1]), marked(count)) for count in counts)
    falls = (counts[0].value or 0) >= (counts[-1].value or 0)
    tags = [_tag(counts[0], at(counts[0]), "start", above=falls)]
    opening = next((count for count in counts if marked(count)), None)
    if opening is not None and all(abs(at(opening)[0] - at(end)[0]) > APART for end in (counts[0], counts[-1])):
        tags.append(_tag(opening, at(opening), "middle", above=falls))
    tags.append(_tag(counts[-1], at(counts[-1]), "end", above=not falls))
    sentence = (
        f"{len(counts)} counts, from {_figure(counts[0])} ({period_words(counts[0].period)}) "
        f"to {_figure(counts[-1])} ({period_words(counts[-1].period)})."
    )
    return Spark(width, height, tuple(strokes), dots, tuple(tags), sentence)


def _counts(brief: Brief) -> list[ObservationRef]:
    """One count a period, the latest known; the series of the headline's proof, else the brief's first."""
    proof = headline_proof(brief)
    used = proof.evidence.used if proof is not None else ()
    series = used[0].series if used else next(iter(brief.series), "")
    latest: dict[Period, ObservationRef] = {}
    for other in brief.proofs:
        for ref in (*other.evidence.used, *other.evidence.rivals):
            if ref.series != series or ref.value is None or not ref.value.is_finite():
                continue
            if ref.period not in latest or latest[ref.period].seq < ref.seq:
                latest[ref.period] = ref
    return [latest[period] for period in sorted(latest)][-MOST:]


def _recent(counts: list[ObservationRef], stretch: Period | None) -> list[ObservationRef]:
    """The counts of at most twelve stretches up to the last one, and never fewer than three."""
    if stretch is None or len(counts) <= FEWEST:
        return counts
    reach = (stretch.last_day - stretch.start).days * MOST_STRETCHES
    if reach == 0:
        return counts
    last = counts[-1].period.start
    recent = [count for count in counts if (last - count.period.start).days <= reach]
    return recent if len(recent) >= FEWEST else counts[-FEWEST:]


def _stretch(brief: Brief) -> Period | None:
    proof = headline_proof(brief)
    if proof is None or not proof.evidence.used:
        return None
    periods = [ref.period for ref in proof.evidence.used]
    return Period.span(min(period.start for period in periods), max(period.end for period in periods))


def _tag(count: ObservationRef, point: tuple[float, float], anchor: str, *, above: bool) -> Tag:
    x, y = point
    return Tag(
        _n(x - 3 if anchor == "start" else x + 3 if anchor == "end" else x),
        _n(y - 8 if above else y + 18),
        anchor,
        _figure(count),
    )


def _figure(count: ObservationRef) -> str:
    return figure_words(count.literal, count.value)


def _n(value: float) -> str:
    return f"{value:.1f}"
