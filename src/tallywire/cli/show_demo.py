"""What `tallywire demo` prints, and the server at its end."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer

from tallywire.check import in_words as check_in_words
from tallywire.cli.progress import counting
from tallywire.cli.show_brief import in_words
from tallywire.demo import Played, own_figures, play, steps
from tallywire.desk import SIMULATED
from tallywire.errors import NewsroomError

FOUNDING = "fsin"


def show(folder: Path, *, serve: bool, port: int) -> None:
    """Play the demo into `folder`, print what it found, and serve its site if asked."""
    _make_room(folder)
    figures = own_figures()
    with counting("Playing", len(steps(figures, ""))) as step:
        played = play(folder, figures=figures, progress=step)
    _print(played, folder)
    if serve:
        from tallywire.cli.serving import run

        typer.echo()
        run(folder, host="127.0.0.1", port=port)


def _make_room(folder: Path) -> None:
    """Remove an earlier demo; anything else in the way is left alone."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    settings = folder / "tallywire.toml"
    if not settings.is_file() or 'title = "Tallywire demo"' not in settings.read_text(encoding="utf-8"):
        raise NewsroomError("holds something else than a demo", where=str(folder), hint="Name another folder")
    shutil.rmtree(folder)


def _print(played: Played, folder: Path) -> None:
    echo = typer.echo
    echo(f"Simulated time: {played.releases} releases were archived between January 2006 and November 2022.\n")
    echo(f"Leads ({len(played.leads)} told)")
    for lead in played.leads:
        echo(f"{lead.score:5.1f}  {lead.id}\n       {lead.why}")
    founding = [brief for brief in played.briefs if brief.source == FOUNDING]
    for brief in founding:
        echo(f"\nThe founding brief\n\n{in_words(brief)}")
    echo("\nA news text, checked against the record as of 30 November 2022\n")
    echo(check_in_words(played.checked.verdicts, played.checked.text, clock=SIMULATED))
    echo(f"\nThe site: {played.published.folder / 'index.html'}")
    echo(f"The newsroom: {folder} (try `tallywire verify --newsroom {folder}`)")
