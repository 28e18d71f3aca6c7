"""What holds of any claims at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.check import Verdict, check, exit_code, html, in_words, report
from tallywire.record.catalogue import NameCatalogue
from tallywire.series import AsOf
from tallywire.statement import Claim, evaluate
from tests.check.records import SERIES, prisons, utopia
from tests.check.strategies import days, texts
from tests.holdings import LATER, Shelf

KEPT = (*SERIES["prisons"], *SERIES["utopia"])


def everything() -> Shelf:
    one, other = prisons(), utopia()
    both = [o for shelf in (one, other) for s in KEPT for o in shelf.observations(s.id, as_of=LATER)]
    return Shelf(KEPT, both, one.events("", as_of=LATER))


WHOLE = everything()
NAMES = NameCatalogue(KEPT)
FEW = settings(max_examples=40, deadline=None)


def checked(
    claims: Sequence[Claim], published: date = date(2022, 11, 20), *, basis: str = "proven"
) -> tuple[Verdict, ...]:
    as_of = AsOf(LATER.time, "asserted" if basis == "asserted" else "proven")
    return check(claims, holdings=WHOLE, catalogue=NAMES, as_of=as_of, published=published)


@FEW
@given(texts(), days(), st.sampled_from(["proven", "asserted"]))
def test_any_claims_are_answered_and_told(claims: tuple[Claim, ...], published: date, basis: str) -> None:
    verdicts = checked(claims, published, basis=basis)
    assert [v.claim for v in verdicts] == list(claims)
    assert all(v.reason for v in verdicts)
    text = "The <u>number</u> of inmates fell by 23,000 in two months.\n\nIt rose."
    told = report(verdicts, as_of=LATER, published=published)
    assert "E+" not in json.dumps(told)
    assert in_words(verdicts, text).count("\n\n") == len(verdicts)
    assert "<u>" not in html(verdicts, text, as_of=LATER)
    assert exit_code(verdicts) == int(any(v.name == "contradicted" for v in verdicts))


@FEW
@given(texts())
def test_contradicted_only_what_the_evaluator_calls_false(claims: tuple[Claim, ...]) -> None:
    for verdict in checked(claims):
        outcomes = {e.outcome for e in verdict.evidence}
        if verdict.name == "contradicted":
            assert verdict.judged is not None
            assert outcomes == {"false"}
            assert evaluate(verdict.judged, WHOLE, LATER).outcome == "false"
        if verdict.name in ("holds", "holds_roughly"):
            assert verdict.evidence[0].outcome == "true"
        if verdict.name == "undetermined" and verdict.evidence:
            assert verdict.evidence[0].outcome != "true"


@FEW
@given(texts())
def test_the_first_verdict_that_fits_is_given(claims: tuple[Claim, ...]) -> None:
    for verdict in checked(claims):
        claim = verdict.claim
        assert (verdict.name == "not_judged") == (claim.nature != "fact")
        if verdict.name == "pending":
            assert msgspec.to_builtins(claim.statement)["kind"] == "pledge"
        if claim.nature == "fact" and not verdict.series and verdict.name not in ("pending", "undetermined"):
            assert verdict.name == "unverifiable"


@FEW
@given(texts(), st.sampled_from([s.id for s in KEPT]))
def test_without_a_series_nothing_is_said_of_it(claims: tuple[Claim, ...], left_out: str) -> None:
    kept = [s for s in KEPT if s.id != left_out]
    observations = [o for s in kept for o in WHOLE.observations(s.id, as_of=LATER)]
    poorer = Shelf(kept, observations, WHOLE.events("", as_of=LATER))
    before = checked(claims)
    after = check(claims, holdings=poorer, catalogue=NameCatalogue(kept), as_of=LATER, published=date(2022, 11, 20))
    for was, now in zip(before, after, strict=True):
        if left_out in was.series:
            assert now.name in ("unverifiable", "not_judged", "pending"), (was, now)


@FEW
@given(texts())
def test_the_order_of_observations_does_not_matter(claims: tuple[Claim, ...]) -> None:
    turned = Shelf(
        KEPT,
        reversed([o for s in KEPT for o in WHOLE.observations(s.id, as_of=LATER)]),
        WHOLE.events("", as_of=LATER),
    )
    again = check(claims, holdings=turned, catalogue=NAMES, as_of=LATER, published=date(2022, 11, 20))
    assert again == checked(claims)
