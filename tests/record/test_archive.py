from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tallywire.errors import ArchiveError
from tallywire.record import Archive, verify
from tallywire.record.entry import GENESIS
from tallywire.record.index import BEFORE, NAME
from tallywire.record.index_rows import FORMAT
from tallywire.series import Notice
from tests.record.indexing import indexed, lag
from tests.record.making import ADDRESS, day, fetch, import_file

FIRST = "tallywire-00001.warc.gz"


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = fetch(archive, b"2022-08,348000", day(0))
        assert archive.body(release.id) == b"2022-08,348000"
    again = Archive(tmp_path)
    assert tuple(again.releases()) == (release,)
    assert (again.head, again.count) == (archive.head, 1)
    assert again.wire(release.id) == ((("Content-Type", "text/csv"),), b"2022-08,348000")
    entry = again.entry(release.id)
    assert (entry.number, entry.previous, entry.hash) == (1, GENESIS, again.head)
    assert release.fetched_at == day(0) and release.revisit == "" and len(release.id) == 20


def test_an_empty_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none")
    assert (archive.head, archive.count, tuple(archive.releases()), archive.simulated) == (GENESIS, 0, (), False)
    assert not (tmp_path / "none").exists()


def test_a_then_b_then_a_is_three_releases(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        one, two, three = (fetch(archive, body, day(n)) for n, body in enumerate([b"A", b"B", b"A"]))
        assert (one.revisit, two.revisit, three.revisit) == ("", "", one.id)
        assert len({one.id, two.id, three.id}) == 3
        assert [entry.type for entry in archive.entries()] == ["response", "response", "revisit"]
        assert archive.body(three.id) == b"A"


def test_the_same_body_at_another_address_is_no_revisit(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        assert fetch(archive, b"A", day(1), address="https://example.org/other").revisit == ""


def test_wire_bytes_are_kept_as_received(tmp_path: Path) -> None:
    packed, repacked = gzip.compress(b"348000", mtime=1), gzip.compress(b"348000", mtime=2)
    with Archive(tmp_path, write=True) as archive:
        releases = [
            archive.append_response(
                source="s",
                address=ADDRESS,
                at=day(n),
                real=day(n),
                status=200,
                headers=[("content-encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("X-Note", "é\r\nSet: 1")],
                wire=wire,
                media_type="text/csv",
            )
            for n, wire in enumerate([packed, repacked, packed])
        ]
        assert [archive.body(each.id) for each in releases] == [b"348000"] * 3
        assert archive.wire(releases[1].id)[1] == repacked
        headers = dict(archive.wire(releases[0].id)[0])
        # Packed differently, it is kept, and is still known to be the same body.
        assert [entry.type for entry in archive.entries()] == ["response", "response", "revisit"]
        assert [each.revisit for each in releases] == ["", releases[0].id, releases[0].id]
    assert headers["X-Note"] == "é Set: 1"
    assert "Transfer-Encoding" not in headers and headers["X-Archive-Orig-Transfer-Encoding"] == "chunked"


def test_a_body_that_does_not_fit_its_coding_is_kept(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = archive.append_response(
            source="s",
            address=ADDRESS,
            at=day(0),
            real=day(0),
            status=200,
            headers=[("Content-Encoding", "gzip")],
            wire=b"not gzip",
            media_type="text/csv",
        )
        assert archive.body(release.id) == b"not gzip"
        assert "does not fit" in release.note
    assert verify(tmp_path).ok


def test_not_modified_stands_for_the_last_release(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        with pytest.raises(ArchiveError, match="304 without an earlier release"):
            archive.append_not_modified(source="s", address=ADDRESS, at=day(0), real=day(0))
        fetch(archive, b"A", day(0))
        page = fetch(archive, b"B", day(1))
        fetch(archive, b"no such page", day(2), status=404)
        same = archive.append_not_modified(source="s", address=ADDRESS, at=day(3), real=day(3))
        assert (same.status, same.revisit, same.body_hash) == (304, page.id, page.body_hash)
        assert archive.body(same.id) == b"B"
        assert archive.last("s", ADDRESS) == same
        once_more = archive.append_not_modified(source="s", address=ADDRESS, at=day(4), real=day(4))
        assert once_more.revisit == page.id
    assert verify(tmp_path, head=archive.head).ok


def test_an_imported_file(tmp_path: Path) -> None:
    note = 'from\n"there" \\ 100% жé\ud800'
    with Archive(tmp_path, write=True) as archive:
        release = archive.append_resource(
            source="s",
            address="file:old figures.csv",
            at=day(0),
            real=day(0),
            body=b"a\r\n\r\nb",
            media_type="text/csv",
            published_at=day(-700),
            note=note,
        )
    again = next(Archive(tmp_path).releases())
    assert again == release
    assert (again.kind, again.note, again.published_at) == ("imported", note.replace("\ud800", "?"), day(-700))
    assert Archive(tmp_path).body(release.id) == b"a\r\n\r\nb"


def test_keys_are_not_archived(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = archive.append_response(
            source="s",
            address="https://example.org/d?token=hush",
            at=day(0),
            real=day(0),
            status=200,
            headers=[("Content-Location", "/d?token=hush")],
            wire=b"x",
            media_type="text/csv",
        )
        assert archive.last("s", "https://example.org/d?token=hush") == release
        address = "https://example.org/d?token=hush"
        archive.append_notice(Notice(source="s", address=address, before=None, after="empty", at=day(1)), real=day(1))
        assert next(archive.notices()).address == release.address
    assert release.address == "https://example.org/d?token=REDACTED"
    assert b"hush" not in gzip.decompress((tmp_path / FIRST).read_bytes())


def test_notes_and_notices(tmp_path: Path) -> None:
    notice = Notice(source="s", address=ADDRESS, before=None, after="taken_down", at=day(1), detail="404\n")
    back = Notice(source="s", address=ADDRESS, before="taken_down", after="returned", at=day(2), release="abc")
    with Archive(tmp_path, write=True) as archive:
        archive.append_note(at=day(0), real=day(0), topic="remark", fields={"by": "desk", "text": "é\r\n"})
        archive.append_notice(notice, real=day(1))
        archive.append_notice(back, real=day(2))
    again = Archive(tmp_path)
    assert tuple(again.notices()) == (notice, back)
    assert next(again.entries()).fields == {"by": "desk", "text": "é\r\n"}
    assert not again.simulated


def test_only_a_simulated_newsroom_has_another_clock(tmp_path: Path) -> None:
    with Archive(tmp_path / "real", write=True) as archive:
        with pytest.raises(ArchiveError, match="is not the real time"):
            archive.append_note(at=day(0), real=day(1), topic="x", fields={})
        archive.append_note(at=day(0), real=day(0), topic="x", fields={})
        with pytest.raises(ArchiveError, match="only the very first entry"):
            archive.declare_simulated(at=day(1), real=day(1))
        with pytest.raises(ArchiveError, match="only the very first entry"):
            archive.append_note(at=day(1), real=day(1), topic="simulated", fields={})
    with Archive(tmp_path / "played", write=True) as archive:
        archive.declare_simulated(at=day(-900), real=day(0))
        release = fetch(archive, b"x", day(-899))
    again = Archive(tmp_path / "played")
    assert again.simulated and tuple(again.releases()) == (release,)
    assert again.entry(release.id).real == day(-899)
    assert verify(tmp_path / "played", head=again.head).ok


def test_time_does_not_run_backwards(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(1))
        corrected = fetch(archive, b"B", day(1) - timedelta(seconds=2))
        assert corrected.fetched_at == day(1)
        assert archive.entry(corrected.id).real == day(1) - timedelta(seconds=2)
        with pytest.raises(ArchiveError, match="lies before the last entry"):
            fetch(archive, b"C", day(0))
    assert verify(tmp_path).ok


def test_times_need_a_zone(tmp_path: Path) -> None:
    naive = datetime(2022, 11, 1)  # noqa: DTZ001 - the point of the test
    with Archive(tmp_path, write=True) as archive:
        with pytest.raises(ArchiveError, match="time zone"):
            fetch(archive, b"A", naive)
        with pytest.raises(ArchiveError, match="time zone"):
            import_file(archive, b"A", day(0), published_at=naive)
        assert archive.count == 0


def test_equal_in_address_time_and_body_are_still_two(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        one, two = fetch(archive, b"A", day(0)), fetch(archive, b"A", day(0))
    assert one.id != two.id and tuple(Archive(tmp_path).releases()) == (one, two)
    assert verify(tmp_path).ok


def test_files_are_rotated(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True, rotate_at=2500) as archive:
        for n in range(6):
            fetch(archive, b"%d" % n, day(n))
    with Archive(tmp_path, write=True, rotate_at=2500) as archive:
        for n in range(6, 9):
            fetch(archive, b"%d" % n, day(n))
    names = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    assert len(names) > 2 and names[0] == FIRST
    assert all(path.stat().st_size <= 2500 for path in tmp_path.glob("*.warc.gz"))
    again = Archive(tmp_path)
    assert [again.body(each.id) for each in again.releases()] == [b"%d" % n for n in range(9)]
    assert verify(tmp_path, head=archive.head).entries == 9


def test_reading_does_not_write(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    reader = Archive(tmp_path)
    with pytest.raises(ArchiveError, match="not opened for writing"):
        fetch(reader, b"B", day(1))
    with pytest.raises(ArchiveError, match="not opened for writing"):
        fetch(archive, b"B", day(1))
    with pytest.raises(ArchiveError, match="no release 'nope'"):
        reader.body("nope")


@pytest.mark.parametrize("kept", [1, 5, 40, 200])
def test_a_torn_tail_is_cut_kept_and_told(tmp_path: Path, kept: int) -> None:
    with Archive(tmp_path, write=True) as archive:
        first = fetch(archive, b"A", day(0))
        size = (tmp_path / FIRST).stat().st_size
        fetch(archive, b"B", day(1))
    # The index lags behind: it is written after the entry is on disk.
    lag(tmp_path, 1)
    whole = (tmp_path / FIRST).read_bytes()
    (tmp_path / FIRST).write_bytes(whole[: size + kept])
    reader = Archive(tmp_path)
    assert (tuple(reader.releases()), reader.warnings) == ((first,), ())
    assert (tmp_path / FIRST).stat().st_size == size + kept
    assert verify(tmp_path, head=reader.head).torn == kept
    with Archive(tmp_path, write=True) as archive:
        assert tuple(archive.releases()) == (first,)
        assert len(archive.warnings) == 1 and f"the last {kept} bytes" in archive.warnings[0]
        assert (tmp_path / FIRST).stat().st_size == size
        assert (tmp_path / "torn" / "entry-00000002.bin").read_bytes() == whole[size : size + kept]
        fetch(archive, b"C", day(2))
        fetch(archive, b"D", day(3))
    assert verify(tmp_path, head=archive.head).entries == 4
    with Archive(tmp_path, write=True) as archive:
        assert archive.warnings == ()
        fetch(archive, b"E", day(4))
    # The chain itself says what was cut, once, before what came next.
    entries = list(archive.entries())
    assert [entry.topic for entry in entries] == ["", "torn", "", "", ""]
    assert entries[1].fields == {"after": "1", "bytes": str(kept), "kept": "torn/entry-00000002.bin"}


def test_a_tail_of_zeros_is_torn_too(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    with (tmp_path / FIRST).open("ab") as file:
        file.write(b"\0" * 5000)
    with Archive(tmp_path, write=True) as archive:
        assert archive.count == 1 and "5,000 bytes" in archive.warnings[0]


@pytest.mark.parametrize("written", [1, 40, 300])
def test_a_tail_of_which_only_the_beginning_was_written_is_torn(tmp_path: Path, written: int) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        size = (tmp_path / FIRST).stat().st_size
        fetch(archive, bytes(range(256)) * 8, day(1))
    whole = (tmp_path / FIRST).read_bytes()
    (tmp_path / FIRST).write_bytes(whole[: size + written] + bytes(1024))
    (tmp_path / NAME).unlink()
    assert verify(tmp_path).torn == written + 1024
    with Archive(tmp_path, write=True) as archive:
        assert archive.count == 1 and f"the last {written + 1024:,} bytes" in archive.warnings[0]
        fetch(archive, b"C", day(2))
    assert verify(tmp_path, head=archive.head).ok


def test_an_entry_that_was_acknowledged_and_is_gone_is_not_passed_over(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        fetch(archive, b"B", day(1))
    whole = (tmp_path / FIRST).read_bytes()
    (tmp_path / FIRST).write_bytes(whole[:-9])
    with pytest.raises(ArchiveError, match="entry 2 was written here and is not there any more"):
        Archive(tmp_path, write=True)
    (tmp_path / NAME).unlink()
    with Archive(tmp_path, write=True) as archive:
        assert archive.count == 1 and archive.warnings


def test_damage_in_the_middle_is_never_cut_as_a_torn_tail(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        for n in range(3):
            fetch(archive, b"%d" % n, day(n))
    entries = list(archive.entries())
    data = bytearray((tmp_path / FIRST).read_bytes())
    data[entries[1].offset + 30] ^= 0xFF
    (tmp_path / FIRST).write_bytes(data)
    (tmp_path / NAME).unlink()
    with pytest.raises(ArchiveError, match=f"byte {entries[1].offset}"):
        Archive(tmp_path, write=True)
    assert (tmp_path / FIRST).read_bytes() == data
    assert not (tmp_path / "torn").exists()


@pytest.mark.parametrize("index", [b"", b"rubbish\n", b"{}\n", b'{"number":', None])
def test_a_bad_index_is_made_anew(tmp_path: Path, index: bytes | None) -> None:
    with Archive(tmp_path, write=True) as archive:
        releases = tuple(fetch(archive, b"%d" % n, day(n)) for n in range(4))
    (tmp_path / NAME).unlink() if index is None else (tmp_path / NAME).write_bytes(index)
    assert tuple(Archive(tmp_path).releases()) == releases
    with Archive(tmp_path, write=True) as archive:
        assert tuple(archive.releases()) == releases
    assert indexed(tmp_path) == 4


def test_an_index_that_was_cut_off(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        releases = tuple(fetch(archive, b"%d" % n, day(n)) for n in range(4))
    good = (tmp_path / NAME).read_bytes()
    for kept in range(0, len(good), 1000):
        (tmp_path / NAME).write_bytes(good[:kept])
        assert tuple(Archive(tmp_path).releases()) == releases
        assert (tmp_path / NAME).read_bytes() == good[:kept], "who reads writes nothing"


def test_an_index_of_another_format_is_made_anew(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    (tmp_path / BEFORE).write_bytes(b"{}\n")
    with Archive(tmp_path, write=True) as archive:
        assert archive.count == 1
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        assert database.execute("PRAGMA user_version").fetchall() == [(FORMAT,)]
    assert not (tmp_path / BEFORE).exists()


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        releases = [fetch(archive, b"%d" % n, day(n)) for n in range(200)]
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("UPDATE entries SET entry = x'00' WHERE number = 100")
        database.commit()
    archive = Archive(tmp_path)
    with pytest.raises(ArchiveError, match=r"index\.db: is damaged.*Delete it"):
        archive.entry(releases[99].id)
    with pytest.raises(ArchiveError, match=r"index\.db: is damaged"):
        list(archive.entries())
    assert archive.body(releases[0].id) == b"0"
    (tmp_path / NAME).unlink()
    assert Archive(tmp_path).entry(releases[99].id).number == 100


def test_the_index_of_another_archive_does_not_deceive(tmp_path: Path) -> None:
    for name, body in (("one", b"A"), ("two", b"B")):
        with Archive(tmp_path / name, write=True) as archive:
            fetch(archive, body, day(0))
    (tmp_path / "one" / NAME).write_bytes((tmp_path / "two" / NAME).read_bytes())
    archive = Archive(tmp_path / "one")
    assert archive.body(next(archive.releases()).id) == b"A"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True, rotate_at=600) as archive:
        for n in range(4):
            fetch(archive, b"%d" % n, day(n))
    (tmp_path / "tallywire-00002.warc.gz").unlink()
    with pytest.raises(ArchiveError, match=r"expected here tallywire-00002\.warc\.gz"):
        Archive(tmp_path)


def test_altered_bytes_are_not_served(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = fetch(archive, b"A" * 500, day(0))
        fetch(archive, b"B", day(1))
        data = bytearray((tmp_path / FIRST).read_bytes())
        data[100] ^= 1
        (tmp_path / FIRST).write_bytes(data)
        with pytest.raises(ArchiveError):
            archive.body(release.id)


def test_a_full_disk_leaves_no_half_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        size = (tmp_path / FIRST).stat().st_size

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("tallywire.record.files.os.fsync", full)
            with pytest.raises(ArchiveError, match="No space left"):
                fetch(archive, b"B", day(1))
        assert (tmp_path / FIRST).stat().st_size == size and archive.count == 1
        fetch(archive, b"C", day(2))
    assert verify(tmp_path, head=archive.head).entries == 2


def test_other_tools_read_it(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        archive.append_response(
            source="s",
            address=ADDRESS,
            at=day(0),
            real=day(0),
            status=200,
            headers=[("Content-Encoding", "gzip")],
            wire=gzip.compress(b"348000"),
            media_type="text/csv",
        )
        archive.append_not_modified(source="s", address=ADDRESS, at=day(1), real=day(1))
        import_file(archive, b"2022-08,1", day(2))
        archive.append_note(at=day(3), real=day(3), topic="remark", fields={"a": "b"})
    found = []
    with (tmp_path / FIRST).open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            found.append(
                (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            )
    assert found == [
        ("response", ADDRESS, b"348000"),
        ("revisit", ADDRESS, b""),
        ("resource", ADDRESS, b"2022-08,1"),
        ("metadata", None, b'{"a":"b"}'),
    ]
