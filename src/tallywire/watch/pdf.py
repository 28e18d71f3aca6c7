"""A PDF with text to grids: its tables, page by page."""

from __future__ import annotations

from tallywire.errors import TableError
from tallywire.watch.apart import LIMITS, Limits, laid_apart
from tallywire.watch.grid import Grid

STRATEGIES = ("ruled", "spaced")


def pdf_grids(body: bytes, strategy: str = "ruled", page: str = "0", limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """The tables of a PDF in the order of its pages, or of the one `page` (from 1; "0": all).

    `ruled`: cells between drawn lines; `spaced`: columns kept apart by space, rows by lines of text. A caption
    tells the page, and the line of text above the table: "page 3: Table 2. Head counts". Lines of text in one
    cell stay lines, and what stands further apart than words do keeps two spaces, so that neither is taken for
    one number. Raises TableError for what is no PDF, is encrypted or damaged, has no text, or is too large.
    """
    if strategy not in STRATEGIES or not (page.isascii() and page.isdigit() and len(page) < 6):
        raise TableError(
            f"{strategy!r}, page {page!r} is no way to read a PDF", hint=f"Ways: {', '.join(STRATEGIES)}"
        )
    try:
        return laid_apart("pdf", body, {"strategy": strategy, "page": int(page)}, limits)
    except TableError as error:
        raise TableError(error.what, where="the PDF", hint=error.hint) from None
