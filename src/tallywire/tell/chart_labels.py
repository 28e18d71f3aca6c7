"""The labels of a chart: figures and dates at the ends of the stretch, apart from one another."""

from __future__ import annotations

from decimal import Decimal

from tallywire.brief import ACCENT
from tallywire.series import Period
from tallywire.tell.frame import HEIGHT, INK, LINE, NEAR, SIZE, Frame, Json, data, figure_words, short_period
from tallywire.tell.plot import Point

GAP = 4
ABOVE, BELOW = -28.0, 13.0
"""How far a label of two lines is moved from its point."""


def labels(frame: Frame) -> list[Json]:
    """Figure and date at both ends of the stretch and at the first count.

    Ends that stand close together are labelled beside the chart, one under the other.
    """
    plot = frame.plot
    marked = plot.marked
    if not marked:
        return []
    first, last = plot.points[0], marked[-1]
    opening = marked[0] if len(marked) > 1 else None
    layers: list[Json] = []
    beside: list[tuple[Decimal, Period | None]] = [(last.value, last.period)]
    if opening is not None and frame.share(last) - frame.share(opening) < NEAR:
        beside.append((opening.value, opening.period))
    elif opening is not None:
        dy = ABOVE if opening.value >= last.value else _below(frame, opening)
        layers += _label(frame, opening, opening.value, opening.period, ACCENT, align="left", dx=6, dy=dy)
    if plot.replaced is not None:
        beside.append((plot.replaced, None))
    if frame.share(last) < 1 - NEAR / 2:
        return layers + _inside(frame, last, beside)
    for value, period, y in _apart(frame, beside):
        dy = y - _height(frame, last.value)
        layers += _label(frame, last, value, period, ACCENT, align="left", dx=10, dy=dy)
    if first not in marked and frame.share(opening or last) > NEAR:
        dy = _below(frame, first) if plot.points[1].value >= first.value else ABOVE
        layers += _label(frame, first, first.value, first.period, INK, align="left", dx=0, dy=dy)
    return layers


def _inside(frame: Frame, last: Point, beside: list[tuple[Decimal, Period | None]]) -> list[Json]:
    """Labels at a marked count that later ones follow: the greater above, the other below.

    At the left end they stand to the right of it, and at the lower end above it: the axes have labels of their own.
    """
    ranked = sorted(beside, key=lambda label: label[0], reverse=True)
    align, dx = ("left", 6) if frame.share(last) < NEAR / 3 else ("center", 0)
    layers: list[Json] = []
    for place, (value, period) in enumerate(ranked):
        above = ABOVE if period is not None else -LINE
        lines = LINE if period is not None else 0
        fits = _height(frame, value) + BELOW + lines + LINE / 2 <= HEIGHT
        dy = _height(frame, value) - _height(frame, last.value) + (BELOW if place and fits else above)
        layers += _label(frame, last, value, period, ACCENT, align=align, dx=dx, dy=dy)
    return layers


def _below(frame: Frame, point: Point) -> float:
    """Below the point, or above it where a label of two lines would leave the frame."""
    return BELOW if _height(frame, point.value) + BELOW + 1.5 * LINE <= HEIGHT else ABOVE - 8


def _height(frame: Frame, value: Decimal) -> float:
    """Pixels from the frame's upper edge."""
    bottom, top, _ = frame.plot.axis()
    return float((top - value) / (top - bottom)) * HEIGHT


def _apart(frame: Frame, beside: list[tuple[Decimal, Period | None]]) -> list[tuple[Decimal, Period | None, float]]:
    """Where the middle of each label's figure stands: beside its point, moved so that none covers another."""
    ranked = sorted(beside, key=lambda label: label[0], reverse=True)
    at = [_height(frame, value) - LINE / 2 for value, _ in ranked]
    if len(at) == 2:
        overlap = 2 * LINE + GAP - (at[1] - at[0])
        if overlap > 0:
            at = [at[0] - overlap / 2, at[1] + overlap / 2]
    over = max(0.0, at[-1] + LINE - HEIGHT)
    return [(value, period, y - over) for (value, period), y in zip(ranked, at, strict=True)]


def _label(
    frame: Frame,
    point: Point,
    value: Decimal,
    period: Period | None,
    colour: str,
    *,
    align: str,
    dx: float,
    dy: float,
) -> list[Json]:
    """A figure at a point, moved by pixels; its period in a second line below."""
    rows: list[Json] = [frame.row(point)]
    figure: Json = {
        "type": "text",
        "text": figure_words(frame.voice, value, frame.plot.series.unit),
        "align": align,
        "baseline": "middle",
        "dx": dx,
        "dy": round(dy, 1),
        "color": colour,
        "fontWeight": 600,
        "fontSize": SIZE,
    }
    layers: list[Json] = [{"data": data(rows), "mark": figure}]
    if period is not None:
        day: Json = {
            **figure,
            "text": short_period(frame.voice, period),
            "dy": round(dy + LINE, 1),
            "fontWeight": 400,
            "fontSize": SIZE - 2,
            "color": INK,
            "opacity": 0.85,
        }
        layers.append({"data": data(rows), "mark": day})
    return layers
