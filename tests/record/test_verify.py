from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tallywire.errors import TableError
from tallywire.record import Archive, Verification, verify
from tallywire.record.entry import GENESIS, header_fields
from tallywire.record.index import NAME
from tallywire.record.member import pack
from tallywire.series import Cell, Observation, Release
from tests.record.making import cell_text, day, fetch, learn_page, record

FIRST = "tallywire-00001.warc.gz"


def of_page(release: Release, body: bytes) -> Callable[[Cell], str | None]:
    return lambda cell: cell_text(release, body, cell)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with Archive(tmp_path / "archive", write=True, rotate_at=2500) as archive:
        for n in range(7):
            fetch(archive, b"page %d\n" % (n // 2) * 20, day(n))
        archive.append_note(at=day(8), real=day(8), topic="remark", fields={"a": "b"})
    return tmp_path / "archive"


def check(folder: Path, head: str | None = None) -> Verification:
    return verify(folder, head=head)


def what(found: Verification) -> str:
    assert found.fault is not None
    return str(found.fault)


def test_an_archive_as_it_was_written(filled: Path) -> None:
    head = Archive(filled).head
    entries = list(Archive(filled).entries())
    found = check(filled, head)
    assert (found.ok, found.entries, found.head, found.torn, found.fault) == (True, 8, head, 0, None)
    assert check(filled, entries[3].hash).ok
    assert check(filled, GENESIS).ok
    assert check(filled.parent / "none").entries == 0


def test_the_index_is_not_looked_at(filled: Path) -> None:
    (filled / NAME).write_bytes(b"rubbish")
    assert check(filled).ok


def test_a_head_that_is_not_in_the_chain(filled: Path) -> None:
    assert "no entry has the hash abcd" in what(check(filled, "abcd"))
    assert "no entry has the hash" in what(check(filled.parent / "none", "0f" * 32))


def test_a_tail_removed_whole_is_seen_by_the_head(filled: Path) -> None:
    archive = Archive(filled)
    last = list(archive.entries())[-1]
    path = filled / last.file
    path.write_bytes(path.read_bytes()[: last.offset])
    assert check(filled).entries == 7
    assert "altered or removed" in what(check(filled, archive.head))


def test_a_removed_entry_is_named(filled: Path) -> None:
    entries = list(Archive(filled).entries())
    gone = entries[1]
    path = filled / gone.file
    data = path.read_bytes()
    path.write_bytes(data[: gone.offset] + data[gone.offset + gone.length :])
    found = check(filled)
    assert found.fault is not None
    assert (found.fault.entry, found.fault.file, found.fault.offset) == (2, FIRST, gone.offset)
    assert "entry 3 stands where entry 2 should" in found.fault.what


def test_an_entry_put_in_between(filled: Path) -> None:
    entries = list(Archive(filled).entries())
    one, two = entries[0], entries[1]
    forged = msgspec.structs.replace(one, number=2, previous=one.hash)
    data = (filled / FIRST).read_bytes()
    block = gzip.decompress(data[: one.length]).partition(b"\r\n\r\n")[2][:-4]
    member = pack(header_fields(forged, block), block)
    (filled / FIRST).write_bytes(data[: two.offset] + member + data[two.offset :])
    assert "release" in what(check(filled)) or "entry 2 stands where entry 3" in what(check(filled))


def test_an_altered_entry_made_to_look_right_breaks_the_chain_after_it(filled: Path) -> None:
    entries = list(Archive(filled).entries())
    one, two = entries[0], entries[1]
    assert one.release is not None
    data = (filled / FIRST).read_bytes()
    block = gzip.decompress(data[: one.length]).partition(b"\r\n\r\n")[2][:-4]
    forged = msgspec.structs.replace(one, release=msgspec.structs.replace(one.release, note="another note"))
    (filled / FIRST).write_bytes(pack(header_fields(forged, block), block) + data[two.offset :])
    assert "entry 2 does not hold the hash of the entry before it" in what(check(filled))


def test_files_that_changed_places(filled: Path) -> None:
    names = sorted(path.name for path in filled.glob("*.warc.gz"))
    assert len(names) >= 2
    (filled / names[0]).rename(filled / "x")
    (filled / names[1]).rename(filled / names[0])
    (filled / "x").rename(filled / names[1])
    found = check(filled)
    assert found.fault is not None and (found.fault.entry, found.fault.file) == (1, names[0])


def test_a_removed_file_and_one_that_does_not_belong(filled: Path) -> None:
    shutil.copy(filled / FIRST, filled / "zz.warc.gz")
    assert "not of this archive" in what(check(filled))
    (filled / "zz.warc.gz").unlink()
    (filled / FIRST).unlink()
    assert "expected here" in what(check(filled))


def test_a_middle_file_cut_short(filled: Path) -> None:
    data = (filled / FIRST).read_bytes()
    (filled / FIRST).write_bytes(data[:-5])
    assert "the file ends inside the entry" in what(check(filled))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"payload": "0" * 64}, "payload"),
        ({"body_hash": "0" * 64}, "is not what its id says"),
        ({"size": 1}, "a body that does not match its hash"),
        ({"revisit": "nowhere"}, "which is not held"),
        ({"at": day(0.5), "real": day(0.5)}, "is not what its id says"),
        ({"at": day(-1), "real": day(-1)}, "dated before the entry that it follows"),
        ({"real": day(-900)}, "another time than the real one"),
        ({"number": 5}, "stands where"),
        ({"previous": "f" * 64}, "does not hold the hash"),
    ],
)
def test_a_forged_last_entry(tmp_path: Path, change: dict[str, object], told: str) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        fetch(archive, b"B" * 9, day(1))
    last = list(archive.entries())[-1]
    assert last.release is not None
    inner = {key: value for key, value in change.items() if key in {"body_hash", "size", "revisit"}}
    outer = {key: value for key, value in change.items() if key not in inner}
    forged = msgspec.structs.replace(last, release=msgspec.structs.replace(last.release, **inner), **outer)
    data = (tmp_path / FIRST).read_bytes()
    block = gzip.decompress(data[last.offset :]).partition(b"\r\n\r\n")[2][:-4]
    (tmp_path / FIRST).write_bytes(data[: last.offset] + pack(header_fields(forged, block), block))
    assert told in what(check(tmp_path))


