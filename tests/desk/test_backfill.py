"""Past versions from a web archive: asserted and never proven, in their place in time, resumed where a run ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, leads, publish, rebuild, verify_newsroom, watch_once
from tallywire.desk.backfilling import EVERYTHING, Backfilled, Stretch, backfill, plan_backfill
from tallywire.errors import ArchiveError, UsageError
from tallywire.feed.record_pages.paths import release_path, source_page_path
from tallywire.record import Archive, Record
from tallywire.series import AsOf, Observation
from tallywire.watch import BlockingFetcher, Fetcher, Limits
from tallywire.web.exhibits import Exhibits
from tallywire.web.snapshot import Snapshot
from tests.desk.making import QUICK, csv, made, put, simulated, source_text
from tests.memento.archive import WebArchive, at
from tests.watch.clocks import QuickClock
from tests.watch.server import Site, answer, redirect, serving

PAGE = "/counts.csv"
SERIES = "prisons/people"
NOW = {"2022-08": "349000", "2022-09": "348000"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, PAGE, NOW)
        yield site


@pytest.fixture
def archive(site: Site) -> WebArchive:
    return WebArchive(site, site.address(PAGE))


@pytest.fixture
def fetcher() -> Iterator[BlockingFetcher]:
    with BlockingFetcher(Fetcher(limits=Limits(retries=0, total_seconds=20), clock=QuickClock())) as fetcher:
        yield fetcher


@pytest.fixture
def newsroom(tmp_path: Path, site: Site, archive: WebArchive) -> Iterator[Newsroom]:
    """A newsroom, not simulated, that watched its page once."""
    text = source_text("prisons", site.address(PAGE)) + f'\n[history]\ntimemap = "{archive.template}"\n'
    folder = made(tmp_path / "newsroom", {"prisons.toml": text})
    with Newsroom(folder) as newsroom:
        watch_once(newsroom, limits=QUICK)
        yield newsroom


def filled(newsroom: Newsroom, fetcher: BlockingFetcher, stretch: Stretch = EVERYTHING) -> Backfilled:
    return backfill(newsroom, plan_backfill(newsroom, "prisons", fetcher, stretch), fetcher)


def said(newsroom: Newsroom, as_of: AsOf) -> dict[str, str]:
    return {str(each.period): each.literal for each in newsroom.record.observations(SERIES, as_of=as_of)}


def test_past_versions_stand_where_their_date_puts_them(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    before = newsroom.clock.now()
    proven = {moment: newsroom.record.observations(SERIES, as_of=AsOf(moment)) for moment in (at(2015), before)}
    archive.hold(at(2015), csv({"2014-12": "670000"}))
    archive.hold(at(2022, 9), csv({"2014-12": "671000", "2022-08": "350000"}))
    done = filled(newsroom, fetcher)
    assert [(each.figures, each.new, each.trouble) for each in done.past] == [(1, 1, ""), (2, 2, "")]
    first = done.past[0].release
    assert first is not None
    assert (first.kind, first.published_at, first.address) == ("memento", at(2015), archive.original)
    assert first.note == done.past[0].memento.address
    # What is proven as of before stays as it was, and asserted it was known then.
    for moment, held in proven.items():
        assert newsroom.record.observations(SERIES, as_of=AsOf(moment)) == held
    assert said(newsroom, AsOf(at(2014), "asserted")) == {}
    assert said(newsroom, AsOf(at(2016), "asserted")) == {"2014-12": "670000"}
    assert said(newsroom, AsOf(at(2022, 10), "asserted")) == {"2014-12": "671000", "2022-08": "350000"}
    # The page as it was watched overrules what stood before it.
    now = newsroom.as_of()
    assert said(newsroom, now) == {"2014-12": "671000", **NOW}
    assert said(newsroom, AsOf(now.time, "asserted")) == {"2014-12": "671000", **NOW}
    assert {(pair.before.literal, pair.after.literal) for pair in newsroom.record.restatements()} == {
        ("670000", "671000"),
        ("350000", "349000"),
    }
    newsroom.record.flush()
    assert verify_newsroom(newsroom.folder).ok


def test_the_record_rebuilt_is_the_same(newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher) -> None:
    for year in range(2010, 2016):
        archive.hold(at(year), csv({"2009-12": str(year // 2), f"{year - 1}-12": "7"}))
    assert filled(newsroom, fetcher, Stretch(limit=2)).plan.later == 4
    watch_once(newsroom, limits=QUICK)
    filled(newsroom, fetcher)
    with newsroom.archive.writing():
        assert rebuild(newsroom).differences == ()


def test_the_order_of_runs_changes_nothing_that_is_read(
    tmp_path: Path, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    values = {2010: "1", 2011: "1", 2012: "2", 2013: "1", 2014: "3"}
    for year, value in values.items():
        archive.hold(at(year), csv({"2009-12": value}))
    read: list[list[dict[str, str]]] = []
    for name, stretches in {
        "once": [Stretch()],
        "late": [Stretch(since=date(2012, 1, 1)), Stretch()],
        "odd": [
            Stretch(since=date(2011, 1, 1), until=date(2011, 12, 31)),
            Stretch(until=date(2013, 6, 1)),
            Stretch(),
        ],
    }.items():
        text = source_text("prisons", site.address(PAGE)) + f'\n[history]\ntimemap = "{archive.template}"\n'
        with Newsroom(made(tmp_path / name, {"prisons.toml": text})) as newsroom:
            for stretch in stretches:
                filled(newsroom, fetcher, stretch)
            moments = [AsOf(at(year, 6), "asserted") for year in range(2009, 2016)]
            read.append([said(newsroom, moment) for moment in (*moments, newsroom.as_of())])
    assert read[0] == read[1] == read[2]
    assert [each.get("2009-12") for each in read[0]] == [None, "1", "1", "2", "1", "3", "3", "3"]


def test_what_is_archived_is_not_fetched_again(
    newsroom: Newsroom, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    for year in (2013, 2014, 2015):
        archive.hold(at(year), csv({"2012-12": "1"}))
    first = filled(newsroom, fetcher, Stretch(limit=2))
    assert (len(first.past), first.plan.later) == (2, 1)
    asked = len(site.requests)
    second = filled(newsroom, fetcher)
    assert (second.plan.listed, second.plan.held, len(second.past)) == (3, 2, 1)
    assert len(site.requests) == asked + 2
    third = plan_backfill(newsroom, "prisons", fetcher)
    assert (third.wanted, third.held) == ((), 3)
    # The same bytes are held once, and each is evidence of its own day.
    releases = [each for each in newsroom.archive.releases() if each.kind == "memento"]
    assert [each.published_at for each in releases] == [at(2013), at(2014), at(2015)]
    assert [bool(each.revisit) for each in releases] == [False, True, True]
    assert len(newsroom.record.observations(SERIES, as_of=AsOf(at(2013, 2), "asserted"))) == 1
    assert sum(each.new for each in (*first.past, *second.past)) == 1


def test_a_past_version_with_the_bytes_of_today_says_that_it_stood_then(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2022, 10), csv(NOW))
    [past] = filled(newsroom, fetcher).past
    assert past.release is not None and past.release.revisit == ""
    assert said(newsroom, AsOf(at(2022, 11), "asserted")) == NOW
    last = newsroom.archive.last("prisons", archive.original)
    assert last is not None and last.kind == "fetched"


def test_a_version_that_its_archive_keeps_elsewhere_is_archived_with_the_way_to_it(
    newsroom: Newsroom, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    there = archive.hold(at(2015), csv({"2014-12": "670000"}), listed=False)
    archive.list(site.address("/short/15"), at(2015))
    site.answers["/short/15"] = redirect(there)
    [past] = filled(newsroom, fetcher).past
    assert past.release is not None and past.release.note == site.address("/short/15")
    entry = newsroom.archive.entry(past.release.id)
    assert entry.target == there
    targets = [each.target for each in newsroom.archive.entries() if each.number < entry.number]
    assert site.address("/short/15") in targets
    assert plan_backfill(newsroom, "prisons", fetcher).held == 1
    assert verify_newsroom(newsroom.folder).ok


def test_only_what_is_wanted_is_fetched(newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher) -> None:
    for month, day in ((1, 5), (1, 9), (1, 30), (2, 2), (2, 3), (3, 31)):
        archive.hold(at(2014, month, day), csv({"2013-12": "1"}))
        archive.hold(at(2014, month, day, 12), csv({"2013-12": "1"}))

    def wanted(**stretch: object) -> list[str]:
        plan = plan_backfill(newsroom, "prisons", fetcher, Stretch(**stretch))  # type: ignore[arg-type]
        assert plan.listed == len(plan.wanted) + plan.thinned + plan.later
        return [f"{each.at:%m-%d %H}" for each in plan.wanted]

    assert len(wanted()) == 12
    assert wanted(every="month") == ["01-05 09", "02-02 09", "03-31 09"]
    assert wanted(every="week") == ["01-05 09", "01-09 09", "01-30 09", "02-03 09", "03-31 09"]
    assert wanted(every="day", since=date(2014, 1, 30), until=date(2014, 2, 2)) == ["01-30 09", "02-02 09"]
    assert wanted(since=date(2014, 3, 31), until=date(2014, 3, 31)) == ["03-31 09", "03-31 12"]
    assert wanted(limit=1) == ["01-05 09"]
    assert wanted(until=date.max, every="month", limit=2) == ["01-05 09", "02-02 09"]
    assert wanted(since=date(2015, 1, 1)) == []


def test_a_version_of_a_time_to_come_is_left(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(newsroom.clock.now() + timedelta(days=2), csv(NOW))
    assert plan_backfill(newsroom, "prisons", fetcher).listed == 0


def test_a_layout_of_then_is_archived_and_told_and_read_when_the_source_file_fits_it(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2014), csv({"2013-12": "700000"}, "persons"))
    archive.hold(at(2015), csv({"2014-12": "680000", "2015-01": "some"}))
    old, new = filled(newsroom, fetcher).past
    assert old.release is not None and "no column 'people'" in old.trouble and old.figures == 0
    assert (new.trouble, len(new.problems)) == ("", 1)
    path = newsroom.folder / "sources" / "prisons.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('column = "people"', 'column = "persons"'), encoding="utf-8"
    )
    newsroom.reload_sources()
    with newsroom.archive.writing():
        rebuild(newsroom)
    assert said(newsroom, AsOf(at(2014, 2), "asserted")) == {"2013-12": "700000"}


def test_one_that_cannot_be_had_is_told_and_does_not_keep_the_others(
    newsroom: Newsroom, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2013), csv({"2012-12": "1"}), status="404 Not Found")
    archive.hold(at(2014), csv({"2013-12": "2"}), said=at(2013, 6))
    archive.hold(at(2015), csv({"2014-12": "3"}))
    done = filled(newsroom, fetcher)
    assert ["HTTP 404" in done.past[0].trouble, "another version" in done.past[1].trouble] == [True, True]
    assert [each.release is not None for each in done.past] == [False, False, True]
    assert done.stopped == ""
    assert said(newsroom, AsOf(at(2016), "asserted")) == {"2014-12": "3"}
    # They are asked for again by the next run.
    assert len(plan_backfill(newsroom, "prisons", fetcher).wanted) == 2


def test_an_archive_that_fails_is_left_alone_and_what_came_is_kept(
    newsroom: Newsroom, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2010), csv({"2009-12": "1"}))
    for year in range(2011, 2016):
        archive.hold(at(year), b"", status="503 Service Unavailable")
    site.answers[archive.path(at(2011))] = lambda site, connection: connection.close()
    site.answers[archive.path(at(2012))] = lambda site, connection: connection.close()
    site.answers[archive.path(at(2013))] = lambda site, connection: connection.close()
    done = filled(newsroom, fetcher)
    assert done.stopped == "3 mementos in a row could not be fetched"
    assert [each.release is not None for each in done.past] == [True, False, False, False]
    busy = answer(status="429 Too Many Requests", headers=(("Retry-After", "3600"),))
    site.answers[archive.path(at(2011))] = busy
    again = filled(newsroom, fetcher)
    assert again.stopped.startswith("the archive asks to be left alone until 2022-11-01 10:0")
    assert (len(again.past), again.plan.held) == (1, 1)


@pytest.mark.parametrize(
    ("where", "nth"), [((Archive, "append_memento"), 4), ((Record, "learn"), 4), ((Record, "flush"), 3)]
)
def test_a_run_that_is_cut_off_loses_nothing_acknowledged_and_doubles_nothing(
    newsroom: Newsroom,
    archive: WebArchive,
    fetcher: BlockingFetcher,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[type, str],
    nth: int,
) -> None:
    for year in range(2010, 2014):
        archive.hold(at(year), csv({"2009-12": str(year)}))
    monkeypatch.setattr("tallywire.desk.backfilling.TOGETHER", 2)
    plan = plan_backfill(newsroom, "prisons", fetcher)
    own = getattr(*where)
    called = 0

    def cut(*given: object, **named: object) -> object:
        nonlocal called
        called += 1
        if called == nth:
            raise KeyboardInterrupt
        return own(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(*where, cut)
        with pytest.raises(KeyboardInterrupt):
            backfill(newsroom, plan, fetcher)
    with Newsroom(newsroom.folder) as again:
        done = filled(again, fetcher)
        assert done.plan.held + len(done.past) == 4
        assert len([each for each in again.archive.releases() if each.kind == "memento"]) == 4
        held = [each for each in again.record.all_observations() if str(each.period) == "2009-12"]
        assert sorted(each.literal for each in held) == ["2010", "2011", "2012", "2013"]
        with again.archive.writing():
            assert rebuild(again).differences == ()
    assert verify_newsroom(newsroom.folder).ok


def test_another_process_that_took_the_same_is_noticed(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2010), csv({"2009-12": "1"}))
    plan = plan_backfill(newsroom, "prisons", fetcher)
    with Newsroom(newsroom.folder) as other:
        filled(other, fetcher)
    [past] = backfill(newsroom, plan, fetcher).past
    assert past.release is None and "another process" in past.trouble
    assert len([each for each in newsroom.archive.releases() if each.kind == "memento"]) == 1


def test_history_taken_late_is_no_news_and_what_the_page_restates_after_it_is(
    newsroom: Newsroom, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    counts = {f"{2010 + n // 12}-{n % 12 + 1:02d}": str(100_000 + (n * 7919) % 601) for n in range(60)}
    for n in range(24, 60, 6):
        rows = dict([*counts.items()][:n])
        archive.hold(at(2010 + n // 12, n % 12 + 1, 20), csv({**rows, "2010-01": str(90_000 + n)}))
    filled(newsroom, fetcher)
    assert newsroom.record.restatements() != ()
    assert [lead.id for lead in leads(newsroom, newsroom.as_of()) if "revision" in lead.id] == []
    put(site, PAGE, {**NOW, "2010-01": "80000"})
    watch_once(newsroom, limits=QUICK)
    [told] = [lead.id for lead in leads(newsroom, newsroom.as_of()) if "revision" in lead.id]
    assert "2010-01" in told


def test_a_simulated_newsroom_takes_no_history_from_the_web(
    tmp_path: Path, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    with (
        simulated(tmp_path / "played", {"prisons.toml": source_text("prisons", site.address(PAGE))}) as played,
        pytest.raises(UsageError, match="simulated"),
    ):
        plan_backfill(played, "prisons", fetcher, timemap=archive.template)


def test_a_source_that_is_filled_by_hand_has_a_history_too(
    tmp_path: Path, site: Site, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    text = source_text("prisons", site.address(PAGE)).replace("[period]", "by_hand = true\n[period]", 1)
    archive.hold(at(2010), csv({"2009-12": "1"}))
    with Newsroom(made(tmp_path / "other", {"prisons.toml": text})) as newsroom:
        plan = plan_backfill(newsroom, "prisons", fetcher, timemap=archive.template)
        assert backfill(newsroom, plan, fetcher).past[0].new == 1


def test_a_full_disk_ends_the_run_and_records_nothing(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.hold(at(2010), csv({"2009-12": "1"}))
    plan = plan_backfill(newsroom, "prisons", fetcher)

    def full(*given: object, **named: object) -> None:
        raise ArchiveError("cannot be written: No space left on device")

    before: tuple[Observation, ...] = tuple(newsroom.record.all_observations())
    monkeypatch.setattr(Archive, "append_memento", full)
    with pytest.raises(ArchiveError):
        backfill(newsroom, plan, fetcher)
    assert tuple(Newsroom(newsroom.folder).record.all_observations()) == before


def test_pages_show_it_as_held_by_a_web_archive(
    newsroom: Newsroom, archive: WebArchive, fetcher: BlockingFetcher
) -> None:
    archive.hold(at(2015), csv({"2014-12": "670000"}))
    [past] = filled(newsroom, fetcher).past
    assert past.release is not None
    publish(newsroom)
    folder = newsroom.folder / "site"
    listed = (folder / source_page_path("prisons")).read_text(encoding="utf-8")
    assert listed.count("held by a web archive") == 1
    own = (folder / release_path("prisons", past.release.id)).read_text(encoding="utf-8")
    assert f'<a class="address" href="{past.memento.address}" rel="external">{past.memento.address}</a>' in own
    assert "held by a web archive, fetched" in own
    assert "which says that the page was so on 1 January 2015, 09:00 UTC" in own
    shown, left = Exhibits(Snapshot(newsroom, ())).of(
        [newsroom.record.observations(SERIES, as_of=newsroom.as_of())[0].ref]
    )
    assert ([(each.memento, each.imported) for each in shown], left) == ([(True, False)], ())
