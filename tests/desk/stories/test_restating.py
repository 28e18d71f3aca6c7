"""Which restatements a story is about or was called back for, with the classes of their steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.desk import DeskDB, Newsroom, leads, look_for_news
from tallywire.desk.stories import lines, settle
from tallywire.desk.stories.restating import Change, Restating, changes, gravest, restating
from tests.desk.making import START, Rows, day, let_out, put, simulated, source_text, watch
from tests.watch.server import Site, serving

PRISONS = {f"{2019 + n // 12}-{n % 12 + 1:02d}": str(95000 + 90 * (n % 7)) for n in range(44)}
FALLEN = {**PRISONS, "2022-09": "72000"}
CORRECTED = {**FALLEN, "2022-09": "74100", "2021-03": "99999"}
FERRIES = {month: str(5000 + int(figure) % 997) for month, figure in PRISONS.items() if month < "2020"}
RAISED = {month: str(int(figure) + 1000) for month, figure in FERRIES.items()}
COURTS = {f"2022-{month:02d}": str(100 + month) for month in range(1, 9)}
SHORTER = {month: figure for month, figure in COURTS.items() if month != "2022-04"}
CHANGED = {**COURTS, "2022-04": "105"}
WRONG = {**COURTS, "2022-07": "170"}

FALL = "prisons-people-fall-2022-09"


class Played:
    """A newsroom that is watched, its desk, and what is told of its stories."""

    def __init__(self, room: Newsroom, site: Site) -> None:
        self.room = room
        self.db = DeskDB(room.desk)
        self._site = site

    def watch(self, number: int, **pages: Rows) -> None:
        for id, rows in pages.items():
            put(self._site, f"/{id}", rows)
        watch(self.room, day(number))

    def look(self) -> None:
        look_for_news(self.room, self.db, who="a test", at=self.room.clock.now())

    def let_out_the_fall(self) -> None:
        found = [lead for lead in leads(self.room, self.room.as_of()) if lead.id == FALL]
        assert len(found) == 1 and len(let_out(self.room, found)) == 1

    def told(self, beginning: str) -> tuple[tuple[Restating, ...], ...]:
        """The steps of each story whose id begins so, in the order of the ids."""
        chosen = sorted((line for line in lines(self.db) if line.id.startswith(beginning)), key=lambda line: line.id)
        told = changes(self.db, chosen)
        return tuple(restating(self.room.record, line.series, told.get(line.id, ())) for line in chosen)


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with serving() as site:
        pages = {"prisons": PRISONS, "ferries": FERRIES, "courts": COURTS}
        sources = {f"{id}.toml": source_text(id, site.address(f"/{id}")) for id in pages}
        with simulated(tmp_path / "newsroom", sources) as room:
            made = Played(room, site)
            for id, rows in pages.items():
                put(site, f"/{id}", rows)
            watch(room, START)
            yield made


def kinds(found: tuple[Restating, ...]) -> list[tuple[str, str, str]]:
    """Class, rule, and what stood before, of each step."""
    return [
        (each.step.classified.kind, each.step.classified.rule, each.before.literal if each.before else "-")
        for each in found
        if each.step.classified is not None
    ]


def test_a_story_about_a_restatement_has_the_class_of_its_step(played: Played) -> None:
    played.watch(1, ferries=RAISED)
    played.look()
    told = played.told("ferries-people-revision")
    least = min(FERRIES, key=lambda month: int(FERRIES[month]))
    assert [kinds(each) for each in told] == [[("redefinition", "shifted", FERRIES[least])]], "one of twelve is shown"
    step = told[0][0].step
    assert step.observation is not None and step.observation.literal == RAISED[least]
    assert step.classified is not None and "All 12 figures that stood were raised by 1,000." in step.classified.why
    assert gravest(told[0]) == "redefinition"


def test_a_figure_that_was_gone_in_between_is_told_with_both_steps(played: Played) -> None:
    played.watch(1, courts=SHORTER)
    played.watch(2, courts=CHANGED)
    played.look()
    [told] = played.told("courts-people-revision-2022-04")
    assert kinds(told) == [("reappearance", "back", "-"), ("deletion", "gone", "104")]
    assert told[1].step.observation is None and gravest(told) == "deletion"


def test_a_figure_that_was_put_back_is_told_from_its_first_one_on(played: Played) -> None:
    played.watch(1, courts=WRONG)
    played.watch(2, courts=COURTS)
    played.look()
    [told] = played.told("courts-people-return-2022-07")
    assert [each.before.literal for each in told if each.before is not None] == ["170", "107"]
    assert [each.step.known_at for each in told] == [day(2), day(1)]


def test_a_published_story_that_is_back_has_the_classes_of_what_is_asked_about(played: Played) -> None:
    played.watch(1, prisons=FALLEN)
    played.let_out_the_fall()
    assert played.told(FALL) == ((),), "nothing of it was restated"
    played.watch(2, prisons=CORRECTED)
    played.look()
    [told] = played.told(FALL)
    assert told and {each.step.period.start.isoformat() for each in told} <= {"2022-09-01", "2021-03-01"}
    assert kinds(told)[0][0] == "correction" and gravest(told) == "correction"
    settle(played.db, FALL, "it is small", who="a test", at=day(2))
    assert played.told(FALL) == ((),), "it is not on the desk any more"


def test_what_was_restated_after_the_story_was_told_is_not_its_own(played: Played) -> None:
    played.watch(1, courts={**COURTS, "2022-04": "204"})
    played.look()
    first = played.told("courts-people-revision-2022-04")
    played.watch(2, courts={**COURTS, "2022-04": "304"})
    assert played.told("courts-people-revision-2022-04") == first
    assert [len(each) for each in first] == [1]


def test_a_number_that_no_figure_has_is_passed_over(played: Played) -> None:
    ids = ("courts/people",)
    assert restating(played.room.record, ids, [Change(1, 10_000_000)]) == ()
    assert restating(played.room.record, ids, ()) == () and gravest(()) is None
    assert changes(played.db, ()) == {}
