"""Charts: one message, the stretch in the accent, gaps as gaps, the same bytes, and a table that says the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from tallywire.brief import ACCENT, Chart
from tallywire.statement import Lead
from tallywire.tell import svg, tell
from tests.holdings import LATER, Shelf
from tests.tell.leads import colonies_shelf, every, founding, gone, lowest, restated


def chart_of(shelf: Shelf, lead: Lead, *, drawn: bool = False) -> Chart:
    draw = svg if drawn else (lambda spec: "")
    chart = tell(lead, holdings=shelf, source_name="FSIN", published=LATER.time, draw=draw).chart
    assert chart is not None
    return chart


def founding_chart(*, drawn: bool = False) -> Chart:
    shelf = colonies_shelf()
    return chart_of(shelf, founding(shelf), drawn=drawn)


def test_title_sentence_and_table_say_the_same() -> None:
    chart = founding_chart()
    assert chart.title == "Number of people in correctional colonies in Russia: from 348,000 to 325,000 in two months"
    assert chart.sentence == (
        "16 counts of the number of people in correctional colonies in Russia, from 704,200 (1 July 2001) to 325,000 "
        "(1 November 2022). The marked stretch runs from 348,000 (1 September 2022) to 325,000 (1 November 2022). "
        "The vertical axis runs from 300,000 to 800,000. The line is broken where no counts are held for long."
    )
    assert chart.columns == ("Date", "People", "Change")
    assert len(chart.rows) == 16
    last = chart.rows[-1]
    assert (last.label, last.figure, last.change, last.proof) == (
        "1 November 2022",
        "325,000",
        "\u221213,000",
        "last",
    )
    assert chart.rows[1].change == ""


def test_the_spec_holds_its_data_and_fetches_nothing() -> None:
    chart = founding_chart()
    spec = json.loads(chart.spec)
    assert "url" not in chart.spec.replace(spec["$schema"], "")
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    runs = {row["run"] for row in lines[0]["data"]["values"]}
    assert len(runs) == 6
    assert lines[0]["mark"]["strokeDash"]
    accented = [layer for layer in lines if layer["mark"]["color"] == ACCENT]
    assert [row["value"] for row in accented[0]["data"]["values"]] == [348000, 338000, 325000]
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    assert (low, high) == (300000, 800000)
    labels = [layer["mark"]["text"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert {"348,000", "325,000", "704,200", "sharpest before", "recruitment in prisons"} <= set(labels)


def test_the_drawing_is_the_same_each_time_and_stands_on_any_paper() -> None:
    chart = founding_chart(drawn=True)
    assert founding_chart(drawn=True).svg == chart.svg
    root = etree.fromstring(chart.svg.encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == "480"
    assert "currentColor" in chart.svg and ACCENT in chart.svg
    texts = "".join(str(t) for t in root.itertext())
    assert "348,000" in texts and "1 Nov 2022" in texts
    assert not root.findall(".//{http://www.w3.org/2000/svg}image")


def test_provisional_counts_are_hollow() -> None:
    spec = json.loads(chart_of(*lowest()).spec)
    hollow = [layer for layer in spec["layer"] if layer["mark"].get("filled") is False]
    assert [row["date"] for layer in hollow for row in layer["data"]["values"]] == ["2021-12-01T00:00:00Z"]


def test_a_restatement_shows_what_was_there_before() -> None:
    chart = chart_of(*restated())
    assert chart.title.endswith("325,000 became 326,000")
    hollow = [layer for layer in json.loads(chart.spec)["layer"] if layer["mark"].get("filled") is False]
    assert hollow[0]["data"]["values"][0]["value"] == 325000
    assert chart.rows[-1].proof == "after"


def test_a_page_that_is_gone_has_no_chart() -> None:
    shelf, lead = gone()
    assert tell(lead, holdings=shelf, source_name="FSIN", published=LATER.time, draw=lambda spec: "").chart is None


@pytest.mark.parametrize(("shelf", "lead"), every())
def test_every_chart_can_be_drawn(shelf: Shelf, lead: Lead) -> None:
    brief = tell(lead, holdings=shelf, source_name="FSIN", published=datetime(2022, 12, 1, tzinfo=UTC))
    proofs = {proof.id for proof in brief.proofs}
    if brief.chart is not None:
        assert brief.chart.svg.startswith("<svg")
        assert {row.proof for row in brief.chart.rows if row.proof} <= proofs


@pytest.mark.parametrize("title", ["</svg><script>1</script>", "a'b\"c\\d", "{{datum.value}}", "\u202epeople " * 40])
def test_hostile_names_stay_text(title: str) -> None:
    shelf = colonies_shelf(title, title)
    chart = chart_of(shelf, founding(shelf), drawn=True)
    root = etree.fromstring(chart.svg.encode())
    assert not [e for e in root.iter() if isinstance(e.tag, str) and e.tag.endswith("script")]
