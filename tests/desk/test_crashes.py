"""A crash, a full disk and a torn archive: nothing acknowledged is lost, nothing is doubled, and it is told."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, Rebuilt, catch_up, init, rebuild, rebuild_newsroom, verify_newsroom
from tallywire.errors import ArchiveError, BusyError, NewsroomError
from tallywire.record import Record, Store
from tallywire.series import Figure, Release
from tests.desk.making import csv, day, fail, figures, put, reopened, simulated, source_text, watch, watch_only
from tests.watch.server import Site, answer, serving

PAGE = "/counts.csv"
A = {"2022-08": "349000", "2022-09": "348000"}
B = {"2022-08": "349500", "2022-09": "348000", "2022-10": "338000"}
SERIES = "prisons/people"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, PAGE, A)
        yield site


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    """A newsroom that watched one page once."""
    folder = tmp_path / "newsroom"
    with simulated(folder, {"prisons.toml": source_text("prisons", site.address(PAGE))}) as newsroom:
        watch(newsroom, day(1))
    return folder


class Killed(BaseException):
    """In place of a power cut."""


def die(*args: object, **named: object) -> None:
    raise Killed


def archived_only(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str]) -> None:
    """One round that is cut off at a method, after the release is archived."""
    with monkeypatch.context() as patch:
        patch.setattr(*where, die)
        with pytest.raises(Killed):
            watch(newsroom, day(2))


@pytest.mark.parametrize("where", [(Record, "learn"), (Store, "append")])
def test_what_was_archived_but_not_derived_is_derived_at_the_next_start(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str]
) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        archived_only(newsroom, monkeypatch, where)
        assert len(tuple(newsroom.archive.releases())) == 2
    with reopened(folder, day(3)) as newsroom:
        assert figures(newsroom, SERIES) == A
        assert catch_up(newsroom) == 1
        assert figures(newsroom, SERIES) == B
        assert catch_up(newsroom) == 0
        assert watch_only(newsroom, day(3)).state == "unchanged"
        assert len(newsroom.record.restatements()) == 1
        assert rebuild(newsroom).differences == ()
    assert verify_newsroom(folder).observations == 4


def test_the_next_round_catches_up_by_itself(folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        archived_only(newsroom, monkeypatch, (Record, "learn"))
    put(site, PAGE, A)
    with reopened(folder, day(3)) as newsroom:
        last = watch_only(newsroom, day(3))
        assert last.arrivals is not None and len(last.arrivals.restatements) == 1
        assert len(newsroom.record.restatements()) == 2
        assert figures(newsroom, SERIES) == {**A, "2022-10": "338000"}


def test_a_drift_that_a_crash_kept_from_being_told_is_told_by_the_next_round(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers[PAGE] = answer(csv(A, "persons"), headers=(("Content-Type", "text/csv"), ("ETag", '"one"')))
    with reopened(folder, day(2)) as newsroom:
        archived_only(newsroom, monkeypatch, (Record, "learn"))
        assert tuple(newsroom.archive.notices()) == ()
    site.answers[PAGE] = answer(status="304 Not Modified", length=False)
    with reopened(folder, day(3)) as newsroom:
        assert watch_only(newsroom, day(3)).state == "drifted"
        assert [notice.after for notice in newsroom.archive.notices()] == ["drifted"]


def test_a_takedown_that_a_crash_kept_from_being_told_is_told_by_the_next_round(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(site, PAGE, "404 Not Found")
    with reopened(folder, day(2)) as newsroom:
        archived_only(newsroom, monkeypatch, (Record, "learn"))
    with reopened(folder, day(3)) as newsroom:
        watched = watch_only(newsroom, day(3))
        assert watched.notice is not None and watched.notice.after == "taken_down"


def test_a_full_disk_is_told_and_nothing_half_written_stays(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    put(site, PAGE, B)
    before = verify_newsroom(folder)
    with reopened(folder, day(2)) as newsroom:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(
                ArchiveError, match=r"warc\.gz: cannot be written: No space left on device\. Make room"
            ):
                watch(newsroom, day(2))
        assert verify_newsroom(folder) == before
        assert watch_only(newsroom, day(2)).state == "ok"
        assert figures(newsroom, SERIES) == B


def test_tables_that_cannot_be_written_lose_nothing(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        tables = folder / "record" / "observations" / "_delta_log"
        kept = tables.rename(folder / "kept")
        tables.write_text("in the way", encoding="utf-8")
        with pytest.raises(NewsroomError, match="the table cannot be written"):
            watch(newsroom, day(2))
    tables.unlink()
    kept.rename(tables)
    with reopened(folder, day(3)) as newsroom:
        assert catch_up(newsroom) == 1
        assert figures(newsroom, SERIES) == B


def test_tables_that_are_gone_are_made_anew_from_the_archive(folder: Path) -> None:
    (folder / "record").rename(folder / "lost")
    with reopened(folder, day(2)) as newsroom:
        assert catch_up(newsroom) == 1
        assert figures(newsroom, SERIES) == A


def test_a_rebuild_that_was_cut_off_leaves_the_record_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(folder, day(2)) as newsroom, monkeypatch.context() as patch:
        patch.setattr(Store, "append", die)
        with pytest.raises(Killed):
            rebuild(newsroom)
    assert verify_newsroom(folder).observations == 2
    with reopened(folder, day(3)) as newsroom:
        assert rebuild(newsroom).differences == ()
    assert verify_newsroom(folder).observations == 2
    assert {path.name for path in folder.iterdir() if path.name.startswith("record")} == {"record"}


@pytest.mark.parametrize("cut_off_at", ["aside", "in place"])
def test_a_rebuild_that_was_cut_off_between_two_names_loses_no_figure(folder: Path, cut_off_at: str) -> None:
    """The old tables are moved aside, then the new ones take their place: a crash may fall on either side."""
    (folder / "record").rename(folder / "record.old")
    if cut_off_at == "in place":
        with reopened(folder, day(2)) as newsroom:
            catch_up(newsroom)
    with reopened(folder, day(3)) as newsroom:
        watch(newsroom, day(3))
        assert figures(newsroom, SERIES) == A
        assert rebuild(newsroom).differences == ()
    assert verify_newsroom(folder).observations == 2


def archive_file(folder: Path) -> Path:
    [path] = (folder / "archive").glob("*.warc.gz")
    return path


def test_a_torn_tail_is_told_and_cut_and_nothing_acknowledged_is_lost(folder: Path, site: Site) -> None:
    path = archive_file(folder)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:200])
    proof = verify_newsroom(folder)
    assert proof.ok and proof.torn == 200 and proof.observations == 2
    assert path.read_bytes() != whole, "who only reads cuts nothing"
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        [warning] = newsroom.archive.warnings
        assert "the last 200 bytes were an append that was cut off" in warning
        assert path.read_bytes() == whole
        assert watch_only(newsroom, day(2)).state == "ok"
    assert verify_newsroom(folder).ok
    with reopened(folder, day(3)) as newsroom:
        assert newsroom.archive.warnings == ()
        assert figures(newsroom, SERIES) == B


def test_an_altered_byte_is_found_and_its_entry_named(folder: Path, site: Site) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        watch(newsroom, day(2))
        first = next(entry for entry in newsroom.archive.entries() if entry.type == "response")
    path = archive_file(folder)
    altered = bytearray(path.read_bytes())
    altered[first.offset + first.length // 2] ^= 1
    path.write_bytes(altered)
    proof = verify_newsroom(folder)
    assert not proof.ok
    assert proof.fault is not None and (proof.fault.entry, proof.fault.file) == (first.number, path.name)
    with (
        reopened(folder, day(3)) as newsroom,
        pytest.raises(ArchiveError, match=rf"{path.name}, byte {first.offset}: .* Run `tallywire verify`"),
    ):
        rebuild(newsroom)


def test_an_entry_taken_out_is_found_by_the_head_that_was_published(folder: Path, site: Site) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as newsroom:
        watch(newsroom, day(2))
        last = list(newsroom.archive.entries())[-1]
        head = newsroom.archive.head
    assert verify_newsroom(folder, head=head).ok
    path = archive_file(folder)
    path.write_bytes(path.read_bytes()[: last.offset])
    proof = verify_newsroom(folder, head=head)
    assert proof.fault is not None and "no entry has the hash" in proof.fault.what


def test_a_second_watch_is_told_who_holds_the_newsroom(folder: Path) -> None:
    with (
        reopened(folder, day(2)),
        pytest.raises(BusyError, match=f"process {os.getpid()} is writing here"),
        reopened(folder, day(2)),
    ):
        pytest.fail("two processes wrote at once")


def test_who_reads_is_not_kept_out_by_who_writes(folder: Path, site: Site) -> None:
    put(site, PAGE, B)
    with reopened(folder, day(2)) as writing:
        watch(writing, day(2))
        with Newsroom(folder) as reading:
            assert figures(reading, SERIES) == B


KILLED = """
import os, signal, sys
from pathlib import Path
from tallywire.record import Record
from tests.desk.making import day, reopened, watch

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

