"""CSV text to a grid: one row for each record, fields as they stand."""

from __future__ import annotations

import csv
import io

from tallywire.errors import TableError
from tallywire.watch.grid import MAX_CELLS, Grid


def csv_grid(text: str, delimiter: str = ",") -> Grid:
    """The one table of a CSV text. Blank lines are rows without cells, so row numbers count records from 0.

    Raises TableError for quotes that do not close, fields over 128 KiB and more than MAX_CELLS cells.
    """
    rows: list[tuple[str, ...]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            rows.append(tuple(record))
            cells += len(record) + 1
            if cells > MAX_CELLS:
                raise TableError(f"more than {MAX_CELLS} cells", where=f"line {reader.line_num}")
    except csv.Error as error:
        raise TableError(f"not CSV: {error}", where=f"line {reader.line_num}") from None
    return Grid(tuple(rows))
