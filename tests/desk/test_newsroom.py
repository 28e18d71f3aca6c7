"""The newsroom's folder: made once, and refused with a reason where it is none or does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallywire.desk import Newsroom, SetClock, import_history, init, verify_newsroom, watch_once
from tallywire.errors import NewsroomError, SourceError, TallywireError, UsageError
from tallywire.watch import load_source
from tests.desk.making import QUICK, START, day, fail, figures, made, put, simulated, source_text
from tests.watch.server import serving


def test_a_new_newsroom_is_empty_and_can_be_opened(tmp_path: Path) -> None:
    folder = init(tmp_path / "new" / "newsroom", title="Zahlen & Menschen – Новости")
    with Newsroom(folder) as newsroom:
        assert newsroom.settings.title == "Zahlen & Menschen – Новости"
        assert newsroom.sources == () and newsroom.archive.count == 0 and not newsroom.simulated


def test_its_example_is_a_source_that_fits(tmp_path: Path) -> None:
    folder = init(tmp_path / "newsroom")
    text = (folder / "sources" / "example.toml.txt").read_text(encoding="utf-8")
    assert load_source(text, "example.toml").entries[0].slug == "people"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NewsroomError, match="is not an empty folder"):
        init(tmp_path)
    with pytest.raises(NewsroomError, match="is not an empty folder"):
        init(tmp_path / "notes.txt")
    with pytest.raises(NewsroomError, match="cannot be made: Not a directory"):
        init(tmp_path / "notes.txt" / "newsroom")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("title", ['say "so"', "a\\b", "two\nlines", "bell\x07", "\x7f", "line\u2028end"])
def test_a_title_that_does_not_fit_leaves_no_folder(tmp_path: Path, title: str) -> None:
    with pytest.raises(UsageError, match="a title cannot hold"):
        init(tmp_path / "newsroom", title=title)
    assert not (tmp_path / "newsroom").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('title = "T"\ndesk = "D"\ncolour = "red"', "unknown field `colour`"),
        ('title = "T"', "missing required field `desk`"),
        ("title = 5\ndesk = 'D'", "Expected `str`"),
        ("title = ", "does not fit"),
        (b"\xff\xfe", "does not fit"),
    ],
)
def test_settings_that_do_not_fit_are_told(tmp_path: Path, settings: str | bytes, said: str) -> None:
    folder = init(tmp_path / "newsroom")
    (folder / "tallywire.toml").write_bytes(settings.encode() if isinstance(settings, str) else settings)
    with pytest.raises(NewsroomError, match=r"tallywire\.toml") as refused:
        Newsroom(folder)
    assert said in refused.value.message


@pytest.mark.parametrize("name", ["", "none", "file.txt"])
def test_a_folder_that_is_no_newsroom_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("text", encoding="utf-8")
    with pytest.raises(NewsroomError, match=r"is not a newsroom: it has no tallywire\.toml"):
        Newsroom(tmp_path / name)


def test_a_source_with_an_unknown_key_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    text = source_text("prisons", "https://example.org/counts").replace("topic", "topik")
    folder = made(tmp_path / "newsroom", {"prisons.toml": text})
    with pytest.raises(SourceError, match=r"prisons\.toml: topik: no such key\. Did you mean topic\?"):
        Newsroom(folder)


def test_one_id_for_two_sources_is_told(tmp_path: Path) -> None:
    text = source_text("prisons", "https://example.org/counts")
    folder = made(tmp_path / "newsroom", {"a.toml": text, "b.toml": text})
    with pytest.raises(SourceError, match=r"b\.toml: id 'prisons' is also that of .*a\.toml"):
        Newsroom(folder)


def test_a_failed_opening_gives_the_lock_back(tmp_path: Path) -> None:
    folder = made(tmp_path / "newsroom", {})
    (folder / "record" / "observations" / "_delta_log").mkdir(parents=True)
    broken = folder / "record" / "observations" / "_delta_log" / "00000000000000000000.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(TallywireError, match="tallywire rebuild"):
        Newsroom(folder, write=True)
    broken.unlink()
    with Newsroom(folder, write=True) as newsroom:
        assert newsroom.archive.count == 0


def test_only_a_simulated_newsroom_has_a_clock_that_can_be_set(tmp_path: Path) -> None:
    folder = made(tmp_path / "newsroom", {})
    with Newsroom(folder, write=True) as newsroom:
        at, real = newsroom.clock.stamp()
        newsroom.archive.append_note(at=at, real=real, topic="desk", fields={"said": "opened"})
    with pytest.raises(NewsroomError, match="only a simulated newsroom"):
        Newsroom(folder, write=True, clock=SetClock(START))
    with Newsroom(folder, write=True):
        pass


def test_a_newsroom_of_real_time_watches_tells_health_imports_and_learns_events(tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text("series,period,value\npeople,2022-07,351000\n", encoding="utf-8")
    with serving() as site:
        put(site, "/counts.csv", {"2022-08": "349000"})
        folder = made(tmp_path / "newsroom", {"prisons.toml": source_text("prisons", site.address("/counts.csv"))})
        (folder / "events" / "events.csv").write_text(
            "id,kind,name,began\na,amnesty,an amnesty,2015\n", encoding="utf-8"
        )
        with Newsroom(folder, write=True) as newsroom:
            [watched] = watch_once(newsroom, limits=QUICK)
            assert watched.state == "ok"
            fail(site, "/counts.csv", "404 Not Found")
            [watched] = watch_once(newsroom, limits=QUICK)
            assert watched.notice is not None and watched.notice.after == "taken_down"
            import_history(newsroom, history, "prisons")
            assert figures(newsroom, "prisons/people") == {"2022-07": "351000", "2022-08": "349000"}
            assert len(newsroom.record.events("amnesty", as_of=newsroom.as_of())) == 1
            assert all(entry.at == entry.real for entry in newsroom.archive.entries())
    assert verify_newsroom(folder).ok


def test_a_simulated_newsroom_stands_at_its_last_moment_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "newsroom"
    with simulated(folder, {}) as newsroom:
        newsroom.archive.append_note(at=day(7), real=newsroom.clock.real(), topic="desk", fields={})
    with Newsroom(folder) as newsroom:
        assert newsroom.simulated and newsroom.clock.now() == day(7)
        assert newsroom.as_of().time == day(7)
        assert newsroom.clock_word == "simulated time"
