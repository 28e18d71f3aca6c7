"""Pages say of which class a restatement is and why, and which figures left their table or came back."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from tallywire.feed.record_pages import compare_page
from tallywire.feed.record_pages.paths import compare_path, release_path, series_page_path, source_page_path
from tallywire.series import Absence, Classified, Period, Restatement
from tests.feed.reading import nodes, page, words
from tests.feed.record_pages.sample import (
    MONTHS,
    NOW,
    SERIES,
    SOURCE,
    Stacks,
    edition,
    files,
    leaves,
    restating,
    sheets,
    source,
)


def test_a_restatement_has_its_class_and_the_sentence_of_each_is_said_once() -> None:
    first, *others = sheets()
    [pair] = first.restatements
    again = msgspec.structs.replace(pair.after, period=MONTHS[1], seq=90)
    second = msgspec.structs.replace(pair, before=msgspec.structs.replace(again, seq=2), after=again)
    found = Classified(
        kind="mistyped_period",
        series=SERIES,
        release="r5",
        known_at=NOW,
        rule="moved",
        why="The figures had stood under wrong dates.",
        restatements=(pair, second),
    )
    gone = Absence(SERIES, MONTHS[4], "gone", "r5", NOW, 1)
    sheet = msgspec.structs.replace(first, restatements=(pair, second), classes=(found,), gone=(gone,))
    whole = msgspec.structs.replace(edition(), series=(sheet, *others))
    tree = page(files(whole), series_page_path(SERIES))
    rows = [words(each) for each in nodes(tree, "//ul[@class='restated']/li")]
    assert len(rows) == 2 and all("mistyped period" in row for row in rows)
    assert [row.endswith("The figures had stood under wrong dates.") for row in rows] == [True, False]
    may = nodes(tree, "//table[@class='figures']//tr[th='May 2022']")[0]
    assert "gone from its table since" in words(may)
    june = nodes(tree, "//table[@class='figures']//tr[th='June 2022']")[0]
    assert "gone" not in words(june)


def test_the_page_of_a_release_tells_each_class_and_folds_what_is_many() -> None:
    tree = page(files(restating()), release_path(SOURCE, "r5"))
    [section] = nodes(tree, "//section[@class='restatements']")
    rows = nodes(section, "./ul/li")
    assert [words(nodes(row, "./span[@class='label revision']")[0]) for row in rows] == [
        "redefinition",
        "gone",
        "correction",
    ]
    assert "All <b>moved</b> by 1." in words(rows[0]) and not nodes(rows[0], ".//p//b")
    [fold] = nodes(rows[0], "./details")
    assert words(nodes(fold, "./summary")[0]) == "4 figures" and len(nodes(fold, ".//li")) == 4
    assert "May 2022: 1,150 → became gone" in words(rows[1]) and not nodes(rows[1], "./details")
    assert "March 2022: 1,210 → became 1,215" in words(rows[2]) and "was changed from 1,210" in words(rows[2])
    cells = {str(link.get("href")).partition("#")[2] for link in nodes(rows[2], ".//a[@class='figure']")}
    assert len(cells) == 1 and len(nodes(rows[2], ".//a[@class='figure']")) == 2, "the same cell of two releases"
    head = [words(each) for each in nodes(tree, "//header//span[@class='label revision']")]
    assert head == ["4 redefined", "1 gone", "1 correction"]


def test_the_page_of_a_source_counts_by_class() -> None:
    tree = page(files(restating()), source_page_path(SOURCE))
    labels = [words(each) for each in nodes(tree, "//ol[@class='versions']//span[@class='label revision']")]
    assert labels == ["4 redefined", "1 gone", "1 correction", "1 back"]
    plain = page(files(), source_page_path(SOURCE))
    assert "1 restated" in words(plain), "where no class is known the number stands alone"


def test_a_comparison_tells_the_class_beside_the_figure_and_the_last_one_over_many_versions() -> None:
    made = files(restating())
    near = page(made, compare_path(SOURCE, "r4", "r5"))
    assert "1215 correction" in words(nodes(near, "//table//td[mark='1215']")[0])
    narrow = nodes(near, "//ul[contains(@class,'narrow')]/li[b='2022-03']")[0]
    assert "1215 correction" in words(narrow)
    kinds = "//section[@class='restatements']/ul/li/span[@class='label revision']"
    assert [words(each) for each in nodes(near, kinds)] == ["redefinition", "gone", "correction"]
    far = page(made, compare_path(SOURCE, "r1", "r5"))
    assert [words(each) for each in nodes(far, kinds)] == ["redefinition", "gone", "correction"], (
        "April's last change"
    )
    assert [words(each) for each in nodes(page(made, compare_path(SOURCE, "r3", "r4")), kinds)] == ["back"]
    assert not nodes(page(made, compare_path(SOURCE, "r2", "r3")), kinds)
    assert compare_page(restating(), source(), "r4", "r5", Stacks()) == made[compare_path(SOURCE, "r4", "r5")]


def test_only_the_pages_that_tell_a_class_are_made_anew_when_it_is_another() -> None:
    before = restating()
    first, *others = before.series
    again, march, *rest = first.classes
    judged = msgspec.structs.replace(march, kind="mistyped_period", why="It stood under a wrong date.")
    sheet = msgspec.structs.replace(first, classes=(again, judged, *rest))
    after = msgspec.structs.replace(before, series=(sheet, *others))
    keys = [{path: leaf.key for path, leaf in leaves(whole).items()} for whole in (before, after)]
    changed = {path for path in keys[0] if keys[0][path] != keys[1][path]}
    telling = {release_path(SOURCE, "r5"), source_page_path(SOURCE), series_page_path(SERIES)}
    telling |= {compare_path(SOURCE, f"r{number}", "r5") for number in range(1, 5)}
    assert telling <= changed
    assert not {release_path(SOURCE, "r4"), compare_path(SOURCE, "r3", "r4")} & changed
    made = [files(whole) for whole in (before, after)]
    assert {path for path in made[0] if made[0][path] != made[1][path]} <= changed


def test_very_many_restatements_are_cut_and_said_to_be() -> None:
    before = restating()
    first, *others = before.series
    march = first.classes[1]
    many = tuple(msgspec.structs.replace(march, why=f"For reason {number}.") for number in range(150))
    days = tuple(Period.day(date(2000, 1, 1) + timedelta(days=number)) for number in range(500))
    [pair] = march.restatements
    long = tuple(
        Restatement(pair.before, msgspec.structs.replace(pair.after, period=day, seq=100 + number))
        for number, day in enumerate(days)
    )
    wide = msgspec.structs.replace(march, kind="redefinition", restatements=long)
    sheet = msgspec.structs.replace(first, classes=(*many, wide))
    tree = page(files(msgspec.structs.replace(before, series=(sheet, *others))), release_path(SOURCE, "r5"))
    text = words(nodes(tree, "//section[@class='restatements']")[0])
    assert "500 figures" in text and "300 more stand in the file of vintages" in text
    assert "92 more" in text and "51 more are told on the pages of their series" in text
