"""The Vega-Lite spec of a plot: the marked stretch in the accent, the rest in grey, labels on the chart itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec

from tallywire.language import write_number
from tallywire.series import Period
from tallywire.tell.plot import Plot, Point, round_step
from tallywire.tell.title import name
from tallywire.tell.voice import Voice
from tallywire.tell.written import shown_number

WIDTH, HEIGHT = 336, 232
LEFT, RIGHT, TOP, BOTTOM = 60, 84, 26, 28
ACCENT, GREY, INK = "#d2542b", "#8b8b8b", "currentColor"
"""The accent and the grey stand on white and on black paper alike; ink is the page's own."""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
SIZE = 14
LINE = 16
NEAR = 0.3
"""Two labelled points nearer than this share of the width are labelled beside the chart, one under the other."""

MOST_EVENT = 34

Json = dict[str, "Json | list[Json] | list[str] | list[float] | str | float | int | bool | None"]


def spec(plot: Plot, voice: Voice, *, title: str, sentence: str) -> str:
    """JSON text, the same for the same plot; it names no address but the schema's and holds its data."""
    layers: list[Json] = []
    layers += _events(plot)
    layers.append(_line(plot))
    layers += _rival(plot, voice)
    layers += _stretch(plot)
    layers += _points(plot)
    layers += _labels(plot, voice)
    bottom, top, step = plot.axis()
    first, last = plot.points[0].day, plot.points[-1].day
    whole: Json = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": f"{title} {sentence}",
        "background": None,
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "none"},
        "padding": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "view": {"stroke": None},
        "encoding": {"x": _x(first, last), "y": _y(plot, bottom, top, step)},
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


def _y(plot: Plot, bottom: Decimal, top: Decimal, step: Decimal) -> Json:
    scale, word = _scale(plot)
    values = [float((bottom + step * i) / scale) for i in range(int((top - bottom) / step) + 1)]
    places = max(0, -int((step / scale).normalize().as_tuple().exponent))
    unit = word if plot.series.unit not in {"%"} else ""
    form = f"format(datum.value, ',.{places}f')"
    suffix = "%" if plot.series.unit == "%" else ""
    top_label = f"{form} + '{suffix}{' ' + unit if unit else ''}'" if suffix or unit else form
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [float(bottom / scale), float(top / scale)], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": values,
            "labelExpr": f"datum.index == 1 ? {top_label} : {form}",
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


def _scale(plot: Plot) -> tuple[Decimal, str]:
    """What values are divided by on the axis, and the word for it."""
    size = max(abs(p.value) for p in plot.points)
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if size >= Decimal(10) ** (power + 1):
            return Decimal(10) ** power, word
    return Decimal(1), ""


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


def _row(plot: Plot, point: Point) -> Json:
    return {"date": _instant(point.day), "value": float(point.value / _scale(plot)[0]), "run": point.run}


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _data(rows: list[Json]) -> Json:
    return {"values": list(rows)}


def _line(plot: Plot) -> Json:
    mark: Json = {"type": "line", "color": GREY, "strokeWidth": 1.2 if plot.dashed else 2, "strokeJoin": "round"}
    if plot.dashed:
        mark["strokeDash"] = [3.0, 4.0]
    rows = [_row(plot, p) for p in plot.points]
    return {"data": _data(rows), "mark": mark, "encoding": {"detail": {"field": "run", "type": "nominal"}}}


def _stretch(plot: Plot) -> list[Json]:
    if len(plot.marked) < 2:
        return []
    rows = [_row(plot, p) for p in plot.marked]
    mark: Json = {"type": "line", "color": ACCENT, "strokeWidth": 3.5, "strokeCap": "round", "strokeJoin": "round"}
    return [{"data": _data(rows), "mark": mark, "encoding": {"detail": {"field": "run", "type": "nominal"}}}]


def _points(plot: Plot) -> list[Json]:
    """Every count of an irregular series; of a regular one the ends of the stretch, and provisional counts."""
    ends = {plot.marked[0].day, plot.marked[-1].day} if plot.marked else set()
    layers: list[Json] = []
    for colour, size, hollow, chosen in (
        (GREY, 34, False, [p for p in plot.points if plot.dashed and not p.marked and not p.hollow]),
        (GREY, 40, True, [p for p in plot.points if p.hollow and not p.marked]),
        (ACCENT, 48, False, [p for p in plot.marked if (plot.dashed or p.day in ends) and not p.hollow]),
        (ACCENT, 62, True, [p for p in plot.marked if p.hollow]),
    ):
        if chosen:
            mark: Json = {"type": "point", "filled": not hollow, "color": colour, "size": size, "opacity": 1}
            if hollow:
                mark["strokeWidth"] = 1.8
            layers.append({"data": _data([_row(plot, p) for p in chosen]), "mark": mark})
    if plot.replaced is not None and plot.marked:
        row: Json = {
            "date": _instant(plot.marked[-1].day),
            "value": float(plot.replaced / _scale(plot)[0]),
            "run": 0,
        }
        ghost: Json = {
            "type": "point",
            "filled": False,
            "color": ACCENT,
            "size": 62,
            "opacity": 1,
            "strokeWidth": 1.8,
        }
        layers.append({"data": _data([row]), "mark": ghost})
    return layers


