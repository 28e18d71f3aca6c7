"""Find on the founding series, and on a shock that many series share."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from tallywire.find import Fresh, find
from tallywire.find.rank import change_score, restatement_score
from tallywire.find.windows import lags_in_words
from tallywire.series import AsOf, Interval, Notice, Period
from tallywire.statement import Change
from tests.holdings import COLONIES, Shelf, colonies, observation, series


def day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


NOVEMBER = Fresh(day(2022, 11, 1), AsOf(day(2022, 11, 30)))


def told_month_by_month() -> Shelf:
    held = colonies()
    observations = [
        msgspec.structs.replace(o, known_at=day(2022, 8, 1) if o.seq < 12 else day(2022, o.seq - 4, 20))
        for o in held._observations
    ]
    return Shelf([COLONIES], observations, held._events)


def test_the_founding_story() -> None:
    leads = find([COLONIES], told_month_by_month(), NOVEMBER)
    assert [lead.story for lead in leads] == ["fall"]
    by_role = {f.role: f for f in leads[0].findings}
    main = by_role["main"].statement
    assert isinstance(main, Change)
    assert main.amount is not None
    assert main.amount.interval == Interval.point(Decimal(23000))
    assert (str(main.window.start), str(main.window.end)) == ("2022-09-01", "2022-11-01")
    assert by_role["record"].evidence.compared == 16
    assert [f.statement.amount.interval.low for f in leads[0].findings if f.role == "step"] == [10000, 13000]  # type: ignore[union-attr]
    assert by_role["class"].evidence.outcome == "undetermined"
    assert by_role["pace"].evidence.outcome == "true"


def test_nothing_new_is_no_news() -> None:
    assert find([COLONIES], told_month_by_month(), Fresh(day(2022, 11, 25), NOVEMBER.as_of)) == ()


def test_fewer_than_eight_counts_make_no_record() -> None:
    few = [o for o in told_month_by_month()._observations if o.seq > 9]
    assert find([COLONIES], Shelf([COLONIES], few), NOVEMBER) == ()


def test_a_shared_shock_is_one_story_and_its_parent_carries_it() -> None:
    wiggle = [0, 3, -2, 1, -1, 2, -3, 1, 2, -1, 0, 2]
    everything, observations = [], []
    for n, name in enumerate(["all", "north", "south"]):
        everything.append(series(f"s/{name}", parent="s/all" if n else ""))
        for i, value in enumerate([*wiggle, -100 - n]):
            known = day(2022, 11, 20) if i == len(wiggle) else day(2022, 9, 1)
            observations.append(
                observation(
                    f"s/{name}", Period.month(2021 + i // 12, 1 + i % 12), str(1000 + value), known_at=known, seq=i
                )
            )
    leads = find(everything, Shelf(everything, observations), NOVEMBER)
    assert [(lead.series, lead.story) for lead in leads] == [(("s/all", "s/north", "s/south"), "fall")]
    assert [f.statement.series for f in leads[0].findings if f.role == "sibling"] == ["s/south", "s/north"]  # type: ignore[union-attr]


def test_small_changes_are_no_news() -> None:
    everything = [msgspec.structs.replace(COLONIES, minimum=Decimal(50000))]
    assert find(everything, Shelf(everything, told_month_by_month()._observations), NOVEMBER) == ()


def test_a_takedown_is_a_story_and_an_outage_is_not() -> None:
    held = told_month_by_month()
    gone = Notice("fsin", "http://example.org/counts", "ok", "taken_down", day(2022, 11, 29), "r9")
    leads = find([COLONIES], held, Fresh(day(2022, 11, 25), NOVEMBER.as_of), notices=[gone])
    assert [(lead.story, lead.notice) for lead in leads] == [("takedown", gone)]
    outage = msgspec.structs.replace(gone, after="outage")
    assert find([COLONIES], held, Fresh(day(2022, 11, 25), NOVEMBER.as_of), notices=[outage]) == ()


@pytest.mark.parametrize(
    ("records", "words"),
    [((1,), "1 month"), ((1, 2, 3), "1 to 3 months"), ((1, 4, 5, 9), "1, 4 to 5 and 9 months")],
)
def test_lags_in_words(records: tuple[int, ...], words: str) -> None:
    assert lags_in_words(records, "month") == words


def test_the_rule_of_rank() -> None:
    assert change_score(1, 8, 1) == 0
    assert change_score(5, 16, 1) == pytest.approx(42.5)
    assert change_score(9.16, 36, 17) > change_score(9.16, 36, 1) > change_score(9.16, 20, 1)
    assert restatement_score(Decimal(100), Decimal(110), returned=False) == pytest.approx(50)
    assert restatement_score(None, Decimal(1), returned=True) == pytest.approx(60)
