"""Figures that could be read and are still in doubt, seen from the others of their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from tallywire.series import Cell, Figure
from tallywire.watch.number import Numbers
from tallywire.watch.number_doubts import depends_on_style, other_style
from tallywire.watch.place import Place

Key = TypeVar("Key")


def doubtful(
    figures: Mapping[Key, Figure], stood: Mapping[Key, Place], unread: Iterable[str], numbers: Numbers
) -> dict[Key, str]:
    """The keys of the figures that are in doubt, each with the reason.

    stood: where each figure stands. unread: the texts of cells that were no numbers.
    """
    found = _spanning(figures, stood)
    style = other_style(unread, numbers)
    if style:
        why = f"may be another number, as {style.strip()[:60]!r} in its table is not written as the source says"
        found |= {
            key: f"{figure.literal.strip()[:60]!r} {why}"
            for key, figure in figures.items()
            if figure.value is not None and depends_on_style(figure.literal, numbers)
        }
    return found


def _spanning(figures: Mapping[Key, Figure], stood: Mapping[Key, Place]) -> dict[Key, str]:
    """One cell that stands in the places of several figures: what it says may be of all of them together."""
    places: dict[Cell, set[tuple[int, int]]] = {}
    for key, figure in figures.items():
        if figure.value is not None:
            places.setdefault(figure.cell, set()).add((stood[key].row, stood[key].column))
    return {
        key: f"one cell spans the places of {len(places[figure.cell])} figures, and which it means is not said"
        for key, figure in figures.items()
        if figure.value is not None and len(places[figure.cell]) > 1
    }
