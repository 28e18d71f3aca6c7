"""The group `watch`: the round itself, and beneath it `watch add` and `watch test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
import typer.core

from tallywire.cli import taking

if TYPE_CHECKING:
    from typer._click.core import Context


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
