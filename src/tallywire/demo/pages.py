"""The pages that the demo's agencies publish, made from the figures in `data/` and from vega_datasets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from html import escape
from importlib import metadata, resources
from pathlib import Path

from tallywire.demo.agencies import Page
from tallywire.errors import UsageError

Row = Mapping[str, str]

UTOPIA = "Imaginary Statistical Office of Utopia"
TITLES = {
    "bicycles": "Registered bicycles",
    "ferry": "Ferry passengers",
    "library": "Library visits",
    "unemployment": "Unemployment rate, %",
    "lighthouses": "Lighthouse keepers",
}


def figures(name: str) -> tuple[Row, ...]:
    """The rows of one of the demo's own CSV files."""
    return tuple(csv.DictReader(io.StringIO(text(name))))


def text(name: str) -> str:
    """One of the demo's own files as text."""
    return resources.files("tallywire.demo").joinpath("data", name).read_text(encoding="utf-8")


def employment() -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """US employment by sector as vega_datasets ships it, without its derived column; the package is not imported."""
    try:
        distribution = metadata.distribution("vega_datasets")
    except metadata.PackageNotFoundError:
        raise UsageError(
            "the demo plays a file of the package vega_datasets, which is not installed",
            hint="Install the demo's extra: pip install 'tallywire[demo]'",
        ) from None
    path = Path(str(distribution.locate_file("vega_datasets/_data/us-employment.csv")))
    rows = tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    columns = tuple(name for name in rows[0] if name != "nonfarm_change")
    return columns, rows


def employment_page(columns: Sequence[str], rows: Sequence[Row]) -> Page:
    """The file as it stood when `rows` was all there was."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return Page(out.getvalue().encode(), "text/csv; charset=utf-8")


def colonies_page(row: Row) -> Page:
    """The penitentiary service's page: one count, which overwrites the last."""
    cells = {
        "Date": row["period"],
        "In correctional colonies": f"{int(row['value']):,}",
        "Rounded to": row["quantum"],
        "At least": row["low"],
        "Less than": row["high"],
        "Reported": row["reported"],
        "Citation": row["citation"],
    }
    return _table("People in correctional colonies", [tuple(cells)], [tuple(cells.values())])


def utopia_page(columns: Sequence[str], rows: Sequence[Row], *, title: str) -> Page:
    """A page of the fictional office: one row a month."""
    head = ("Month", *(TITLES[name] for name in columns))
    body = [(row["month"], *(_written(row[name]) for name in columns)) for row in rows]
    return _table(f"{UTOPIA}: {title}", [head], body)


def _written(figure: str) -> str:
    return figure if "." in figure else f"{int(figure):,}"


def _table(title: str, head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> Page:
    rows = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in cells) + "</tr>" for cells in head]
    rows += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in body]
    body_text = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<table>\n" + "\n".join(rows) + "\n</table>\n</body></html>\n"
    )
    return Page(body_text.encode())
