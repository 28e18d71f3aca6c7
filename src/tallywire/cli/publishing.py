"""find, tell, approve, withdraw, publish and serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallywire.cli.options import (
    AsOfOption,
    BasisOption,
    JsonOption,
    NewsroomOption,
    basis_of,
    moment,
    person,
    plain_json,
)
from tallywire.cli.say import say
from tallywire.errors import UsageError

DaysOption = Annotated[int, typer.Option(min=1, help="What became known in so many days before counts as new.")]
MostOption = Annotated[int, typer.Option("--most", min=1, help="At most so many leads.")]


def find(
    as_of: AsOfOption = "",
    basis: BasisOption = "proven",
    days: DaysOption = 31,
    most: MostOption = 20,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """List what is news in the figures, best first, each with its reason."""
    from tallywire.desk import Newsroom, leads
    from tallywire.desk.plain import lead_values

    with Newsroom(newsroom) as room:
        found = leads(room, room.as_of(moment(as_of), basis_of(basis)), days=days)[:most]
    if json:
        typer.echo(plain_json([lead_values(lead) for lead in found], clock=room.clock_word))
        return
    if not found:
        say("Nothing new stands out. Widen --days, or name another day with --as-of.")
    for lead in found:
        say(f"{lead.score:5.1f}  {lead.id}\n       {lead.why}")


def tell(
    as_of: AsOfOption = "",
    days: DaysOption = 31,
    most: MostOption = 10,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Tell the leads as briefs and put them on the desk as drafts; none is published unless a rule says so."""
    from tallywire.desk import DeskDB, Newsroom, look_for_news

    with Newsroom(newsroom) as room:
        looked = look_for_news(
            room,
            DeskDB(room.desk),
            who=person(),
            at=room.clock.now(),
            as_of=room.as_of(moment(as_of)),
            days=days,
            most=most,
        )
        clock = room.clock_word
    if json:
        typer.echo(plain_json([story.brief for story in looked.taken], clock=clock))
        return
    from tallywire.cli.show_brief import in_words

    for story in looked.taken:
        say(f"{story.id} ({story.state})")
        say(in_words(story.brief))
        say()
    for story in looked.back:
        say(f"{story.id} is back on the desk: {story.asked}")
    if not looked.taken:
        say("Nothing new stands out, so nothing was told.")
    elif any(story.state == "draft" for story in looked.taken):
        say("Drafts wait on the desk. Approve them with `tallywire approve ID` or `--all`, or at `tallywire serve`.")


def approve(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Stories of the desk.")] = None,
    all_drafts: Annotated[bool, typer.Option("--all", help="Every draft.")] = False,
    newsroom: NewsroomOption = Path(),
) -> None:
    """Approve drafts: the next `tallywire publish` lets readers see them."""
    from tallywire.desk import DeskDB, Newsroom
    from tallywire.desk.stories import approve as approved
    from tallywire.desk.stories import lines

    if bool(ids) == all_drafts:
        raise UsageError("name the drafts to approve, or say --all", hint="`tallywire tell` lists them")
    with Newsroom(newsroom) as room:
        db, at = DeskDB(room.desk), room.clock.now()
        chosen = ids or [line.id for line in lines(db, states=("draft",))]
        for id in chosen:
            approved(db, id, who=person(), at=at)
            say(f"{id}: approved")
    if not chosen:
        say("No draft is on the desk. Run `tallywire tell` first.")


def withdraw(
    id: Annotated[str, typer.Argument(help="A published story.")],
    reason: Annotated[str, typer.Option(help="Why; readers see it.")],
    newsroom: NewsroomOption = Path(),
) -> None:
    """Withdraw a published brief: from the next `tallywire publish` on, its page and the feeds say when and why."""
    from tallywire.desk import DeskDB, Newsroom
    from tallywire.desk.stories import withdraw as withdrawn

    with Newsroom(newsroom) as room:
        withdrawn(DeskDB(room.desk), id, reason, who=person(), at=room.clock.now())
    say(f"{id}: withdrawn")


def publish(newsroom: NewsroomOption = Path(), json: JsonOption = False) -> None:
    """Publish what is approved and write the site: pages, evidence and feeds, as static files."""
    from tallywire.cli.progress import ticking
    from tallywire.desk import DeskDB, Newsroom
    from tallywire.desk import publish as write
    from tallywire.desk.stories import lines
    from tallywire.desk.stories import publish as published

    with Newsroom(newsroom) as room:
        db, at = DeskDB(room.desk), room.clock.now()
        ready = [line.id for line in lines(db, states=("approved",))]
        for id in ready:
            published(db, id, who=person(), at=at)
        with ticking("Publishing") as tick:
            done = write(room, progress=tick)
    if json:
        counts = {"files": done.files, "made": done.made, "written": done.written, "stories": len(ready)}
        typer.echo(plain_json({"folder": str(done.folder), **counts}))
        return
    if ready:
        say(f"Published {len(ready)} {'story' if len(ready) == 1 else 'stories'}.")
    say(f"{done.folder}: {done.files} files, {done.written} of them new or changed")


def serve(
    newsroom: NewsroomOption = Path(),
    host: Annotated[str, typer.Option(help="Address to bind to.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve on.")] = 8000,
) -> None:
    """Serve the site, the check page, the API and the desk until stopped; the first start prints a one-time link."""
    from tallywire.cli.serving import run

    run(newsroom, host=host, port=port)