def _events(plot: Plot) -> list[Json]:
    """A thin upright line at each event, its name beside the line's head."""
    layers: list[Json] = []
    first, last = plot.points[0].day, plot.points[-1].day
    for day, said in plot.events:
        row: Json = {"date": _instant(day)}
        late = (day - first).days > (last - first).days / 2
        rule: Json = {"type": "rule", "color": INK, "opacity": 0.55, "strokeWidth": 1, "strokeDash": [2.0, 3.0]}
        text: Json = {
            "type": "text",
            "text": name(said, longest=MOST_EVENT),
            "align": "right" if late else "left",
            "dx": -5 if late else 5,
            "y": -14,
            "baseline": "middle",
            "color": INK,
            "opacity": 0.85,
            "fontSize": SIZE - 1,
        }
        layers.append({"data": _data([row]), "mark": rule, "encoding": {"y": None}})
        layers.append({"data": _data([row]), "mark": text, "encoding": {"y": None}})
    return layers


def _rival(plot: Plot, voice: Voice) -> list[Json]:
    """The stretch that the headline's is compared with, labelled."""
    if len(plot.rival) < 2:
        return []
    ends = [p for p in plot.points if p.period in plot.rival]
    if len(ends) < 2:
        return []
    middle = _between(plot, ends[0], ends[-1])
    line: Json = {"type": "line", "color": INK, "opacity": 0.7, "strokeWidth": 2.2}
    falls, early = ends[-1].value < ends[0].value, _x_share(plot, ends[0]) < NEAR
    text: Json = {
        "type": "text",
        "text": voice.words.chart.rival,
        "align": "left" if early else "right",
        "baseline": "middle",
        "dx": 9 if early else -9,
        "dy": 9 if falls != early else -9,
        "color": INK,
        "opacity": 0.85,
        "fontSize": SIZE - 1,
    }
    return [{"data": _data([_row(plot, p) for p in ends]), "mark": line}, {"data": _data([middle]), "mark": text}]


def _between(plot: Plot, a: Point, b: Point) -> Json:
    day = a.day + (b.day - a.day) / 2
    return {"date": _instant(day), "value": float((a.value + b.value) / 2 / _scale(plot)[0]), "run": 0}


def _labels(plot: Plot, voice: Voice) -> list[Json]:
    """Figure and date at both ends of the stretch and at the first count."""
    layers: list[Json] = []
    marked = plot.marked
    if not marked:
        return layers
    first, last = plot.points[0], marked[-1]
    opening = marked[0] if len(marked) > 1 else None
    falls = (opening or first).value >= last.value
    beside: list[tuple[Decimal, Point | None]] = [(last.value, last)]
    if opening is not None:
        if _x_share(plot, last) - _x_share(plot, opening) < NEAR:
            beside.append((opening.value, opening))
        else:
            layers += _text(
                plot, voice, opening, opening.value, ACCENT, align="center", dx=0, dy=-26 if falls else 14
            )
    elif plot.replaced is not None:
        beside.append((plot.replaced, None))
    for value, point, dy in _apart(plot, beside):
        shown = point if point is not None else last
        dx = 10 + (_x_share(plot, last) - _x_share(plot, shown)) * WIDTH
        layers += _text(plot, voice, shown, value, ACCENT, align="left", dx=dx, dy=dy, dated=point is not None)
    if first.day not in {p.day for p in marked} and _x_share(plot, opening or last) > NEAR:
        below = plot.points[1].value >= first.value
        layers += _text(
            plot, voice, first, first.value, INK, align="left", dx=4 if below else 8, dy=10 if below else -8
        )
    return layers


def _x_share(plot: Plot, point: Point) -> float:
    days = max((plot.points[-1].day - plot.points[0].day).days, 1)
    return (point.day - plot.points[0].day).days / days


def _apart(plot: Plot, beside: list[tuple[Decimal, Point | None]]) -> list[tuple[Decimal, Point | None, float]]:
    """How far each label beside the chart moves up or down so that none covers another; all stay in the frame."""
    bottom, top, _ = plot.axis()
    block = 2 * LINE + 4
    ranked = sorted(beside, key=lambda b: b[0], reverse=True)
    at = [float((top - value) / (top - bottom)) * HEIGHT for value, _ in ranked]
    placed = list(at)
    for (i, _), (j, _) in pairwise(enumerate(ranked)):
        overlap = placed[i] + block - placed[j]
        if overlap > 0:
            placed[i] -= overlap / 2
            placed[j] += overlap / 2
    lowest = HEIGHT - LINE
    shift = min(0.0, lowest - placed[-1])
    placed = [p + shift for p in placed]
    return [(value, point, y - own - LINE / 2) for (value, point), y, own in zip(ranked, placed, at, strict=True)]


def _text(
    plot: Plot,
    voice: Voice,
    point: Point,
    value: Decimal,
    colour: str,
    *,
    align: str,
    dx: float,
    dy: float,
    dated: bool = True,
) -> list[Json]:
    row = _row(plot, point)
    row["value"] = float(value / _scale(plot)[0])
    figure: Json = {
        "type": "text",
        "text": figure_words(voice, value, plot.series.unit),
        "align": align,
        "baseline": "middle",
        "dx": dx,
        "dy": dy,
        "color": colour,
        "fontWeight": 600,
        "fontSize": SIZE,
    }
    layers: list[Json] = [{"data": _data([row]), "mark": figure}]
    if dated:
        day: Json = {
            **figure,
            "text": short_period(voice, point.period),
            "dy": dy + LINE,
            "fontWeight": 400,
            "fontSize": SIZE - 2,
            "color": INK,
            "opacity": 0.85,
        }
        layers.append({"data": _data([row]), "mark": day})
    return layers


def figure_words(voice: Voice, value: Decimal, unit: str) -> str:
    """A figure for a narrow place: in full, or in millions with three places."""
    digits, scale = shown_number(value)
    text = write_number(voice.pack, digits)
    if scale:
        text = voice.words.words.scales[scale].format(number=write_number(voice.pack, round(digits, 2)))
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
