"""Showing a proposed source and what it would record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tallywire.cli.columns import columns
from tallywire.cli.say import say

if TYPE_CHECKING:
    from tallywire.series import Figure
    from tallywire.watch import Problem, Source
    from tallywire.watch.propose import Proposal, Question

ENDS = 4
"""Figures shown of the beginning and of the end."""
MOST_TABLES = 12
MOST_PROBLEMS = 8
MOST_SERIES = 40
MOST_NAMED = 3


def show_tables(proposal: Proposal) -> None:
    """The tables that would give figures, the proposed one marked; of the others, how many there are."""
    useful = [table for table in proposal.tables if table.figures]
    say(f"Tables with figures over time: {len(useful)} of {len(proposal.tables)} in the body.")
    shown = useful[:MOST_TABLES]
    rows = [
        [
            "*" if table.number == proposal.chosen else "",
            str(table.number),
            f"{table.rows} × {table.columns}",
            str(table.figures),
            table.layout,
            table.words,
        ]
        for table in shown
    ]
    columns(["", "table", "rows × columns", "figures", "layout", "what it says"], rows, right=[1, 3])
    if len(useful) > len(shown):
        say(f"  and {len(useful) - len(shown)} more")


def show_proposal(proposal: Proposal) -> None:
    """The series, the first and the last figures, the problems, and what is open."""
    show_series(proposal.source, proposal.parsed.figures if proposal.parsed is not None else ())
    if proposal.parsed is not None:
        show_figures(proposal.parsed.figures)
        show_problems(proposal.parsed.problems)
    else:
        say()
        say(f"No figure can be read yet: {proposal.failure}")
    if proposal.doubts:
        say()
        say("Settled, and worth a look (each stands in the file as CHECK):")
        for where, what in _grouped(proposal):
            say(f"  {where}: {what}")
    if proposal.questions:
        say()
        say("Open; until it is answered, the cells it is about are refused:")
        for question in proposal.questions:
            say(f"  {question.what}.")
            say(f"    {answers_to(question)}")


def _grouped(proposal: Proposal) -> list[tuple[str, str]]:
    """Each doubt once, with where it is: what holds for several series names the first of them."""
    keys: dict[tuple[bool, str], dict[str, None]] = {}
    slugs = {f"series.{entry.slug}": entry.slug for entry in proposal.source.entries}
    for doubt in proposal.doubts:
        keys.setdefault((doubt.key in slugs, doubt.what), {})[doubt.key] = None
    found = []
    for (of_series, what), where in keys.items():
        if not of_series or len(where) == 1:
            found += [(key, what) for key in where]
        elif len(where) == len(slugs):
            found.append(("every series", what))
        else:
            named = ", ".join(slugs[key] for key in list(where)[:MOST_NAMED])
            more = f" and {len(where) - MOST_NAMED} more" if len(where) > MOST_NAMED else ""
            found.append((f"series {named}{more}", what))
    return found


def answers_to(question: Question) -> str:
    """How a question is answered on the command line."""
    if not question.choices:
        return f"--answer {question.key}=..."
    return "; ".join(f"--answer {question.key}={value} ({meaning})" for value, meaning in question.choices)


def show_series(source: Source, figures: Sequence[Figure]) -> None:
    """Each series with what is known of it and how many figures it has."""
    say()
    say("Series:")
    rows = []
    by_series: dict[str, list[Figure]] = {}
    for figure in figures:
        by_series.setdefault(figure.series, []).append(figure)
    for entry in source.entries[:MOST_SERIES]:
        own = by_series.get(source.series_id(entry.slug), [])
        span = f"{own[0].period} to {own[-1].period}" if own else "-"
        scale = f" × 10^{entry.multiplier}" if entry.multiplier else ""
        rows.append(
            [entry.slug, entry.title, f"{entry.unit}{scale}", entry.kind, entry.frequency, str(len(own)), span]
        )
    columns(["name", "title", "unit", "kind", "every", "figures", "periods"], rows, right=[5])
    if len(source.entries) > MOST_SERIES:
        say(f"  and {len(source.entries) - MOST_SERIES} more")


def show_figures(figures: Sequence[Figure]) -> None:
    """The first and the last figures as they would be recorded."""
    say()
    without = sum(figure.value is None for figure in figures)
    said = f", {without} without a figure" if without else ""
    read = "1 cell that is" if len(figures) == 1 else f"{len(figures)} cells that are"
    say(f"What would be recorded, of {read} read{said}:")
    heads = ["series", "period", "value", "status", "in the cell", "table, row, column"]
    shown = figures if len(figures) <= 2 * ENDS + 1 else [*figures[:ENDS], None, *figures[-ENDS:]]
    columns(heads, [["…"] * len(heads) if figure is None else _row(figure) for figure in shown], right=[2])


def _row(figure: Figure) -> list[str]:
    cell = figure.cell
    return [
        figure.series,
        str(figure.period),
        "no figure" if figure.value is None else format(figure.value, "f"),
        figure.status,
        figure.literal,
        f"{cell.table}, {cell.row}, {cell.column}",
    ]


def show_problems(problems: Sequence[Problem], most: int = MOST_PROBLEMS) -> None:
    """The cells that could not be read, each with its place."""
    if not problems:
        return
    say()
    say(f"{len(problems)} {'cell' if len(problems) == 1 else 'cells'} could not be read:")
    for problem in problems[:most]:
        cell = problem.cell
        series = f" ({problem.series})" if problem.series else ""
        say(f"  row {cell.row}, column {cell.column}{series}: {problem.what}")
    if len(problems) > most:
        say(f"  and {len(problems) - most} more")
