"""What becomes of each number when a told brief is edited."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk.wording import bind, judge, unsupported
from tallywire.desk.wording.manuscript import places
from tests.desk.wording.told_briefs import ToldBriefs, edited, words_at

FERRY = "The number of ferry passengers in Utopia "
COLONIES = "The number of people in correctional colonies in Russia "
SEPTEMBER = "between 1 September 2022 and 1 November 2022"

# brief, place, told words, edited words, and what is said of each number of the edited text whose verdict differs
# from "bound" or "date" (in order): C contradicted, U unsupported, H holds, R holds_roughly.
EDITS = [
    # Nothing of substance
    ("colonies", "lead", "The number", "According to Federal Penitentiary Service of Russia, the number", ""),
    ("ferry", "lead", "(6.0%) ", "", ""),
    ("ferry", "lead", "The number of ferry passengers", "Ferry passengers", ""),
    ("ferry", "lead", "fell by 2,970 (6.0%)", "dropped by 2,970, or 6.0%,", ""),
    ("ferry", "body-1", "then by", "and then by", ""),
    ("ferry", "body-1", "It is the sharpest", "That is the sharpest", ""),
    ("ferry", "body-1", "At 46,240, it is the lowest of 22 counts published here since January 2021.", "", ""),
    ("ferry", "headline", "2,970 fewer ferry passengers in Utopia", "Ferry passengers in Utopia fall by 2,970", ""),
    ("ferry", "headline", "in two months", "in  two months", ""),
    # Another number
    ("ferry", "lead", "2,970", "2,790", "2,790 C"),
    ("ferry", "lead", "6.0%", "60%", "60% C"),
    ("ferry", "lead", "49,210", "59,210", "59,210 C"),
    ("ferry", "body-1", "820", "920", "920 C"),
    ("ferry", "body-1", "lowest of 22", "lowest of 32", "46,240 U; 32 U; January 2021 U"),
    ("ferry", "headline", "2,970 fewer", "2,979 fewer", "2,979 U; two U"),
    ("ferry", "headline", "two months", "three months", "2,970 U; three U"),
    ("colonies", "lead", "23,000", "23 million", "23 million C"),
    ("colonies", "lead", "23,000", "thirty thousand", "thirty thousand C"),
    ("lighthouses", "lead", "404", "410", "410 U"),
    ("bicycles", "headline", "209,863", "209,836", "207,863 U; 209,836 U"),
    # Another direction or order
    ("ferry", "lead", "fell by", "rose by", "2,970 C; 6.0% C; August 2022 C; October 2022 C; 49,210 U; 46,240 U"),
    ("ferry", "headline", "fewer", "more", "2,970 U; two U"),
    ("ferry", "body-1", "the lowest of", "the highest of", "46,240 U; 22 U; January 2021 U"),
    ("ferry", "lead", "from 49,210 to 46,240", "from 46,240 to 49,210", "46,240 C; 49,210 C"),
    ("colonies", "lead", "fell by", "did not fall by", "23,000 U; 6.6% U; 348,000 U; 325,000 U"),
    ("colonies", "body-2", "at most", "at least", "11,500 U; 4,100 U"),
    # Another time
    ("colonies", "lead", "1 November 2022", "1 October 2022", "23,000 C; 6.6% C; 325,000 C"),
    ("ferry", "lead", "August 2022", "July 2022", "2,970 C; 6.0% C; 49,210 C"),
    ("ferry", "lead", "August 2022", "August 2019", "2,970 U; 6.0% U; 49,210 U"),
    ("colonies", "body-3", "August 2022", "September 2022", "September 2022 U"),
    ("ferry", "body-2", "8 November 2022", "9 November 2022", "9 November 2022 U"),
    ("ferry", "body-1", "since January 2021.", "since January 2022.", None),
    # Another unit or scope
    ("ferry", "lead", "6.0%", "6.0 percentage points", "6.0 U"),
    ("colonies", "lead", "23,000", "23,000 tonnes", "23,000 U; 6.6% U; 348,000 U; 325,000 U"),
    ("colonies", "lead", "in Russia fell", "in Moscow fell", None),
    ("colonies", "lead", "people in correctional colonies", "women in correctional colonies", None),
    ("colonies", "lead", "people in correctional colonies in Russia", "prisoners", None),
    # Rounding and hedging
    ("colonies", "lead", "about 23,000", "23,000", ""),
    ("colonies", "lead", "about 23,000", "almost 23,000", "23,000 U"),
    ("colonies", "lead", "about 23,000", "more than 23,000", "23,000 U"),
    ("colonies", "lead", "about 23,000", "more than 22,000", "22,000 H"),
    ("ferry", "lead", "2,970", "nearly 3,000", "3,000 R"),
    ("ferry", "lead", "fell by 2,970", "will fall by 2,970", None),
    # Something added
    ("ferry", "lead", "46,240.", "46,240. It doubled.", "doubled C"),
    ("ferry", "lead", "46,240.", "46,240. Thirty people lost their jobs.", "Thirty U"),
    (
        "ferry",
        "lead",
        "46,240.",
        "46,240. The number of library visits in Utopia was 54,560 in October 2022.",
        "54,560 H",
    ),
    (
        "ferry",
        "lead",
        "46,240.",
        "46,240. The number of library visits in Utopia was 54,561 in October 2022.",
        "54,561 C",
    ),
    ("ferry", "lead", "46,240.", "46,240, a third of all traffic.", None),
    ("ferry", "headline", "in two months", "in two months, twice as many as before", None),
]


def verdicts(told: ToldBriefs, brief: Brief, before: Brief, where: str) -> list[str]:
    short = {"contradicted": "C", "unsupported": "U", "holds": "H", "holds_roughly": "R"}
    return [
        f"{one.text} {short[one.verdict]}"
        for one in told.judge(brief, before)
        if one.where == where and one.verdict in short
    ]


@pytest.mark.parametrize(
    ("name", "where", "old", "new", "expected"), EDITS, ids=[f"{e[0]}-{e[1]}-{e[3][:30]}" for e in EDITS]
)
def test_edits(told: ToldBriefs, name: str, where: str, old: str, new: str, expected: str | None) -> None:
    brief = told.briefs[name]
    words = words_at(brief, where)
    assert old in words
    found = verdicts(told, edited(brief, where, words.replace(old, new)), brief, where)
    if expected is None:
        assert any(one.endswith((" U", " C")) for one in found)
    else:
        assert "; ".join(found) == expected
