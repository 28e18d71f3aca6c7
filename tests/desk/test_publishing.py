"""Telling and publishing: briefs keep their first time, and only what changed is written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tallywire.brief import Brief, Text
from tallywire.desk import DeskDB, Newsroom, edition, init, leads, publish
from tallywire.desk.publishing import KEYS, OWN_FOLDERS
from tallywire.desk.stories import approve, withdraw, write
from tallywire.desk.stories import publish as publish_story
from tallywire.errors import NewsroomError
from tallywire.feed import site as site_of
from tests.desk.making import day, fail, let_out, put, reopened, simulated, source_text, watch
from tests.feed.sample import edition as sample
from tests.feed.sample import stacks
from tests.watch.server import Site, serving

COUNTS = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(100_000 + (n * 7919) % 601) for n in range(30)}
FALL = {**COUNTS, "2022-07": "95000"}
BRIEFS = {"prisons-people-fall-2022-07", "gone-takedown-2022-12-06"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, "/counts.csv", COUNTS)
        put(site, "/gone.csv", COUNTS)
        yield site


@pytest.fixture
def newsroom(tmp_path: Path, site: Site) -> Iterator[Newsroom]:
    """A page with thirty counts, on which the next one falls sharply, and one that is taken down; told."""
    sources = {
        id: source_text(id, site.address(path)) for id, path in (("prisons", "/counts.csv"), ("gone", "/gone.csv"))
    }
    with simulated(tmp_path / "newsroom", {f"{id}.toml": text for id, text in sources.items()}) as newsroom:
        watch(newsroom, day(0))
        put(site, "/counts.csv", FALL)
        fail(site, "/gone.csv", "410 Gone")
        watch(newsroom, day(35))
        told = let_out(newsroom, leads(newsroom, newsroom.as_of()))
        assert {brief.id for brief in told} == BRIEFS
        yield newsroom


def files(newsroom: Newsroom) -> dict[str, bytes]:
    folder = newsroom.folder / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {KEYS, ".lock"}
    }


def by_hand(id: str) -> Brief:
    text = Text("An item without a number.")
    first = sample().briefs[0]
    return Brief(
        id=id,
        kicker="",
        headline=text,
        lead=text,
        body=(),
        found=Text(""),
        source="",
        source_name="",
        published=first.published,
    )


def test_only_files_that_changed_are_written(newsroom: Newsroom, site: Site) -> None:
    first = publish(newsroom)
    assert first.written == first.files == len(files(newsroom))
    assert first.head == newsroom.archive.head
    before = files(newsroom)
    assert publish(newsroom).written == 0
    watch(newsroom, day(36))
    third = publish(newsroom)
    after = files(newsroom)
    assert third.written == sum(after[name] != before[name] for name in after)
    assert 0 < third.written < third.files
    assert after["style.css"] == before["style.css"]
    assert newsroom.archive.head.encode() in after["feed.atom"]


def test_what_is_published_in_steps_is_what_is_published_at_once(newsroom: Newsroom, site: Site) -> None:
    """A file whose key misses something that it shows would be left as it was."""
    publish(newsroom)
    db = DeskDB(newsroom.desk)
    put(site, "/counts.csv", {**FALL, "2022-03": "100321"})
    watch(newsroom, day(36))
    publish(newsroom)
    withdraw(db, "gone-takedown-2022-12-06", "The page is back.", who="a test", at=newsroom.clock.now())
    publish(newsroom)
    write(db, by_hand("by-hand"), who="a test", at=newsroom.clock.now())
    approve(db, "by-hand", who="a test", at=newsroom.clock.now())
    publish_story(db, "by-hand", who="a test", at=newsroom.clock.now())
    publish(newsroom)
    stepwise = files(newsroom)
    shutil.rmtree(newsroom.folder / "site")
    publish(newsroom)
    assert files(newsroom) == stepwise


def test_published_again_in_real_time_nothing_changes(tmp_path: Path) -> None:
    with Newsroom(init(tmp_path / "newsroom"), write=True) as newsroom:
        at, real = newsroom.clock.stamp()
        newsroom.archive.append_note(at=at, real=real, topic="desk", fields={})
        assert publish(newsroom).written > 5
        assert edition(newsroom).generated == at
        assert publish(newsroom).written == 0


def test_every_brief_has_its_pages_and_every_page_is_of_a_brief(newsroom: Newsroom) -> None:
    publish(newsroom)
    names = set(files(newsroom))
    assert {name.split("/")[1].removesuffix(".html") for name in names if name.startswith("briefs/")} == BRIEFS
    assert {name.split("/")[1] for name in names if name.startswith("evidence/")} == BRIEFS
    for brief in edition(newsroom).briefs:
        for proof in brief.proofs:
            assert f"evidence/{brief.id}/{proof.id}.html" in names


def test_stale_pages_are_dropped(newsroom: Newsroom) -> None:
    publish(newsroom)
    before = files(newsroom)
    folder = newsroom.folder / "site"
    (folder / "evidence" / "a-brief-of-old").mkdir()
    for name in ("briefs/a-brief-of-old.html", "evidence/a-brief-of-old/main.html", "index.html.partial"):
        (folder / name).write_text("stale", encoding="utf-8")
    assert publish(newsroom).written == 0
    assert files(newsroom) == before
    assert not (folder / "evidence" / "a-brief-of-old").exists()


def test_what_a_host_needs_beside_the_pages_is_left_alone(newsroom: Newsroom) -> None:
    publish(newsroom)
    folder = newsroom.folder / "site"
    (folder / ".git").mkdir()
    for name in ("CNAME", ".nojekyll", ".git/HEAD"):
        (folder / name).write_text("mine", encoding="utf-8")
    watch(newsroom, day(36))
    publish(newsroom)
    assert all((folder / name).read_text(encoding="utf-8") == "mine" for name in ("CNAME", ".nojekyll", ".git/HEAD"))


def test_every_page_lies_in_a_folder_that_is_swept_or_has_a_name_for_good() -> None:
    assert {name.split("/")[0] for name in site_of(sample(), stacks()) if "/" in name} <= set(OWN_FOLDERS)


def test_a_publication_that_is_cut_off_leaves_whole_pages(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(newsroom)
    before = files(newsroom)
    watch(newsroom, day(36))

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as handle:
            handle.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(NewsroomError, match="the site cannot be written: No space left on device"):
            publish(newsroom)
    held = files(newsroom)
    assert {name: held[name] for name in before} == before
    publish(newsroom)
    assert set(files(newsroom)) == set(before)


def test_a_file_in_the_place_of_the_site_is_told(newsroom: Newsroom) -> None:
    (newsroom.folder / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(NewsroomError, match="cannot be opened for writing"):
        publish(newsroom)
    assert (newsroom.folder / "site").read_text(encoding="utf-8") == "mine"


def test_told_again_with_the_same_words_a_brief_keeps_its_time(newsroom: Newsroom) -> None:
    before = edition(newsroom).briefs
    again = let_out(newsroom, leads(newsroom, newsroom.as_of(newsroom.clock.now() + timedelta(hours=3))))
    assert {brief.id for brief in again} == BRIEFS
    assert edition(newsroom).briefs == before
    assert {brief.updated for brief in before} == {None}


def test_what_only_waits_on_the_desk_is_not_published(newsroom: Newsroom) -> None:
    db, at = DeskDB(newsroom.desk), newsroom.clock.now()
    write(db, by_hand("by-hand"), who="a test", at=at)
    publish(newsroom)
    assert "briefs/by-hand.html" not in files(newsroom)
    approve(db, "by-hand", who="a test", at=at)
    publish(newsroom)
    assert "briefs/by-hand.html" not in files(newsroom), "approved is not published"
    publish_story(db, "by-hand", who="a test", at=at)
    publish(newsroom)
    assert "briefs/by-hand.html" in files(newsroom)


def test_a_withdrawn_brief_leaves_a_page_and_a_tombstone(newsroom: Newsroom) -> None:
    publish(newsroom)
    gone = "prisons-people-fall-2022-07"
    reason = "The source counted some people twice."
    withdraw(DeskDB(newsroom.desk), gone, reason, who="a test", at=newsroom.clock.now())
    publish(newsroom)
    after = files(newsroom)
    page = after[f"briefs/{gone}.html"].decode()
    assert reason in page and "<!--tallywire:withdrawn-->" in page and "95,000" not in page
    assert not [name for name in after if name.startswith((f"evidence/{gone}/", f"charts/{gone}", f"cards/{gone}"))]
    assert b"deleted-entry" in after["feed.atom"] and reason.encode() in after["feed.atom"]


def test_one_new_brief_leaves_the_other_briefs_alone(newsroom: Newsroom) -> None:
    publish(newsroom)
    before = files(newsroom)
    db, at = DeskDB(newsroom.desk), newsroom.clock.now()
    write(db, by_hand("by-hand"), who="a test", at=at)
    approve(db, "by-hand", who="a test", at=at)
    publish_story(db, "by-hand", who="a test", at=at)
    assert publish(newsroom).made < 15
    after = files(newsroom)
    for folder in ("briefs/", "evidence/", "charts/", "cards/", "series/", "sources/", "releases/"):
        assert {
            name for name in after if name.startswith(folder) and name in before and after[name] != before[name]
        } == set()


def test_a_desk_that_is_no_database_is_told(newsroom: Newsroom) -> None:
    (newsroom.folder / "desk.db").write_bytes(b"not a database, but long enough to look like one" * 50)
    with pytest.raises(NewsroomError, match=r"desk\.db: cannot be used: file is not a database"):
        publish(newsroom)


def test_a_source_that_was_given_up_stops_nothing(newsroom: Newsroom) -> None:
    """Its archive stays, and so do the briefs that were told of it; it is no more news."""
    folder, now = newsroom.folder, newsroom.clock.now()
    publish(newsroom)
    before = set(files(newsroom))
    newsroom.__exit__(None, None, None)
    for id in ("gone", "prisons"):
        (folder / "sources" / f"{id}.toml").unlink()
        with reopened(folder, now) as opened:
            found = leads(opened, opened.as_of())
            assert {lead.id for lead in found} == ({"prisons-people-fall-2022-07"} if id == "gone" else set())
            let_out(opened, found)
            publish(opened)
            assert {name for name in files(opened) if name.startswith(("briefs/", "evidence/"))} == {
                name for name in before if name.startswith(("briefs/", "evidence/"))
            }


def test_the_health_of_each_source_is_part_of_the_edition(newsroom: Newsroom) -> None:
    found = {sheet.id: sheet.health for sheet in edition(newsroom).sources if sheet.health is not None}
    assert found["prisons"].state == "ok"
    assert found["gone"].state == "taken_down" and "410" in found["gone"].note
