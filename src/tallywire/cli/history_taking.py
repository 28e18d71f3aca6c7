"""import and backfill: history taken in by hand, or from a web archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallywire.cli.options import JsonOption, NewsroomOption, day, plain_json
from tallywire.cli.say import say
from tallywire.cli.taking import arrived, complain
from tallywire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tallywire.desk.backfilling import Backfilled, Every, Past, Plan
    from tallywire.watch.memento import Memento

MOST_UNUSABLE = 5


def import_(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with the columns series, period, value; or any with --as-page.")
    ],
    source: Annotated[str, typer.Option(help="The source whose history this is.")],
    as_page: Annotated[
        bool, typer.Option("--as-page", help="The file is in the source's own form and is read as its page is.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would be recorded; archive and record nothing.")
    ] = False,
    published: Annotated[
        str, typer.Option(metavar="DATE", help="When the source published the whole file, if that is known.")
    ] = "",
    note: Annotated[str, typer.Option(help="Where the file comes from.")] = "",
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Take history in by hand; it is archived as it is, and counts as asserted, not proven.

    Exit 0: taken in, or with --preview: every cell is read; 1: with --preview, some cells cannot be read.
    """
    from datetime import UTC, datetime, time

    from tallywire.desk import Newsroom, import_history

    published_at = datetime.combine(day(published, "--published"), time(), UTC) if published else None
    if preview:
        _preview(newsroom, file, source, as_page=as_page, published_at=published_at, json=json)
        return
    with Newsroom(newsroom, write=True) as room:
        done = import_history(room, file, source, as_page=as_page, note=note, published_at=published_at)
    if json:
        typer.echo(plain_json(done))
        return
    say(f"{file}: archived as release {done.release.id}{arrived(done.arrivals)}")
    complain(source, done.problems)


def _preview(
    newsroom: Path, file: Path, source: str, *, as_page: bool, published_at: datetime | None, json: bool
) -> None:
    from tallywire.cli.adding import form_of, show_tried, tried_json
    from tallywire.desk import Newsroom
    from tallywire.desk.imports import preview_import

    with Newsroom(newsroom) as room:
        tried = preview_import(room, file, source, as_page=as_page)
    if json:
        typer.echo(plain_json(tried_json(tried)))
    else:
        form = form_of(tried.source) if as_page else "a history file: one figure a row"
        show_tried(tried, form, "Nothing was archived or recorded; without --preview it is.")
        if published_at is not None:
            say(f"The figures would stand as of {published_at:%Y-%m-%d}: they overrule nothing newer.")
    raise typer.Exit(1 if tried.parsed.problems else 0)


def backfill(
    source: Annotated[str, typer.Argument(help="The source whose past versions are wanted.")],
    timemap: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where a web archive lists the page's past versions, with {address} in the page's place; "
            "default: that of the source file.",
        ),
    ] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only versions from this day on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only versions up to this day.")] = "",
    every: Annotated[
        str, typer.Option(metavar="day|week|month", help="Only the first version of each day, week or month.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Fetch so many at most; the next run goes on.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched; fetch and archive none of it.")
    ] = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Take past versions of a source's page from a web archive (Memento, RFC 7089); what it dates is asserted.

    Exit 0: all were taken and read, 1: some were not.
    """
    from tallywire.cli.progress import counting, ticking
    from tallywire.desk import Newsroom
    from tallywire.desk.backfilling import Stretch, plan_backfill
    from tallywire.desk.backfilling import backfill as take_past
    from tallywire.watch import BlockingFetcher, Fetcher

    stretch = Stretch(
        since=day(since, "--since") if since else None,
        until=day(until, "--until") if until else None,
        every=_every(every),
        limit=limit or 0,
    )
    with Newsroom(newsroom) as room, BlockingFetcher(Fetcher(contact=room.settings.contact)) as fetcher:
        with ticking("Asking what there is") as step:
            plan = plan_backfill(room, source, fetcher, stretch, timemap=timemap, tell=step)
        if dry_run:
            _list(plan, json=json)
            return
        with counting("Fetching", len(plan.wanted)) as step:
            done = take_past(room, plan, fetcher, progress=step)
    if json:
        typer.echo(plain_json(done))
    else:
        _tell(done)
    if done.stopped or any(each.trouble or each.problems for each in done.past):
        raise typer.Exit(1)


def _every(text: str) -> Every:
    match text:
        case "" | "day" | "week" | "month":
            return text
        case _:
            raise UsageError(f"--every {text!r} is unknown", hint="Expected day, week or month")


def _list(plan: Plan, *, json: bool) -> None:
    if json:
        typer.echo(plain_json(plan))
        return
    _what_there_is(plan)
    for memento in plan.wanted:
        say(f"{_moment(memento)}  {memento.address}")
    say("Nothing was fetched; without --dry-run it is." if plan.wanted else "There is nothing to fetch.")


def _what_there_is(plan: Plan) -> None:
    parts = [f"{plan.listed:,} listed"]
    for number, what in (
        (plan.thinned, "left out by --every"),
        (plan.held, "archived before"),
        (plan.later, "left for another run by --limit"),
    ):
        if number:
            parts.append(f"{number:,} {what}")
    say(f"{plan.source}: {', '.join(parts)}, {len(plan.wanted):,} to fetch.")
    for line in plan.unusable[:MOST_UNUSABLE]:
        say(f"  {line}", err=True)
    if len(plan.unusable) > MOST_UNUSABLE:
        say(f"  and {len(plan.unusable) - MOST_UNUSABLE:,} more that cannot be used", err=True)


def _tell(done: Backfilled) -> None:
    _what_there_is(done.plan)
    for past in done.past:
        say(f"{_moment(past.memento)}  {_outcome(past)}")
        complain(done.plan.source, past.problems)
    if done.stopped:
        left = len(done.plan.wanted) - len(done.past)
        say(f"Stopped: {done.stopped}. What came is archived; {left:,} are left for the next run.", err=True)
    elif done.past:
        say(_counted(done.past))


def _outcome(past: Past) -> str:
    if past.release is None:
        return f"not taken: {past.trouble}"
    if past.trouble:
        return f"archived, and not read: {past.trouble}"
    again = ", the bytes of another version" if past.release.revisit else ""
    return f"archived, {_figures(past.figures)}, {past.new:,} new for then{again}"


def _counted(all_past: Sequence[Past]) -> str:
    taken = [each for each in all_past if each.release is not None]
    read = [each for each in taken if not each.trouble]
    new = sum(each.new for each in taken)
    return f"{len(taken):,} of {len(all_past):,} archived, {len(read):,} read, {_figures(new)} recorded as of then."


def _figures(number: int) -> str:
    return f"{number:,} figure{'' if number == 1 else 's'}"


def _moment(memento: Memento) -> str:
    return f"{memento.at:%Y-%m-%d %H:%M:%S}"
