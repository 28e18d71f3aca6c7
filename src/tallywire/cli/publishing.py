"""find, tell and publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallywire.cli.options import AsOfOption, BasisOption, JsonOption, NewsroomOption, basis_of, moment, plain_json
from tallywire.cli.say import say

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
    """Tell the leads as briefs, kept in the newsroom until they are published."""
    from tallywire.desk import Newsroom, leads, tell_leads

    with Newsroom(newsroom, write=True) as room:
        briefs = tell_leads(room, leads(room, room.as_of(moment(as_of)), days=days)[:most])
    if json:
        typer.echo(plain_json(briefs, clock=room.clock_word))
        return
    from tallywire.cli.show_brief import in_words

    for brief in briefs:
        say(in_words(brief))
        say()
    if not briefs:
        say("Nothing new stands out, so nothing was told.")


def publish(newsroom: NewsroomOption = Path(), json: JsonOption = False) -> None:
    """Write the site: feed, briefs, evidence pages and Atom feed, as static files."""
    from tallywire.desk import Newsroom
    from tallywire.desk import publish as write

    with Newsroom(newsroom, write=True) as room:
        done = write(room)
    if json:
        typer.echo(plain_json({"folder": str(done.folder), "files": done.files, "written": done.written}))
        return
    say(f"{done.folder}: {done.files} files, {done.written} of them new or changed")
