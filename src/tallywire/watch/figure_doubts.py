"""Figures that could be read and are still in doubt, seen from the others of their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tallywire.series import Cell, Figure, Period
from tallywire.watch.number import Numbers
from tallywire.watch.number_doubts import against_rounding, depends_on_style, other_style
from tallywire.watch.place import Place

Key = tuple[int, Period]
"""A series by its number in the source, and a period."""


def doubtful(
    figures: Mapping[Key, Figure],
    stood: Mapping[Key, Place],
    unread: Iterable[str],
    numbers: Numbers,
    steps: Sequence[Decimal | None],
) -> dict[Key, str]:
    """The keys of the figures that are in doubt, each with the reason.

    stood: where each figure stands; needed only where a cell spans several places. unread: the texts of cells that
    were no numbers. steps: the rounding step that the source gives for each of its series, if it does.
    """
    found = _spanning(figures, stood) if stood else {}
    style = other_style(unread, numbers)
    if not style and not any(step is not None for step in steps):
        return found
    for key, figure in figures.items():
        literal, step = figure.literal, steps[key[0]]
        if figure.value is None:
            continue
        if style and depends_on_style(literal, numbers):
            why = f"may be another number, as {style.strip()[:60]!r} in its table is not written as the source says"
            found[key] = f"{literal.strip()[:60]!r} {why}"
        elif step is not None and against_rounding(literal, numbers, step):
            why = f"is not rounded to {step}, and may be written otherwise than the source says"
            found[key] = f"{literal.strip()[:60]!r} {why}"
    return found


def _spanning(figures: Mapping[Key, Figure], stood: Mapping[Key, Place]) -> dict[Key, str]:
    """One cell that stands in the places of several figures: what it says may be of all of them together."""
    elsewhere = {
        figure.cell
        for key, figure in figures.items()
        if (figure.cell.row, figure.cell.column) != (stood[key].row, stood[key].column)
    }
    places: dict[Cell, set[tuple[int, int]]] = {cell: set() for cell in elsewhere}
    for key, figure in figures.items():
        if figure.value is not None and figure.cell in elsewhere:
            places[figure.cell].add((stood[key].row, stood[key].column))
    return {
        key: f"one cell spans the places of {len(places[figure.cell])} figures, and which it means is not said"
        for key, figure in figures.items()
        if figure.value is not None and len(places.get(figure.cell, ())) > 1
    }
