"""The server, as `serve` and the demo start it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tallywire.cli.say import say
from tallywire.desk import Clock, DeskDB, Newsroom, publish
from tallywire.desk.accounts import first_invitation
from tallywire.desk.newsroom import read_settings


def run(folder: Path, *, host: str, port: int, clock: Clock | None = None) -> None:
    """Serve the newsroom in `folder`, its site written first where there is none, until stopped."""
    from tallywire.web import serve

    read_settings(folder)
    if not (folder / "site" / "index.html").exists():
        with Newsroom(folder) as room:
            publish(room)

    def greet(taken: int) -> None:
        base = f"http://{f'[{host}]' if ':' in host else host}:{taken}"
        say(f"Serving {folder} on {base}/ until you press Ctrl-C.")
        token = first_invitation(DeskDB(folder / "desk.db"), datetime.now(UTC))
        if token is not None:
            say(f"The desk has no account yet. Make the first one within a day at\n  {base}/accept?token={token}")

    serve(folder, host, port, clock=clock, bound=greet)
