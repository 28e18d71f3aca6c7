"""demo and init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallywire.cli.say import say


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Where the demo's newsroom is made (an earlier demo there is replaced).")
    ] = Path("demo-newsroom"),
    serve: Annotated[bool, typer.Option(help="Serve the site on 127.0.0.1 afterwards, until stopped.")] = True,
    port: Annotated[int, typer.Option(help="Port to serve on.")] = 8000,
) -> None:
    """Play a simulated newsroom from 2006 to November 2022 and show what it found."""
    from tallywire.cli.show_demo import show

    show(folder, serve=serve, port=port)


def init(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    title: Annotated[str, typer.Option(help="The newsroom's name.")] = "Newsroom",
) -> None:
    """Make a newsroom: a folder with settings and an example of a source file."""
    from tallywire.desk import init as make

    made = make(folder, title=title)
    say(f"Made a newsroom in {made}.")
    say("Next: let a page or file that holds figures be looked at, and a source file be written for it:")
    say(f"  tallywire watch add ADDRESS --newsroom {made}")
