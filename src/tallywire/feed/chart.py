"""A chart's SVG made fit to stand inside a page: drawing elements only, no script, no style, no address."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
from lxml import etree
from markupsafe import Markup

from tallywire.brief import Chart
from tallywire.feed.render import clean

MAX_SVG = 4_000_000
MAX_SIDE = 4_000
BROAD = 520

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    {"svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan"}
    | {"defs", "clipPath", "linearGradient", "stop"}
)
_ATTRIBUTES = frozenset(
    {"d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "width", "height", "points"}
    | {"transform", "fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity"}
    | {"stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"}
    | {"text-anchor", "dominant-baseline", "font-size", "font-weight", "font-style", "display", "visibility"}
    | {"clip-path", "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "id"}
)
_VALUE = re.compile(r"[\w\s.,+#%()-]*\Z", re.ASCII)
_LOCAL = re.compile(r"url\(\s*['\"]?#([\w-]+)['\"]?\s*\)\Z", re.ASCII)
_ID = re.compile(r"[\w-]{1,80}\Z", re.ASCII)
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)(?:px)?\Z", re.ASCII)


class Drawing(msgspec.Struct, frozen=True):
    """Safe SVG markup; `broad` drawings are wider than a narrow screen can show legibly and scroll there."""

    svg: Markup
    broad: bool


def drawing(chart: Chart) -> Drawing | None:
    """The chart's SVG with everything left out that does not draw; None where it is no SVG of a usable size.

    Kept are the elements and attributes of an allow-list. Ids are prefixed, so that they meet none of the page's.
    """
    if not chart.svg or len(chart.svg) > MAX_SVG:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(clean(chart.svg).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    width, height = _side(root.get("width")), _side(root.get("height"))
    if width is None or height is None:
        return None
    safe = _copy(root)
    _drop_paper(safe, root.get("width"), root.get("height"))
    safe.attrib.clear()
    safe.set("viewBox", f"0 0 {width} {height}")
    safe.set("width", width)
    safe.set("height", height)
    safe.set("role", "img")
    safe.set("aria-label", clean(chart.sentence))
    return Drawing(Markup(etree.tostring(safe, encoding="unicode", method="xml")), Decimal(width) > BROAD)


def _side(text: str | None) -> str | None:
    found = _LENGTH.match(text or "")
    return found[1] if found and 0 < Decimal(found[1]) <= MAX_SIDE else None


def _copy(element: etree._Element) -> etree._Element:
    """A copy without namespaces, as HTML's parser wants it, of what may stay."""
    copy = etree.Element(etree.QName(element).localname)
    copy.text = element.text
    for name, value in element.attrib.items():
        kept = _value(str(name), str(value))
        if kept is not None:
            copy.set(str(name), kept)
    for child in element.iterchildren(tag=etree.Element):
        qualified = etree.QName(child)
        if qualified.namespace == _SVG and qualified.localname in _ELEMENTS:
            kept_child = _copy(child)
            kept_child.tail = child.tail
            copy.append(kept_child)
    return copy


def _value(name: str, value: str) -> str | None:
    if name not in _ATTRIBUTES:
        return None
    if name == "id":
        return f"chart-{value}" if _ID.match(value) else None
    local = _LOCAL.match(value.strip())
    if local:
        return f"url(#chart-{local[1]})"
    if "url" in value.lower() or not _VALUE.match(value):
        return None
    return value


def _drop_paper(root: etree._Element, width: str | None, height: str | None) -> None:
    """Leave out the background, so that the chart stands on the page's own paper."""
    for child in list(root)[:1]:
        if child.tag == "rect" and child.get("width") == width and child.get("height") == height:
            root.remove(child)
