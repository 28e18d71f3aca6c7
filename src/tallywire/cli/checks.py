"""read and check."""

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
    day,
    indented,
    moment,
    plain_json,
    text_of,
)
from tallywire.cli.say import say
from tallywire.errors import UsageError

FileArgument = Annotated[str, typer.Argument(metavar="FILE|-", help="A text file, or - for standard input.")]
PublishedOption = Annotated[
    str, typer.Option(metavar="DATE", help="The day the text was published, from which its dates are reckoned.")
]


def read(
    file: FileArgument,
    published: PublishedOption,
    json: JsonOption = False,
) -> None:
    """Read the claims that a text makes about figures; nothing is judged, and no newsroom is needed."""
    from tallywire.read import claims_json
    from tallywire.read import read as claims_of

    text, on = text_of(file), day(published, "--published")
    claims = claims_of(text, published=on)
    if json:
        typer.echo(indented(claims_json(claims, text=text, published=on.isoformat())))
        return
    from tallywire.check.terminal import chain, quoted, visible

    for claim in claims:
        said = f"  ({chain(claim.attribution)})" if claim.attribution else ""
        hedge = f", hedged by “{visible(claim.hedge)}”" if claim.hedge else ""
        say(f"{type(claim.statement).__name__.lower():12} {quoted(text, claim.span)}{hedge}{said}")
    if not claims:
        say("No claims about figures were found.")


def check(
    file: FileArgument,
    published: PublishedOption,
    as_of: AsOfOption = "",
    basis: BasisOption = "proven",
    address: Annotated[
        str, typer.Option(help="Where the text stands, to tell when it is its own only support.")
    ] = "",
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
    html: Annotated[bool, typer.Option("--html", help="Print a page with each claim marked.")] = False,
) -> None:
    """Judge each claim of a text against the record. Exit 0: none contradicted, 1: some, 2: unusable input."""
    from tallywire.check import exit_code, in_words, report
    from tallywire.check import html as page
    from tallywire.desk import Newsroom, check_text

    if json and html:
        raise UsageError("--json and --html cannot go together")
    text = text_of(file)
    on = day(published, "--published")
    with Newsroom(newsroom) as room:
        done = check_text(room, text, published=on, as_of=moment(as_of), basis=basis_of(basis), address=address)
        clock = room.clock_word
    if json:
        typer.echo(plain_json(report(done.verdicts, as_of=done.as_of, published=on), clock=clock))
    elif html:
        typer.echo(page(done.verdicts, text, as_of=done.as_of, clock=clock))
    else:
        typer.echo(in_words(done.verdicts, text, clock=clock), nl=False)
    raise typer.Exit(exit_code(done.verdicts))
