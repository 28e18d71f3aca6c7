"""A release that restates many figures of a series puts one story on the desk, also where there were many before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tallywire.desk import Newsroom, leads, look_for_news
from tallywire.desk.store import DeskDB
from tallywire.desk.store.tables import stories
from tallywire.desk.stories import approve, dismiss, lines, publish, review, story, take_in
from tallywire.desk.stories.restating import changes
from tallywire.series import Restatement
from tallywire.statement import Lead
from tests.desk.making import START, Rows, day, put, simulated, source_text, watch
from tests.watch.server import Site, serving

PRISONS = {f"{2019 + n // 12}-{n % 12 + 1:02d}": str(95000 + 90 * (n % 7)) for n in range(40)}
RAISED = {month: str(int(figure) + 1200) for month, figure in PRISONS.items()}
WRONG = {**PRISONS, "2020-03": "9", "2020-04": "8"}


class Desk:
    """A newsroom that watches one page, and its desk."""

    def __init__(self, room: Newsroom, site: Site) -> None:
        self.room = room
        self.db = DeskDB(room.desk)
        self._site = site

    def watch(self, number: float, page: Rows) -> None:
        put(self._site, "/prisons", page)
        watch(self.room, day(number))

    def look(self, number: float) -> list[str]:
        """What a round of the desk on that day tells."""
        looked = look_for_news(self.room, self.db, who="a test", at=day(number), as_of=self.room.as_of(day(number)))
        return [each.id for each in looked.taken]

    def ids(self) -> list[str]:
        return sorted(line.id for line in lines(self.db))

    def found(self, number: float) -> Sequence[Lead]:
        return leads(self.room, self.room.as_of(day(number)))

    def told_alone(self, number: float, *, kept: bool = True) -> list[str]:
        """Each figure of each lead as a story of its own, as an earlier version told them."""
        alone = [each for lead in self.found(number) for each in self._alone(lead)]
        take_in(self.db, self.room, alone, who="a test", at=day(number))
        if not kept:
            with self.db.begin() as connection:
                connection.execute(stories.update().values(lead=None))
        return self.ids()

    def _alone(self, lead: Lead) -> Iterator[Lead]:
        assert lead.restated is not None
        for ref in lead.restated.figures:
            before, after = self.room.record.history(ref.series, ref.period)[-2:]
            name = f"prisons-people-{lead.story}-{ref.period}-{ref.seq}"
            yield replace(lead, id=name, restatement=Restatement(before, after), restated=None, findings=())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as site:
        put(site, "/prisons", PRISONS)
        sources = {"prisons.toml": source_text("prisons", site.address("/prisons"))}
        with simulated(tmp_path / "newsroom", sources) as room:
            watch(room, START)
            yield Desk(room, site)


def test_a_rebased_series_is_one_draft(desk: Desk) -> None:
    desk.watch(1, RAISED)
    [id] = desk.look(1)
    assert desk.ids() == [id]
    one = story(desk.db, id)
    assert one.brief.headline.text == "People in prisons: 40 counts restated, December 2021 from 95,000 to 96,200"
    assert "They all moved by the same amount: the past was shifted." in one.brief.body[0].text
    assert one.why.endswith("All 40 figures that stood were raised by 1,200.")
    assert desk.look(2) == [id] and desk.ids() == [id], "told again it is the same story"
    assert story(desk.db, id).brief == one.brief


def test_the_story_on_the_desk_has_the_class_of_what_it_tells(desk: Desk) -> None:
    desk.watch(1, RAISED)
    desk.look(1)
    [(_, [change])] = changes(desk.db, lines(desk.db)).items()
    assert change.after > change.before > 0


@pytest.mark.parametrize("kept", [True, False], ids=["with their leads", "without"])
def test_figures_that_are_stories_of_their_own_get_no_second_story(desk: Desk, kept: bool) -> None:
    desk.watch(1, RAISED)
    before = desk.told_alone(1, kept=kept)
    assert len(before) == 40
    assert desk.look(2) == [] and desk.ids() == before


def test_what_was_dismissed_as_one_figure_does_not_come_back_as_one_of_many(desk: Desk) -> None:
    desk.watch(1, RAISED)
    [lead] = desk.found(1)
    [first, *_] = desk._alone(lead)
    take_in(desk.db, desk.room, [first], who="a test", at=day(1))
    dismiss(desk.db, first.id, who="a test", at=day(1))
    assert desk.look(2) == [] and desk.ids() == [first.id]


def test_a_return_stays_one_story_once_what_it_undid_is_long_ago(desk: Desk) -> None:
    desk.watch(1, WRONG)
    desk.watch(20, PRISONS)
    [id] = desk.look(20)
    assert "-return-2020-03-to-2020-04-" in id
    assert [lead.story for lead in desk.found(40)] == ["revision"], "what came before is not looked at any more"
    assert desk.look(40) == [] and desk.ids() == [id]


def test_a_later_restatement_of_the_same_figures_is_another_story(desk: Desk) -> None:
    desk.watch(1, RAISED)
    [first] = desk.look(1)
    desk.watch(2, {month: str(int(figure) + 50) for month, figure in RAISED.items()})
    [second] = desk.look(2)
    assert first != second and desk.ids() == sorted([first, second])


def test_published_it_is_asked_about_for_the_figure_that_it_gives_and_for_no_other(desk: Desk) -> None:
    desk.watch(1, RAISED)
    [id] = desk.look(1)
    approve(desk.db, id, who="ed", at=day(1))
    publish(desk.db, id, who="ed", at=day(1))
    desk.watch(2, {**RAISED, "2019-02": "96999"})
    assert review(desk.db, desk.room, who="cli", at=day(2)) == ()
    desk.watch(3, {**RAISED, "2019-02": "96999", "2021-12": "97000"})
    [back] = review(desk.db, desk.room, who="cli", at=day(3))
    assert back.id == id and back.asked.startswith(
        "Figures used here were restated: people in prisons, December 2021"
    )
    assert "2019" not in back.asked


def test_a_lead_of_before_is_read_as_it_was(desk: Desk) -> None:
    desk.watch(1, {**PRISONS, "2020-03": "90000"})
    [lead] = desk.found(1)
    assert lead.restated is None
    written = {
        key: value for key, value in msgspec.json.decode(msgspec.json.encode(lead)).items() if key != "restated"
    }
    assert msgspec.json.decode(msgspec.json.encode(written), type=Lead) == lead
