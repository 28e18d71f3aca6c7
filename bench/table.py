"""Figures as a table for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bench.machine import Machine
from bench.measured import Measured, advantage, own_of

HEAD = ("", "", "median", "min", "max", "unit", "Tallywire is")


def table(all_of: Sequence[Measured]) -> str:
    """One line a figure, grouped by part; behind a peer's how many times better Tallywire is ("1.2x as good")."""
    rows: list[tuple[str, ...]] = []
    part = what = ""
    for one in all_of:
        if one.part != part:
            part, what = one.part, ""
            rows += [("",) * len(HEAD), (part.upper(), *HEAD[1:])]
        own = own_of(one, all_of)
        rows.append(
            (
                one.what if one.what != what else "",
                one.who,
                figure(one.median),
                figure(one.least),
                figure(one.most),
                one.unit,
                f"{advantage(own, one):.2f}x" if own is not None else "",
            )
        )
        what = one.what
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))] if rows else []
    return "\n".join("  ".join(_set(cell, widths, place) for place, cell in enumerate(row)).rstrip() for row in rows)


def as_json(machine: Machine, sizes: dict[str, int | str], all_of: Sequence[Measured]) -> bytes:
    """Everything that was measured, for other programs."""
    figures = []
    for one in all_of:
        own = own_of(one, all_of)
        figures.append(
            {
                **msgspec.to_builtins(one),
                "median": one.median,
                "min": one.least,
                "max": one.most,
                "advantage": advantage(own, one) if own is not None else None,
            }
        )
    made = {"schema": "tallywire.bench/1", "machine": machine, "sizes": sizes, "figures": figures}
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def figure(value: float) -> str:
    """Three digits that count, and thousands set apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _set(cell: str, widths: Sequence[int], place: int) -> str:
    return cell.rjust(widths[place]) if 2 <= place <= 4 else cell.ljust(widths[place])
