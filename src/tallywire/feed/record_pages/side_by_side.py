"""A comparison as a page shows it: what changed with a row around it, and stretches that are the same folded away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from tallywire.feed.record_pages.align import HEADER_AMONG
from tallywire.feed.record_pages.compare import Cells, Compared, Difference

MOST_ROWS = 400
MOST_COLUMNS = 8
MOST_KEYS = 3
AROUND = 1
MAX_TEXT = 120
LONG = 24

Kinds = Mapping[tuple[int, int, int], str]
"""The class of a restated figure in words, by table, row and column of its cell after."""

NO_KINDS: Kinds = MappingProxyType({})


class Side(msgspec.Struct, frozen=True):
    """A cell on one side. mark: "changed", "gone", "new", or "" for one that is the same or not there.

    kind: of which class the restatement is that put this figure there.
    """

    text: str
    mark: str = ""
    kind: str = ""

    @property
    def long(self) -> bool:
        """Whether it is text that a narrow column may cut, and no figure."""
        return len(self.text) > LONG


class Change(msgspec.Struct, frozen=True):
    """A changed cell of a row, for a narrow screen."""

    column: str
    before: str
    after: str
    kind: str = ""


class Line(msgspec.Struct, frozen=True):
    """A row on both sides; `folded` rows that are the same stand for themselves in one line."""

    folded: int = 0
    mark: str = ""
    number: str = ""
    name: str = ""
    before: tuple[Side, ...] = ()
    after: tuple[Side, ...] = ()
    changes: tuple[Change, ...] = ()


class Facing(msgspec.Struct, frozen=True, kw_only=True):
    """One table. columns: the names of those shown. hidden: how many are not. more: changed rows beyond the page."""

    table: int
    summary: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    hidden: int
    more: int
    cut: bool


def facing(difference: Difference, kinds: Kinds = NO_KINDS) -> Facing:
    """At most 400 rows that changed, and 8 columns: those that name the rows, then those in which something did."""
    shown = _columns(difference)
    lines, more = _lines(difference, shown, kinds)
    return Facing(
        table=difference.table,
        summary=summary(difference),
        columns=tuple(_named(difference.columns.names[place], place) for place in shown),
        lines=lines,
        hidden=len(difference.columns.names) - len(shown),
        more=more,
        cut=difference.cut,
    )


def summary(difference: Difference) -> str:
    """ "2 cells changed, 1 row added; 30 rows are the same." """
    if difference.present == (False, True):
        return f"The table is new: {_count(len(difference.rows), 'row')}."
    if difference.present == (True, False):
        return f"The table is gone: {_count(len(difference.rows), 'row')}."
    parts = [
        f"{_count(number, what)} {how}"
        for number, what, how in (
            (difference.changed, "cell", "changed"),
            (difference.added, "row", "added"),
            (difference.removed, "row", "removed"),
            (difference.columns.added, "column", "added"),
            (difference.columns.removed, "column", "removed"),
        )
        if number
    ]
    same = sum(not _differs(row) and not _heads(difference, row) for row in difference.rows)
    rest = "no row is the same." if same == 0 else f"{_count(same, 'row')} {'is' if same == 1 else 'are'} the same."
    return f"{', '.join(parts)}; {rest}" if parts else f"Nothing changed: {rest}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _differs(row: Compared) -> bool:
    return row.added or row.removed or row.changed


def _heads(difference: Difference, row: Compared) -> bool:
    """Whether it is the row that names the columns, which stands at the head anyway."""
    if row.after is None or row.after >= HEADER_AMONG or _differs(row):
        return False
    texts = tuple(_plain(cell) for cell in row.cells)
    return texts == tuple(_plain(name) for name in difference.columns.names)


def _columns(difference: Difference) -> tuple[int, ...]:
    width = len(difference.columns.names)
    keys = list(range(min(difference.columns.keys, MOST_KEYS, width)))
    touched = dict.fromkeys(
        place
        for row in difference.rows
        for place, cell in enumerate(row.cells)
        if (cell.changed or (not (row.added or row.removed) and _lone(cell))) and place not in keys
    )
    lone = [row for row in difference.rows if row.added or row.removed]
    filled = [place for place in range(width) if place not in keys and any(_plain(row.cells[place]) for row in lone)]
    return tuple(sorted(list(dict.fromkeys((*keys, *touched, *filled)))[:MOST_COLUMNS]))


def _lone(cell: Cells) -> bool:
    """Its column is on one side only."""
    return (cell.before is None) != (cell.after is None)


def _named(cells: Cells, place: int) -> str:
    return _plain(cells) or f"column {place}"


def _plain(cells: Cells) -> str:
    return _text(cells.after if cells.after is not None else cells.before)


def _lines(difference: Difference, shown: Sequence[int], kinds: Kinds) -> tuple[tuple[Line, ...], int]:
    differing = [place for place, row in enumerate(difference.rows) if _differs(row)]
    kept = differing[:MOST_ROWS]
    near = {place + step for place in kept for step in range(-AROUND, AROUND + 1)}
    near = {place for place in near if 0 <= place < len(difference.rows)} - set(differing[MOST_ROWS:])
    lines: list[Line] = []
    run = 0
    for place, row in enumerate(difference.rows):
        if _heads(difference, row):
            continue
        if place in near:
            if run:
                lines.append(Line(folded=run))
            run = 0
            lines.append(_line(difference, row, shown, kinds))
        elif not _differs(row):
            run += 1
    if run:
        lines.append(Line(folded=run))
    return tuple(lines), len(differing) - len(kept)


def _line(difference: Difference, row: Compared, shown: Sequence[int], kinds: Kinds) -> Line:
    keys = [row.cells[place] for place in shown if place < difference.columns.keys]
    name = " · ".join(part for part in map(_plain, keys) if part)
    number = row.after if row.after is not None else row.before
    return Line(
        mark="new" if row.added else "gone" if row.removed else "changed" if row.changed else "",
        number="" if number is None else str(number),
        name=name or f"row {number}",
        before=tuple(_side(row.cells[place], row, old=True) for place in shown),
        after=tuple(
            _side(row.cells[place], row, old=False, kind=_kind(difference, row, place, kinds)) for place in shown
        ),
        changes=tuple(
            Change(
                _named(difference.columns.names[place], place),
                _text(cell.before),
                _text(cell.after),
                _kind(difference, row, place, kinds) if cell.changed else "",
            )
            for place in shown
            for cell in (row.cells[place],)
            if _tells(cell, row) and not (name and place < difference.columns.keys)
        ),
    )


def _kind(difference: Difference, row: Compared, place: int, kinds: Kinds) -> str:
    column = difference.columns.places[place][1] if place < len(difference.columns.places) else None
    return "" if row.after is None or column is None else kinds.get((difference.table, row.after, column), "")


def _tells(cell: Cells, row: Compared) -> bool:
    if row.added or row.removed:
        return bool(_text(cell.before) or _text(cell.after))
    return cell.changed or _lone(cell)


def _side(cell: Cells, row: Compared, *, old: bool, kind: str = "") -> Side:
    text = cell.before if old else cell.after
    if text is None:
        return Side("")
    if row.added or row.removed or _lone(cell):
        return Side(_text(text), "gone" if old else "new")
    return Side(_text(text), "changed", kind) if cell.changed else Side(_text(text))


def _text(text: str | None) -> str:
    return _cut(" ".join((text or "").split()))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"
