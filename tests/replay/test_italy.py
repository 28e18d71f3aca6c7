"""The Civil Protection's national table, released again: what was restated is found, row for row, and its classes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tallywire.desk import Newsroom
from tallywire.series import Classified
from tests.replay import confusion, italy
from tests.replay.confusion import Told
from tests.replay.playing import Page, Played, play, restated, series, wide_table
from tests.replay.rebuilding import played


def slug(field: str) -> str:
    return field.replace("_", "-")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Played:
    fields = sorted({field for row in italy.final().values() for field in row})
    source = '\n[period]\ncolumn = "date"\ngranularity = "day"\n' + "".join(
        series(slug(field), field, f'column = "{field}"') for field in fields
    )
    pages = (Page(version.at, "italy", wide_table(version, fields)) for version in played(italy.releases()))
    return play(tmp_path_factory.mktemp("italy") / "newsroom", pages, {"italy": source})


@pytest.fixture(scope="module")
def found(run: Played) -> Sequence[Classified]:
    with Newsroom(run.folder) as newsroom:
        return newsroom.record.classified()


def test_every_release_is_read_without_a_problem(run: Played) -> None:
    assert {watched.state for watched in run.watched} == {"ok"}
    assert not any(watched.problems for watched in run.watched)


def test_the_restatements_found_are_the_logged_ones_row_for_row(run: Played) -> None:
    logged = list(italy.logged())
    with Newsroom(run.folder) as newsroom:
        told = {restated(pair) for pair in newsroom.record.restatements()}
        absences = [each for one in newsroom.series() for each in newsroom.record.absences(one.id)]
    assert told == {(c.at, c.day, slug(c.field), c.old, c.new) for c in logged}
    assert len(told) == 301
    gone = {(each.known_at, each.period.start) for each in absences if each.presence == "gone"}
    assert gone == set(italy.left())
    assert len(gone) == 21


def test_the_confusion_table_is_that_of_the_docs(found: Sequence[Classified]) -> None:
    known = [Told(c.at, c.day, slug(c.field)) for c in italy.logged()]
    known += [
        Told(each.known_at, absence.period.start, each.series.split("/")[1], gone=True)
        for each in found
        for absence in each.absences
        if absence.presence == "gone"
    ]
    table = confusion.confusion(confusion.expected("italy"), known, found)
    assert confusion.written(table) in confusion.DOCS.read_text(encoding="utf-8"), confusion.written(table)
    assert all(one == other for one, other in table)
