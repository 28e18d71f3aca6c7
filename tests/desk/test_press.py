"""Files of the site by several processes: the same as by one, whatever becomes of the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.brief import Leaf
from tallywire.desk import Newsroom, init, press, publish
from tallywire.desk.press import print_off, share
from tallywire.desk.publishing import KEYS
from tallywire.errors import NewsroomError


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Newsroom(init(tmp_path / "newsroom"), write=True) as opened:
        at, real = opened.clock.stamp()
        opened.archive.append_note(at=at, real=real, topic="desk", fields={})
        yield opened


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, which take every other file."""
    monkeypatch.setattr(press, "MANY", 1)
    monkeypatch.setattr(press, "BLOCK", 1)
    monkeypatch.setattr(press, "_cores", lambda: 2)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


NAMES = tuple(f"page-{number}.html" for number in range(6))


def word() -> bytes:
    return b"here"


def pages(newsroom: Newsroom) -> Iterator[Leaf]:
    """Leaves that another process has too."""
    yield from (Leaf(name, name, word) for name in NAMES)


def others(newsroom: Newsroom) -> Iterator[Leaf]:
    """What another process has after the newsroom changed."""
    yield from (Leaf(name, f"{name}, changed", word) for name in NAMES)


def ends(newsroom: Newsroom) -> Iterator[Leaf]:
    """A process that is ended from outside, as for want of memory."""
    os._exit(9)


def fails(newsroom: Newsroom) -> Iterator[Leaf]:
    """A process that cannot write."""
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("two")
def test_two_processes_publish_what_one_does(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = newsroom.folder / "site"
    done = publish(newsroom)
    assert done.files == done.made == done.written > 5
    together = files(folder)
    for path in folder.rglob("*.*"):
        if path.is_file():
            path.unlink()
    monkeypatch.setattr(press, "_cores", lambda: 1)
    assert publish(newsroom).written == done.files
    assert files(folder) == together


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("every", [pages, others, ends])
def test_every_file_is_made_once_whatever_the_other_process_does(
    newsroom: Newsroom, tmp_path: Path, every: press.Leaves
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    told: list[str] = []
    done = list(print_off(newsroom, folder, tuple(pages(newsroom)), every, progress=told.append))
    assert sorted(path for each in done for path in each.made) == sorted(NAMES)
    assert sum(each.changed for each in done) == len(NAMES)
    assert files(folder) == dict.fromkeys(NAMES, b"here")
    assert len(told) == (3 if every is pages else 6)


@pytest.mark.usefixtures("two")
def test_a_disk_that_is_full_for_the_other_process_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match="the site cannot be written: No space left on device"):
        list(print_off(newsroom, tmp_path, tuple(pages(newsroom)), fails))


def test_a_share_is_what_has_the_same_key_there(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / NAMES[1]).write_bytes(b"here")
    wanted = [(NAMES[0], NAMES[0]), (NAMES[1], NAMES[1]), (NAMES[2], "another key"), ("not-there.html", "key")]
    done = share(newsroom.folder, tmp_path, None, wanted, pages)
    assert (done.made, done.changed) == (NAMES[:2], 1)
    assert not (tmp_path / NAMES[2]).exists()


def test_a_newsroom_that_cannot_be_opened_twice_is_left_to_whoever_has_it(tmp_path: Path) -> None:
    assert share(tmp_path / "gone", tmp_path, None, [("a.html", "a")], pages).made == ()


def test_a_publication_that_was_cut_off_goes_on_where_it_stopped(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, made = press.write, 0

    def full(path: Path, content: bytes) -> int:
        nonlocal made
        if path.name != KEYS:
            made += 1
            if made > 4:
                raise OSError(28, "No space left on device")
        return write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(press, "write", full)
        with pytest.raises(NewsroomError, match="No space left on device"):
            publish(newsroom)
    done = publish(newsroom)
    assert done.made == done.written == done.files - 4
    assert publish(newsroom).made == 0
