"""Batches in one wait for the disk, writers that take turns, and readers that read on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import ArchiveError, BusyError
from tallywire.record import Archive, verify, writer_lock
from tallywire.record.chain import file_name
from tallywire.record.index import NAME, Index
from tallywire.record.member import pack
from tests.record.indexing import indexed, lag
from tests.record.making import ADDRESS, day, fetch

FIRST = file_name(1)
TORN = pack([("WARC-Type", "response")], b"figures")[:30]
"""How an entry begins."""


class Stopped(Exception):
    pass


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".lock"}


def bodies(archive: Archive) -> list[bytes]:
    return [archive.body(release.id) for release in archive.releases()]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The waits for the disk, one for each."""
    counted: list[int] = []
    whole = os.fsync

    def counting(handle: int) -> None:
        counted.append(handle)
        whole(handle)

    monkeypatch.setattr("tallywire.record.files.os.fsync", counting)
    yield counted


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_batch_waits_for_the_disk_once(tmp_path: Path, waits: list[int]) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    with Archive(tmp_path, write=True) as archive:
        waits.clear()
        with archive.batch():
            for n in range(50):
                fetch(archive, b"%d" % n, day(n))
            # What is not yet acknowledged can be read by whoever appends it, and is not in the index.
            assert archive.count == 51 and bodies(archive)[-1] == b"49"
            assert indexed(tmp_path) == 1
            assert waits == []
        assert len(waits) == 1
    assert indexed(tmp_path) == 51
    assert tuple(Archive(tmp_path).releases()) == tuple(archive.releases())
    assert verify(tmp_path, head=archive.head).entries == 51


def test_an_empty_batch(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        before = on_disk(tmp_path)
        with archive.batch():
            pass
        assert on_disk(tmp_path) == before and archive.count == 0


@pytest.mark.parametrize("rotate_at", [1, 2500, 1 << 20])
@pytest.mark.parametrize("before", [0, 3])
def test_a_batch_that_fails_leaves_nothing(tmp_path: Path, rotate_at: int, before: int) -> None:
    with Archive(tmp_path, write=True, rotate_at=rotate_at) as archive:
        for n in range(before):
            fetch(archive, b"%d" % n, day(n))
        stood, head, releases = on_disk(tmp_path), archive.head, tuple(archive.releases())
        with pytest.raises(Stopped), archive.batch():
            for n in range(9):
                fetch(archive, b"new %d" % n, day(before + n))
            raise Stopped
        assert on_disk(tmp_path) == stood
        assert (archive.head, tuple(archive.releases())) == (head, releases)
        assert archive.last("s", ADDRESS) == (releases[-1] if releases else None)
        # What was taken back is stored in full when it comes again.
        again = fetch(archive, b"new 0", day(before))
        assert again.revisit == "" and archive.body(again.id) == b"new 0"
    assert tuple(Archive(tmp_path).releases()) == (*releases, again)
    assert verify(tmp_path, head=archive.head).entries == before + 1


@pytest.mark.parametrize("rotate_at", [2500, 1 << 20])
def test_a_disk_that_is_full_at_the_end_of_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotate_at: int
) -> None:
    with Archive(tmp_path, write=True, rotate_at=rotate_at) as archive:
        fetch(archive, b"A", day(0))
        stood = on_disk(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr("tallywire.record.files.os.fsync", full)
            with pytest.raises(ArchiveError, match=r"warc\.gz: cannot be written: No space left"), archive.batch():
                for n in range(9):
                    fetch(archive, b"%d" % n, day(n))
        # A file that was begun is gone as well; only the folder could not be waited for.
        assert on_disk(tmp_path) == stood and archive.count == 1
        if rotate_at > 2500:
            fetch(archive, b"B", day(2))
    with Archive(tmp_path, write=True, rotate_at=rotate_at) as archive:
        fetch(archive, b"C", day(3))
    assert verify(tmp_path, head=archive.head).ok


def test_nothing_is_appended_after_an_append_that_could_not_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        with monkeypatch.context() as patch:
            patch.setattr("tallywire.record.files.os.fsync", full)
            patch.setattr("tallywire.record.files.os.truncate", lambda *_: full(0))
            with pytest.raises(ArchiveError, match="No space left"):
                fetch(archive, b"B", day(1))
        assert bodies(archive) == [b"A"]
        with pytest.raises(ArchiveError, match="could not be undone"):
            fetch(archive, b"C", day(2))
    # What was never acknowledged may be found to be whole; the chain is sound either way.
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"D", day(3))
        assert bodies(archive) == [b"A", b"B", b"D"]
    assert verify(tmp_path, head=archive.head).ok


