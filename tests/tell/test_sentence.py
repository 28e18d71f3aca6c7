"""One canonical sentence for each kind of statement, with the spans of its numbers and dates."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from tallywire.errors import StatementError
from tallywire.series import Interval, Length, Series, parse_period
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Description,
    EventClass,
    EventMention,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    Window,
)
from tallywire.tell import sentence, voice
from tests.holdings import series
from tests.tell.leads import point

HELD: dict[str, Series] = {
    "c": series("c", title="people in colonies"),
    "r": series("r", title="unemployment rate in Utopia", unit="%", kind="rate"),
    "w": series("w", title="exports of wheat", unit="tonnes", kind="flow"),
}
VOICE = voice(HELD.get)
AUTUMN = Window(parse_period("2022-09-01"), parse_period("2022-11-01"))
SINCE = parse_period("2001-07-01")
MAIN = Change("c", AUTUMN, "down", point("23000"))
RATE = Change("c", AUTUMN, "down", point("11500"), "per_month")

CASES: tuple[tuple[Statement, str], ...] = (
    (Level("c", AUTUMN.end, point("325000")), "The number of people in colonies was 325,000 on 1 November 2022."),
    (
        Level("r", parse_period("2009-Q1"), point("5.1", "%")),
        "The unemployment rate in Utopia was 5.1% in the first quarter of 2009.",
    ),
    (Level("w", parse_period("2015"), point("5000", "tonnes")), "The exports of wheat was 5,000 tonnes in 2015."),
    (MAIN, ("The number of people in colonies fell by 23,000 between 1 September 2022 and 1 November 2022.")),
    (
        Change("r", AUTUMN, "up", point("0.3", "pp"), "points"),
        (
            "The unemployment rate in Utopia rose by 0.3 percentage points between 1 September 2022 and 1 "
            "November 2022."
        ),
    ),
    (
        Change("c", AUTUMN, "up", point("2.1", "times"), "factor"),
        ("The number of people in colonies more than doubled between 1 September 2022 and 1 November 2022."),
    ),
    (
        Change("c", Window(end=AUTUMN.end, length=Length(months=2)), "down", point("23000")),
        "The number of people in colonies fell by 23,000 in the two months to 1 November 2022.",
    ),
    (RATE, ("The number of people in colonies fell by 11,500 a month between 1 September 2022 and 1 November 2022.")),
    (
        Extreme("c", "level", "low", Window(end=AUTUMN.end), "counts", SINCE, counts=16, amount=point("325000")),
        (
            "At 325,000 on 1 November 2022, the number of people in colonies was the lowest of 16 counts "
            "held since July 2001."
        ),
    ),
    (
        Extreme(
            "r", "level", "high", Window(end=AUTUMN.end), "counts", SINCE, counts=16, rank=2, amount=point("5.1", "%")
        ),
        (
            "At 5.1% on 1 November 2022, the unemployment rate in Utopia was the second-highest of 16 "
            "figures held since July 2001."
        ),
    ),
    (
        Extreme("c", "change", "low", AUTUMN, "counts", SINCE, counts=16, amount=point("23000")),
        (
            "The fall of 23,000 in two months to 1 November 2022 was the sharpest of the 16 such windows "
            "held since July 2001 for people in colonies."
        ),
    ),
    (
        Extreme("c", "level", "low", Window(end=AUTUMN.end), "time", SINCE, amount=point("325000")),
        ("At 325,000 on 1 November 2022, the number of people in colonies was the lowest since 1 July 2001."),
    ),
    (
        Sum(MAIN, (Change("c", AUTUMN, "down", point("10000")), Change("c", AUTUMN, "down", point("13000")))),
        (
            "The number of people in colonies fell by 23,000 in steps of 10,000 and 13,000 between 1 "
            "September 2022 and 1 November 2022."
        ),
    ),
    (
        Comparison(RATE, ">", Neighbours("c", "down", None, Amount(Interval(None, D("4107.3")), "people", ""))),
        (
            "The number of people in colonies fell by 11,500 a month between 1 September 2022 and 1 "
            "November 2022, against at most about 4,100 a month between any earlier neighbouring counts."
        ),
    ),
    (
        Comparison(MAIN, ">", EventClass("amnesty")),
        (
            "The number of people in colonies fell by 23,000 between 1 September 2022 and 1 November 2022, "
            "more than during any amnesty."
        ),
    ),
    (
        Coincidence(MAIN, EventMention("the census", when=parse_period("2022-08")), "after"),
        (
            "The fall in the number of people in colonies between 1 September 2022 and 1 November 2022 came "
            "after the census, which began in August 2022."
        ),
    ),
    (
        Pledge(
            "",
            parse_period("2022-12-31"),
            Level("c", None, Amount(Interval(None, D(300000), high_open=True), "people", "")),
        ),
        ("The ministry said that the number of people in colonies would fall below 300,000 by 31 December 2022."),
    ),
)


@pytest.mark.parametrize(("statement", "text"), CASES)
def test_canonical(statement: Statement, text: str) -> None:
    told = sentence(statement, VOICE, who="The ministry")
    assert told.text == text
    reached = 0
    for span in told.spans:
        assert reached <= span.start < span.end <= len(text)
        assert span.date == (span.what in {"when", "start", "end", "since", "event", "by"})
        reached = span.end


def test_spans_name_the_parts() -> None:
    told = sentence(CASES[12][0], VOICE)
    assert [(told.text[s.start : s.end], s.what) for s in told.spans if not s.date] == [
        ("23,000", "amount"),
        ("10,000", "part-1"),
        ("13,000", "part-2"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        Change("c", AUTUMN, None, point("23000")),
        Change("c", Window(), "down", point("23000")),
        Level("c", None, point("1")),
        Level("none", AUTUMN.end, point("1")),
        Level(Description("people"), AUTUMN.end, point("1")),
        Change("c", AUTUMN, "up", point("1.4", "times"), "factor"),
        Extreme("c", "level", "low", Window(end=AUTUMN.end), "counts"),
        Extreme("c", "level", "low", Window(end=AUTUMN.end), "time", rank=99, amount=point("1")),
        Comparison(MAIN, "<", EventClass("amnesty")),
        Pledge("x", None),
    ],
)
def test_what_has_no_sentence_is_refused(statement: Statement) -> None:
    with pytest.raises(StatementError):
        sentence(statement, VOICE)
