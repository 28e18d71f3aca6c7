"""Help: every command and every option says what it does."""

from __future__ import annotations

import pytest
import typer.core
import typer.main

from tallywire.cli.app import app
from tests.cli.conftest import Run

COMMANDS = (
    *("demo", "init", "watch", "sources", "import", "backfill", "find", "tell", "approve", "publish", "withdraw"),
    *("serve", "invite", "history", "diff", "read", "check", "verify", "rebuild"),
    *("export", "backup", "restore", "disk"),
)


def test_the_commands_are_listed_in_the_order_in_which_a_newcomer_meets_them(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    listed = ran.out.partition("Commands:")[2].split("\n")[1:]
    assert tuple(line.split()[0] for line in listed if line.startswith("  ") and line[2] != " ") == COMMANDS


def test_without_a_command_help_is_shown(run: Run) -> None:
    ran = run()
    assert ran.code == 2 and "Commands:" in ran.out + ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0 and ran.out.startswith(f"Usage: tallywire {name} ")
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    command = group.commands[name]
    assert command.help
    for parameter in command.params:
        help = getattr(parameter, "help", None)
        assert help, f"{name} {parameter.name} has no help"
        assert " ".join(help.split())[:20] in " ".join(ran.out.split())
