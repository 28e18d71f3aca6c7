"""The group `watch`: the round itself, and beneath it `watch add` and `watch test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import typer.core

from tallywire.cli import taking
from tallywire.cli.options import JsonOption, NewsroomOption, plain_json
from tallywire.cli.say import say
from tallywire.errors import UsageError

if TYPE_CHECKING:
    from typer._click.core import Context

    from tallywire.desk.adding import Tried
    from tallywire.watch import Source

MOST_RESTATED = 10
MOST_PROBLEMS = 40


class OrACommand(typer.core.TyperGroup):
    """A group that does its own work unless the first word names one of its commands."""

    allow_interspersed_args = True

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: object
    ) -> Context:
        """The context of the command that the first word names, else the group's own."""
        if args and args[0] in self.commands:
            command = self.commands[args[0]]
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent=parent, **extra)
        return super().make_context(info_name, args, parent=parent, **extra)


watching = typer.Typer(
    cls=OrACommand,
    invoke_without_command=True,
    subcommand_metavar="| COMMAND ...",
    add_completion=False,
    rich_markup_mode=None,
)
watching.callback()(taking.watch)


@watching.command("add")
def add(
    address: Annotated[str, typer.Argument(help="The address of the page or file that holds the figures.")] = "",
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Read this file instead of fetching the address.")
    ] = None,
    table: Annotated[
        int | None, typer.Option(metavar="N", help="The table to take, by its number in the list.")
    ] = None,
    media: Annotated[
        str, typer.Option(metavar="M", help="What the body is, where that is found out wrongly: html, csv, xlsx ...")
    ] = "",
    id: Annotated[
        str, typer.Option("--id", metavar="SLUG", help="The source's name; it begins the ids of its series.")
    ] = "",
    name: Annotated[str, typer.Option(help="The agency's name, as briefs use it.")] = "",
    answer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE", help="Answer an open question, such as order=dmy or decimal=, (repeatable)."
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="SERIES", help='Leave a series out, or several: "deaths-*" (repeatable).'),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Allow a host on your own machine or network (repeatable)."),
    ] = None,
    ready: Annotated[
        str | None,
        typer.Option(metavar="NAME", help='Copy the ready source file of that name; "list" shows what there is.'),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write the file without asking anything.")] = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Look at a page or file that was never watched, and write a source file for it.

    Nothing is archived yet. Exit 0: the file is written, 1: it is not, or some cells cannot be read until a question
    in it is answered, 2: unusable input.
    """
    from tallywire.cli.adding_steps import add_proposed, add_ready

    if ready is not None:
        if address or file is not None:
            raise UsageError("--ready names a file that is there already", hint="Leave the address out")
        code = add_ready(newsroom, ready, id=id)
    else:
        if not address:
            raise UsageError(
                "an address is needed",
                hint="tallywire watch add https://... , with --from FILE to read a file instead",
            )
        code = add_proposed(
            newsroom,
            address,
            file=file,
            table=table,
            media=media,
            id=id,
            name=name,
            answers=answer or (),
            drop=drop or (),
            allow_hosts=allow_host or (),
            yes=yes,
            json=json,
        )
    raise typer.Exit(code)


@watching.command("test")
def test(
    source: Annotated[str, typer.Argument(help="The source to try.")],
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="Read this file instead of fetching.")] = None,
    archived: Annotated[
        bool, typer.Option("--archived", help="Read the last archived release instead of fetching.")
    ] = False,
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Show what a source would record, and what differs from the record. Nothing is archived or recorded.

    Exit 0: every cell is read, 1: some cells cannot be read, 2: nothing can be read.
    """
    from tallywire.desk import Newsroom
    from tallywire.desk.adding import try_source

    if file is not None and archived:
        raise UsageError("--file and --archived cannot go together")
    with Newsroom(newsroom) as room:
        tried = try_source(room, source, file=file, archived=archived)
    if json:
        typer.echo(plain_json(tried_json(tried)))
    else:
        show_tried(tried, form_of(tried.source), "Nothing was recorded; `tallywire watch --once` does that.")
    raise typer.Exit(1 if tried.parsed.problems else 0)


def show_tried(tried: Tried, form: str, after: str) -> None:
    """What would be recorded of a body, and what differs from the record.

    form: how the body is read. after: what is said at the end.
    """
    from tallywire.cli.columns import columns
    from tallywire.cli.proposed import show_figures, show_problems, show_series

    source = tried.source
    say(f"{source.id}: {tried.body.how}.")
    say(f"  {form}")
    show_series(source, tried.parsed.figures)
    show_figures(tried.parsed.figures)
    say()
    counted = [
        f"{len(tried.new)} new",
        f"{len(tried.restated)} restated",
        f"{tried.same} as recorded",
        f"{tried.beyond} in the record only",
    ]
    say(f"Against the record: {', '.join(counted)}.")
    if tried.restated:
        rows = [
            [each.after.series, str(each.after.period), each.before.literal, each.after.literal, each.after.status]
            for each in tried.restated[:MOST_RESTATED]
        ]
        columns(["series", "period", "recorded", "here", "status"], rows, right=[2, 3])
    show_problems(tried.parsed.problems, MOST_PROBLEMS)
    say(after if tried.parsed.problems else f"Every cell is read. {after}")


def form_of(source: Source) -> str:
    """How a source's body is read."""
    table = source.table
    return f"{source.media}, layout {table.layout}, {table.header} rows of column names after {table.skip} others"


def tried_json(tried: Tried) -> dict[str, object]:
    """What `watch test --json` prints."""
    return {
        "source": tried.source.id,
        "media": tried.source.media,
        "table": tried.source.table,
        "figures": tried.parsed.figures,
        "problems": tried.parsed.problems,
        "new": len(tried.new),
        "restated": tried.restated,
        "same": tried.same,
        "beyond": tried.beyond,
    }
