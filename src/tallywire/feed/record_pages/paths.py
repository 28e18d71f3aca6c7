"""Where the pages of series, sources, releases, events and the ledger lie in the site."""

from __future__ import annotations

from tallywire.feed.names import file_name, series_path, source_path
from tallywire.series import Cell

ROWS = 400
"""Rows of a table on one page of a release."""

EVENTS_PATH = "events/index.html"
LEDGER_PATH = "ledger/index.html"
SEARCH_PATH = "search.html"
BROWSE_PATH = "browse.html"
STYLE_PATH = "record.css"
SEARCH_SCRIPTS = ("minisearch.js", "search-index.js", "search.js")
"""In the order in which the search page runs them."""


def series_page_path(series: str, number: int | None = None) -> str:
    """The newest page of a series; older ones are numbered from the oldest, so that they stay as they are."""
    return series_path(series, number)


def figures_csv_path(series: str) -> str:
    return f"series/{file_name(series)}/data.csv"


def vintages_csv_path(series: str) -> str:
    return f"series/{file_name(series)}/vintages.csv"


def source_page_path(source: str, number: int | None = None) -> str:
    newest = source_path(source)
    return newest if number is None else f"{newest.rpartition('/')[0]}/{number}.html"


def release_path(source: str, release: str, page: int = 1) -> str:
    """A release; what lies below the first 400 rows of its tables stands on further pages."""
    base = f"releases/{file_name(source)}/{file_name(release)}"
    return f"{base}.html" if page == 1 else f"{base}/{page}.html"


def cell_page(cell: Cell) -> int:
    """The page of a release on which a cell stands."""
    return cell.row // ROWS + 1


def cell_anchor(cell: Cell) -> str:
    return f"c-{cell.table}-{cell.row}-{cell.column}"


def cell_path(source: str, release: str, cell: Cell) -> str:
    """A cell that a figure was read from, on its release's page."""
    return f"{release_path(source, release, cell_page(cell))}#{cell_anchor(cell)}"


def compare_path(source: str, before: str, after: str) -> str:
    return f"compare/{file_name(source)}/{file_name(before)}..{file_name(after)}.html"


def compare_form_path(source: str) -> str:
    """Where the server compares any two releases of a source: `?a=RELEASE&b=RELEASE`."""
    return f"compare/{file_name(source)}"


def event_path(event: str) -> str:
    return f"events/{_beside_index(event)}.html"


def speaker_path(speaker: str, number: int | None = None) -> str:
    """Names that differ in case only are one speaker's."""
    name = _beside_index(speaker.casefold())
    return f"ledger/{name}.html" if number is None else f"ledger/{name}/{number}.html"


def month_path(year: int, month: int) -> str:
    return f"months/{year:04d}-{month:02d}.html"


def _beside_index(id: str) -> str:
    """A file name that is not that of the folder's own page."""
    name = file_name(id)
    return name if name != "index" else file_name("index ")
