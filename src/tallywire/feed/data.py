"""The files beside a chart: its rows as CSV, its Vega-Lite spec as it is."""

from __future__ import annotations

from tallywire.brief import Chart
from tallywire.feed.csv_rows import csv_rows
from tallywire.feed.render import clean


def chart_csv(chart: Chart) -> bytes:
    """The chart's table."""
    moves = any(row.change for row in chart.rows)
    rows = [(row.label, row.figure, row.change) if moves else (row.label, row.figure) for row in chart.rows]
    return csv_rows((chart.columns, *rows))


def chart_spec(chart: Chart) -> bytes:
    return clean(chart.spec).encode("utf-8")
