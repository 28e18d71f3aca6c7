"""The layers of a chart that draw: the line, the marked stretch, the counts, events, what is compared."""

from __future__ import annotations

from tallywire.brief import ACCENT
from tallywire.tell.frame import GREY, INK, NEAR, SIZE, Frame, Json, data, instant
from tallywire.tell.plot import Point
from tallywire.tell.title import name

MOST_EVENT = 46
"""Letters that fit across the whole plot; a name gets the share of them on its side of the event."""


def line(frame: Frame) -> Json:
    mark: Json = {
        "type": "line",
        "color": GREY,
        "strokeWidth": 1.2 if frame.plot.dashed else 2,
        "strokeJoin": "round",
    }
    if frame.plot.dashed:
        mark |= {"strokeWidth": 1.2, "strokeDash": [3.0, 4.0]}
    rows = [frame.row(p) for p in frame.plot.points]
    return {"data": data(rows), "mark": mark, "encoding": {"detail": {"field": "run", "type": "nominal"}}}


def stretch(frame: Frame) -> list[Json]:
    if len(frame.plot.marked) < 2:
        return []
    rows = [frame.row(p) for p in frame.plot.marked]
    mark: Json = {"type": "line", "color": ACCENT, "strokeWidth": 3.5, "strokeCap": "round", "strokeJoin": "round"}
    return [{"data": data(rows), "mark": mark, "encoding": {"detail": {"field": "run", "type": "nominal"}}}]


def earlier(frame: Frame) -> list[Json]:
    """A thin line through what restated counts were before; a small dash where a neighbour was not restated."""
    plot = frame.plot
    stretches: list[list[Json]] = []
    joined = False
    for place, point in enumerate(plot.points):
        value = plot.earlier.get(point.period)
        joined = joined and place > 0 and plot.points[place - 1].run == point.run
        if value is not None:
            if not joined:
                stretches.append([])
            stretches[-1].append({"date": instant(point.day), "value": frame.number(value), "run": len(stretches)})
        joined = value is not None
    lines = [row for stretch in stretches if len(stretch) > 1 for row in stretch]
    lone = [row for stretch in stretches if len(stretch) == 1 for row in stretch]
    line: Json = {"type": "line", "color": ACCENT, "strokeWidth": 1.4, "opacity": 0.75, "strokeJoin": "round"}
    dash: Json = {"type": "tick", "orient": "horizontal", "color": ACCENT, "thickness": 2, "size": 9, "opacity": 0.75}
    layers: list[Json] = []
    if lines:
        layers.append(
            {"data": data(lines), "mark": line, "encoding": {"detail": {"field": "run", "type": "nominal"}}}
        )
    if lone:
        layers.append({"data": data(lone), "mark": dash})
    return layers


def counts(frame: Frame) -> list[Json]:
    """Every count of an irregular series; of a regular one the ends of the stretch, and provisional counts."""
    ends = {frame.plot.marked[0].day, frame.plot.marked[-1].day} if frame.plot.marked else set()
    layers: list[Json] = []
    for colour, size, hollow, chosen in (
        (GREY, 34, False, [p for p in frame.plot.points if frame.plot.dashed and not p.marked and not p.hollow]),
        (GREY, 40, True, [p for p in frame.plot.points if p.hollow and not p.marked]),
        (ACCENT, 48, False, [p for p in frame.plot.marked if (frame.plot.dashed or p.day in ends) and not p.hollow]),
        (ACCENT, 62, True, [p for p in frame.plot.marked if p.hollow]),
    ):
        if chosen:
            mark: Json = {"type": "point", "filled": not hollow, "color": colour, "size": size, "opacity": 1}
            if hollow:
                mark["strokeWidth"] = 1.8
            layers.append({"data": data([frame.row(p) for p in chosen]), "mark": mark})
    if frame.plot.replaced is not None and frame.plot.marked:
        row: Json = {
            "date": instant(frame.plot.marked[-1].day),
            "value": frame.number(frame.plot.replaced),
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
        layers.append({"data": data([row]), "mark": ghost})
    return layers


def events(frame: Frame) -> list[Json]:
    """A thin upright line at each event, its name beside the line's head."""
    layers: list[Json] = []
    first, last = frame.plot.points[0].day, frame.plot.points[-1].day
    for day, said in frame.plot.events:
        row: Json = {"date": instant(day)}
        share = (day - first).days / max((last - first).days, 1)
        late = share > 0.5
        rule: Json = {"type": "rule", "color": INK, "opacity": 0.55, "strokeWidth": 1, "strokeDash": [2.0, 3.0]}
        text: Json = {
            "type": "text",
            "text": name(said, longest=int(MOST_EVENT * max(share, 1 - share))),
            "align": "right" if late else "left",
            "dx": -5 if late else 5,
            "y": -14,
            "baseline": "middle",
            "color": INK,
            "opacity": 0.85,
            "fontSize": SIZE - 1,
        }
        layers.append({"data": data([row]), "mark": rule, "encoding": {"y": None}})
        layers.append({"data": data([row]), "mark": text, "encoding": {"y": None}})
    return layers


def rival(frame: Frame) -> list[Json]:
    """The stretch that the headline's is compared with, labelled."""
    if len(frame.plot.rival) < 2:
        return []
    ends = [p for p in frame.plot.points if p.period in frame.plot.rival]
    if len(ends) < 2:
        return []
    middle = _between(frame, ends[0], ends[-1])
    line: Json = {"type": "line", "color": INK, "opacity": 0.7, "strokeWidth": 2.2}
    falls, early = ends[-1].value < ends[0].value, frame.share(ends[0]) < NEAR
    text: Json = {
        "type": "text",
        "text": frame.voice.words.chart.rival,
        "align": "left" if early else "right",
        "baseline": "middle",
        "dx": 9 if early else -9,
        "dy": 9 if falls != early else -9,
        "color": INK,
        "opacity": 0.85,
        "fontSize": SIZE - 1,
    }
    return [{"data": data([frame.row(p) for p in ends]), "mark": line}, {"data": data([middle]), "mark": text}]


def _between(frame: Frame, a: Point, b: Point) -> Json:
    day = a.day + (b.day - a.day) / 2
    return {"date": instant(day), "value": frame.number((a.value + b.value) / 2), "run": 0}
