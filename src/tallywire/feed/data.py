"""The files beside a chart: its rows as CSV, its Vega-Lite spec as it is."""

from __future__ import annotations

import re

from tallywire.brief import Chart
from tallywire.feed.render import clean

_NUMBER = re.compile(r"[-+]?[\d,.]*%?\Z", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chart_csv(chart: Chart) -> bytes:
    """The chart's table as RFC 4180 CSV; text that a spreadsheet would run as a formula gets an apostrophe."""
    moves = any(row.change for row in chart.rows)
    rows = [(row.label, row.figure, row.change) if moves else (row.label, row.figure) for row in chart.rows]
    lines = [",".join(_field(text) for text in row) for row in (chart.columns, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def chart_spec(chart: Chart) -> bytes:
    return clean(chart.spec).encode("utf-8")


def _field(text: str) -> str:
    text = clean(text)
    if text.startswith(_FORMULA) and not _NUMBER.match(text):
        text = "'" + text
    if any(letter in text for letter in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
