"""Series and sources as sheets: versions with their repeats, restatements, health, lists of events."""

from __future__ import annotations

from tallywire.desk import Newsroom
from tallywire.desk.sheets import series_sheets, source_sheets
from tests.demo.played import Demo


def test_series_sheets_hold_what_the_record_holds(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        sheets = {sheet.series.id: sheet for sheet in series_sheets(newsroom)}
        assert set(sheets) == {series.id for series in newsroom.series()}
        as_of = newsroom.as_of()
        for id, sheet in sheets.items():
            assert sheet.observations == tuple(newsroom.record.observations(id, as_of=as_of))
            assert sheet.coverage == newsroom.record.coverage(id, as_of=as_of)
            assert {pair.after.series for pair in sheet.restatements} <= {id}
        told = sum(len(sheet.restatements) for sheet in sheets.values())
        assert told == len(newsroom.record.restatements()) > 0
        assert sheets["fsin/colonies"].source_name == newsroom.source("fsin").name


def test_source_sheets_count_every_release_once(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        sheets = source_sheets(newsroom)
        releases = tuple(newsroom.archive.releases())
        assert sum(1 + version.seen for sheet in sheets for version in sheet.versions) == len(releases)
        for sheet in sheets:
            assert [v.entry for v in sheet.versions] == sorted(v.entry for v in sheet.versions)
            for version in sheet.versions:
                entry = newsroom.archive.entry(version.release.id)
                assert (version.entry, version.chain) == (entry.number, entry.hash)
                assert not version.release.revisit and (version.last is not None) == (version.seen > 0)
        restated = sum(version.restated for sheet in sheets for version in sheet.versions)
        assert restated == len(newsroom.record.restatements())


def test_every_figure_has_a_version_that_shows_it(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        shown = {id for sheet in source_sheets(newsroom) for v in sheet.versions for id in (v.release.id, *v.also)}
        for sheet in series_sheets(newsroom):
            assert {observation.release for observation in sheet.observations} <= shown
        events = newsroom.record.events("", as_of=newsroom.as_of())
        assert events and {event.release for event in events} <= shown


def test_health_and_lists_of_events(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        sheets = {sheet.id: sheet for sheet in source_sheets(newsroom)}
    gone = sheets["utopia-lighthouses"]
    assert gone.health is not None and gone.health.state == "taken_down"
    assert [notice.after for notice in gone.notices] == ["taken_down"]
    answers = sheets["fsin"].health
    assert answers is not None and answers.state == "ok" and not sheets["fsin"].notices
    assert sheets["events/events"].by_hand and sheets["events/events"].health is None


def test_the_sheets_of_one_source_are_those_among_all(demo: Demo) -> None:
    with Newsroom(demo.folder) as newsroom:
        own = [sheet for sheet in series_sheets(newsroom) if sheet.series.source == "utopia"]
        assert own and any(sheet.classes for sheet in own)
        assert series_sheets(newsroom, source="utopia") == tuple(own)
