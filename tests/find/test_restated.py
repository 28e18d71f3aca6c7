"""What one release restated in one series is one lead; a figure alone is told as it always was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.find import Fresh, find
from tallywire.find.together import MOST_FIGURES
from tallywire.series import AsOf, Class, Classified, Observation, Period, Restatement, Status
from tallywire.statement import Lead
from tallywire.statement.lead import Classing
from tests.holdings import Shelf, observation, series

PRICES = series("office/prices", title="price index", unit="points", kind="index")
FRESH = Fresh(datetime(2022, 10, 31, tzinfo=UTC), AsOf(datetime(2022, 11, 30, tzinfo=UTC)))

Page = Mapping[str, str | None]


def months(figures: Sequence[str | None]) -> Page:
    return {f"{2019 + n // 12}-{n % 12 + 1:02d}": figure for n, figure in enumerate(figures)}


def played(*pages: Page, marks: Mapping[int, str] | None = None) -> tuple[Shelf, tuple[Restatement, ...]]:
    """The pages as releases r1, r2 and so on, a day apart; a mark makes every figure of a page provisional."""
    held: dict[str, list[Observation]] = {}
    seq = 0
    for number, page in enumerate(pages, 1):
        for period, figure in page.items():
            status: Status = "provisional" if marks and number in marks else "final"
            last = held.setdefault(period, [])
            if last and last[-1].literal == (figure or "") and last[-1].status in (status, "missing"):
                continue
            seq += 1
            known = datetime(2022, 11, number, tzinfo=UTC)
            made = observation(
                PRICES.id, period, figure, quantum="0.1", status=status, known_at=known, release=f"r{number}", seq=seq
            )
            last.append(made)
    restated = tuple(Restatement(*pair) for chain in held.values() for pair in pairwise(chain))
    return Shelf([PRICES], [each for chain in held.values() for each in chain]), restated


def found(
    *pages: Page, classes: Sequence[Classified] = (), shuffle: Random | None = None, fresh: Fresh = FRESH
) -> tuple[Lead, ...]:
    shelf, restated = played(*pages)
    order = [pair for pair in restated if pair.after.known_at > fresh.since]
    if shuffle is not None:
        shuffle.shuffle(order)
    leads = find([PRICES], shelf, fresh, restatements=order, classified=classes)
    return tuple(lead for lead in leads if lead.restatement is not None)


OLD = months([str(100 + n) for n in range(40)])
REBASED = {period: str(int(figure or 0) * 2) for period, figure in OLD.items()}


def test_a_rebased_past_is_one_lead_told_by_the_largest_share() -> None:
    raised = {period: str(int(figure or 0) + 10) for period, figure in OLD.items()}
    [lead] = found(OLD, raised)
    assert lead.restatement is not None and lead.restated is not None
    assert (lead.restatement.before.literal, lead.restatement.after.literal) == ("100", "110")
    assert lead.restated.count == len(lead.restated.numbers) == len(lead.restated.figures) == 40
    assert (str(lead.restated.first), str(lead.restated.last)) == ("2019-01", "2022-04")
    assert lead.restated.figures[0] == lead.restatement.after.ref
    assert lead.restated.how == "restated" and lead.restated.classes == ()
    assert lead.why == (
        "A release restated 40 figures from January 2019 to April 2022, on a page already archived; most of all that "
        "for January 2019, from 100 to 110."
    )
    assert [f.role for f in lead.findings] == ["main", "step"]


def test_of_equal_shares_the_largest_amount_is_shown_and_of_equal_amounts_the_newest() -> None:
    [doubled] = found(OLD, REBASED)
    assert doubled.restatement is not None and str(doubled.restatement.after.period) == "2022-04"
    even = months(["50"] * 12)
    [lead] = found(even, {**even, "2019-03": "60", "2019-08": "60", "2019-05": "40"})
    assert lead.restatement is not None and str(lead.restatement.after.period) == "2019-08"


def test_one_figure_has_the_lead_that_it_always_had() -> None:
    [lead] = found(OLD, {**OLD, "2020-03": "120"})
    assert lead.id == "office-prices-revision-2020-03-41" and lead.restated is None
    assert lead.why == "The figure for March 2020 was restated once, from 114 to 120, on a page already archived."


def test_one_figure_restated_twice_is_told_from_its_first_to_its_last() -> None:
    [lead] = found(OLD, {**OLD, "2020-03": "120"}, {**OLD, "2020-03": "125"})
    assert lead.id == "office-prices-revision-2020-03-42" and lead.restated is None
    assert "restated 2 times, from 114 to 125" in lead.why


def test_figures_put_back_by_one_release_are_one_return() -> None:
    wrong = {**OLD, "2020-03": "900", "2020-04": "901", "2020-05": "902"}
    [lead] = found(OLD, wrong, OLD)
    assert (lead.story, lead.id) == ("return", "office-prices-return-2020-03-to-2020-05-44")
    assert lead.restated is not None and (lead.restated.how, lead.restated.count) == ("returned", 3)
    assert lead.restatement is not None and lead.restatement.after.literal in {"114", "115", "116"}
    assert lead.why.startswith("A release put 3 figures from March 2020 to May 2020 back to what they had been")


def test_a_figure_put_back_beside_others_that_were_restated_stays_a_return() -> None:
    last = {**OLD, "2021-01": "130", "2021-02": "131"}
    leads = found(OLD, {**OLD, "2020-03": "900"}, last)
    assert [(lead.story, lead.restated and lead.restated.count) for lead in leads] == [
        ("return", None),
        ("revision", 2),
    ]
    assert leads[0].id == "office-prices-return-2020-03-42"


def test_each_release_that_restated_is_a_lead_and_what_a_later_one_took_over_is_not_shown() -> None:
    second = {**REBASED, "2022-04": "300"}
    leads = found(OLD, REBASED, second)
    first = next(lead for lead in leads if lead.restated is not None)
    alone = next(lead for lead in leads if lead.restated is None)
    assert first.restated is not None and first.restated.count == 40
    assert first.restatement is not None and str(first.restatement.after.period) == "2022-03"
    assert alone.restatement is not None and alone.restatement.after.literal == "300"
    assert [lead.id for lead in found(OLD, REBASED) if lead.restated] == [first.id], "a later release changes no name"


def test_of_figures_that_were_all_restated_again_only_the_last_release_is_told() -> None:
    again = {period: str(int(figure or 0) * 3) for period, figure in OLD.items()}
    [lead] = found(OLD, REBASED, again)
    assert lead.restatement is not None and lead.restatement.after.release == "r3"
    assert lead.restatement.before.release == "r2", "what this release did, not what two did"


def test_the_name_does_not_move_with_the_days_that_are_looked_at() -> None:
    again = {period: str(int(figure or 0) * 3) for period, figure in OLD.items()}
    later = Fresh(datetime(2022, 11, 2, 12, tzinfo=UTC), AsOf(datetime(2022, 12, 3, tzinfo=UTC)))
    [one], [other] = found(OLD, REBASED, again), found(OLD, REBASED, again, fresh=later)
    assert (one.id, one.restated, one.restatement) == (other.id, other.restated, other.restatement)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_restatements_changes_nothing(order: Random) -> None:
    pages = (OLD, {**REBASED, "2020-01": "7", "2020-02": None}, {**OLD, "2020-01": "8", "2020-02": "9"})
    assert found(*pages, shuffle=order) == found(*pages)


def test_emptied_cells_are_told_as_such_and_beside_changed_figures_as_restated() -> None:
    [lead] = found(OLD, {**OLD, "2020-01": None, "2020-02": None})
    assert lead.restated is not None and lead.restated.how == "withdrawn"
    assert "left the cells of 2 figures from January 2020 to February 2020 empty" in lead.why
    [lead] = found(OLD, {**OLD, "2020-01": None, "2020-02": "800"})
    assert lead.restated is not None and lead.restated.how == "restated"
    assert lead.restatement is not None and lead.restatement.after.literal == "800"


def test_marks_are_told_only_where_no_figure_changed() -> None:
    shelf, restated = played(OLD, OLD, marks={1: "provisional"})
    [lead] = [each for each in find([PRICES], shelf, FRESH, restatements=restated) if each.restatement is not None]
    assert lead.restated is not None and (lead.restated.how, lead.restated.count) == ("remarked", 40)
    shelf, restated = played(OLD, {**OLD, "2022-04": "150"}, marks={1: "provisional"})
    [lead] = [each for each in find([PRICES], shelf, FRESH, restatements=restated) if each.restatement is not None]
    assert lead.restated is None and lead.restatement is not None and lead.restatement.after.literal == "150"


def classed(pairs: Sequence[Restatement], kind: Class, rule: str, why: str) -> Classified:
    return Classified(
        kind=kind,
        series=PRICES.id,
        release="r2",
        known_at=FRESH.as_of.time,
        rule=rule,
        why=why,
        restatements=tuple(pairs),
    )


def test_classes_are_counted_and_their_reasons_told_where_all_are_known() -> None:
    _, restated = played(OLD, REBASED)
    some = [
        classed(restated[:30], "redefinition", "rebased", "Thirty changed."),
        classed(restated[30:], "correction", "isolated", "Ten did."),
    ]
    [lead] = found(OLD, REBASED, classes=some)
    assert lead.restated is not None
    assert lead.restated.classes == (
        Classing("redefinition", "rebased", 30),
        Classing("correction", "isolated", 10),
    )
    assert lead.why.endswith(" Thirty changed. Ten did.")
    [lead] = found(OLD, REBASED, classes=some[:1])
    assert "Thirty" not in lead.why and lead.restated is not None
    assert lead.restated.classes == (Classing("redefinition", "rebased", 30),)


@pytest.mark.parametrize("count", [MOST_FIGURES, MOST_FIGURES + 40])
def test_a_lead_names_as_many_figures_as_it_can_hold_and_counts_all(count: int) -> None:
    old = {str(Period.month(1990 + n // 12, n % 12 + 1)): str(1000 + n) for n in range(count)}
    [lead] = found(old, {period: str(int(figure) + 500) for period, figure in old.items()})
    assert lead.restated is not None
    assert lead.restated.count == len(lead.restated.numbers) == count
    assert len(lead.restated.figures) == MOST_FIGURES
    assert {ref.value for ref in lead.restated.figures} == {Decimal(1500 + n) for n in range(MOST_FIGURES)}
