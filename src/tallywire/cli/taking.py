"""watch, verify and rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallywire.cli.options import JsonOption, NewsroomOption, hash_of, plain_json
from tallywire.cli.say import say
from tallywire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallywire.desk import Watched
    from tallywire.record import Arrivals
    from tallywire.watch import Problem

MOST_PROBLEMS = 10


def watch(
    only: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Only these sources.")] = None,
    once: Annotated[bool, typer.Option("--once", help="One round over all sources, then stop.")] = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Fetch the sources, archive every byte, and record what is new: without end, or once."""
    from tallywire.cli.progress import counting
    from tallywire.desk import Newsroom, watch_once

    with Newsroom(newsroom, write=once) as room:
        if room.simulated:
            raise UsageError("a simulated newsroom is only played, not watched", where=str(newsroom))
        for warning in room.archive.warnings:
            say(f"tallywire: {warning}", err=True)
        if not room.sources:
            raise UsageError(
                "there is nothing to watch",
                where=str(newsroom / "sources"),
                hint="Make a source file with `tallywire watch add ADDRESS`, or put one there",
            )
        if not once:
            from tallywire.cli.watching import watch_without_end

            watch_without_end(room, only or (), json=json)
            return
        late: list[Watched] = []
        with counting("Watching", len(only or [s for s in room.sources if not s.by_hand])) as progress:
            watched = watch_once(room, only=only or (), progress=progress, late=late.append)
    if json:
        typer.echo(plain_json((*late, *watched)))
        return
    for each in late:
        at = f"{each.release.fetched_at:%Y-%m-%d %H:%M}" if each.release is not None else ""
        say(f"{each.source}: archived {at} and recorded only now{arrived(each.arrivals)}")
        complain(each.source, each.problems)
    for each in watched:
        say(f"{each.source}: {each.state}{arrived(each.arrivals)}")
        if each.notice is not None and each.notice.detail:
            say(f"  {each.notice.detail}")
        complain(each.source, each.problems)


def complain(source: str, problems: Sequence[Problem]) -> None:
    """Name the first cells of a source that could not be read."""
    for problem in problems[:MOST_PROBLEMS]:
        cell = problem.cell
        say(f"  row {cell.row}, column {cell.column} ({problem.series or source}): {problem.what}", err=True)
    if len(problems) > MOST_PROBLEMS:
        say(f"  and {len(problems) - MOST_PROBLEMS} more cells of {source} that could not be read", err=True)


def arrived(arrivals: Arrivals | None) -> str:
    if arrivals is None:
        return ""
    parts = []
    for number, one, many in (
        (len(arrivals.arrived), "new figure", "new figures"),
        (len(arrivals.restatements), "figure restated", "figures restated"),
        (len(arrivals.reworded), "figure written otherwise", "figures written otherwise"),
        (_present(arrivals, "gone"), "figure gone", "figures gone"),
        (_present(arrivals, "back"), "figure back", "figures back"),
    ):
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    return f", {', '.join(parts)}" if parts else ""


def _present(arrivals: Arrivals, presence: str) -> int:
    return sum(each.presence == presence for each in arrivals.absences)


def verify(
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="A head from a published feed: prove that nothing before it was altered."),
    ] = None,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Prove that the archive is whole and that each figure stands in its archived cell."""
    from tallywire.desk import verify_newsroom

    proof = verify_newsroom(newsroom, head=hash_of(head))
    if json:
        typer.echo(plain_json(proof))
    elif proof.ok:
        say(f"{proof.entries} entries in one unbroken chain; {proof.observations} figures stand in their cells.")
        if proof.torn:
            say(f"{proof.torn} bytes at the end were never acknowledged; the next watch cuts them off.")
        say(f"head {proof.head}")
    else:
        say(f"tallywire: {proof.fault}", err=True)
    if not proof.ok:
        raise typer.Exit(1)


def rebuild(newsroom: NewsroomOption = Path(), json: JsonOption = False) -> None:
    """Derive the record anew from the archive, and say where it differs from the one that stood."""
    from tallywire.desk import rebuild_newsroom

    done = rebuild_newsroom(newsroom)
    if json:
        typer.echo(plain_json(done))
        return
    say(f"Read {done.releases} releases again.")
    for line in done.differences:
        say(f"  {line}")
    say("The new record differs from the old as above." if done.differences else "The record is the same.")
