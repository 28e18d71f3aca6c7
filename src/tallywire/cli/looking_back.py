"""history and diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallywire.cli.options import AsOfOption, JsonOption, NewsroomOption, moment, plain_json
from tallywire.cli.say import say
from tallywire.errors import UsageError

if TYPE_CHECKING:
    from tallywire.desk.looking_back import Compared, Point, Row
    from tallywire.series import Observation, Period, Revision

MOST_PERIODS = 24
MOST_ROWS = 12

AllOption = Annotated[bool, typer.Option("--all", help="Show everything, however much it is.")]

HEADER = (
    "series",
    "period",
    "known_at",
    "published_at",
    "release",
    "value",
    "literal",
    "status",
    "presence",
    "class",
    "rule",
    "why",
)


def history(
    series: Annotated[str, typer.Argument(help="The series' id, or the end of it that no other has.")],
    period: Annotated[str, typer.Option(help="Only this period: 2022-11-01, 2022-11, 2022-Q3, 2022.")] = "",
    as_of: AsOfOption = "",
    all_: AllOption = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a row a step.")] = False,
) -> None:
    """Show what each figure of a series was, since when, by which release, and why it changed."""
    from tallywire.desk import Newsroom
    from tallywire.desk.looking_back import history_of, series_named
    from tallywire.series import parse_period

    if json and csv:
        raise UsageError("--json and --csv cannot go together")
    only, until = parse_period(period) if period else None, moment(as_of)
    with Newsroom(newsroom) as room:
        id = series_named(room, series)
        found = history_of(room, id, period=only, until=until)
        known = room.record.series(id)
        clock = room.clock_word
    if json:
        steps = [_step(id, step) for _, steps in found for step in steps]
        typer.echo(plain_json({"schema": "tallywire.history/1", "series": known, "steps": steps}, clock=clock))
    elif csv:
        typer.echo(_csv(_step(id, step) for _, steps in found for step in steps), nl=False)
    else:
        title = "" if known is None else f"{known.title}, {known.unit}"
        say(f"{id}: {title}{f' ({clock})' if clock else ''}")
        _periods(found if all_ else found[:MOST_PERIODS])
        if not found:
            say("Nothing is recorded of it yet.")
        if len(found) > MOST_PERIODS and not all_:
            say(f"and {len(found) - MOST_PERIODS} older periods: add --all, or --period")


def _periods(found: Sequence[tuple[Period, Sequence[Revision]]]) -> None:
    width = max((len(_figure(step)) for _, steps in found for step in steps), default=0)
    named = max((len(str(period)) for period, _ in found), default=0)
    told = ""
    for period, steps in found:
        for number, step in enumerate(steps):
            which = str(period) if number == 0 else ""
            kind = "" if step.classified is None else f"  {in_words(step.classified.kind)}"
            say(f"{which:{named}}  {_minute(step.known_at)}  {_figure(step):>{width}}  {step.release}{kind}")
            if step.classified is not None and step.classified.why != told:
                told = step.classified.why
                say(f"{'':{named}}  {told}")


def in_words(kind: str) -> str:
    """A class as people say it: "mistyped period"."""
    return kind.replace("_", " ")


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


def _figure(step: Revision) -> str:
    if step.absence is not None and step.absence.presence == "gone":
        return "gone"
    return _written(step.observation)


def _written(observation: Observation | None) -> str:
    if observation is None:
        return "back"
    if observation.value is None:
        return "empty"
    return f"{observation.literal} ({observation.status})" if observation.status != "final" else observation.literal


def _step(id: str, step: Revision) -> dict[str, object]:
    seen, found = step.observation, step.classified
    return {
        "series": id,
        "period": str(step.period),
        "known_at": step.known_at,
        "published_at": None if seen is None else seen.published_at,
        "release": step.release,
        "value": None if seen is None else seen.value,
        "literal": None if seen is None else seen.literal,
        "status": None if seen is None else seen.status,
        "presence": None if step.absence is None else step.absence.presence,
        "class": None if found is None else found.kind,
        "rule": None if found is None else found.rule,
        "why": None if found is None else found.why,
    }


def _csv(steps: Iterator[dict[str, object]]) -> str:
    from tallywire.feed.csv_rows import csv_rows

    return csv_rows([HEADER, *([_cell(step[name]) for name in HEADER] for step in steps)]).decode()


def _cell(value: object) -> str:
    from decimal import Decimal

    from tallywire.series import plain

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else str(value)


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A release id, a day, a time with zone, first or latest.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The later one, likewise.")],
    source: Annotated[str, typer.Option(help="Only this source.")] = "",
    all_: AllOption = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Show which figures are new, restated, gone, back or written otherwise between two releases or days."""
    from tallywire.desk import Newsroom
    from tallywire.desk.looking_back import compared, rows

    with Newsroom(newsroom) as room:
        found = compared(room, a, b, source=source)
        clock = room.clock_word
    if json:
        told = [_told(row) for each in found.differences for row in rows(each)]
        typer.echo(
            plain_json({"schema": "tallywire.diff/1", "a": found.a, "b": found.b, "figures": told}, clock=clock)
        )
        return
    _differences(found, all_=all_)


def _differences(found: Compared, *, all_: bool) -> None:
    from tallywire.desk.looking_back import rows

    number = len(found.differences)
    differ = "no series differs" if not number else f"{number} series {'differs' if number == 1 else 'differ'}"
    say(f"From {_point(found.a)} to {_point(found.b)} {differ}.")
    for each in found.differences:
        say(each.series)
        listed = list(rows(each))
        told = ""
        for row in listed if all_ else listed[:MOST_ROWS]:
            kind = f"  {in_words(row.kind)}" if row.kind else ""
            say(f"  {row.change:8}  {row.period}  {_change(row)}{kind}")
            if row.why not in ("", told):
                say(f"            {row.why}")
            told = row.why
        if len(listed) > MOST_ROWS and not all_:
            say(f"  and {len(listed) - MOST_ROWS} more figures: add --all")


def _point(point: Point) -> str:
    at = _minute(point.at)
    return f"release {point.release} ({at})" if point.release else at


def _change(row: Row) -> str:
    if row.before is not None and row.after is not None:
        return f"{_written(row.before)} -> {_written(row.after)}"
    return _written(row.before if row.after is None else row.after)


def _told(row: Row) -> dict[str, object]:
    return {
        "series": row.series,
        "change": row.change,
        "period": str(row.period),
        "before": _seen(row.before),
        "after": _seen(row.after),
        "class": row.kind or None,
        "rule": row.rule or None,
        "why": row.why or None,
    }


def _seen(observation: Observation | None) -> dict[str, object] | None:
    if observation is None:
        return None
    return {
        "value": observation.value,
        "literal": observation.literal,
        "status": observation.status,
        "release": observation.release,
        "known_at": observation.known_at,
    }
