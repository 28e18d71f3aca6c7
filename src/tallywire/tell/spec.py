"""The Vega-Lite spec of a plot: the marked stretch in the accent, the rest in grey, labels on the chart itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from tallywire.tell.chart_labels import labels
from tallywire.tell.frame import BOTTOM, FONT, GREY, HEIGHT, INK, SIZE, TOP, Frame, Json, axis_places, frame
from tallywire.tell.marks import counts, earlier, events, line, rival, stretch
from tallywire.tell.plot import Plot, round_step
from tallywire.tell.voice import Voice


def spec(plot: Plot, voice: Voice, *, title: str, sentence: str) -> str:
    """JSON text, the same for the same plot; it names no address but the schema's and holds its data."""
    within = frame(plot, voice)
    layers = [
        *events(within),
        line(within),
        *rival(within),
        *earlier(within),
        *stretch(within),
        *counts(within),
        *labels(within),
    ]
    whole: Json = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": f"{title}. {sentence}",
        "background": None,
        "width": within.width,
        "height": HEIGHT,
        "autosize": {"type": "none"},
        "padding": {"left": within.left, "right": within.right, "top": TOP, "bottom": BOTTOM},
        "view": {"stroke": None},
        "encoding": {"x": _x(plot.points[0].day, plot.points[-1].day), "y": _y(within)},
        "layer": layers,
        "config": {"font": FONT, "text": {"font": FONT, "fontSize": SIZE}, "axis": {"labelFont": FONT}},
    }
    return msgspec.json.encode(whole, order="deterministic").decode("utf-8")


def _x(first: date, last: date) -> Json:
    ticks, form = _dates(first, last)
    return {
        "field": "date",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_moment(first), _moment(last)], "nice": False},
        "axis": {
            "title": None,
            "values": [_moment(tick) for tick in ticks],
            "labelExpr": f"utcFormat(datum.value, '{form}')",
            "grid": False,
            "domainColor": GREY,
            "tickColor": GREY,
            "tickSize": 5,
            "labelColor": INK,
            "labelOpacity": 0.75,
            "labelFontSize": SIZE - 1,
            "labelFlush": True,
            "labelOverlap": True,
        },
    }


def _y(frame: Frame) -> Json:
    bottom, top, step = frame.plot.axis()
    suffix = "%" if frame.plot.series.unit == "%" else ""
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [frame.number(bottom), frame.number(top)], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": [frame.number(bottom + step * i) for i in range(int((top - bottom) / step) + 1)],
            "labelExpr": f"format(datum.value, ',.{axis_places(frame.plot, step)}f') + '{suffix}'",
            "gridColor": GREY,
            "gridOpacity": 0.3,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "labelColor": INK,
            "labelOpacity": 0.75,
            "labelFontSize": SIZE - 1,
        },
    }


def _dates(first: date, last: date) -> tuple[list[date], str]:
    """Where the horizontal axis is labelled: years, months or days; round ones."""
    years = last.year - first.year
    if years >= 3:
        step = max(1, int(round_step(Decimal(years), 5)))
        begin = -(-(first.year + (first > date(first.year, 1, 1))) // step) * step
        return [date(year, 1, 1) for year in range(begin, last.year + 1, step)], "%Y"
    months = years * 12 + last.month - first.month
    if months >= 3:
        step = next(s for s in (1, 2, 3, 6, 12) if months / s <= 5)
        index = first.year * 12 + first.month - 1 + (first.day > 1)
        index = -(-index // step) * step
        end = last.year * 12 + last.month - 1
        return [date(i // 12, i % 12 + 1, 1) for i in range(index, end + 1, step)], "%b %Y"
    days = max((last - first).days, 1)
    stride = -(-days // 4)
    return [first + timedelta(days=i) for i in range(0, days + 1, stride)], "%-d %b"


def _moment(day: date) -> Json:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}
