"""Where two dense reads of a record differ."""

from __future__ import annotations

from tallywire.record.matrix.block import Dense, Standing
from tallywire.series import Period


def differences(one: Dense, other: Dense, *, limit: int) -> list[str]:
    """One line for each series and period in which they differ, at most `limit`; blocks that are equal cost little.

    Two figures are equal if value, status and observation are, wherever they are kept.
    """
    left, right = _cells(one, other), _cells(other, one)
    found = []
    for cell in sorted(left.keys() | right.keys()):
        if left.get(cell) != right.get(cell):
            found.append(f"{cell[0]} {cell[1]}: {_said(left.get(cell))} against {_said(right.get(cell))}")
            if len(found) == limit:
                break
    return found


def _cells(dense: Dense, beside: Dense) -> dict[tuple[str, Period], Standing]:
    """Everything that stands in blocks which are not the same in both."""
    differing = {name: block for name, block in dense.blocks.items() if not _same(dense, beside, name)}
    cells = Dense(differing, dense.aside).cells()
    return {(cell.series, cell.period): cell for cell in cells}


def _same(dense: Dense, beside: Dense, name: str) -> bool:
    one, other = dense.blocks[name], beside.blocks.get(name)
    if other is None or one.first != other.first or list(one.ids) != list(other.ids):
        return False
    return (
        one.mask.shape == other.mask.shape
        and bool((one.scale == other.scale).all())
        and bool((one.mask == other.mask).all())
        and bool((one.seq == other.seq).all())
        and bool((one.values == other.values).all())
    )


def _said(cell: Standing | None) -> str:
    if cell is None:
        return "nothing"
    return f"{'missing' if cell.value is None else format(cell.value, 'f')} (observation {cell.seq})"
