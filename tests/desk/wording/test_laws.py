"""Whatever an editor does to a bound number, only the record can bear it out."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk.wording import bind, from_markdown, numbers, to_markdown
from tallywire.desk.wording.manuscript import places
from tallywire.language import pack, write_number
from tests.desk.wording.told_briefs import ToldBriefs, edited, words_at

quiet = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

NAMES = ("unemployment", "library", "ferry", "bicycles", "colonies", "payrolls")
WORDS = (
    "fell",
    "rose",
    "two",
    "half",
    "not",
    "more",
    "fewer",
    "doubled",
    "third",
    "million",
    "2,970",
    "since",
    "by",
    "never",
)


def _bound(brief: Brief) -> list[tuple[str, int, int]]:
    return [(where, b.start, b.end) for where, text in places(brief) for b in text.bindings]


@quiet
@given(st.data())
def test_a_bound_number_with_another_value_is_never_borne_out(told: ToldBriefs, data: st.DataObject) -> None:
    brief = told.briefs[data.draw(st.sampled_from(NAMES))]
    where, start, end = data.draw(st.sampled_from(_bound(brief)))
    words = words_at(brief, where)
    old = words[start:end]
    value = data.draw(
        st.one_of(
            st.integers(2, 10**7).map(Decimal),
            st.decimals(0, 1000, places=1),
            st.sampled_from([Decimal(n) for n in (1, 2, 3, 20, 22, 823, 2970, 2971, 46240, 49210, 348000)]),
        )
    )
    new = write_number(pack(), value)
    found = re.search(r"\d[\d.,]*\d|\d", old)
    changed = new if found is None else old[: found.start()] + new + old[found.end() :]
    before = {(n.text, n.value) for n in numbers(old)}
    if {(n.text, n.value) for n in numbers(changed)} & before or {n.value for n in numbers(changed)} & {
        n.value for n in numbers(old) if n.value is not None
    }:
        return
    turned = edited(brief, where, words[:start] + changed + words[end:])
    # A month that stands before the changed digits says what it said.
    first = start + (found.start() if found is not None else 0)
    last = first + len(new)
    touching = [
        one for one in told.judge(turned, brief) if one.where == where and one.start < last and first < one.end
    ]
    assert touching
    assert not any(one.verdict == "bound" for one in touching)
    for one in touching:
        # The record may happen to bear another figure out: then it says so, and gives its evidence.
        assert not one.supported or (one.proof is not None and one.proof.evidence.outcome == "true")


@quiet
@given(st.data())
def test_any_edit_is_judged_and_can_be_bound(told: ToldBriefs, data: st.DataObject) -> None:
    brief = told.briefs[data.draw(st.sampled_from(NAMES))]
    where = data.draw(st.sampled_from([where for where, text in places(brief) if text.text]))
    parts = words_at(brief, where).split(" ")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(parts) - 1))
        kept = data.draw(st.booleans())
        parts[place : place if kept else place + 1] = [
            data.draw(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)))
        ]
    turned = edited(brief, where, " ".join(parts))
    judged = told.judge(turned, brief)
    for one in judged:
        text = dict(places(turned))[one.where].text
        assert text[one.start : one.end] == one.text
    bound = bind(turned, judged)
    ids = [proof.id for proof in bound.proofs]
    assert len(ids) == len(set(ids))
    assert {b.proof for _, text in places(bound) for b in text.bindings} <= set(ids)
    assert told.judge(bound, brief) == judged


@quiet
@given(st.sampled_from(NAMES))
def test_a_body_that_went_through_markdown_is_borne_out_as_before(told: ToldBriefs, name: str) -> None:
    brief = told.briefs[name]
    again = replace(brief, body=from_markdown(to_markdown(brief.body)))
    assert [text.text for text in again.body] == [text.text for text in brief.body]
    assert bind(again, told.judge(again, brief)).body == brief.body


def test_a_text_full_of_numbers_is_judged_in_bounded_time(told: ToldBriefs) -> None:
    brief = told.briefs["ferry"]
    full = replace(brief, body=tuple(Text("It fell by 1 by May 2022, to 2 people. " * 20) for _ in range(20)))
    judged = told.judge(full, brief)
    assert len([one for one in judged if one.where == "body-20"]) == 60
    assert not any(one.supported for one in judged if one.where.startswith("body") and one.text == "2")
