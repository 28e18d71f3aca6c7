"""Two versions of a table: what is told of them is what an editor would see, and it ends in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallywire.brief import Shelf
from tallywire.feed.record_pages import compare
from tallywire.feed.record_pages.compare import Difference
from tallywire.feed.record_pages.side_by_side import MOST_ROWS, facing

HEADER = ("Date", "Count", "Rate")
ROWS = tuple((f"2022-{month:02d}", str(100 + month), f"{month}.5") for month in range(1, 13))


def one(before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]) -> Difference:
    found = compare((Shelf((HEADER, *before)),), (Shelf((HEADER, *after)),))
    assert len(found.tables) == 1
    return found.tables[0]


def changes(found: Difference) -> list[tuple[str | None, str | None]]:
    return [(cell.before, cell.after) for row in found.rows for cell in row.cells if cell.changed]


def test_the_same_is_the_same() -> None:
    found = compare((Shelf((HEADER, *ROWS)),), (Shelf((HEADER, *ROWS)),))
    assert found.same
    assert facing(found.tables[0]).summary == "Nothing changed: 12 rows are the same."


def test_a_restated_cell_and_a_new_row_are_told_apart() -> None:
    restated = (*ROWS[:3], ("2022-04", "999", "4.5"), *ROWS[4:])
    found = one(ROWS[:11], restated)
    assert changes(found) == [("104", "999")]
    assert (found.changed, found.added, found.removed) == (1, 1, 0)
    shown = facing(found)
    assert shown.summary == "1 cell changed, 1 row added; 10 rows are the same."
    changed = next(line for line in shown.lines if line.mark == "changed")
    assert (changed.name, changed.changes[0].column) == ("2022-04", "Count")
    assert (changed.changes[0].before, changed.changes[0].after) == ("104", "999")
    assert [line.folded for line in shown.lines if line.folded] == [2, 5]


def test_a_row_put_on_top_moves_nothing() -> None:
    found = one(ROWS[1:], ROWS)
    assert (found.changed, found.added, found.removed) == (0, 1, 0)
    assert found.rows[1].added


def test_rows_in_another_order_are_the_same_rows() -> None:
    assert one(ROWS, ROWS[::-1]).same


def test_a_removed_row_stands_behind_its_neighbour() -> None:
    found = one(ROWS, (*ROWS[:5], *ROWS[6:]))
    assert [row.before for row in found.rows if row.removed] == [6]
    assert found.rows[5].before == 5 and found.rows[6].removed


def test_a_column_put_in_between_shifts_nothing() -> None:
    wider = tuple((day, "new", count, rate) for day, count, rate in ROWS)
    found = compare((Shelf((HEADER, *ROWS)),), (Shelf((("Date", "Status", "Count", "Rate"), *wider)),)).tables[0]
    assert found.changed == 0
    assert (found.columns.added, found.columns.removed) == (1, 0)
    assert facing(found).summary == "1 column added; 12 rows are the same."


def test_a_long_table_is_keyed_by_as_many_columns_as_it_takes() -> None:
    header = ("period", "area", "sex", "value")
    rows = tuple(
        (f"20{year:02d}", area, sex, str(year * 10 + place))
        for year in range(5, 22)
        for place, (area, sex) in enumerate((a, s) for a in ("north", "south") for s in ("f", "m"))
    )
    after = (rows[0], ("2005", "east", "f", "1"), *rows[1:10], (*rows[10][:3], "77"), *rows[11:])
    found = compare((Shelf((header, *rows)),), (Shelf((header, *after)),)).tables[0]
    assert found.columns.keys == 3
    assert (found.changed, found.added, found.removed) == (1, 1, 0)


def test_blanks_that_run_together_are_no_change() -> None:
    assert one((("2022-01", "1 000", "1"),), (("2022-01", " 1  000\n", "1"),)).same


def test_tables_that_come_and_go() -> None:
    found = compare((), (Shelf((HEADER, *ROWS)),))
    assert facing(found.tables[0]).summary == "The table is new: 13 rows."
    assert not found.same
    found = compare((Shelf((HEADER, *ROWS)),) * 12, ())
    assert len(found.tables) == 8 and found.beyond == 4
    assert facing(found.tables[0]).summary == "The table is gone: 13 rows."


def test_an_endless_table_is_cut_and_says_so() -> None:
    rows = tuple((str(number), str(number)) for number in range(30_000))
    after = tuple((str(number), str(number + 1)) for number in range(30_000))
    found = one(rows, after)
    assert found.cut and len(found.rows) == 20_000
    shown = facing(found)
    assert sum(line.mark == "changed" for line in shown.lines) == MOST_ROWS
    assert shown.more == 19_999 - MOST_ROWS and shown.cut


def test_equal_keys_without_end() -> None:
    found = one((("x", "1", "2"),) * 5000, (("x", "1", "2"),) * 5001)
    assert (found.added, found.removed, found.changed) == (1, 0, 0)


_CELLS = st.text("ab1 ", max_size=2)
_TABLE = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=8).map(tuple)


@given(_TABLE, _TABLE)
def test_every_row_of_both_is_there_once(
    before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]
) -> None:
    found = compare((Shelf(before),), (Shelf(after),)).tables[0]
    assert sorted(row.before for row in found.rows if row.before is not None) == list(range(len(before)))
    assert [row.after for row in found.rows if row.after is not None] == list(range(len(after)))
    assert compare((Shelf(before),), (Shelf(before),)).same


@given(_TABLE, _TABLE)
def test_the_page_tells_every_difference(
    before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]
) -> None:
    found = compare((Shelf(before),), (Shelf(after),)).tables[0]
    lines = facing(found).lines
    assert sum(line.mark == "new" for line in lines) == found.added
    assert sum(line.mark == "gone" for line in lines) == found.removed
    assert sum(line.mark == "changed" for line in lines) == sum(row.changed for row in found.rows)
