"""The history of a series on the desk, and the class of a restatement beside the story that tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tallywire.desk import DeskDB
from tallywire.desk.accounts import accept, hashing, invite
from tallywire.web.desk_pages.classing import Classing
from tests.desk.making import day, put, simulated, source_text, watch
from tests.watch.server import serving
from tests.web.desk.conftest import QUICK
from tests.web.desk.making import BICYCLES, FERRY, PASSWORD, REAL, REPORTER, Desk, Person

FIGURES = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(1000 + n) for n in range(30)}
CHANGED = {**FIGURES, "2021-03": "1500", "2022-07": "2000"}
SHORTER = {month: figure for month, figure in CHANGED.items() if month != "2020-05"}

HISTORY = "/desk/history?series=prisons/inmates"


@pytest.fixture(scope="module")
def reporter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Someone at the desk of a newsroom in which a figure was put right, and another gone and back."""
    folder = tmp_path_factory.mktemp("history") / "newsroom"
    with serving() as site, pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        text = source_text("prisons", site.address("/prisons"), slug="inmates")
        with simulated(folder, {"prisons.toml": text}, day(0)) as room:
            for number, rows in enumerate((FIGURES, CHANGED, SHORTER, CHANGED)):
                put(site, "/prisons", rows)
                watch(room, day(number))
        patch.setattr(hashing, "_hasher", QUICK)
        hashing.decoy.cache_clear()
        db = DeskDB(folder / "desk.db")
        accept(db, invite(db, "reporter", by="Tallywire", at=REAL), REPORTER, PASSWORD, REAL)
        yield Desk(folder, stack).reporter()
        hashing.decoy.cache_clear()


def test_a_history_tells_each_step_with_its_class_and_why(reporter: Person) -> None:
    page = reporter.get(f"{HISTORY}&period=2021-03")
    assert page.status == 200
    assert "prisons/inmates, people. 1 step restates a figure." in page.text
    assert "March 2021 1,500 2 November 2022, 09:00 UTC correction 1 figure, of 2021-03, was changed" in page.text
    assert "By the rule isolated 1,014 1 November 2022, 09:00 UTC" in page.text
    gone = reporter.get(f"{HISTORY}&period=2020-05").text
    assert "1,004 back as it was 4 November 2022, 09:00 UTC reappearance" in gone
    assert "gone 3 November 2022, 09:00 UTC deletion" in gone


def test_what_changed_many_figures_is_explained_once(tmp_path: Path) -> None:
    with serving() as site, ExitStack() as stack:
        text = source_text("prisons", site.address("/prisons"), slug="inmates")
        with simulated(tmp_path / "newsroom", {"prisons.toml": text}, day(0)) as room:
            for number, factor in enumerate((1, 2)):
                put(site, "/prisons", {month: str(int(figure) * factor) for month, figure in FIGURES.items()})
                watch(room, day(number))
        db = DeskDB(tmp_path / "newsroom" / "desk.db")
        accept(db, invite(db, "reporter", by="Tallywire", at=REAL), REPORTER, PASSWORD, REAL)
        page = Desk(tmp_path / "newsroom", stack).reporter().get(HISTORY)
    assert page.text.count("redefinition") == 30 and page.text.count("By the rule rebased") == 1


def test_a_history_as_of_a_day_and_of_what_was_restated_only(reporter: Person) -> None:
    early = reporter.get(f"{HISTORY}&as_of=2022-11-01")
    assert "Nothing was restated, as known on 2022-11-01." in early.text and "July 2022" not in early.text
    only = reporter.get(f"{HISTORY}&only=restated")
    assert only.html.count("<h2>") == 2 and "May 2020" in only.text and "March 2021" in only.text
    assert "Nothing was restated." in reporter.get(f"{HISTORY}&as_of=2022-11-01&only=restated").text


def test_a_series_is_named_by_the_end_of_its_id(reporter: Person) -> None:
    assert "People in prisons" in reporter.get("/desk/history?series=inmates").text
    empty = reporter.get("/desk/history")
    assert empty.status == 200 and "What each figure of a series was" in empty.text


def test_a_long_history_goes_on_at_older_ones(reporter: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallywire.web.desk_pages.history_page.PAGE", 10)
    first = reporter.get(HISTORY)
    assert first.html.count("<h2>") == 10 and "The newest" not in first.text
    older = first.html.split('rel="next"')[0].rpartition('href="')[2].rstrip('" ').replace("&amp;", "&")
    second = reporter.get(older)
    assert second.status == 200 and "The newest" in second.text and "July 2022" not in second.text
    assert second.html.count("<h2>") >= 9


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("series=inmate", "'inmate' is not the name of one series. Near it: prisons/inmates"),
        ("series=%3Cb%3E", "'<b>' is not the name of one series"),
        ("series=inmates&period=soon", "'soon' is not a period"),
        ("series=inmates&period=1999-01", "The series has no figure for 1999-01. Nearest: 2020-01"),
        ("series=inmates&as_of=soon", "The day 'soon' is no time. Expected e.g. 2022-11-30"),
    ],
)
def test_what_is_not_there_is_said_over_the_form(reporter: Person, query: str, said: str) -> None:
    page = reporter.get(f"/desk/history?{query}")
    assert page.status == 404 and page.said.startswith(said)
    assert "<b>" not in page.html.partition('name="series"')[2].partition(">")[0]


def test_a_story_about_a_restatement_tells_class_rule_and_why(standing: Desk) -> None:
    page = standing.reporter().get(f"/desk/stories/{BICYCLES}")
    told = page.html.partition('id="restated"')[2].partition("</ol>")[0]
    assert '<span class="label revision">correction</span>' in told and "<code>isolated</code>" in told
    assert "1 figure, of 2022-03, was changed from 207,863 to 209,863" in told
    assert 'href="/desk/history?series=utopia%2Fbicycles&amp;period=2022-03"' in told
    history = standing.reporter().get("/desk/history?series=utopia%2Fbicycles&period=2022-03")
    assert "209,863" in history.text and "207,863" in history.text and "correction" in history.text


def test_a_story_about_anything_else_has_a_way_to_the_history_only(standing: Desk) -> None:
    page = standing.reporter().get(f"/desk/stories/{FERRY}")
    assert 'id="restated"' not in page.html and 'href="/desk/history?series=utopia%2Fferry"' in page.html


def test_a_class_that_takes_long_holds_no_page_up(standing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Classing, "steps", lambda *asked: {})
    page = standing.reporter().get(f"/desk/stories/{BICYCLES}")
    assert page.status == 200 and "This is still being worked out." in page.text
    assert "still being worked out" not in standing.reporter().get(f"/desk/stories/{FERRY}").text


def test_the_list_has_a_word_for_the_class(standing: Desk) -> None:
    page = standing.reporter().get("/desk?in=todo")
    item = page.html.partition(f'href="/desk/stories/{BICYCLES}')[2].partition("</li>")[0]
    assert '<span>revision</span> <span class="label revision">correction</span>' in item
    assert page.html.count('<span class="label revision">correction</span>') >= 2, "what was put back has one too"
    other = page.html.partition(f'href="/desk/stories/{FERRY}')[2].partition("</li>")[0]
    assert "label" not in other
