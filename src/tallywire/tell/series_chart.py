"""The chart of a whole series: every figure as it stands, gaps as gaps, and what was first published instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast

import msgspec

from tallywire.brief import ACCENT, Chart, Row
from tallywire.language import write_number, write_period
from tallywire.series import Observation, Period, Restatement, Series
from tallywire.tell.draw import svg
from tallywire.tell.frame import HEIGHT, SIZE, Frame, Json, data, figure_words, frame, instant
from tallywire.tell.phrase import Phrase, fill
from tallywire.tell.plot import Plot, Point
from tallywire.tell.spec import spec
from tallywire.tell.voice import Voice, voice

MOST_POINTS = 1500
MOST_ROWS = 400
MOST_FIRSTS = 120
"""Restated figures whose first value is drawn; of more than this many the largest restatements."""

COLUMNS = 340
"""Pixels across the plot, at least: a longer series keeps the first, lowest, highest and last figure of each."""


class First(msgspec.Struct, frozen=True):
    """What was first published for a period, in base units, and what stands now."""

    period: Period
    value: Decimal
    now: Decimal


class SeriesPlot(Plot, frozen=True, kw_only=True):
    """A plot with the values that were first published; the axis holds them too."""

    firsts: tuple[First, ...] = ()

    def axis(self) -> tuple[Decimal, Decimal, Decimal]:
        if not self.firsts:
            return super().axis()
        ends = (*self.points, *(Point(f.period, f.value, 0, False, False) for f in self.firsts))
        return Plot(self.series, ends).axis()


def series_chart(
    series: Series,
    observations: Sequence[Observation],
    restatements: Sequence[Restatement] = (),
    *,
    gaps: Sequence[Period] = (),
    draw: Callable[[str], str] = svg,
) -> Chart | None:
    """The figures of a series with its last one marked; None for fewer than two.

    observations: one a period, by period. gaps: the coverage's; the line is also broken where a figure is missing.
    At most 1,500 figures are drawn: of a longer series the first, last, lowest and highest of each pixel. Raises
    StatementError where `draw` cannot draw.
    """
    counts = [o for o in observations if o.value is not None]
    if len(counts) < 2:
        return None
    speaks = voice(lambda id: series if id == series.id else None)
    whole = _plot(series, observations, restatements, gaps)
    shown = SeriesPlot(series, _thinned(whole.points), firsts=whole.firsts)
    title = Phrase(speaks.title(series)).opened.text
    sentence = _sentence(speaks, whole, len(shown.points))
    drawn = _with_firsts(spec(shown, speaks, title=title, sentence=sentence), frame(shown, speaks))
    return Chart(
        title=title,
        spec=drawn,
        svg=draw(drawn),
        sentence=sentence,
        columns=(speaks.words.chart.period, Phrase(series.unit).opened.text, speaks.words.chart.change),
        rows=_rows(speaks, counts),
    )


def _plot(
    series: Series, observations: Sequence[Observation], restatements: Sequence[Restatement], gaps: Sequence[Period]
) -> SeriesPlot:
    points: list[Point] = []
    last = max(o.period for o in observations if o.value is not None)
    ahead = sorted(gaps, reverse=True)
    run, broken = 0, False
    for observation in observations:
        if observation.value is None:
            broken = True
            continue
        while ahead and ahead[-1].start < observation.period.start:
            gap = ahead.pop()
            broken = broken or (bool(points) and gap.end > points[-1].period.end)
        run += broken and bool(points)
        broken = False
        value = observation.value * series.factor
        hollow = observation.status == "provisional"
        points.append(Point(observation.period, value, run, hollow, observation.period == last))
    return SeriesPlot(series, tuple(points), firsts=_firsts(series, points, restatements))


def _firsts(series: Series, points: Sequence[Point], restatements: Sequence[Restatement]) -> tuple[First, ...]:
    """The first value of each restated period that has another value now."""
    now = {point.period: point.value for point in points}
    earliest: dict[Period, Restatement] = {}
    for pair in sorted(restatements, key=lambda pair: (pair.after.known_at, pair.after.seq)):
        if pair.before.value is not None:
            earliest.setdefault(pair.before.period, pair)
    found = [
        First(period, pair.before.value * series.factor, now[period])
        for period, pair in earliest.items()
        if pair.before.value is not None and period in now and pair.before.value * series.factor != now[period]
    ]
    largest = sorted(found, key=lambda first: (-abs(first.now - first.value), first.period))[:MOST_FIRSTS]
    return tuple(sorted(largest, key=lambda first: first.period))


def _thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Of each pixel the first, lowest, highest and last point, where there are too many."""
    if len(points) <= MOST_POINTS:
        return points
    first, days = points[0].day, max((points[-1].day - points[0].day).days, 1)
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault((point.day - first).days * COLUMNS // days, []).append(point)
    kept: dict[Period, Point] = {}
    for column in columns.values():
        low, high = min(column, key=lambda p: p.value), max(column, key=lambda p: p.value)
        for point in (column[0], low, high, column[-1]):
            kept[point.period] = point
    return tuple(kept[period] for period in sorted(kept))


def _sentence(voice: Voice, plot: SeriesPlot, drawn: int) -> str:
    series, points, forms = plot.series, plot.points, voice.words.chart
    named = voice.named(series)
    low, high, _ = plot.axis()

    def figure(value: Decimal) -> str:
        return figure_words(voice, value, series.unit)

    slots: Mapping[str, Phrase | str] = {
        **named,
        "count": voice.number(len(points), ""),
        "subject": voice.subject(series),
        "first": figure(points[0].value),
        "last": figure(points[-1].value),
        "start": write_period(voice.pack, points[0].period),
        "end": write_period(voice.pack, points[-1].period),
    }
    parts = [fill(forms.sentence, slots).text, fill(forms.axis, {"low": figure(low), "high": figure(high)}).text]
    if plot.broken:
        parts.append(fill(forms.broken, named).text)
    if plot.firsts:
        count = len(plot.firsts)
        what = "One period was" if count == 1 else f"{count} periods were"
        parts.append(f"{what} restated; a short bar marks what was published first.")
    if any(point.hollow for point in points):
        parts.append("Hollow points are provisional.")
    if drawn < len(points):
        parts.append(f"The line is drawn through {drawn:,} of the figures: the extremes of each pixel.")
    return " ".join(parts)


def _rows(voice: Voice, counts: Sequence[Observation]) -> tuple[Row, ...]:
    """The newest 400 figures as published, oldest first."""
    shown = counts[-MOST_ROWS - 1 :]
    rows = [
        Row(write_period(voice.pack, o.period), write_number(voice.pack, o.value), _moved(voice, before, o))
        for before, o in pairwise(shown)
        if o.value is not None
    ]
    if len(counts) <= MOST_ROWS and shown[0].value is not None:
        rows.insert(0, Row(write_period(voice.pack, shown[0].period), write_number(voice.pack, shown[0].value)))
    return tuple(rows[-MOST_ROWS:])


def _moved(voice: Voice, before: Observation, after: Observation) -> str:
    assert before.value is not None and after.value is not None
    moved = after.value - before.value
    text = write_number(voice.pack, abs(moved))
    return f"\u2212{text}" if moved < 0 else f"+{text}" if moved > 0 else text


def _with_firsts(spec: str, frame: Frame) -> str:
    """The spec with a short bar at each first value, tied to what stands now; the largest restatement is named."""
    plot = frame.plot
    assert isinstance(plot, SeriesPlot)
    if not plot.firsts:
        return spec
    whole = cast("dict[str, Json]", msgspec.json.decode(spec))
    layers = cast("list[Json]", whole["layer"])
    rows: list[Json] = [
        {"date": instant(f.period.start), "value": frame.number(f.value), "now": frame.number(f.now)}
        for f in plot.firsts
    ]
    thread: Json = {"type": "rule", "color": ACCENT, "strokeWidth": 1, "opacity": 0.6}
    bar: Json = {"type": "tick", "orient": "horizontal", "color": ACCENT, "thickness": 2, "size": 9, "opacity": 1}
    added: list[Json] = [
        {"data": data(rows), "mark": thread, "encoding": {"y2": {"field": "now"}}},
        {"data": data(rows), "mark": bar},
        *_named(frame, plot),
    ]
    every: list[Json] = [*layers, *added]
    whole["layer"] = cast("Json", every)
    return msgspec.json.encode(whole, order="deterministic").decode("utf-8")


def _named(frame: Frame, plot: SeriesPlot) -> list[Json]:
    """The largest restatement's first figure, in words at its bar, where there is room beside it."""
    largest = max(plot.firsts, key=lambda first: abs(first.now - first.value))
    point = Point(largest.period, largest.value, 0, False, False)
    share = frame.share(point)
    bottom, top, _ = plot.axis()
    below = largest.value < largest.now
    height = float((top - largest.value) / (top - bottom)) * HEIGHT
    dy = 12 if below else -11
    if not 0 <= height + dy <= HEIGHT:
        dy = -dy
    # The line leaves room below to the right where it rises, below to the left where it falls.
    rises = plot.points[-1].value >= plot.points[0].value
    right = share < 0.2 or (share < 0.75 and rises == (dy > 0))
    text: Json = {
        "type": "text",
        "text": f"first {figure_words(frame.voice, largest.value, plot.series.unit)}",
        "align": "left" if right else "right",
        "dx": 7 if right else -7,
        "baseline": "middle",
        "dy": dy,
        "color": ACCENT,
        "fontSize": SIZE - 1,
    }
    row: Json = {"date": instant(largest.period.start), "value": frame.number(largest.value)}
    return [{"data": data([row]), "mark": text}]
