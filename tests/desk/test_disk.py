"""What a newsroom takes up, and what makes it grow."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tallywire.desk import init
from tallywire.desk.disk import LATELY, MOST_SOURCES, DiskUse, Growth, disk_use
from tallywire.errors import NewsroomError
from tallywire.record import Archive
from tests.record.making import day, fetch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return init(tmp_path / "newsroom")


def parts(use: DiskUse) -> dict[str, tuple[int, int]]:
    return {part.name: (part.files, part.bytes) for part in use.parts}


def test_the_parts_make_up_the_whole(folder: Path, tmp_path: Path) -> None:
    before = disk_use(folder, now=day(0))
    for name, size in (
        ("record/observations/part.parquet", 1000),
        ("record/observations/_delta_log/0.json", 20),
        ("desk.db", 300),
        ("desk.db-wal", 30),
        ("site/a/b.html", 70),
        ("matrix/block", 500),
        ("notes.txt", 5),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    (tmp_path / "large").write_bytes(b"x" * 10_000)
    (folder / "site" / "link").symlink_to(tmp_path / "large")
    (folder / "site" / "round").symlink_to(folder)
    use = disk_use(folder, now=day(0))
    found = parts(use)
    assert list(found) == ["archive", "record", "matrix", "index", "desk", "site", "other"]
    assert (found["record"], found["desk"], found["matrix"]) == ((2, 1020), (2, 330), (1, 500))
    assert found["site"][0] == 3 and found["site"][1] < 10_000
    assert found["other"][1] == parts(before)["other"][1] + 5
    assert use.bytes == sum(size for _, size in found.values())
    assert use.free > 0 and (use.releases, use.entries, use.days, use.sources) == (0, 0, None, ())


def test_growth_is_told_by_source_the_fastest_first(folder: Path) -> None:
    with Archive(folder / "archive", write=True) as archive:
        fetch(archive, os.urandom(9000), day(0))
        for n in range(3):
            archive.append_response(
                source="t",
                address="https://example.org/t",
                at=day(40 + n),
                real=day(40 + n),
                status=200,
                headers=[],
                wire=os.urandom(500),
                media_type="text/csv",
                request=[("Host", "example.org")],
            )
        archive.append_note(at=day(43), real=day(43), topic="remark", fields={"a": "b"})
    use = disk_use(folder, now=day(45))
    entries = list(archive.entries())
    assert (use.releases, use.entries) == (4, 8)
    lately = sum(entry.length for entry in entries[1:7])
    assert use.sources == (Growth("t", 6, lately, lately), Growth("s", 1, entries[0].length, 0))
    assert use.lately == lately
    assert use.days == use.free * 30 // lately
    assert parts(use)["archive"][1] >= sum(entry.length for entry in entries)
    # Each entry counts until it is thirty days old.
    assert disk_use(folder, now=day(0) + LATELY).sources[0].lately > 0
    assert disk_use(folder, now=day(99)).lately == 0


def test_a_simulated_newsroom_is_measured_in_its_own_time(folder: Path) -> None:
    with Archive(folder / "archive", write=True) as archive:
        archive.declare_simulated(at=day(-900), real=day(0))
        fetch(archive, b"A", day(-800))
        fetch(archive, b"B", day(-800) + timedelta(days=31))
    [one] = disk_use(folder, now=day(500)).sources
    assert one.lately == list(archive.entries())[2].length


def test_only_the_first_sources_are_named(folder: Path) -> None:
    with Archive(folder / "archive", write=True) as archive, archive.batch():
        for n in range(MOST_SOURCES + 5):
            archive.append_resource(
                source=f"s{n:02}", address="f", at=day(0), real=day(0), body=b"x" * n, media_type="text/csv"
            )
    use = disk_use(folder, now=day(1))
    assert (len(use.sources), use.unnamed) == (MOST_SOURCES, 5)


def test_a_folder_that_is_no_newsroom(tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match="is not a newsroom"):
        disk_use(tmp_path, now=day(0))
