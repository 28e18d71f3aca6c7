"""A workbook to grids: one for each sheet, in the workbook's order."""

from __future__ import annotations

from tallywire.errors import TableError
from tallywire.watch.apart import LIMITS, Limits, laid_apart
from tallywire.watch.grid import Grid


def xlsx_grids(body: bytes, sheet: str = "", limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Every sheet of a workbook (XLSX, XLSM, XLSB, ODS, XLS), captioned with its name; rows count from the first one.

    With `sheet`, only the sheet of that name is laid out, and the others have no rows. Merged cells span as in
    HTML. Raises TableError for what is no workbook, is encrypted or damaged, has no such sheet, or is too large.
    """
    try:
        return laid_apart("xlsx", body, {"sheet": sheet}, limits)
    except TableError as error:
        raise TableError(error.what, where="the workbook", hint=error.hint) from None
