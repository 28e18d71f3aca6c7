"""Laws 1, 6, 8 and 9: what find reports is confirmed, exact, in no order's debt, and never a restated past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.find import Fresh, find
from tallywire.find.kernel import grid, lags
from tallywire.series import AsOf, Interval, Observation, Period, Restatement, add_months, parse_period
from tallywire.statement import Extreme, evaluate
from tests.holdings import Shelf, observation, series
from tests.oracle.naive_windows import naive_lags

START = parse_period("2001-01").start
AT = AsOf(datetime(2022, 1, 1, tzinfo=UTC))
SINCE = datetime(2021, 12, 1, tzinfo=UTC)

monthly_values = st.lists(
    st.one_of(st.none(), st.integers(-40, 40), st.integers(900, 1100)), min_size=2, max_size=40
).filter(lambda v: v[0] is not None and v[-1] is not None)


def months(id: str, values: list[int | None], *, places: int = 0, seq: int = 0) -> list[Observation]:
    """One observation a month, the newest known after SINCE and all others before it."""
    found = []
    for i, value in enumerate(values):
        if value is None:
            continue
        first = add_months(START, i)
        figure = str(Decimal(value).scaleb(-places))
        known = AT.time - timedelta(days=1) if i == len(values) - 1 else SINCE - timedelta(days=1)
        found.append(
            observation(
                id,
                Period.month(first.year, first.month),
                figure,
                quantum=str(Decimal(1).scaleb(-places)),
                known_at=known,
                seq=seq + i,
            )
        )
    return found


@given(monthly_values, st.integers(0, 3), st.integers(1, 50))
def test_law_6_the_kernel_equals_the_oracle(values: list[int | None], places: int, max_lag: int) -> None:
    laid = grid(months("a/b", values, places=places), "M")
    assert laid is not None
    scale = 10 ** (places - laid.places)
    found = [
        msgspec.structs.replace(lag, change=lag.change * scale, usual=lag.usual * scale, spread=lag.spread * scale)
        for lag in lags(laid, max_lag)
    ]
    assert found == naive_lags(values, max_lag)


shaped = st.lists(st.integers(-30, 30), min_size=9, max_size=40).flatmap(
    lambda steps: st.integers(-600, 600).map(lambda last: [*steps, last])
)


def record_of(steps: list[list[int]], *, irregular: bool) -> Shelf:
    shelf_series, observations = [], []
    for n, moves in enumerate(steps):
        id = f"s/n{n}"
        parent = "s/n0" if n else ""
        shelf_series.append(series(id, frequency="_O" if irregular else "M", parent=parent))
        level, values = 5000, []
        for move in moves:
            level += move
            values.append(level)
        observations += months(id, list(values), seq=1000 * n)
    return Shelf(shelf_series, observations)


@settings(max_examples=60, deadline=None)
@given(st.lists(shaped, min_size=1, max_size=4), st.booleans())
def test_law_1_what_find_reports_the_evaluator_confirms(steps: list[list[int]], irregular: bool) -> None:
    held = record_of(steps, irregular=irregular)
    for lead in find(list(held._series.values()), held, Fresh(SINCE, AT)):
        assert lead.findings[0].role == "main"
        for finding in lead.findings:
            again = evaluate(finding.statement, held, finding.as_of)
            assert again == finding.evidence
            if finding.role != "class":
                assert again.outcome == "true"


@settings(max_examples=40, deadline=None)
@given(st.lists(shaped, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_law_8_the_order_of_the_series_changes_nothing(steps: list[list[int]], order: Random) -> None:
    held = record_of(steps, irregular=False)
    everything = list(held._series.values())
    shuffled = list(everything)
    order.shuffle(shuffled)
    assert find(everything, held, Fresh(SINCE, AT)) == find(shuffled, held, Fresh(SINCE, AT))


@settings(max_examples=60, deadline=None)
@given(shaped, st.data())
def test_law_9_a_restated_past_is_never_a_new_change(steps: list[int], data: st.DataObject) -> None:
    """However an already held figure is restated, every lead about the series is a revision or a return."""
    level, values = 5000, []
    for move in steps:
        level += move
        values.append(level)
    first = [msgspec.structs.replace(o, known_at=SINCE - timedelta(days=2)) for o in months("a/b", list(values))]
    which = data.draw(st.sampled_from(first))
    assert which.value is not None
    value = which.value + data.draw(st.integers(-3000, 3000).filter(bool))
    again = msgspec.structs.replace(
        which, value=value, literal=str(value), known_at=AT.time - timedelta(days=1), seq=500, release="r2"
    )
    held = Shelf([series("a/b")], [*first, again])
    leads = find([series("a/b")], held, Fresh(SINCE, AT), restatements=[Restatement(which, again)])
    assert [lead.story for lead in leads] == ["revision"]
    assert leads[0].restatement == Restatement(which, again)


def test_a_figure_put_back_is_told_once() -> None:
    first = months("a/b", [100, 110, 120])
    wrong = msgspec.structs.replace(first[1], value=Decimal(1100), literal="1100", known_at=AT.time, seq=10)
    right = msgspec.structs.replace(first[1], known_at=AT.time, seq=11)
    held = Shelf([series("a/b")], [*first, wrong, right])
    leads = find(
        [series("a/b")],
        held,
        Fresh(SINCE, AT),
        restatements=[Restatement(wrong, right), Restatement(first[1], wrong)],
    )
    returns = [lead for lead in leads if lead.story in ("return", "revision")]
    assert [lead.story for lead in returns] == ["return"]
    assert "1100" in returns[0].why


def test_rounding_intervals_decide_before_a_record_is_told() -> None:
    """348,000 published to the thousand can't be told apart from 348,400 published to the hundred."""
    values = ["400000"] * 4 + ["390000"] * 4 + ["348400", "348000"]
    quanta = ["100"] * 9 + ["1000"]
    held = Shelf(
        [series("a/b")],
        [
            observation("a/b", Period.month(2020, 1 + i), v, quantum=q, seq=i)
            for i, (v, q) in enumerate(zip(values, quanta, strict=True))
        ],
    )
    as_of = AsOf(datetime(2023, 1, 1, tzinfo=UTC))
    for lead in find([series("a/b")], held, Fresh(datetime(2020, 1, 1, tzinfo=UTC), as_of)):
        assert not any(isinstance(f.statement, Extreme) and f.statement.of == "level" for f in lead.findings)
    assert Interval.around(Decimal(348000), Decimal(1000)).contains(Decimal("348400"))
