"""What the pages of the record say, and that every link in them leads somewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import msgspec
import pytest

from tallywire.brief import Shelf
from tallywire.errors import UsageError
from tallywire.feed.names import place_path, topic_path
from tallywire.feed.record_pages import compare_page
from tallywire.feed.record_pages.claims import speaker
from tallywire.feed.record_pages.paths import (
    compare_path,
    figures_csv_path,
    month_path,
    release_path,
    series_page_path,
    source_page_path,
    speaker_path,
    vintages_csv_path,
)
from tallywire.feed.syndication.linked import RATINGS
from tallywire.series import Cell, Interval, Observation, Period
from tests.feed.reading import nodes, page, pages, target, words
from tests.feed.record_pages.sample import (
    FLOW,
    MONTHS,
    SERIES,
    SOURCE,
    Stacks,
    brief,
    claim,
    edition,
    files,
    leaves,
    observation,
    sheets,
    source,
)

MADE = files()
BY_OTHERS = {"style.css", "icon.svg", "index.html", "about.html", "check", "feed.atom", "feed.rss", "feed.json"}
"""What the rest of the site holds."""


def _by_others(path: str) -> bool:
    return (
        path in BY_OTHERS
        or path.rpartition("/")[2] in {"feed.atom", "feed.rss", "feed.json"}
        or path.startswith("briefs/")
        or path in {topic_path("Prisons"), place_path("Utopia")}
    )


def _facts(made: Mapping[str, bytes], path: str) -> dict[str, str]:
    """The lists of terms on a page."""
    found = nodes(page(made, path), "//dl/div")
    return {words(nodes(row, "./dt")[0]): words(nodes(row, "./dd")[0]) for row in found}


def test_every_link_leads_to_a_page_and_its_anchor() -> None:
    checked = 0
    for path, tree in pages(MADE):
        for link in nodes(tree, "//a[@href]|//link[@href]|//script[@src]"):
            href = str(link.get("href") or link.get("src"))
            if href.startswith(("http:", "https:")):
                continue
            place, fragment = target(path, href)
            if _by_others(place):
                continue
            assert place in MADE, (path, href)
            checked += 1
            if fragment:
                assert nodes(page(MADE, place), f"//*[@id='{fragment}']"), (path, href)
    assert checked > 100


def test_every_page_is_whole() -> None:
    for path, tree in pages(MADE):
        assert len(nodes(tree, "//h1")) == 1, path
        ids = [str(node.get("id")) for node in nodes(tree, "//*[@id]")]
        assert len(ids) == len(set(ids)), path
        for named in nodes(tree, "//*[@aria-labelledby]"):
            assert str(named.get("aria-labelledby")) in ids, path
        assert all(nodes(table, "./caption") for table in nodes(tree, "//table")), path
        assert not nodes(tree, "//*[@style]|//script[not(@src) and @type!='application/ld+json']"), path


def test_a_series_page_begins_with_its_latest_figure() -> None:
    tree = page(MADE, series_page_path(SERIES))
    assert words(nodes(tree, "//h1")[0]) == "Inmates of the office"
    assert words(nodes(tree, "//p[@class='hero']")[0]) == "1,120 people"
    assert "June 2022 · −30 (−2.6%) on May 2022" in words(nodes(tree, "//p[@class='hero-when']")[0])
    hero = str(nodes(tree, "//p[@class='hero']/a")[0].get("href"))
    place, fragment = target(series_page_path(SERIES), hero)
    cell = nodes(page(MADE, place), f"//td[@id='{fragment}']")[0]
    assert words(cell) == "1120"
    assert nodes(tree, "//figure//svg") and "Six figures, falling." in words(nodes(tree, "//figcaption")[0])


def test_a_series_page_tells_reach_restatements_and_kin() -> None:
    tree = page(MADE, series_page_path(SERIES))
    text = words(tree)
    assert "6 figures are held here, from January 2022 to June 2022. There are no gaps." in text
    assert words(nodes(tree, "//ul[@class='restated']/li")[0]) == "March 2022: 1,210 → became 1,215 5 Jun 2022"
    march = nodes(tree, "//table[@class='figures']//tr[th='March 2022']")[0]
    assert "first 1,210" in words(march) and "1,215" in words(march)
    assert _facts(MADE, series_page_path(SERIES))["Among its parts"] == "people released by the office"
    assert "Fewer inmates than in any amnesty" in text
    assert _facts(MADE, series_page_path(FLOW))["Part of"] == "inmates of the office"


def test_gaps_and_missing_figures_are_said() -> None:
    first, *_ = sheets()
    gap = Period.span(MONTHS[1].end, MONTHS[4].start)
    shown = (*first.observations[:2], observation(SERIES, 4, None, 4, seq=9), first.observations[5])
    bounds = Interval(low=observation(SERIES, 0, "1195", 1, seq=1).value, high=None)
    shown = (msgspec.structs.replace(shown[0], bounds=bounds), *shown[1:])
    assert first.coverage is not None
    sheet = msgspec.structs.replace(
        first,
        observations=shown,
        restatements=(),
        coverage=msgspec.structs.replace(first.coverage, count=3, gaps=(gap,)),
    )
    made = files(msgspec.structs.replace(edition(), series=(sheet,)))
    text = words(page(made, series_page_path(SERIES)))
    assert "Nothing is held for one stretch: 1 March 2022 to 30 April 2022." in text
    assert "not published" in text and "at least 1,195" in text


def test_the_figures_can_be_taken_along() -> None:
    rows = list(csv.DictReader(io.StringIO(MADE[figures_csv_path(SERIES)].decode())))
    assert [row["value"] for row in rows] == ["1200", "1190", "1215", "1180", "1150", "1120"]
    assert rows[2] == {
        "period_start": "2022-03-01",
        "period_end": "2022-04-01",
        "granularity": "month",
        "value": "1215",
        "literal": "1215",
        "unit": "people",
        "multiplier": "0",
        "status": "final",
        "published_at": "",
        "known_at": "2022-06-05T08:00:00Z",
        "release": "r5",
    }
    vintages = list(csv.DictReader(io.StringIO(MADE[vintages_csv_path(SERIES)].decode())))
    march = [(row["value"], row["stands"]) for row in vintages if row["period_start"] == "2022-03-01"]
    assert march == [("1210", "no"), ("1215", "yes")] and len(vintages) == 7


def test_a_spreadsheet_runs_nothing() -> None:
    first, *_ = sheets()
    nasty = msgspec.structs.replace(first.observations[0], literal='=HYPERLINK("http://evil")')
    sheet = msgspec.structs.replace(first, observations=(nasty, *first.observations[1:]))
    made = files(msgspec.structs.replace(edition(), series=(sheet,)))
    assert made[figures_csv_path(SERIES)].decode().split("\r\n")[1].split(",")[4] == '"\'=HYPERLINK(""http://evil"")"'


def _daily(count: int) -> tuple[Observation, ...]:
    one = sheets()[0].observations[0]
    days = (Period.day(MONTHS[0].start.fromordinal(MONTHS[0].start.toordinal() + place)) for place in range(count))
    return tuple(
        msgspec.structs.replace(one, period=day, cell=Cell(0, place + 1, 1), seq=place + 1)
        for place, day in enumerate(days)
    )


def test_a_long_series_turns_pages_that_stay_as_they_are() -> None:
    def made(count: int) -> dict[str, str]:
        sheet = msgspec.structs.replace(sheets()[0], observations=_daily(count), restatements=())
        whole = msgspec.structs.replace(edition(), series=(sheet,))
        return {path: leaf.key for path, leaf in leaves(whole).items() if path.startswith("series/office-inmates")}

    before, after = made(1250), made(1251)
    older = {series_page_path(SERIES, number) for number in (1, 2)}
    assert older <= set(before) and series_page_path(SERIES, 3) not in before
    assert {path for path in before if before[path] != after[path]} == set(before) - older
    sheet = msgspec.structs.replace(sheets()[0], observations=_daily(1250), restatements=())
    whole = files(msgspec.structs.replace(edition(), series=(sheet,)))
    rows = [
        words(row)
        for path in (series_page_path(SERIES), series_page_path(SERIES, 2), series_page_path(SERIES, 1))
        for row in nodes(page(whole, path), "//table[@class='figures']/tbody/tr/th")
    ]
    assert len(rows) == len(set(rows)) == 1250


def test_what_is_told_of_and_not_watched_keeps_a_page() -> None:
    text = words(page(MADE, series_page_path("office/abandoned")))
    assert "This series is not watched now." in text and "Fewer inmates than in any amnesty" in text


def test_a_source_page_lists_every_version_and_what_to_compare() -> None:
    tree = page(MADE, source_page_path(SOURCE))
    text = words(tree)
    assert "Taken down since 1 December 2022 HTTP 404" in text
    assert "6 versions are archived, from 5 February 2022 to 5 July 2022, byte for byte." in text
    versions = [words(row) for row in nodes(tree, "//ol[@class='versions']/li")]
    assert len(versions) == 6
    assert "HTTP 404" in versions[0] and "compare" not in versions[0]
    assert "1 restated" in versions[1] and "compare with the one before, the first" in versions[1]
    assert "compare with the one before, the first, the latest" in versions[2]
    form = nodes(tree, "//form[@hidden][@data-served]")[0]
    assert (form.get("method"), form.get("action")) == ("get", f"../../compare/{SOURCE}")
    assert b" data-served hidden>" in MADE[source_page_path(SOURCE)]
    assert [str(select.get("name")) for select in nodes(form, ".//select")] == ["a", "b"]
    assert [str(o.get("value")) for o in nodes(form, ".//option[@selected]")] == ["r4", "r5"]


def test_a_release_page_marks_what_was_read_and_says_what_is_left_out() -> None:
    tree = page(MADE, release_path(SOURCE, "r5"))
    read = {str(cell.get("id")): words(cell) for cell in nodes(tree, "//td[@class='read']")}
    assert read == {"c-0-3-1": "1215", "c-0-6-1": "1120"}
    assert target(release_path(SOURCE, "r5"), str(nodes(tree, "//td[@id='c-0-3-1']/a")[0].get("href")))[0] == (
        series_page_path(SERIES)
    )
    facts = _facts(MADE, release_path(SOURCE, "r5"))
    assert (facts["Chain hash"], facts["Archive entry"]) == ("0" * 63 + "5", "15")
    assert facts["Met again"] == "once, last 1 Dec 2022, 12:00 UTC"
    assert "No table is found" in words(page(MADE, release_path(SOURCE, "r6")))
    wide = tuple(tuple(f"r{row}c{column}" for column in range(50)) for row in range(900))
    made = files(stacks=Stacks({"r5": (Shelf(wide),) * 11}))
    tree = page(made, release_path(SOURCE, "r5"))
    assert len(nodes(tree, "//table")) == 8
    first = nodes(tree, "//table")[0]
    assert len(nodes(first, ".//tbody/tr")) == 400 and len(nodes(first, ".//tbody/tr[1]/td")) == 30
    assert "Here: rows 0 to 399" in words(tree) and "left out: 20" in words(tree) and "3 more tables" in words(tree)


def test_a_cell_far_below_or_far_right_has_its_page_and_anchor() -> None:
    first, *others = sheets()
    far = msgspec.structs.replace(first.observations[5], cell=Cell(9, 1000, 44), literal="r1000c44")
    sheet = msgspec.structs.replace(first, observations=(*first.observations[:5], far))
    big = tuple(tuple(f"r{row}c{column}" for column in range(50)) for row in range(1200))
    stacks = Stacks({"r5": (Shelf((("a", "b"),)),) * 9 + (Shelf(big),)})
    made = files(msgspec.structs.replace(edition(), series=(sheet, *others)), stacks)
    path = release_path(SOURCE, "r5", 3)
    cell = nodes(page(made, path), "//td[@id='c-9-1000-44']")[0]
    assert words(cell) == "r1000c44"
    hero = nodes(page(made, series_page_path(SERIES)), "//p[@class='hero']/a")[0]
    assert target(series_page_path(SERIES), str(hero.get("href"))) == (path, "c-9-1000-44")
    assert release_path(SOURCE, "r5", 2) in made, "parts are numbered without a gap"


def test_a_release_that_brought_a_body_again_leads_to_that_body() -> None:
    first, *others = sheets()
    again = msgspec.structs.replace(first.observations[5], release="again")
    unknown = msgspec.structs.replace(first.observations[4], release="lost")
    sheet = msgspec.structs.replace(first, observations=(*first.observations[:4], unknown, again))
    made = files(msgspec.structs.replace(edition(), series=(sheet, *others)))
    tree = page(made, series_page_path(SERIES))
    assert target(series_page_path(SERIES), str(nodes(tree, "//p[@class='hero']/a")[0].get("href")))[0] == (
        release_path(SOURCE, "r5")
    )
    may = nodes(tree, "//table[@class='figures']//tr[th='May 2022']")[0]
    assert not nodes(may, ".//a") and "1,150" in words(may)


def test_a_comparison_shows_the_changed_cell_on_both_sides() -> None:
    tree = page(MADE, compare_path(SOURCE, "r4", "r5"))
    assert "2 cells changed, 1 row added; 4 rows are the same." in words(tree)
    assert [words(mark) for mark in nodes(tree, "//table//mark")] == ["1210", "", "1215", "corrected"]
    narrow = nodes(tree, "//ul[contains(@class,'narrow')]/li[b='2022-03']")[0]
    assert "1210 → 1215" in words(narrow)
    assert [words(cell) for cell in nodes(tree, "//td[contains(@class,'new')]")][:2] == ["2022-06", "1120"]


def test_any_two_releases_can_be_compared_and_in_either_order() -> None:
    one = compare_page(edition(), source(), "r2", "r4", Stacks())
    assert compare_page(edition(), source(), "r4", "r2", Stacks()) == one
    assert compare_path(SOURCE, "r2", "r4") not in MADE, "only the server has it"
    assert b"the same bytes" in compare_page(edition(), source(), "again", "r5", Stacks())
    with pytest.raises(UsageError, match="no archived version"):
        compare_page(edition(), source(), "r1", "../../etc/passwd", Stacks())


def test_events_stand_by_class_with_what_was_told_beside_them() -> None:
    text = words(page(MADE, "events/index.html"))
    assert "Amnesty 1 The spring amnesty 15 March 2022 · beside 2 briefs" in text
    tree = page(MADE, "events/amnesty-2022.html")
    text = words(tree)
    assert _facts(MADE, "events/amnesty-2022.html")["Concerns"] == "The Office"
    assert "People released by the office. One figure is held here" in text
    assert "Fewer inmates than in any amnesty" in text
    cell = str(nodes(tree, "//a[text()='2022-03-15']")[0].get("href"))
    assert target("events/amnesty-2022.html", cell) == (release_path("events/events", "e1"), "c-0-1-2")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil"])
def test_a_citation_that_is_no_web_address_is_no_link(address: str) -> None:
    event = msgspec.structs.replace(edition().events[0], citation=address)
    made = files(msgspec.structs.replace(edition(), events=(event,)))
    for path in ("events/index.html", "events/amnesty-2022.html"):
        tree = page(made, path)
        assert address in words(tree)
        assert address not in [str(link.get("href")) for link in nodes(tree, "//a")]


def test_the_ledger_sets_contested_values_side_by_side() -> None:
    tree = page(MADE, "ledger/index.html")
    contest = nodes(tree, "//section[@class='contest']")
    assert len(contest) == 1 and "Inmates of the office, June 2022" in words(contest[0])
    assert [words(node) for node in nodes(contest[0], ".//p[@class='said-figure']")] == ["1,120", "900", "1,120"]
    assert "In the record: 1,120" in words(contest[0])
    states = [words(node) for node in nodes(tree, "//ul[@class='pledges']//p[@class='due']")]
    assert states == ["1 Jan 2023 pending", "1 Nov 2022 due, not judged yet"]
    speakers = [words(node) for node in nodes(tree, "//ul[@class='speakers']/li/a")]
    assert speakers == ["A deputy", "News.example", "The Minister", "The office"]


def test_a_speaker_has_one_page_in_any_case() -> None:
    text = words(page(MADE, speaker_path("THE MINISTER")))
    assert "2 claims: 2 ▷ pending" in text
    tree = page(MADE, speaker_path("the office"))
    assert "The wire said, the office said, in An article" in words(tree)
    assert nodes(tree, "//a[@class='figure'][text()='1120']")


def test_the_index_is_a_script_that_finds_everything() -> None:
    text = MADE["search-index.js"].decode()
    assert text.startswith("self.tallywireIndex=") and text.endswith(";\n")
    found = json.loads(text.removeprefix("self.tallywireIndex=").removesuffix(";\n"))
    assert {row[0] for row in found} == {"brief", "series", "source", "event"}
    assert all(len(row) == 6 for row in found)
    assert [
        "brief",
        "briefs/fall-2022-06.html",
        "Fewer inmates than in any amnesty",
        "Prisons · Utopia",
        "2022-07-05",
        "New record · The Office · inmates of the office",
    ] in found
    assert all(row[1] in MADE for row in found if row[0] != "brief")


def test_the_search_page_runs_only_the_sites_own_scripts() -> None:
    tree = page(MADE, "search.html")
    policy = str(nodes(tree, "//meta[@http-equiv='Content-Security-Policy']")[0].get("content"))
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert [str(s.get("src")) for s in nodes(tree, "//script")] == ["minisearch.js", "search-index.js", "search.js"]
    assert "Searching needs JavaScript" in words(tree) and "Inmates of the office" in words(tree)
    others = [path for path, other in pages(MADE) if nodes(other, "//script[@src]") and path != "search.html"]
    assert others == []


def test_the_contents_name_everything_and_tell_namesakes_apart() -> None:
    twin = msgspec.structs.replace(source(), id="office-2", versions=(), series=())
    whole = edition()
    text = words(page(files(msgspec.structs.replace(whole, sources=(*whole.sources, twin))), "browse.html"))
    assert "The Office (office)" in text and "The Office (office-2)" in text
    assert "June 1" in text and "July 1" in text
    month = words(page(MADE, month_path(2022, 7)))
    assert "July 2022" in month and "Tuesday, 5 July 2022" in month


def test_a_new_brief_leaves_the_pages_it_is_not_on() -> None:
    whole = edition()
    before = leaves(whole)
    newer = msgspec.structs.replace(brief("other", month=8), topic="Work", series=(FLOW,), proofs=(), source="")
    after = leaves(msgspec.structs.replace(whole, briefs=(newer, *whole.briefs)))
    changed = {path for path in before if before[path].key != after[path].key}
    assert changed == {series_page_path(FLOW), "search.html", "search-index.js", "browse.html"}


def test_an_unchanged_edition_asks_nothing_of_the_archive() -> None:
    stacks = Stacks()
    first = {path: leaf.key for path, leaf in leaves(stacks=stacks).items()}
    assert stacks.asked == []
    assert {path: leaf.key for path, leaf in leaves().items()} == first


def test_empty_rooms_say_what_to_do() -> None:
    bare = msgspec.structs.replace(edition(), briefs=(), series=(), sources=(), events=(), ledger=())
    made = files(bare)
    assert "No claim is on the ledger yet." in words(page(made, "ledger/index.html"))
    assert "No event is on the list yet." in words(page(made, "events/index.html"))
    empty = msgspec.structs.replace(sheets()[0], observations=(), restatements=(), coverage=None)
    unread = files(msgspec.structs.replace(bare, series=(empty,), sources=(source(),)))
    assert "Nothing of this series is archived yet" in words(page(unread, series_page_path(SERIES)))


def test_a_claim_whose_verdict_decides_carries_a_review() -> None:
    """ClaimReview in JSON-LD, each leading to its claim on the page; none for a verdict that abstains."""
    reviewed = 0
    for path, tree in pages(MADE):
        for script in nodes(tree, "//script[@type='application/ld+json']"):
            for review in json.loads(script.text or ""):
                assert review["@type"] == "ClaimReview"
                place, _, anchor = review["url"].rpartition("#")
                assert place.endswith(path) and nodes(tree, f"//li[@id='{anchor}']")
                reviewed += 1
    assert reviewed == sum(each.verdict in RATINGS for each in edition().ledger) > 0


def test_a_speaker_is_one_whatever_comes_before_the_name() -> None:
    assert (
        speaker(claim("1", "5", "holds", "the outlet Mediazona"))
        == speaker(claim("2", "5", "holds", "Mediazona"))
        == "Mediazona"
    )
    assert speaker(claim("3", "5", "holds", "penitentiary service")) == "penitentiary service"
