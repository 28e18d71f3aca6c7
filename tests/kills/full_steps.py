"""Single steps on a full disk: `python -m tests.kills.full_steps STEP FOLDER`, in a mount namespace of its own.

Each says in one line of JSON what was told while the disk was full; it ends with an error where something was lost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from tallywire.desk import DeskDB, Newsroom, catch_up, init, verify_newsroom, watch_once
from tallywire.desk.accounts import first_invitation, open_invitations
from tallywire.desk.backing_up import back_up
from tallywire.desk.backing_up_restore import restore
from tallywire.errors import TallywireError
from tallywire.record import Archive
from tallywire.record.index import NAME
from tallywire.record.matrix.axis import Axis
from tallywire.record.matrix.block import FINAL, Block
from tallywire.record.matrix.kept import Kept
from tests.desk.making import csv, put, source_text
from tests.kills.small_disk import Disk
from tests.record.indexing import indexed
from tests.watch.server import serving

PAGE = "/counts.csv"
ROWS = {"2022-08": "349000", "2022-09": "348000"}
MORE = {**ROWS, "2022-10": "338000"}
MADE = datetime(2023, 1, 1, tzinfo=UTC)


def watched(folder: Path) -> Path:
    """A newsroom that watched one page once, and another version of it."""
    init(folder)
    with serving() as site:
        (folder / "sources" / "prisons.toml").write_text(source_text("prisons", site.address(PAGE)), encoding="utf-8")
        for rows in (ROWS, MORE):
            put(site, PAGE, rows)
            with Newsroom(folder) as newsroom:
                [each] = watch_once(newsroom)
                assert each.release is not None and newsroom.archive.body(each.release.id) == csv(rows)
    return folder


@contextmanager
def refused(said: list[str]) -> Iterator[None]:
    """What is done inside is refused with an error of ours."""
    try:
        yield
    except TallywireError as error:
        said.append(str(error))
    else:
        raise AssertionError("it went well on a full disk")


def opening(folder: Path, disk: Disk) -> list[str]:
    """A torn end is to be cut, and the index made anew, as a newsroom is opened."""
    said: list[str] = []
    newsroom = watched(folder / "newsroom")
    [file] = (newsroom / "archive").glob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:200])
    (newsroom / "archive" / NAME).unlink()
    disk.fill()
    with refused(said):
        Newsroom(newsroom, write=True).__enter__()
    assert file.read_bytes() == whole + whole[:200], "nothing is cut that is not kept"
    assert not list((newsroom / "archive" / "torn").glob("*"))
    with Newsroom(newsroom) as reading:
        assert len(tuple(reading.archive.releases())) == 2, "who only reads needs no room"
    disk.free()
    with Newsroom(newsroom, write=True) as opened:
        catch_up(opened)
        assert len(opened.archive.warnings) == 1
    proof = verify_newsroom(newsroom)
    assert proof.ok and proof.observations == 3
    return said


def index(folder: Path, disk: Disk) -> list[str]:
    """Only the index is lacking: it is derived, and a newsroom opens without it."""
    newsroom = watched(folder / "newsroom")
    (newsroom / "archive" / NAME).unlink()
    disk.fill()
    with Archive(newsroom / "archive", write=True) as archive:
        assert len(tuple(archive.releases())) == 2
    disk.free()
    with Archive(newsroom / "archive", write=True) as archive:
        assert len(tuple(archive.releases())) == 2
    assert indexed(newsroom / "archive") == archive.count
    return []


def timetable(folder: Path, disk: Disk) -> list[str]:
    """There is no timetable yet, and no room for one."""
    said: list[str] = []
    newsroom = watched(folder / "newsroom")
    for path in (newsroom / "index").iterdir():
        path.unlink()
    disk.fill()
    with Newsroom(newsroom) as opened, refused(said):
        watch_once(opened)
    disk.free()
    with Newsroom(newsroom) as opened:
        [each] = watch_once(opened)
        assert each.state == "outage", "the page is gone by now"
    return said


def block(folder: Path, disk: Disk) -> list[str]:
    """A block of the matrix that is larger than the room: its files are mapped into memory."""
    shape = (2000, 3000)
    cells = np.ones(shape, np.int64)
    ids = [f"s{row}" for row in range(shape[0])]
    large = Block(
        Axis("month", True, 1, 0), 0, ids, cells, np.full(shape, FINAL, np.uint8), np.zeros(shape[0], np.int8), cells
    )
    disk.fill(leave=1000)
    try:
        Kept.write(folder, "M-1", large)
    except OSError as error:
        return [str(error)]
    raise AssertionError("there was no room for it")


def desk(folder: Path, disk: Disk) -> list[str]:
    """The desk's database."""
    said: list[str] = []
    path = init(folder / "newsroom") / "desk.db"
    first = first_invitation(DeskDB(path), at=MADE)
    assert first is not None
    many = "x" * 4_000_000
    disk.fill(leave=4)
    with refused(said), DeskDB(path).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler AS SELECT ? AS text", (many,))
    disk.free()
    assert len(open_invitations(DeskDB(path), at=MADE)) == 1
    with DeskDB(path).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler AS SELECT ? AS text", (many,))
    assert len(open_invitations(DeskDB(path), at=MADE)) == 1
    return said


def backup(folder: Path, disk: Disk) -> list[str]:
    """A backup onto a full disk: the one before stands."""
    said: list[str] = []
    newsroom = watched(folder.with_name("newsroom"))
    for place in (folder / "backup", folder / "backup.tar"):
        disk.fill(leave=6)
        with refused(said):
            back_up(newsroom, place, made=MADE)
        disk.free()
        back_up(newsroom, place, made=MADE)
        done = restore(place, folder / f"{place.name}.restored")
        assert done.entries == 4 and verify_newsroom(folder / f"{place.name}.restored").observations == 3
    disk.fill(leave=6)
    with refused(said):
        back_up(newsroom, folder / "backup", made=MADE)
    disk.free()
    assert restore(folder / "backup", folder / "again").entries == 4
    return said


STEPS: dict[str, Callable[[Path, Disk], list[str]]] = {
    step.__name__: step for step in (opening, index, timetable, block, desk, backup)
}


if __name__ == "__main__":
    there = Path(sys.argv[2])
    sys.stdout.buffer.write(msgspec.json.encode(STEPS[sys.argv[1]](there, Disk(there))) + b"\n")
