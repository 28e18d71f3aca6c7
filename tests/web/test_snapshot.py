"""The newsroom as the server reads it, while others write to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallywire.desk import Newsroom, rebuild_newsroom
from tallywire.errors import NewsroomError
from tallywire.web import app
from tallywire.web.snapshot import Snapshot, Snapshots, state
from tests.desk.making import START, day, put, simulated, source_text, watch
from tests.watch.server import Site
from tests.web.serving import BASE, GENEROUS


class Seconds:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_a_watch_archives_is_seen_within_a_second(tmp_path: Path, site: Site) -> None:
    put(site, "/a.csv", {"2022-08": "10", "2022-09": "12"})
    with simulated(tmp_path / "n", {"a.toml": source_text("a", site.address("/a.csv"))}) as room:
        watch(room, START)
        seconds = Seconds()
        snapshots = Snapshots(room.folder, clock=None, seconds=seconds)
        first = snapshots.open()
        figures = first.newsroom.record.observations("a/people", as_of=first.newsroom.as_of())
        assert [each.literal for each in figures] == ["10", "12"]
        put(site, "/a.csv", {"2022-08": "10", "2022-09": "12", "2022-10": "99"})
        watch(room, day(1))
        assert snapshots.held() is first
        seconds.now += 0.9
        assert snapshots.held() is first
        seconds.now += 0.2
        assert snapshots.held() is first, "the old one serves until the new one is open"
        snapshots.settle()
        second = snapshots.held()
        assert second is not None and second is not first
        figures = second.newsroom.record.observations("a/people", as_of=second.newsroom.as_of())
        assert [each.literal for each in figures] == ["10", "12", "99"]
        assert second.now() == START + timedelta(days=1)
        assert second.catalogue is first.catalogue, "the series are the same"
        seconds.now += 2
        snapshots.held()
        snapshots.settle()
        assert snapshots.held() is second, "nothing grew"


def test_a_new_source_and_new_settings_are_seen(newsroom: Path) -> None:
    seconds = Seconds()
    snapshots = Snapshots(newsroom, clock=None, seconds=seconds)
    first = snapshots.open()
    text = source_text("b", "https://agency.example/b.csv")
    (newsroom / "sources" / "b.toml").write_text(text, encoding="utf-8")
    seconds.now += 2
    snapshots.held()
    snapshots.settle()
    second = snapshots.held()
    assert second is not None and [each.id for each in second.series] == ["b/people"]
    assert second.catalogue is not first.catalogue
    settings = newsroom / "tallywire.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"Small"', '"Renamed"'), encoding="utf-8")
    seconds.now += 2
    snapshots.held()
    snapshots.settle()
    third = snapshots.held()
    assert third is not None and third.newsroom.settings.title == "Renamed"


def test_what_breaks_later_leaves_the_newsroom_served_as_it_was(
    newsroom: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    snapshots = Snapshots(newsroom, clock=None, seconds=seconds)
    first = snapshots.open()
    (newsroom / "sources" / "b.toml").write_text("id = ", encoding="utf-8")
    seconds.now += 2
    snapshots.held()
    snapshots.settle()
    assert snapshots.held() is first and "served as it was" in caplog.text
    (newsroom / "sources" / "b.toml").unlink()
    seconds.now += 2
    snapshots.held()
    snapshots.settle()
    assert snapshots.held() is first


def test_opening_that_takes_long_is_done_rarely(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = Seconds()
    snapshots = Snapshots(newsroom, clock=None, seconds=seconds)
    first = snapshots.open()
    opened = Snapshots._opened

    def slowly(self: Snapshots) -> Snapshot:
        seconds.now += 10
        return opened(self)

    monkeypatch.setattr(Snapshots, "_opened", slowly)
    seen = [first]
    for second in range(300):
        settings = newsroom / "tallywire.toml"
        settings.write_text(f"{settings.read_text(encoding='utf-8')}# {second}\n", encoding="utf-8")
        seconds.now += 1
        snapshots.held()
        snapshots.settle()
        held = snapshots.held()
        assert held is not None
        if held is not seen[-1]:
            seen.append(held)
    assert 3 <= len(seen) <= 5


def test_the_server_never_takes_the_writers_lock(newsroom: Path) -> None:
    with TestClient(app(newsroom, limits=GENEROUS), base_url=BASE) as asking:
        assert asking.get("/check").status_code == 200
        with Newsroom(newsroom, write=True):
            assert asking.post("/check", data={"text": "348,000 people"}).status_code == 200
            assert asking.get("/api/leads").status_code == 200
        with Newsroom(newsroom, write=True) as room:
            assert room.archive.count == 0


def test_a_folder_that_is_no_newsroom_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match="is not a newsroom"):
        app(tmp_path)
    assert state(tmp_path)


def _rebuilt_newsroom(folder: Path, site: Site) -> Path:
    """One that was watched twice, so that a rebuild leaves its files elsewhere."""
    put(site, "/a.csv", {"2022-08": "10", "2022-09": "12"})
    with simulated(folder, {"a.toml": source_text("a", site.address("/a.csv"))}) as room:
        watch(room, START)
        put(site, "/a.csv", {"2022-08": "10", "2022-09": "13"})
        watch(room, day(1))
    return folder


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_record_that_is_made_anew_under_a_reader_is_opened_anew(tmp_path: Path, site: Site, method: str) -> None:
    folder = _rebuilt_newsroom(tmp_path / "n", site)
    asking = TestClient(app(folder, limits=GENEROUS), base_url=BASE)
    assert asking.get("/api/series").status_code == 200, "the newsroom is open, and no figure is read yet"
    assert rebuild_newsroom(folder).differences == ()
    if method == "GET":
        answer = asking.get("/api/observations", params={"series": "a/people"})
        assert answer.status_code == 200
        assert [each["literal"] for each in answer.json()["observations"]] == ["10", "13"]
    else:
        text = "The number of people of a stood at 13 in September 2022."
        assert asking.post("/check", data={"text": text}).status_code == 200
        assert asking.post("/api/check", json={"text": text, "published": "2022-10-01"}).status_code == 200


def test_a_record_that_cannot_be_read_is_told_and_not_asked_without_end(tmp_path: Path, site: Site) -> None:
    folder = _rebuilt_newsroom(tmp_path / "n", site)
    asking = TestClient(app(folder, limits=GENEROUS), base_url=BASE)
    assert asking.get("/api/series").status_code == 200
    for path in (folder / "record" / "observations").glob("*.parquet"):
        path.unlink()
    answer = asking.get("/api/observations", params={"series": "a/people"})
    assert answer.status_code == 503 and "cannot be read just now" in answer.json()["detail"]


def test_a_newsroom_is_not_served_without_its_record_while_that_is_exchanged(tmp_path: Path, site: Site) -> None:
    folder = _rebuilt_newsroom(tmp_path / "n", site)
    seconds = Seconds()
    snapshots = Snapshots(folder, clock=None, seconds=seconds)
    first = snapshots.open()
    (folder / "record").rename(folder / "record.old")
    snapshots.look()
    assert snapshots.held() is first
    with pytest.raises(NewsroomError, match="being exchanged"):
        Snapshots(folder, clock=None, seconds=seconds).open()
    (folder / "record.old").rename(folder / "record")
    snapshots.look()
    second = snapshots.held()
    assert second is not None and second.newsroom.record.observations("a/people", as_of=second.newsroom.as_of())