def test_a_batch_within_a_batch_is_taken_back_alone(tmp_path: Path, waits: list[int]) -> None:
    with Archive(tmp_path, write=True, rotate_at=2500) as archive:
        with archive.batch():
            fetch(archive, b"A", day(0))
            with pytest.raises(Stopped), archive.batch():
                for n in range(9):
                    fetch(archive, b"lost %d" % n, day(1))
                raise Stopped
            with pytest.raises(ArchiveError, match="lies before the last entry"):
                fetch(archive, b"too late", day(-5))
            fetch(archive, b"B", day(1))
        assert bodies(archive) == [b"A", b"B"]
    assert bodies(Archive(tmp_path)) == [b"A", b"B"]
    assert verify(tmp_path, head=archive.head).entries == 2


def test_a_batch_is_for_writers(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="not opened for writing"), Archive(tmp_path).batch():
        pytest.fail("a batch was begun")


def test_threads_append_one_after_the_other(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True, rotate_at=9000) as archive:

        def append(thread: int) -> None:
            for n in range(8):
                with archive.batch():
                    for part in range(3):
                        address = f"https://example.org/{thread}"
                        fetch(archive, b"%d %d %d" % (thread, n, part), day(0), address=address)

        threads = [threading.Thread(target=append, args=(thread,)) for thread in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    read = bodies(archive)
    assert len(read) == 96
    # Each batch stands together.
    assert all(body.split()[:2] == read[at - at % 3].split()[:2] for at, body in enumerate(read))
    assert verify(tmp_path, head=archive.head).entries == 96


@pytest.mark.parametrize("kept", [3, 400, 900, 2000])
def test_a_crash_in_a_batch_leaves_whole_entries_and_a_tail_that_is_told(tmp_path: Path, kept: int) -> None:
    with Archive(tmp_path, write=True, rotate_at=2500) as archive:
        fetch(archive, b"A", day(0))
        acknowledged = {path: path.stat().st_size for path in tmp_path.glob("*.gz")}
        with archive.batch():
            for n in range(9):
                fetch(archive, b"%d" % n, day(1))
    # As if the power had gone before the wait: the files end somewhere, and the index knows nothing of them.
    lag(tmp_path, 1)
    left = kept
    for path in sorted(tmp_path.glob("*.gz")):
        size = path.stat().st_size
        more = size - acknowledged.get(path, 0)
        if left <= 0:
            path.unlink()
        elif more > left:
            path.write_bytes(path.read_bytes()[: acknowledged.get(path, 0) + left])
        left -= more
    with Archive(tmp_path, write=True, rotate_at=2500) as archive:
        read = bodies(archive)
        assert read == [b"A", *(b"%d" % n for n in range(len(read) - 1))]
        torn = len(archive.warnings)
        fetch(archive, b"B", day(2))
    told = [entry for entry in Archive(tmp_path).entries() if entry.topic == "torn"]
    assert len(told) == torn
    for entry in told:
        assert (tmp_path / entry.fields["kept"]).stat().st_size == int(entry.fields["bytes"])
        assert int(entry.fields["after"]) == entry.number - 1
    assert verify(tmp_path, head=archive.head).ok


def test_a_tail_that_was_cut_and_not_yet_told_is_told_by_the_next_writer(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    with (tmp_path / FIRST).open("ab") as file:
        file.write(TORN)
    with Archive(tmp_path, write=True) as archive:
        assert len(archive.warnings) == 1
        with pytest.raises(Stopped), archive.batch():
            fetch(archive, b"B", day(1))
            raise Stopped
    with Archive(tmp_path, write=True) as archive:
        assert archive.warnings == ()
        fetch(archive, b"B", day(1))
        fetch(archive, b"C", day(2))
    assert [entry.topic for entry in archive.entries()] == ["", "torn", "", ""]
    assert verify(tmp_path, head=archive.head).ok


def test_a_newsroom_is_declared_simulated_before_a_tail_is_told(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(TORN)
    with Archive(tmp_path, write=True) as archive:
        archive.declare_simulated(at=day(-900), real=day(0))
        fetch(archive, b"A", day(-899))
    assert [entry.topic for entry in archive.entries()] == ["simulated", "torn", ""]
    assert verify(tmp_path, head=archive.head).ok


# Writers in turn


def test_writers_take_turns_and_each_reads_what_the_others_appended(tmp_path: Path) -> None:
    one, other = Archive(tmp_path, rotate_at=2500), Archive(tmp_path, rotate_at=2500)
    for n in range(0, 12, 2):
        with one.writing():
            fetch(one, b"%d" % n, day(n))
        with other.writing():
            assert other.count == n + 1
            fetch(other, b"%d" % (n + 1), day(n + 1))
            with other.writing(), other.batch():
                assert other.count == n + 2
    assert (one.refresh(), one.refresh(), other.refresh()) == (1, 0, 0)
    assert bodies(one) == bodies(other) == [b"%d" % n for n in range(12)]
    assert len(list(tmp_path.glob("*.gz"))) > 2
    assert verify(tmp_path, head=one.head).entries == 12
    assert tuple(Archive(tmp_path).entries()) == tuple(one.entries())
    with pytest.raises(ArchiveError, match="not opened for writing"):
        fetch(one, b"x", day(20))


def test_a_turn_is_not_given_while_another_writes(tmp_path: Path) -> None:
    waiting = Archive(tmp_path)
    with Archive(tmp_path, write=True) as archive:
        with pytest.raises(BusyError, match=f"process {os.getpid()} is writing here"), waiting.writing(wait=0):
            pytest.fail("two wrote at once")
        with archive.writing(wait=0):
            fetch(archive, b"A", day(0))
        fetch(archive, b"B", day(1))
    with waiting.writing(wait=0):
        assert bodies(waiting) == [b"A", b"B"]


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    held, given_back = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(tmp_path):
            held.set()
            given_back.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(20)
    threading.Timer(0.05, given_back.set).start()
    with archive.writing(wait=20):
        fetch(archive, b"A", day(0))
    holder.join()
    assert bodies(Archive(tmp_path)) == [b"A"]


TURNS = """
import sys
from pathlib import Path
from tallywire.record import Archive
from tests.record.making import day, fetch

folder, name = Path(sys.argv[1]), sys.argv[2]
archive = Archive(folder, rotate_at=4000)
for n in range(15):
    with archive.writing(wait=60), archive.batch():
        for part in range(2):
            fetch(archive, f"{name} {n} {part}".encode(), day(0), address=f"https://example.org/{name}")
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    names = ["one", "two", "three"]
    running = [subprocess.Popen([sys.executable, "-c", TURNS, str(tmp_path), name]) for name in names]
    reader = Archive(tmp_path)
    while any(each.poll() is None for each in running):
        reader.refresh()
    assert [each.wait() for each in running] == [0, 0, 0]
    reader.refresh()
    read = bodies(reader)
    for name in names:
        own = [body.decode() for body in read if body.decode().startswith(name + " ")]
        assert own == [f"{name} {n} {part}" for n in range(15) for part in range(2)]
    assert verify(tmp_path, head=reader.head).entries == 90
    assert indexed(tmp_path) == 90


def test_a_turn_cuts_what_another_process_left_torn(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with Archive(tmp_path, write=True) as other:
        fetch(other, b"A", day(0))
    with (tmp_path / FIRST).open("ab") as file:
        file.write(TORN)
    assert archive.refresh() == 1
    assert not archive.warnings
    with archive.writing():
        fetch(archive, b"B", day(1))
    assert len(archive.warnings) == 1
    assert [entry.topic for entry in archive.entries()] == ["", "torn", ""]
    assert verify(tmp_path, head=archive.head).ok


def test_an_index_that_lags_is_made_anew_by_the_next_turn(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.writing():
        for n in range(3):
            fetch(archive, b"%d" % n, day(n))
    for number in (2, 0):
        lag(tmp_path, number)
        archive = Archive(tmp_path)
        with archive.writing():
            fetch(archive, b"more than %d" % number, day(3))
        assert indexed(tmp_path) == archive.count
    (tmp_path / NAME).unlink()
    with archive.writing():
        fetch(archive, b"and more", day(3))
    assert indexed(tmp_path) == archive.count == 6
    assert bodies(Archive(tmp_path)) == bodies(archive)


def test_an_index_that_fits_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    monkeypatch.setattr(Index, "_write", lambda *_: pytest.fail("written anew"))
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"B", day(1))
    with archive.writing():
        fetch(archive, b"C", day(2))


def shorten(folder: Path) -> None:
    path = folder / FIRST
    path.write_bytes(path.read_bytes()[:-5])


def rewrite(folder: Path) -> None:
    (folder / FIRST).unlink()
    (folder / NAME).unlink()
    with Archive(folder, write=True) as archive:
        for n in range(5):
            fetch(archive, b"another past %d" % n, day(n))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (shorten, "entry 2 was written here and is not there any more"),
        (lambda folder: (folder / FIRST).unlink(), "entry 2 was written here and is not there any more"),
        (rewrite, "byte"),
    ],
)
def test_a_reader_does_not_read_on_where_the_past_was_changed(
    tmp_path: Path, change: Callable[[Path], None], message: str
) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        fetch(archive, b"B", day(1))
    change(tmp_path)
    with pytest.raises(ArchiveError, match=message):
        archive.refresh()
    with pytest.raises(ArchiveError), archive.writing():
        pytest.fail("was written to")


# Law 7: whatever is taken back, what was acknowledged stays, in memory as on disk.

plans = st.lists(
    st.lists(st.tuples(st.sampled_from(["page", "same", "304", "404", "note"]), st.booleans()), max_size=4),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(plans, st.data())
def test_memory_and_disk_agree_after_any_batches(
    tmp_path_factory: pytest.TempPathFactory, plan: list[list[tuple[str, bool]]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder, write=True, rotate_at=1800) as archive:
        acknowledged: tuple[object, ...] = ()
        for number, steps in enumerate(plan):
            stop = data.draw(st.booleans())
            try:
                with archive.batch():
                    for place, (kind, asked) in enumerate(steps):
                        step(archive, kind, number, place, asked)
                    if stop:
                        raise Stopped
            except Stopped:
                pass
            if not stop:
                acknowledged = tuple(archive.entries())
            assert tuple(archive.entries()) == acknowledged
        again = Archive(folder)
        assert tuple(again.entries()) == acknowledged
        assert again.last("s", ADDRESS) == archive.last("s", ADDRESS)
    assert verify(folder, head=archive.head).entries == len(acknowledged)


def step(archive: Archive, kind: str, number: int, place: int, asked: bool) -> None:
    at = day(number)
    request = [("Host", "example.org")] if asked else None
    if kind == "note":
        archive.append_note(at=at, real=at, topic="remark", fields={"n": str(number)})
    elif kind == "304":
        if archive.last("s", ADDRESS) is not None:
            archive.append_not_modified(source="s", address=ADDRESS, at=at, real=at, request=request)
    else:
        archive.append_response(
            source="s",
            address=ADDRESS,
            at=at,
            real=at,
            status=404 if kind == "404" else 200,
            headers=[],
            wire=b"same" if kind == "same" else b"%d %d" % (number, place),
            media_type="text/csv",
            request=request,
        )
