"""export, backup, restore and disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallywire.cli.options import JsonOption, NewsroomOption, day, plain_json
from tallywire.cli.say import say

if TYPE_CHECKING:
    from datetime import datetime

    from tallywire.desk.disk import DiskUse


def export(
    wacz: Annotated[Path, typer.Option("--wacz", metavar="FILE", help="The WACZ file to write.")],
    source: Annotated[str, typer.Option(help="Only what was archived of this source.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only from this day on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only up to the end of this day.")] = "",
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Write the archive, or a part of it, to one file that web archives' tools read."""
    from datetime import UTC, datetime, timedelta

    from tallywire.cli.progress import ticking
    from tallywire.desk.exporting import export as exported
    from tallywire.record.wacz import Selection

    end = _midnight(until, "--until")
    selection = Selection(
        source=source, since=_midnight(since, "--since"), until=end + timedelta(days=1) if end is not None else None
    )
    with ticking("Exporting") as progress:
        done = exported(newsroom, wacz, selection, created=datetime.now(UTC), progress=progress)
    if json:
        typer.echo(plain_json(done))
        return
    say(f"{wacz}: {done.releases} releases in {done.entries} entries, {in_bytes(done.size)}")
    say(f"head {done.head}")


def _midnight(text: str, option: str) -> datetime | None:
    from datetime import UTC, datetime, time

    return datetime.combine(day(text, option), time(), UTC) if text else None


def backup(
    to: Annotated[Path, typer.Argument(metavar="TO", help="A folder, which is added to, or a new .tar file.")],
    newsroom: NewsroomOption = Path(),
    json: JsonOption = False,
) -> None:
    """Copy the newsroom while it is watched and served; the published site is left out."""
    from datetime import UTC, datetime

    from tallywire.cli.progress import ticking
    from tallywire.desk.backing_up import back_up

    with ticking("Backing up") as progress:
        done = back_up(newsroom, to, made=datetime.now(UTC), progress=progress)
    if json:
        typer.echo(plain_json(done))
        return
    say(
        f"{to}: {done.entries} entries, {in_bytes(done.size)}, of which {in_bytes(done.added)} of the archive are new"
    )
    say(f"head {done.head}")


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder or .tar file that backup made.")],
    folder: Annotated[Path, typer.Argument(help="Where the newsroom is made: a new or empty folder.")],
    json: JsonOption = False,
) -> None:
    """Make a newsroom from a backup, prove every byte of it, and derive what its record lacks."""
    from tallywire.cli.progress import ticking
    from tallywire.desk.backing_up_restore import restore as restored

    with ticking("Restoring") as progress:
        done = restored(backup, folder, progress=progress)
    if json:
        typer.echo(plain_json(done))
        return
    say(f"{folder}: {done.entries} entries in one unbroken chain; {done.derived} releases were derived again.")
    say(f"head {done.head}")
    say(f"Run `tallywire publish --newsroom {folder}` to write the site anew.")


def disk(newsroom: NewsroomOption = Path(), json: JsonOption = False) -> None:
    """Show what takes up the disk, and which sources make the archive grow."""
    from datetime import UTC, datetime

    from tallywire.desk.disk import disk_use

    use = disk_use(newsroom, now=datetime.now(UTC))
    if json:
        typer.echo(plain_json(use))
        return
    _show(use)


def _show(use: DiskUse) -> None:
    for part in use.parts:
        say(f"{part.name:<10}{in_bytes(part.bytes):>12}{part.files:>10,} files")
    say(f"{'in all':<10}{in_bytes(use.bytes):>12}")
    say(f"{'free':<10}{in_bytes(use.free):>12}{_lasts(use)}")
    say(f"\n{use.releases:,} releases in {use.entries:,} entries of the archive")
    if use.sources:
        width = max(6, *(len(each.source) for each in use.sources))
        say(f"\n{'source':<{width}}{'entries':>10}{'archived':>12}{'last 30 days':>16}")
        for each in use.sources:
            say(f"{each.source:<{width}}{each.entries:>10,}{in_bytes(each.bytes):>12}{in_bytes(each.lately):>16}")
    if use.unnamed:
        say(f"and {use.unnamed:,} more sources")


def _lasts(use: DiskUse) -> str:
    if use.days is None:
        return ""
    long = "more than ten years" if use.days > 3650 else f"about {use.days:,} days"
    return f"  ({long}, if the archive goes on growing by {in_bytes(use.lately)} in 30 days)"


def in_bytes(number: int) -> str:
    """A number of bytes to a tenth of the unit that leaves less than 1,024 of it."""
    if number < 1024:
        return f"{number} B"
    size = 1024
    for unit in ("KiB", "MiB", "GiB"):
        tenths = (number * 10 + size // 2) // size
        if tenths < 10240:
            return f"{tenths // 10:,}.{tenths % 10} {unit}"
        size *= 1024
    tenths = (number * 10 + size // 2) // size
    return f"{tenths // 10:,}.{tenths % 10} TiB"
