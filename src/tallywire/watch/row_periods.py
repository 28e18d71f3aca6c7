"""The period of each row of a table: from its period columns, or from the words above the table."""

from __future__ import annotations

from collections.abc import Iterable

from tallywire.errors import TableError
from tallywire.series import Period
from tallywire.watch.columns import Sheet
from tallywire.watch.dates import Dates, remembered_period
from tallywire.watch.period_doubts import doubts
from tallywire.watch.place import Problem, problem
from tallywire.watch.sentence import compiled
from tallywire.watch.year_above import under_years


def period_columns(table: Sheet, dates: Dates) -> tuple[int, ...]:
    """The numbers of the period columns; none where the whole table has one period. Raises TableError."""
    if dates.caption:
        return ()
    wanted = dates.column if isinstance(dates.column, tuple) else (dates.column,)
    return tuple(table.column(column) for column in wanted)


class RowPeriods:
    """Reads the period of row after row; the same text is read once. Raises TableError if a column is not there."""

    def __init__(self, table: Sheet, dates: Dates) -> None:
        self._table = table
        self._dates = dates
        self._whole = _above(table, dates) if dates.caption else None
        self.columns = period_columns(table, dates)
        self._texts = self._joined()
        self._refused: dict[int, str] = {}
        if dates.year_above:
            self._set_under_years()
        self._read: dict[str, Period | str] = dict(doubts({self.text(row) for row in table.rows()}, dates))

    def _joined(self) -> list[str]:
        """The text of each data row."""
        columns = [[text.strip() for text in self._table.labels(column)] for column in self.columns]
        if len(columns) == 1:
            return columns[0]
        return [" ".join(parts) for parts in zip(*columns, strict=True)] or [""] * (
            self._table.end - self._table.first
        )

    def _set_under_years(self) -> None:
        first = self._table.first
        headings = [self._is_heading(row) for row in range(first, self._table.end)]
        under = under_years(self._texts, headings, self._dates)
        self._texts = [each.text for each in under]
        self._refused = {row: each.refused for row, each in enumerate(under, first) if each.refused}

    def _is_heading(self, row: int) -> bool:
        """Whether no cell beside the row's period has a digit."""
        spanned = self._table.grid.spanned
        return not any(
            any(map(str.isdecimal, text))
            for column, text in enumerate(self._table.grid.rows[row])
            if spanned.get((row, column), (row, column))[1] not in self.columns
        )

    def text(self, row: int) -> str:
        """What a data row's period columns say, joined by spaces; "" where the whole table has one period."""
        return self._texts[row - self._table.first]

    def blank(self, row: int) -> bool:
        """Whether a row's period columns say nothing, where there are any."""
        return bool(self.columns) and not self.text(row).strip()

    def only_words(self, row: int, columns: Iterable[int]) -> bool:
        """Whether a row has no cell of its own in any of these columns: a note below a table, a heading inside it."""
        spanned = self._table.grid.spanned
        own = {spanned.get((row, column), (row, column)) for column in self.columns}
        cells = ((column, spanned.get((row, column), (row, column))) for column in columns)
        return bool(own) and all(cell in own or not self._table.text(row, column).strip() for column, cell in cells)

    def of(self, row: int) -> Period | Problem:
        """The period of a row, or why there is none."""
        if self._whole is not None:
            return self._whole
        if row in self._refused:
            return problem(self._table, row, self.columns[0], self._refused[row])
        if len(self.columns) > 1:
            empty = [column for column in self.columns if not self._table.label(row, column).strip()]
            if empty and len(empty) < len(self.columns):
                return problem(self._table, row, empty[0], "one part of the period is blank; see table.fill")
        text = self.text(row)
        read = self._read.get(text)
        if read is None:
            try:
                read = remembered_period(text, self._dates)
            except TableError as error:
                read = error.message
            self._read[text] = read
        return problem(self._table, row, self.columns[0], read) if isinstance(read, str) else read


def _above(table: Sheet, dates: Dates) -> Period:
    """The one period that the caption and the rows above the data name, of whatever granularity the source says."""
    texts = dict.fromkeys((table.grid.caption, *(text for row in table.grid.rows[: table.first] for text in row)))
    pattern = compiled(dates.caption)
    found = (pattern.search(" ".join(text.split())) for text in texts)
    periods = {remembered_period(match["period"], dates) for match in found if match is not None}
    if len(periods) != 1:
        raise TableError(
            f"period.caption finds {len(periods) or 'no'} periods above the table",
            hint=f"The caption is {table.grid.caption[:200]!r}" if table.grid.caption else "The table has no caption",
        )
    return periods.pop()
