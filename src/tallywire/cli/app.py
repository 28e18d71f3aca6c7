"""The commands, in the order in which a newcomer meets them."""

from __future__ import annotations

import typer

from tallywire.cli import (
    adding,
    checks,
    history_taking,
    keeping,
    looking_back,
    making,
    people,
    publishing,
    taking,
    watching,
)

app = typer.Typer(
    name="tallywire",
    help=(
        "Watch official statistics, find what is unprecedented, tell it so that every number can be followed to "
        "the archived page, and check the numbers in any text.\n\n"
        "Begin with `tallywire demo`, or make a newsroom of your own with `tallywire init FOLDER`."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("demo")(making.demo)
app.command("init")(making.init)
app.command("watch")(taking.watch)
app.command("sources")(watching.sources)
app.command("import")(history_taking.import_)
app.command("backfill")(history_taking.backfill)
app.command("find")(publishing.find)
app.command("tell")(publishing.tell)
app.command("approve")(publishing.approve)
app.command("publish")(publishing.publish)
app.command("withdraw")(publishing.withdraw)
app.command("serve")(publishing.serve)
app.command("invite")(people.invite)
app.command("history")(looking_back.history)
app.command("diff")(looking_back.diff)
app.command("read")(checks.read)
app.command("check")(checks.check)
app.command("verify")(taking.verify)
app.command("rebuild")(taking.rebuild)
app.command("export")(keeping.export)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("disk")(keeping.disk)
# Groups come last and take the place of the command of their name, which keeps it in the order above.
app.add_typer(adding.watching, name="watch")