def raw_record(fields: Sequence[tuple[str, str]], block: bytes = b"{}") -> bytes:
    return pack([*fields, ("WARC-Block-Digest", "sha256:"), ("Content-Length", str(len(block)))], block)


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f",
        b"rubbish that is no gzip",
        gzip.compress(b""),
        gzip.compress(b"WARC/1.0\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\nContent-Length: 99\r\n\r\n\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\nno colon\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\nA: \xff\r\n\r\n"),
        gzip.compress(b'WARC/1.1\r\nA: ", 1, "\r\n\r\n'),
        gzip.compress(b"WARC/1.1\r\nA: \\q\r\n\r\n"),
        gzip.compress(b"WARC/1.1\r\nA: 1\r\nA: 1\r\n\r\n"),
        raw_record([("WARC-Type", "warcinfo")]),
        raw_record([("WARC-Type", "metadata")]),
        raw_record([]),
    ],
)
def test_what_is_no_entry_is_named(tmp_path: Path, data: bytes) -> None:
    tmp_path.joinpath(FIRST).write_bytes(data)
    found = verify(tmp_path)
    assert found.entries == 0
    assert found.torn == len(data) or (found.fault is not None and found.fault.entry == 1)


def test_a_bomb_put_in_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallywire.record.member.MAX_RECORD", 100_000)
    (tmp_path / FIRST).write_bytes(gzip.compress(b"\0" * 10_000_000))
    assert "more than 100,000 bytes" in what(verify(tmp_path))


def test_every_literal_stands_in_its_cell(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", write=True) as archive:
        held = record(tmp_path, archive)
        learn_page(held, archive, {"2022-08": "348000", "2022-09": "338000"}, day(0))
        learn_page(held, archive, {"2022-08": "348000", "2022-09": "325000"}, day(1))
        again = learn_page(held, archive, {"2022-08": "348000", "2022-09": "338000"}, day(2))
        assert again.revisit
    good = list(held.all_observations())
    found = verify(tmp_path / "archive", observations=good, cells=of_page, head=archive.head)
    assert (found.ok, found.observations) == (True, 4)

    def told(observation: Observation) -> str:
        return what(verify(tmp_path / "archive", observations=[observation], cells=of_page))

    first = good[0]
    assert "the cell says '348000'" in told(msgspec.structs.replace(first, literal="349000"))
    assert "there is no such cell" in told(msgspec.structs.replace(first, cell=Cell(0, 9, 1)))
    assert "from a release that is not held" in told(msgspec.structs.replace(first, release="f" * 20))
    assert first.value == Decimal(348000)


def test_a_body_that_cannot_be_read_as_a_table(tmp_path: Path) -> None:
    def fails(release: Release, body: bytes) -> Callable[[Cell], str | None]:
        raise TableError("no table")

    with Archive(tmp_path / "archive", write=True) as archive:
        held = record(tmp_path, archive)
        learn_page(held, archive, {"2022-08": "348000"}, day(0))
    found = verify(tmp_path / "archive", observations=held.all_observations(), cells=fails)
    assert "no table" in what(found)
