"""watch without end, and sources."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tallywire.cli.options import JsonOption, NewsroomOption, plain_json
from tallywire.cli.say import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallywire.desk import Newsroom, SourceStanding, Told

WORDS = {
    None: "never asked",
    "ok": "answers",
    "unchanged": "answers",
    "returned": "answers again",
    "late": "late",
    "moved": "moved",
    "empty": "empty",
    "drifted": "changed its form",
    "outage": "no answer",
    "taken_down": "taken down",
}


def watch_without_end(room: Newsroom, only: Sequence[str], *, json: bool) -> None:
    """Watch until the process is told to stop (Ctrl-C, or a TERM signal); what came by then is taken in."""
    from tallywire.desk import chosen, watch_on

    many = len(chosen(room, only))
    say(f"Watching {many} source{'' if many == 1 else 's'}. Stop with Ctrl-C; nothing is lost by it.", err=True)

    async def run() -> int:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        pulse = await watch_on(room, stop, only=only, tell=lambda told: _tell(told, json=json))
        return pulse.taken

    taken = asyncio.run(run())
    say(f"Stopped after {taken:,} fetch{'' if taken == 1 else 'es'}.", err=True)


def _tell(told: Told, *, json: bool) -> None:
    """One line for what changed; a page that is as it was says nothing."""
    from tallywire.cli.taking import arrived, complain

    if told.trouble:
        say(f"tallywire: {told.trouble}", err=True)
    watched = told.watched
    if watched is None:
        return
    new = watched.arrivals is not None and bool(watched.arrivals.observations or watched.arrivals.absences)
    if watched.notice is None and not new:
        return
    if json:
        typer.echo(plain_json(watched))
        return
    at = watched.release.fetched_at if watched.release is not None else datetime.now(UTC)
    say(f"{at:%Y-%m-%d %H:%M:%S} {watched.source}: {watched.state}{arrived(watched.arrivals)}")
    if watched.notice is not None and watched.notice.detail:
        say(f"  {watched.notice.detail}")
    complain(watched.source, watched.problems)


def sources(newsroom: NewsroomOption = Path(), json: JsonOption = False) -> None:
    """Show each source's health: its state, since when and why, when it was asked and is next due.

    Exit 0: all answer, 1: some do not, or are late, or changed their form.
    """
    from tallywire.desk import Newsroom, standings

    with Newsroom(newsroom) as room:
        found = standings(room)
    if json:
        typer.echo(plain_json(found))
    elif not found:
        say(f"There are no sources in {newsroom / 'sources'} yet. Make one with `tallywire watch add ADDRESS`.")
    else:
        _table(found)
    if any(each.state not in (None, "ok", "unchanged", "returned") or each.trouble for each in found):
        raise typer.Exit(1)


def _table(found: Sequence[SourceStanding]) -> None:
    rows = [("source", "state", "since", "last asked", "last new", "next due", "series", "releases")]
    rows += [
        (
            each.source,
            WORDS[each.state],
            _minute(each.since),
            _minute(each.asked),
            _minute(each.new),
            _minute(each.due),
            str(each.series),
            str(each.releases),
        )
        for each in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row[:-2], widths[:-2], strict=True)]
        cells += [text.rjust(width) for text, width in zip(row[-2:], widths[-2:], strict=True)]
        say("  ".join(cells).rstrip())
    for each in found:
        for label, text in (("", each.detail), ("before: ", each.was), ("now: ", each.now), ("", each.trouble)):
            if text:
                say(f"{each.source}: {label}{text}")


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
