"""The card of a brief: the picture that stands for it where its address is shared, 1200 by 630."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from tallywire.brief import Brief
from tallywire.feed.spark import Spark, spark
from tallywire.feed.syndication.lines import balanced, breadth, cut, lines
from tallywire.feed.syndication.markup import element, wrapped

WIDTH = 1200
HEIGHT = 630
SIDE = 64
MOST_LINES = 4

_PAPER = "#fbfaf6"
_INK = "#1b1d21"
_SOFT = "#4a4d53"
_LINE = "#dcd9cf"
_GREY = "#8d8b84"
_ACCENT = "#0b4a75"
_SERIF = "'Liberation Serif', Georgia, serif"
_SANS = "'Liberation Sans', Arial, sans-serif"
_FIT = {_SERIF: 0.9, _SANS: 0.93}
"""How much narrower than estimated the widest texts of a family are."""

_INNER = WIDTH - 2 * SIDE
_SIZES = ((2, 74), (3, 64), (MOST_LINES, 54))
"""Up to how many lines a headline is set in which size; more lines are set smaller."""

_KICKER = 84
_HEADLINE = 124
_FOOT = 548
_SCALE = 1.75
"""The small chart is drawn for text of 12.5 px; here it is read from afar."""

_LEAST_CHART = 100


_DRAWN_BY = (
    "syndication/card.py",
    "syndication/lines.py",
    "syndication/markup.py",
    "spark.py",
    "amounts.py",
    "dates.py",
)
"""Files of the feed that a card's picture rests on."""


@cache
def drawn_by() -> str:
    """A hash of the code that draws cards: drawing is dear, so a card is drawn anew only when that changes."""
    made = hashlib.sha256()
    for name in _DRAWN_BY:
        made.update(resources.files("tallywire.feed").joinpath(*name.split("/")).read_bytes())
    return made.hexdigest()


def card_key(digest: str, *, title: str, clock: str) -> str:
    """The key of the card of a brief with this digest."""
    return hashlib.sha256(
        "\0".join((drawn_by(), digest, title, clock)).encode("utf-8", "backslashreplace")
    ).hexdigest()[:32]


def card_svg(brief: Brief, *, title: str, clock: str) -> str:
    """Kicker, headline, the marked stretch or else the lead, source, the newsroom's name.

    Text is laid out by estimated widths and cut with an ellipsis; nothing of it can be markup.
    """
    size, headline = _headline(brief.headline.text)
    height = round(size * 1.14)
    drawn = [
        _box(0, 0, WIDTH, HEIGHT, _PAPER),
        _box(0, 0, WIDTH, 12, _ACCENT),
        _words(_kicker(brief, clock), SIDE, _KICKER, 28, _SANS, _SOFT),
    ]
    at = _HEADLINE - round(size * 0.1)
    for line in headline:
        at += height
        drawn.append(_words(line, SIDE, at, size, _SERIF, _INK, weight="700"))
    top = at + 44
    room = _FOOT - 28 - top
    chart = None
    if room >= _LEAST_CHART:
        chart = spark(brief, width=round(_INNER / _SCALE), height=round(min(room, 260) / _SCALE))
    drawn.append(_chart(chart, top + (room - min(room, 260)) // 2) if chart else _lead(brief, top, room))
    drawn.append(_foot(brief, title))
    return wrapped(
        "svg",
        "".join(drawn),
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        },
    )


def _headline(words: str) -> tuple[int, tuple[str, ...]]:
    """The largest size at which the words fit in the lines it may have."""
    for most, size in _SIZES:
        found = balanced(words, width=_room(_INNER, size, _SERIF), most=most + 1)
        if len(found) <= most:
            return size, found
    size = _SIZES[-1][1]
    return size, lines(words, width=_room(_INNER, size, _SERIF), most=MOST_LINES)


def _room(width: float, size: int, family: str) -> float:
    """A width in em as estimated, for text of a size and family."""
    return width / size / _FIT[family]


def _kicker(brief: Brief, clock: str) -> str:
    """What it is about; the clock is never cut away."""
    parts = (*(label.upper() for label in brief.labels), brief.kicker, brief.badge)
    end = f" · {clock}" if clock else ""
    return cut(" · ".join(part for part in parts if part), width=_room(_INNER, 28, _SANS) - breadth(end)) + end


def _lead(brief: Brief, top: int, room: int) -> str:
    """The first sentence, where there is nothing to draw."""
    size, height = 34, 48
    most = min(room // height, 4)
    if most < 1:
        return ""
    shown = lines(brief.lead.text, width=_room(_INNER, size, _SERIF), most=most)
    return "".join(
        _words(line, SIDE, top + 14 + height * number, size, _SERIF, _SOFT) for number, line in enumerate(shown, 1)
    )


def _chart(chart: Spark, top: int) -> str:
    drawn = [
        element(
            "line",
            "",
            {
                "x1": stroke.x1,
                "y1": stroke.y1,
                "x2": stroke.x2,
                "y2": stroke.y2,
                "stroke": _ACCENT if stroke.marked else _GREY,
                "stroke-width": "3" if stroke.marked else "1.5",
                "stroke-linecap": "round",
            },
        )
        for stroke in chart.strokes
    ]
    drawn += [
        element(
            "circle",
            "",
            {
                "cx": dot.x,
                "cy": dot.y,
                "r": "3.5" if dot.marked else "2",
                "fill": _ACCENT if dot.marked else _GREY,
            },
        )
        for dot in chart.dots
    ]
    for tag in chart.tags:
        place = {"x": tag.x, "y": tag.y, "text-anchor": tag.anchor, "font-family": _SANS, "font-size": "15"}
        halo = {"stroke": _PAPER, "stroke-width": "4", "stroke-linejoin": "round", "fill": _PAPER}
        drawn += [element("text", tag.text, {**place, **halo}), element("text", tag.text, {**place, "fill": _INK})]
    return wrapped("g", "".join(drawn), {"transform": f"translate({SIDE} {top}) scale({_SCALE})"})


def _foot(brief: Brief, title: str) -> str:
    name = cut(title, width=_room(_INNER / 2, 32, _SERIF))
    source = cut(brief.source_name, width=_room(_INNER - 120 - breadth(name) * 32 * _FIT[_SERIF], 26, _SANS))
    tally = element("path", "", {"stroke": _INK, "d": "M6 3v18M12.7 3v18M19.3 3v18M26 3v18"})
    wire = element("path", "", {"stroke": _ACCENT, "d": "M2 18 30 6"})
    drawn = {"fill": "none", "stroke-width": "2.6", "stroke-linecap": "round"}
    mark = wrapped("g", tally + wire, {"transform": f"translate({SIDE} 567) scale(1.25)", **drawn})
    return (
        _box(SIDE, _FOOT, _INNER, 2, _LINE)
        + mark
        + _words(name, SIDE + 54, 593, 32, _SERIF, _INK, weight="700")
        + _words(source, WIDTH - SIDE, 592, 26, _SANS, _SOFT, anchor="end")
    )


def _box(x: int, y: int, width: int, height: int, fill: str) -> str:
    box = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", "", {**{name: str(value) for name, value in box.items()}, "fill": fill})


def _words(
    words: str,
    x: int,
    y: int,
    size: int,
    family: str,
    fill: str,
    *,
    weight: str = "400",
    anchor: str = "start",
) -> str:
    return element(
        "text",
        words,
        {
            "x": str(x),
            "y": str(y),
            "font-family": family,
            "font-size": str(size),
            "font-weight": weight,
            "fill": fill,
            "text-anchor": anchor,
        },
    )