Record.learn = die
with reopened(Path(sys.argv[1]), day(2)) as newsroom:
    watch(newsroom, day(2))
"""


def test_a_process_that_is_killed_leaves_no_lock_and_loses_nothing(folder: Path, site: Site) -> None:
    put(site, PAGE, B)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with reopened(folder, day(3)) as newsroom:
        assert len(tuple(newsroom.archive.releases())) == 2
        assert catch_up(newsroom) == 1
        assert figures(newsroom, SERIES) == B


def test_a_table_read_differently_by_a_mended_source_file_is_told_by_a_rebuild(folder: Path, site: Site) -> None:
    path = folder / "sources" / "prisons.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('unit = "people"', 'unit = "people"\nquantum = "1000"'), encoding="utf-8")
    with reopened(folder, day(2)) as newsroom:
        found = rebuild(newsroom).differences
        assert len(found) == 2 and f"{SERIES} 2022-08: 349000" in found[0]
        assert rebuild(newsroom).differences == ()


def test_no_figure_is_learned_twice_from_one_release(folder: Path) -> None:
    with reopened(folder, day(2)) as newsroom:
        [release] = newsroom.archive.releases()
        assert isinstance(release, Release)
        nothing: tuple[Figure, ...] = ()
        assert newsroom.record.learn(release, nothing).observations == ()
        assert len(tuple(newsroom.record.all_observations())) == 2


@pytest.mark.parametrize("damage", ["log", "rows", "cut"])
def test_a_record_that_cannot_be_read_is_rebuilt(folder: Path, damage: str) -> None:
    tables = folder / "record" / "observations"
    [rows] = tables.glob("*.parquet")
    if damage == "log":
        (tables / "_delta_log" / f"{0:020}.json").write_text("{", encoding="utf-8")
    elif damage == "rows":
        rows.unlink()
    else:
        rows.write_bytes(rows.read_bytes()[:-20])
    with pytest.raises(NewsroomError, match=r"cannot be read: .* Run `tallywire rebuild`"):
        reopened(folder, day(2)).__enter__()
    done = rebuild_newsroom(folder)
    assert done.releases == 1
    [difference] = done.differences
    assert difference.startswith("the old record could not be read: ")
    assert (folder / "record.damaged" / "observations").is_dir()
    assert verify_newsroom(folder).observations == 2
    assert rebuild_newsroom(folder).differences == ()


def test_there_is_no_record_to_rebuild_where_nothing_was_archived(tmp_path: Path) -> None:
    folder = init(tmp_path / "newsroom")
    assert rebuild_newsroom(folder) == Rebuilt(0, ())
    assert not (folder / "record").exists()
    with pytest.raises(NewsroomError, match="is not a newsroom"):
        rebuild_newsroom(tmp_path)
