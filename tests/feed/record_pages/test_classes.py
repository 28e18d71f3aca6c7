"""The page of a series says of which class a restatement is and why, and which figures left their table."""

from __future__ import annotations

import msgspec

from tallywire.feed.record_pages.paths import series_page_path
from tallywire.series import Absence, Classified
from tests.feed.reading import nodes, page, words
from tests.feed.record_pages.sample import MONTHS, NOW, SERIES, edition, files, sheets


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
