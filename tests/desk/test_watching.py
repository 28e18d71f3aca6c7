"""Rounds of watching: restatements, repeats, takedowns, outages, and sources that fail beside sources that do not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, states, verify_newsroom, watch_once
from tallywire.errors import UsageError
from tallywire.series import AsOf
from tests.desk.making import (
    QUICK,
    csv,
    day,
    fail,
    figures,
    put,
    simulated,
    source_text,
    watch,
    watch_only,
)
from tests.watch.server import Site, answer, serving

PAGE = "/counts.csv"
A = {"2022-08": "349000", "2022-09": "348000"}
B = {"2022-08": "349500", "2022-09": "348000"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, PAGE, A)
        yield site


@pytest.fixture
def newsroom(tmp_path: Path, site: Site) -> Iterator[Newsroom]:
    with simulated(tmp_path / "newsroom", {"prisons.toml": source_text("prisons", site.address(PAGE))}) as newsroom:
        yield newsroom


def test_a_then_b_then_a_is_three_releases_and_two_restatements(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    put(site, PAGE, B)
    second = watch_only(newsroom, day(2))
    put(site, PAGE, A)
    third = watch_only(newsroom, day(3))
    assert len(tuple(newsroom.archive.releases())) == 3
    assert second.arrivals is not None and third.arrivals is not None
    assert second.arrivals.arrived == () == third.arrivals.arrived
    found = newsroom.record.restatements()
    assert found == (*second.arrivals.restatements, *third.arrivals.restatements)
    assert [(pair.before.literal, pair.after.literal) for pair in found] == [
        ("349000", "349500"),
        ("349500", "349000"),
    ]
    # The body is held once; the third release is one of its own all the same.
    assert third.release is not None and third.release.revisit == next(newsroom.archive.releases()).id
    assert third.state == "ok"
    for number, said in ((1.5, "349000"), (2.5, "349500"), (3.5, "349000")):
        held = newsroom.record.observations("prisons/people", as_of=AsOf(day(number)))
        assert held[0].literal == said


def test_a_round_can_be_made_where_a_loop_runs_already(newsroom: Newsroom) -> None:
    """As in a notebook, whose cells run within its loop."""

    async def cell() -> str:
        return watch_only(newsroom, day(1)).state

    assert asyncio.run(cell()) == "ok"


def test_a_repeated_fetch_adds_a_revisit_and_no_observation(newsroom: Newsroom) -> None:
    watch(newsroom, day(1))
    before = tuple(newsroom.record.all_observations())
    again = watch_only(newsroom, day(2))
    assert again.state == "unchanged" and again.notice is None
    assert again.release is not None and again.release.revisit == next(newsroom.archive.releases()).id
    assert tuple(newsroom.record.all_observations()) == before
    assert [entry.type for entry in newsroom.archive.entries()] == [
        "metadata",
        "request",
        "response",
        "request",
        "revisit",
    ]


def test_a_server_that_says_not_modified_is_believed(newsroom: Newsroom, site: Site) -> None:
    site.answers[PAGE] = answer(csv(A), headers=(("Content-Type", "text/csv"), ("ETag", '"one"')))
    watch(newsroom, day(1))
    site.answers[PAGE] = answer(status="304 Not Modified", length=False)
    again = watch_only(newsroom, day(2))
    assert 'if-none-match: "one"' in site.asked().lower()
    assert again.state == "unchanged"
    assert again.release is not None and again.release.status == 304
    assert newsroom.archive.body(again.release.id) == csv(A)
    assert again.arrivals is not None and again.arrivals.observations == ()


def test_a_server_that_says_not_modified_unasked_is_an_outage(newsroom: Newsroom, site: Site) -> None:
    site.answers[PAGE] = answer(status="304 Not Modified", length=False)
    first = watch_only(newsroom, day(1))
    assert first.state == "outage"
    assert first.notice is not None and "304" in first.notice.detail
    assert tuple(newsroom.archive.releases()) == ()


def test_not_modified_after_a_takedown_is_no_return(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    fail(site, PAGE, "404 Not Found")
    watch(newsroom, day(2))
    site.answers[PAGE] = answer(status="304 Not Modified", length=False)
    assert watch_only(newsroom, day(3)).state == "taken_down"


def test_a_takedown_is_told_once_and_a_return_too(newsroom: Newsroom, site: Site) -> None:
    rounds = []
    for number, step in enumerate(["put", "gone", "gone", "gone", "put", "put"]):
        if step == "put":
            put(site, PAGE, A)
        else:
            fail(site, PAGE, "404 Not Found")
        rounds.append(watch_only(newsroom, day(number)))
    assert [each.state for each in rounds] == [
        "ok",
        "taken_down",
        "taken_down",
        "taken_down",
        "returned",
        "unchanged",
    ]
    assert [(notice.before, notice.after) for notice in newsroom.archive.notices()] == [
        (None, "taken_down"),
        ("taken_down", "returned"),
    ]
    # What the page said stays in the record, and the error page in the archive.
    assert figures(newsroom, "prisons/people") == A
    gone = rounds[1].release
    assert gone is not None and newsroom.archive.body(gone.id) == b"404 Not Found"


@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error", "429 Too Many Requests"])
def test_an_error_of_the_server_is_an_outage_not_a_takedown(newsroom: Newsroom, site: Site, status: str) -> None:
    watch(newsroom, day(1))
    fail(site, PAGE, status)
    down = watch_only(newsroom, day(2))
    assert down.state == "outage"
    assert down.notice is not None and status[:3] in down.notice.detail
    put(site, PAGE, A)
    assert watch_only(newsroom, day(3)).state == "returned"
    assert [notice.after for notice in newsroom.archive.notices()] == ["outage", "returned"]
    assert figures(newsroom, "prisons/people") == A


def test_a_refused_connection_is_an_outage_and_archives_nothing(tmp_path: Path) -> None:
    with serving() as site:
        put(site, PAGE, A)
        address = site.address(PAGE)
        sources = {"prisons.toml": source_text("prisons", address)}
        opened = simulated(tmp_path / "newsroom", sources)
        newsroom = opened.__enter__()
        watch(newsroom, day(1))
    down = watch_only(newsroom, day(2))
    assert down.state == "outage" and down.release is None
    assert down.notice is not None and "refused" in down.notice.detail.lower()
    assert len(tuple(newsroom.archive.releases())) == 1
    opened.__exit__(None, None, None)


def test_an_outage_does_not_hide_a_takedown(newsroom: Newsroom, site: Site) -> None:
    for number, status in enumerate(["404 Not Found", "503 Service Unavailable", "404 Not Found"]):
        fail(site, PAGE, status)
        assert watch_only(newsroom, day(number)).state == "taken_down"
    assert len(tuple(newsroom.archive.notices())) == 1


def test_a_name_that_does_not_resolve_is_told_and_does_not_stop_the_others(tmp_path: Path, site: Site) -> None:
    sources = {
        "a-lost.toml": source_text("a-lost", "http://no-such-host.invalid/counts.csv"),
        "prisons.toml": source_text("prisons", site.address(PAGE)),
    }
    with simulated(tmp_path / "newsroom", sources) as newsroom:
        lost, found = watch(newsroom, day(1))
        assert lost.state == "outage"
        assert lost.notice is not None and "no-such-host.invalid" in lost.notice.detail
        assert found.state == "ok"
        assert figures(newsroom, "prisons/people") == A
        assert states(newsroom)["a-lost"].after == "outage"


def test_an_empty_table_is_told_as_empty(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    put(site, PAGE, {})
    assert watch_only(newsroom, day(2)).state == "empty"
    put(site, PAGE, A)
    assert watch_only(newsroom, day(3)).state == "returned"
    assert [notice.after for notice in newsroom.archive.notices()] == ["empty", "returned"]
    assert newsroom.record.restatements() == ()


def test_a_body_of_no_bytes_is_told_as_empty(newsroom: Newsroom, site: Site) -> None:
    site.answers[PAGE] = answer(b"", headers=(("Content-Type", "text/csv"),))
    assert watch_only(newsroom, day(1)).state == "empty"


def test_a_column_that_went_away_is_told_as_drift(newsroom: Newsroom, site: Site) -> None:
    watch(newsroom, day(1))
    site.answers[PAGE] = answer(csv(A, "persons"), headers=(("Content-Type", "text/csv"),))
    drifted = watch_only(newsroom, day(2))
    assert drifted.state == "drifted"
    assert drifted.notice is not None
    assert "'people'" in drifted.notice.detail and "'persons'" in drifted.notice.detail
    assert watch_only(newsroom, day(3)).notice is None
    assert figures(newsroom, "prisons/people") == A


def test_a_cell_that_is_no_number_is_told_and_the_others_are_recorded(newsroom: Newsroom, site: Site) -> None:
    put(site, PAGE, {"2022-08": "349000", "2022-09": "see note", "2022-10": "338000"})
    watched = watch_only(newsroom, day(1))
    assert watched.state == "ok"
    [problem] = watched.problems
    assert (problem.cell.row, problem.cell.column, problem.series) == (2, 1, "prisons/people")
    assert "'see note' is not a number" in problem.what
    assert figures(newsroom, "prisons/people") == {"2022-08": "349000", "2022-10": "338000"}
    assert watch_only(newsroom, day(2)).problems == ()


def test_a_mended_source_file_reads_the_same_page_again(newsroom: Newsroom, site: Site) -> None:
    site.answers[PAGE] = answer(csv(A, "persons"), headers=(("Content-Type", "text/csv"), ("ETag", '"one"')))
    assert watch_only(newsroom, day(1)).state == "drifted"
    path = newsroom.folder / "sources" / "prisons.toml"
    path.write_text(source_text("prisons", site.address(PAGE), column="persons"), encoding="utf-8")
    newsroom.reload_sources()
    mended = watch_only(newsroom, day(2))
    assert mended.notice is not None and mended.notice.before == "drifted"
    assert figures(newsroom, "prisons/people") == A


@pytest.mark.parametrize("tagged", [False, True])
def test_a_source_that_gains_a_series_reads_an_unchanged_page_for_it(
    newsroom: Newsroom, site: Site, tagged: bool
) -> None:
    body = b"month,people,women\n2022-08,349000,29000\n"
    headers = (("Content-Type", "text/csv"), ("ETag", '"one"'))
    site.answers[PAGE] = answer(body, headers=headers)
    watch(newsroom, day(1))
    if tagged:
        site.answers[PAGE] = answer(status="304 Not Modified", headers=headers, length=False)
    path = newsroom.folder / "sources" / "prisons.toml"
    more = source_text("prisons", site.address(PAGE), slug="women", column="women")
    path.write_text(path.read_text(encoding="utf-8") + more[more.index("[[series]]") :], encoding="utf-8")
    newsroom.reload_sources()
    assert watch_only(newsroom, day(2)).state == "unchanged"
    assert figures(newsroom, "prisons/women") == {"2022-08": "29000"}


def test_only_the_named_sources_are_fetched(tmp_path: Path, site: Site) -> None:
    put(site, "/other.csv", B)
    sources = {
        "prisons.toml": source_text("prisons", site.address(PAGE)),
        "other.toml": source_text("other", site.address("/other.csv")),
        "hand.toml": source_text("hand", "https://example.org/").replace("[period]", "by_hand = true\n[period]", 1),
    }
    with simulated(tmp_path / "newsroom", sources) as newsroom:
        assert [each.source for each in watch_once(newsroom, only=["other"], limits=QUICK)] == ["other"]
        assert [each.source for each in watch_once(newsroom, limits=QUICK)] == ["other", "prisons"]
        with pytest.raises(UsageError, match="There are: hand, other, prisons"):
            watch_once(newsroom, only=["nowhere"], limits=QUICK)
        with pytest.raises(UsageError, match="by hand"):
            watch_once(newsroom, only=["prisons", "hand"], limits=QUICK)
        assert tuple(newsroom.archive.notices()) == ()


def test_everything_that_was_watched_can_be_verified(newsroom: Newsroom, site: Site) -> None:
    for number, rows in enumerate([A, B, {}, {**B, "2022-10": "338000"}]):
        put(site, PAGE, rows)
        watch(newsroom, day(number))
    fail(site, PAGE, "410 Gone")
    watch(newsroom, day(9))
    proof = verify_newsroom(newsroom.folder)
    assert proof.ok and proof.head == newsroom.archive.head
    assert proof.observations == 4
