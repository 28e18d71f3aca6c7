"""Several figures that one release restated, told as one story: the count, its evidence, the class, the picture."""

from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest

from tallywire.brief import Brief, Proof
from tallywire.language.templates import templates
from tallywire.record.restating.classify import RULES
from tallywire.series import Class
from tallywire.statement import Lead
from tallywire.tell import tell
from tallywire.tell.headline import LONGEST
from tests.docs.markdown import codes, rows, sections, text_of
from tests.holdings import LATER, Shelf
from tests.tell.leads import BREAD, PARTED, PRICES, REBASED, together

ALL: dict[str, tuple[Class, str]] = dict.fromkeys(BREAD, ("redefinition", "rebased"))
SOURCE = "Statistics of Utopia"


def told(shelf: Shelf, lead: Lead) -> Brief:
    return tell(lead, holdings=shelf, source_name=SOURCE, published=LATER.time, draw=lambda spec: "")


def proof(brief: Brief, id: str) -> Proof:
    return next(each for each in brief.proofs if each.id == id)


def test_the_brief_of_a_rebased_past() -> None:
    brief = told(*together(BREAD, REBASED, classes=ALL))
    assert brief.headline.text == "Price index of bread in Utopia: 40 figures restated"
    assert brief.body[0].text.endswith(
        "lower than the old. It is among the 40 figures, for January 2019 to April 2022, that the same release "
        "restated. They all changed by the same factor: the past was rebased."
    )
    assert brief.labels == ("Revision",)


def test_the_count_is_bound_to_the_new_figures() -> None:
    brief = told(*together(BREAD, REBASED, classes=ALL))
    evidence = proof(brief, "together").evidence
    assert evidence.compared == len(evidence.used) == 40
    assert {str(ref.period): ref.literal for ref in evidence.used} == REBASED
    assert {ref.release for ref in evidence.used} == {"r1"}
    assert evidence.working == ("2019-01 to 2022-04: 40 figures of one release, once given otherwise",)
    for text in (brief.headline, brief.body[0]):
        [binding] = [each for each in text.bindings if each.proof == "together"]
        assert text.text[binding.start : binding.end] == "40"


def test_of_very_many_figures_those_that_changed_most_are_the_evidence() -> None:
    old = {f"{1980 + n // 12}-{n % 12 + 1:02d}": f"{100 + n}.0" for n in range(400)}
    new: dict[str, str | None] = {month: f"{float(figure) + 50:.1f}" for month, figure in old.items()}
    brief = told(*together(old, new))
    evidence = proof(brief, "together").evidence
    assert evidence.compared == 400 and len(evidence.used) == 120
    assert evidence.working[1] == "120 of them, those that changed most, are named as evidence"
    assert "the 400 figures, for January 1980 to April 2013," in brief.body[0].text
    assert brief.chart is not None, "the figure that is shown stands on the chart, however old it is"


def test_what_was_put_back_is_told_as_one_return() -> None:
    wrong: dict[str, str | None] = {**BREAD, "2019-03": "1.1", "2020-01": "1.2", "2022-04": "1.3"}
    brief = told(*together(BREAD, wrong, back=True))
    assert brief.labels == ("Returned",)
    assert "3 figures put back" in brief.headline.text
    assert "the 3 figures, dated from March 2019 to April 2022, that the same release put back" in brief.body[0].text


def test_cells_left_empty_and_two_figures_are_named_by_both_periods() -> None:
    brief = told(*together(BREAD, {**BREAD, "2019-03": None, "2020-01": None}))
    assert "2 figures withdrawn" in brief.headline.text
    assert "the 2 figures, for March 2019 and January 2020, whose cells the same release left empty." in (
        brief.body[0].text
    )


def test_where_several_rules_decided_each_class_is_counted() -> None:
    brief = told(*together(BREAD, {**BREAD, "2019-03": None, "2020-01": "110.1"}, classes=PARTED))
    assert "The rules used here class 1 of them as correction and 1 as deletion." in brief.body[0].text
    assert proof(brief, "class").evidence.working == (
        "correction by the rule isolated: 1",
        "deletion by the rule blanked: 1",
    )


def test_a_class_that_is_not_known_of_all_is_not_told() -> None:
    shelf, lead = together(BREAD, REBASED, classes=ALL)
    assert lead.restated is not None
    some = (msgspec.structs.replace(lead.restated.classes[0], count=39),)
    unsure = msgspec.structs.replace(lead, restated=msgspec.structs.replace(lead.restated, classes=some))
    assert "rebased" not in told(shelf, unsure).body[0].text


def test_the_chart_shows_what_all_of_them_were_before() -> None:
    chart = told(*together(BREAD, REBASED, classes=ALL)).chart
    assert chart is not None
    assert chart.title == "Price index of bread in Utopia: before and after the restatement"
    assert "Thin strokes show what the restated figures were before." in chart.sentence
    lines = [each for each in json.loads(chart.spec)["layer"] if each["mark"]["type"] == "line"]
    assert [[row["value"] for row in line["data"]["values"]] for line in lines] == [
        [float(figure or 0) for figure in REBASED.values()],
        [float(figure) for figure in BREAD.values()],
    ]
    assert {row.proof for row in chart.rows} == {"together", "after"}


def test_a_figure_restated_between_others_is_a_stroke_of_its_own() -> None:
    chart = told(*together(BREAD, {**BREAD, "2019-03": "1.1", "2020-01": "1.2"})).chart
    assert chart is not None
    [ticks] = [each for each in json.loads(chart.spec)["layer"] if each["mark"]["type"] == "tick"]
    assert [row["date"][:7] for row in ticks["data"]["values"]] == ["2019-03", "2020-01"]


@pytest.mark.parametrize("title", ["bread", "bread in the whole of the Republic of Utopia without its islands, " * 3])
def test_headlines_keep_to_their_length(title: str) -> None:
    shelf, lead = together(BREAD, REBASED)
    shelf = Shelf([msgspec.structs.replace(PRICES, title=title)], shelf._observations)
    text = told(shelf, lead).headline.text
    assert len(text) <= LONGEST and "40 figures restated" in text


def test_every_rule_that_restates_a_figure_has_its_words() -> None:
    table = rows(sections(text_of("docs/reference/restatements.md"))["Rules"])
    documented = {codes(row[1])[0] for row in table}
    assert len({codes(row[0])[0] for row in table}) == len(RULES)
    only_absences = {"renamed", "regrained", "whole_series", "gone", "running_total"}
    assert set(templates().rules) == documented - only_absences
    assert set(templates().classes) == set(get_args(Class))
