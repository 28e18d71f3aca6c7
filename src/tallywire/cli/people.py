"""invite."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallywire.cli.options import NewsroomOption, person
from tallywire.cli.say import say
from tallywire.errors import UsageError


def invite(
    name: Annotated[
        str, typer.Argument(help="An account that needs a new password; without it, a new account.")
    ] = "",
    role: Annotated[str, typer.Option(metavar="editor|reporter", help="What a new account may do.")] = "editor",
    newsroom: NewsroomOption = Path(),
) -> None:
    """Print a one-time link to the desk: for a new account, or for a new password of an account."""
    from datetime import UTC, datetime

    from tallywire.desk import DeskDB, Newsroom
    from tallywire.desk.accounts import accounts, as_role, reset_link
    from tallywire.desk.accounts import invite as invited

    with Newsroom(newsroom) as room:
        db, base, at = DeskDB(room.desk), room.settings.address.rstrip("/"), datetime.now(UTC)
    if not name:
        token = invited(db, as_role(role), by=person(), at=at)
    else:
        known = {account.name.casefold(): account for account in accounts(db)}
        if name.casefold() not in known:
            names = ", ".join(sorted(account.name for account in known.values())) or "none yet"
            raise UsageError(f"there is no account {name!r}", hint=f"There are: {names}")
        token = reset_link(db, known[name.casefold()].id, person(), at)
    say(f"{base}/accept?token={token}")
    say("It is good once, within a week. Whoever has it can use it: hand it on with care.")
