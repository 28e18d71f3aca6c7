"""The evaluator on the counts that the founding story rests on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tallywire.errors import StatementError
from tallywire.series import Interval, Length, Period, parse_period
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Description,
    Direction,
    EventClass,
    EventMention,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Sum,
    Window,
    evaluate,
)
from tests.holdings import LATER, Shelf, amnesty, colonies, observation, series

HELD = colonies()
ID = "fsin/colonies"


def around(value: str, step: str, unit: str = "people") -> Amount:
    return Amount(Interval.around(Decimal(value), Decimal(step)), unit, value)


def window(start: str, end: str) -> Window:
    return Window(parse_period(start), parse_period(end))


def fall(start: str, end: str, value: str = "23000", step: str = "1000") -> Change:
    return Change(ID, window(start, end), "down", around(value, step))


def test_level_true_false_and_left_open_by_rounding() -> None:
    day = parse_period("2022-11-01")
    assert evaluate(Level(ID, day, around("325000", "1000")), HELD, LATER).outcome == "true"
    assert evaluate(Level(ID, day, around("326000", "1000")), HELD, LATER).outcome == "false"
    near = evaluate(Level(ID, day, around("325400", "100")), HELD, LATER)
    assert near.outcome == "undetermined"
    assert "rounding" in near.reason


def test_level_in_an_imprecise_period_must_agree() -> None:
    early = parse_period("2022-11-01/2022-11-10")
    assert evaluate(Level(ID, early, around("325000", "1000")), HELD, LATER).outcome == "true"
    year = evaluate(Level(ID, Period.year(2022), around("325000", "1000")), HELD, LATER)
    assert year.outcome == "undetermined"
    assert len(year.used) == 5


def test_what_the_record_lacks_is_named() -> None:
    assert evaluate(Level("no/such", None, around("1", "1")), HELD, LATER).lacks == "series"
    gap = evaluate(Level(ID, Period.year(2010), around("1", "1")), HELD, LATER)
    assert gap.lacks == "period"
    assert gap.gaps


def test_an_unlinked_statement_is_refused() -> None:
    with pytest.raises(StatementError, match="not resolved"):
        evaluate(Level(Description("inmates"), None, around("1", "1")), HELD, LATER)


@pytest.mark.parametrize(
    ("value", "step", "outcome"),
    [("23000", "1000", "true"), ("25000", "1000", "false"), ("22500", "100", "undetermined")],
)
def test_change_over_two_months(value: str, step: str, outcome: str) -> None:
    evidence = evaluate(fall("2022-09-01", "2022-11-01", value, step), HELD, LATER)
    assert evidence.outcome == outcome
    assert evidence.actual is not None
    assert evidence.actual.interval == Interval.point(Decimal(-23000))


def test_change_by_length_alone_ends_at_the_latest_count() -> None:
    change = Change(ID, Window(length=Length(months=2)), "down", around("23000", "1000"))
    assert evaluate(change, HELD, LATER).outcome == "true"


def test_change_in_percent_and_direction() -> None:
    percent = Change(ID, window("2022-09-01", "2022-11-01"), "down", around("6.6", "0.1", "%"), "percent")
    assert evaluate(percent, HELD, LATER).outcome == "true"
    rise = Change(ID, window("2022-09-01", "2022-11-01"), "up", None)
    assert evaluate(rise, HELD, LATER).outcome == "false"


def test_lowest_of_sixteen_counts() -> None:
    lowest = Extreme(
        ID, "level", "low", Window(end=parse_period("2022-11-01")), "counts", Period.month(2001, 7), counts=16
    )
    evidence = evaluate(lowest, HELD, LATER)
    assert (evidence.outcome, evidence.compared, evidence.tied) == ("true", 16, False)
    assert evidence.since == parse_period("2001-07-01")


def test_sharpest_two_month_fall_is_open_for_want_of_windows() -> None:
    sharpest = Extreme(
        ID,
        "change",
        "low",
        window("2022-09-01", "2022-11-01"),
        "time",
        Period.span(parse_period("2012").start, parse_period("2019").end),
        since_vague=True,
    )
    evidence = evaluate(sharpest, HELD, LATER)
    assert evidence.outcome == "undetermined"
    assert evidence.compared == 2
    assert "only 2 comparable" in evidence.reason


def test_rate_against_unequal_neighbouring_windows() -> None:
    rate = Change(ID, window("2022-09-01", "2022-11-01"), "down", around("11500", "100"), "per_month")
    at_most = Amount(Interval(None, Decimal(4150)), "people", "at most about 4,100")
    evidence = evaluate(Comparison(rate, ">", Neighbours(ID, "down", None, at_most)), HELD, LATER)
    assert evidence.outcome == "true"
    assert [str(r.period) for r in evidence.rivals] == ["2019-10-01", "2020-08-13"]
    assert evidence.rival is not None
    assert evidence.rival.interval.high is not None
    assert 4090 < evidence.rival.interval.high < 4120


def test_steps_make_the_sum() -> None:
    first, second = fall("2022-09-01", "2022-10-01", "10000"), fall("2022-10-01", "2022-11-01", "13000")
    total = fall("2022-09-01", "2022-11-01")
    assert evaluate(Sum(total, (first, second)), HELD, LATER).outcome == "true"
    broken = evaluate(Sum(total, (first, first)), HELD, LATER)
    assert broken.outcome == "false"


def test_no_amnesty_has_counts_on_both_sides() -> None:
    comparison = Comparison(fall("2022-09-01", "2022-11-01"), ">", EventClass("amnesty"))
    evidence = evaluate(comparison, HELD, LATER)
    assert evidence.outcome == "undetermined"
    assert "within 12 months on both sides" in evidence.reason


def test_a_level_is_not_compared_with_changes() -> None:
    level = Level(ID, parse_period("2022-11-01"), around("325000", "1000"))
    for right in (Neighbours(ID, "down"), EventClass("amnesty")):
        assert evaluate(Comparison(level, ">", right), HELD, LATER).lacks == "measure"


@pytest.mark.parametrize(
    ("before", "fell", "outcome"),
    [
        ("2015-04-01", "100", "false"),  # as long a window, a greater fall
        ("2015-02-01", "100", "undetermined"),  # a greater fall over three times the time
        ("2015-04-01", "5", "true"),
        ("2015-02-01", "5", "true"),  # a smaller fall even over three times the time
        ("2015-04-20", "5", "undetermined"),  # a smaller fall in a third of the time
    ],
)
def test_an_event_is_compared_over_windows_that_tell_something(before: str, fell: str, outcome: str) -> None:
    start = str(400 + int(fell))
    held = Shelf(
        [series(ID, frequency="_O")],
        [
            observation(ID, p, v, seq=i)
            for i, (p, v) in enumerate([(before, start), ("2015-05-01", "400"), ("2015-05-31", "390")])
        ],
        [amnesty("one", "2015-04-24")],
    )
    change = Change(ID, window("2015-05-01", "2015-05-31"), "down", None)
    evidence = evaluate(Comparison(change, ">", EventClass("amnesty")), held, LATER)
    assert evidence.outcome == outcome
    assert ("another length of time" in evidence.reason) == (outcome == "undetermined")


def test_coincidence_is_only_of_dates() -> None:
    change = fall("2015-01-01", "2017-01-01", "31300", "100")
    before = Coincidence(change, EventMention("20 years of the Constitution", "amnesty"), "after")
    assert evaluate(before, HELD, LATER).outcome == "true"
    during = Coincidence(change, EventMention("70 years of Victory"), "during")
    assert evaluate(during, HELD, LATER).outcome == "true"
    with_article = Coincidence(change, EventMention("the 70 years of Victory"), "during")
    assert evaluate(with_article, HELD, LATER).outcome == "true"
    unknown = Coincidence(change, EventMention("a comet"), "after")
    assert evaluate(unknown, HELD, LATER).lacks == "event"


def test_pledge_waits_for_its_day() -> None:
    level = Level(ID, parse_period("2022-11-01"), Amount(Interval(None, Decimal(330000), False, True), "", ""))
    assert "not due" in evaluate(Pledge("below", parse_period("2022-12-31"), level), HELD, LATER).reason
    assert evaluate(Pledge("below", parse_period("2022-11-01"), level), HELD, LATER).outcome == "true"
    assert evaluate(Pledge("ends", parse_period("2022-10-28")), HELD, LATER).lacks == "measure"


@pytest.mark.parametrize("direction", ["up", "down"])
def test_equal_figures_are_no_rise_and_no_fall(direction: Direction) -> None:
    held = Shelf([series("a/b")], [observation("a/b", "2020-01", "5"), observation("a/b", "2020-02", "5", seq=1)])
    assert evaluate(Change("a/b", Window(), direction, None), held, LATER).outcome == "undetermined"


def test_a_tie_is_told() -> None:
    values = ["100", "90", "95", "85", "90", "91", "92", "93", "94", "84", "90"]
    held = Shelf(
        [series("a/b")],
        [observation("a/b", Period.month(2020, 1 + i), v, seq=i) for i, v in enumerate(values[:10])],
    )
    sharpest = Extreme("a/b", "change", "low", window("2020-01", "2020-02"), "counts")
    assert evaluate(sharpest, held, LATER).compared == 1
    sharpest = Extreme("a/b", "change", "low", window("2020-03", "2020-04"), "counts", Period.month(2020, 1))
    evidence = evaluate(sharpest, held, LATER)
    assert (evidence.outcome, evidence.tied, evidence.compared) == ("true", True, 3)


def test_over_time_needs_a_record_without_gaps() -> None:
    monthly = [observation("a/b", Period.month(2020, m), str(100 - m), seq=m) for m in range(1, 13)]
    lowest = Extreme("a/b", "level", "low", Window(), "time", Period.month(2020, 1))
    whole = Shelf([series("a/b")], monthly)
    assert evaluate(lowest, whole, LATER).outcome == "true"
    gappy = Shelf([series("a/b")], [o for o in monthly if o.seq != 6])
    evidence = evaluate(lowest, gappy, LATER)
    assert evidence.outcome == "undetermined"
    assert len(evidence.gaps) == 1
    ever = Extreme("a/b", "level", "low", Window(), "time")
    assert "begins in January 2020" in evaluate(ever, whole, LATER).reason
    highest = Extreme("a/b", "level", "high", Window(), "time")
    assert evaluate(highest, gappy, LATER).outcome == "false"
