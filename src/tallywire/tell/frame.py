"""The frame that a plot is drawn in: its size, its scale, and rows of data in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from tallywire.language import write_number
from tallywire.series import Period, plain
from tallywire.tell.plot import Plot, Point
from tallywire.tell.voice import Voice
from tallywire.tell.written import shown_number

TOTAL, HEIGHT = 480, 232
TOP, BOTTOM = 30, 28
GREY, INK = "#8b8b8b", "currentColor"
"""The grey stands on white and on black paper alike; ink is the page's own."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
SIZE = 14
LINE = 16
NEAR = 0.3
"""Two labelled points nearer than this share of the width are labelled beside the chart, one under the other."""

DIGIT = 8.6
"""Width of a bold digit at SIZE, in pixels, generously."""

Json = dict[str, "Json | list[Json] | list[float] | str | float | int | bool | None"]


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A plot with the language of its labels, the pixels of its margins, and what values are divided by."""

    plot: Plot
    voice: Voice
    left: int
    right: int
    scale: Decimal

    @property
    def width(self) -> int:
        return TOTAL - self.left - self.right

    def share(self, point: Point) -> float:
        """How far to the right a point stands, from 0 to 1."""
        first, last = self.plot.points[0].day, self.plot.points[-1].day
        return (point.day - first).days / max((last - first).days, 1)

    def row(self, point: Point) -> Json:
        return {"date": instant(point.day), "value": self.number(point.value), "run": point.run}

    def number(self, value: Decimal) -> float:
        return float(value / self.scale)


def frame(plot: Plot, voice: Voice) -> Frame:
    """Margins as wide as the labels in them need."""
    bottom, top, step = plot.axis()
    ticks = [axis_words(plot, value, step) for value in (bottom, top)]
    left = 14 + round(max(len(tick) for tick in ticks) * 7.8)
    values = [p.value for p in (*plot.marked[:1], *plot.marked[-1:])]
    if plot.replaced is not None:
        values.append(plot.replaced)
    figures = [figure_words(voice, value, plot.series.unit) for value in values]
    dates = [short_period(voice, p.period) for p in plot.marked[-1:]]
    widest = max([len(f) * DIGIT for f in figures] + [len(d) * 6.6 for d in dates], default=0.0)
    return Frame(plot, voice, min(left, 120), min(max(16 + round(widest), 60), 150), scale_of(plot))


def scale_of(plot: Plot) -> Decimal:
    size = max(abs(p.value) for p in plot.points)
    return next((Decimal(10) ** p for p in (12, 9, 6) if size >= Decimal(10) ** (p + 1)), Decimal(1))


def axis_words(plot: Plot, value: Decimal, step: Decimal) -> str:
    """A tick's label: in the frame's scale, with as many places as the step needs."""
    scale = scale_of(plot)
    return f"{value / scale:,.{axis_places(plot, step)}f}" + ("%" if plot.series.unit == "%" else "")


def axis_places(plot: Plot, step: Decimal) -> int:
    exponent = Decimal(plain(step / scale_of(plot))).as_tuple().exponent
    return max(0, -int(exponent))


def data(rows: list[Json]) -> Json:
    return {"values": list(rows)}


def instant(day: date) -> str:
    """A day as a moment in UTC, which no reader of the spec takes for another day."""
    return f"{day.isoformat()}T00:00:00Z"


def figure_words(voice: Voice, value: Decimal, unit: str) -> str:
    """A figure for a narrow place: in full, or in millions with two places."""
    digits, scale = shown_number(value)
    text = write_number(voice.pack, digits)
    if scale:
        text = voice.words.words.scales[scale].format(
            number=write_number(voice.pack, Decimal(plain(round(digits, 2))))
        )
    return f"{text}%" if unit == "%" else text


def short_period(voice: Voice, period: Period) -> str:
    """A period for a narrow place: "1 Nov 2022", "Nov 2022", "2022 Q3", "2022"."""
    if period.granularity in {"day", "month"}:
        month = voice.pack.dates.month_name(period.start.month)[:3]
        day = f"{period.start.day} " if period.granularity == "day" else ""
        return f"{day}{month} {period.start.year}"
    if period.granularity == "span":
        return period.start.isoformat()
    return str(period).replace("-", " ")
