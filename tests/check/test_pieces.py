"""Pieces of check by themselves: addresses, arithmetic, linking by hand, and how verdicts are told."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from lxml import html as markup

from tallywire.check import arithmetic, check, exit_code, html, in_words, link, report, same_page
from tallywire.record.catalogue import NameCatalogue
from tallywire.series import Interval, Length, Period, parse_period
from tallywire.statement import (
    Amount,
    Attribution,
    Change,
    Claim,
    Description,
    Level,
    Statement,
    Window,
)
from tests.check.records import SERIES, prisons
from tests.holdings import LATER, Shelf, observation, series

PUBLISHED = date(2022, 11, 20)
HELD = prisons()
NAMES = NameCatalogue(SERIES["prisons"])


def claim(
    id: str, statement: Statement, value: str | None = None, who: str = "", *, start: int = 0, end: int = 5
) -> Claim:
    said = (Attribution(who, "said"),) if who else ()
    return Claim(
        id=id,
        span=(start, end),
        statement=statement,
        value=None if value is None else Decimal(value),
        attribution=said,
    )


def level(text: str, when: str | None, value: str, step: str = "1000", leans_on: str = "") -> Level:
    amount = Amount(Interval.around(Decimal(value), Decimal(step)), "people", value)
    return Level(Description(text, leans_on), None if when is None else parse_period(when), amount)


def fall(text: str, window: Window, value: str, leans_on: str = "", step: str = "1000") -> Change:
    amount = Amount(Interval.around(Decimal(value), Decimal(step)), "", value)
    return Change(Description(text, leans_on), window, "down", amount)


def window(start: str, end: str) -> Window:
    return Window(parse_period(start), parse_period(end))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a/b/", "http://example.org/a/b?utm=1#top", True),
        ("https://example.org./a", "https://EXAMPLE.org/a", True),
        ("example.org/a", "https://example.org/a", True),
        ("https://example.org/a", "https://example.org/b", False),
        ("https://example.org/a", "https://example.com/a", False),
        ("http://[", "http://[", True),
        ("", "", False),
    ],
)
def test_addresses_are_one_page_by_host_and_path(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same


def test_a_text_that_rests_partly_on_itself_says_which_figure() -> None:
    change = fall("people in correctional colonies in Russia", window("2022-09-01", "2022-11-01"), "23000")
    (verdict,) = check(
        [claim("a", change, "23000")],
        holdings=HELD,
        catalogue=NAMES,
        as_of=LATER,
        published=PUBLISHED,
        address="https://example.org/item",
        cited=lambda ref: "https://example.org/item" if str(ref.period) == "2022-09-01" else "https://stat.example/",
    )
    assert verdict.name == "holds"
    assert verdict.notes == ("the figure for 1 September 2022 was itself taken from this text",)


def test_steps_that_make_their_total_by_dates_or_by_length() -> None:
    first = claim("a", fall("inmates", window("2022-09-01", "2022-10-01"), "10000"), "10000")
    second = claim("b", fall("", window("2022-10-01", "2022-11-01"), "13000", "a"), "13000")
    for whole in (window("2022-09-01", "2022-11-01"), Window(length=Length(months=2)), Window()):
        total = claim("t", fall("Russian inmates", whole, "23000"), "23000")
        assert arithmetic([first, second, total])["t"] == (
            "the steps in the text: 10,000 + 13,000 = 23,000, as it says",
        )
    year = claim("t", fall("Russian inmates", Window(length=Length(months=12)), "40000"), "40000")
    assert arithmetic([first, second, year]) == {}
    other = claim("t", fall("beavers", Window(length=Length(months=2)), "23000"), "23000")
    assert arithmetic([first, second, other]) == {}
    undated = claim("t", fall("Russian inmates", Window(), "40000"), "40000")
    assert arithmetic([first, second, undated]) == {}


def test_rounded_steps_agree_within_rounding() -> None:
    first = claim("a", fall("inmates", window("2022-09-01", "2022-10-01"), "10400", step="100"), "10400")
    second = claim("b", fall("", window("2022-10-01", "2022-11-01"), "12700", "a", step="100"), "12700")
    total = claim("t", fall("inmates", window("2022-09-01", "2022-11-01"), "23000"), "23000")
    assert "agrees with 23,000 within rounding" in arithmetic([first, second, total])["t"][0]


def test_a_percentage_against_its_own_amount() -> None:
    start = claim("a", level("inmates", "2022-09-01", "348000"), "348000")
    span = window("2022-09-01", "2022-11-01")
    amount = claim("b", fall("", span, "23000", "a"), "23000")
    percent = Change(
        Description("", "a"),
        span,
        "down",
        Amount(Interval.around(Decimal("6.6"), Decimal("0.1")), "%", ""),
        "percent",
    )
    assert "23,000 of 348,000 is 6.6%" in arithmetic([start, amount, claim("c", percent, "6.6")])["c"][0]
    wrong = msgspec.structs.replace(percent, amount=Amount(Interval.around(Decimal("16.6"), Decimal("0.1")), "%", ""))
    assert "does not add up" in arithmetic([start, amount, claim("c", wrong, "16.6")])["c"][0]


def test_contested_only_for_the_same_time_or_other_speakers() -> None:
    def notes(*claims: Claim) -> list[tuple[str, ...]]:
        found = check(claims, holdings=Shelf([], []), catalogue=NameCatalogue([]), as_of=LATER, published=PUBLISHED)
        return [v.notes for v in found]

    one = claim("a", level("strikers", "2022-09-01", "3000", "100"), "3000", "the union")
    assert notes(one, claim("b", level("strikers", "2022-09-01", "500", "100"), "500", "the firm")) == [
        ("contested in the text: the firm gives 500 people",),
        ("contested in the text: the union gives 3,000 people",),
    ]
    assert notes(one, claim("b", level("strikers", "2022-10-01", "500", "100"), "500", "the firm")) == [(), ()]
    assert notes(one, claim("b", level("strikers", "2022-09-01", "3040", "10"), "3040", "the firm")) == [(), ()]


def test_a_ring_of_leaning_claims_means_nothing() -> None:
    ring = [
        claim("a", fall("", Window(), "5", "b"), "5"),
        claim("b", fall("", Window(), "6", "a"), "6"),
        claim("c", fall("", Window(), "7", "c"), "7"),
        claim("d", fall("", Window(), "8", "nowhere"), "8"),
    ]
    found = link(ring, catalogue=NAMES, holdings=HELD, as_of=LATER, published=PUBLISHED)
    assert all(one.statement is None for one in found)
    verdicts = check(ring, holdings=HELD, catalogue=NAMES, as_of=LATER, published=PUBLISHED)
    assert {v.name for v in verdicts} == {"unverifiable"}


def test_a_long_chain_of_leaning_claims_is_followed() -> None:
    first = claim("0", level("people in correctional colonies in Russia", "2022-11-01", "325000"), "325000")
    rest = [
        claim(str(n), fall("", window("2022-10-01", "2022-11-01"), "13000", str(n - 1)), "13000")
        for n in range(1, 300)
    ]
    verdicts = check([first, *rest], holdings=HELD, catalogue=NAMES, as_of=LATER, published=PUBLISHED)
    assert {v.name for v in verdicts} == {"holds"}


def test_a_linked_statement_carries_the_units_of_its_series() -> None:
    said = level("inmates in correctional colonies", "2022-11-01", "325000")
    said = msgspec.structs.replace(said, amount=msgspec.structs.replace(said.amount, unit="prisoners"))
    (found,) = link([claim("a", said)], catalogue=NAMES, holdings=HELD, as_of=LATER, published=PUBLISHED)
    assert found.statement == Level(
        "fsin/colonies", parse_period("2022-11-01"), said.amount.__class__(said.amount.interval, "people", "325000")
    )
    assert (found.sure, found.series) == (True, ("fsin/colonies",))


def test_what_was_said_when_nothing_was_known_is_judged_by_what_is_known() -> None:
    later = series("a/b", title="swans on the lake", place="")
    shelf = Shelf([later], [observation("a/b", Period.month(2022, 6), "120")])
    (verdict,) = check(
        [claim("a", level("swans on the lake", "2022-06", "150", "1"), "150")],
        holdings=shelf,
        catalogue=NameCatalogue([later]),
        as_of=LATER,
        published=date(2022, 7, 1),
    )
    assert verdict.name == "contradicted"
    assert verdict.right is not None and verdict.right.wording == "120 people"
    assert verdict.notes == ("the record held nothing for it on 1 July 2022; judged as the record stands",)


TEXT = 'There were <script>alert("325,000")</script> people & more.\n\nIt fell \x1b[31mby 13,000.\u202e'


def texts(page: str, path: str) -> list[str]:
    """The text of what an XPath finds: of an element everything within it."""
    found = markup.document_fromstring(page).xpath(path)
    assert isinstance(found, list)
    return ["".join(map(str, one.itertext())) if isinstance(one, markup.HtmlElement) else str(one) for one in found]


def told() -> tuple[Claim, ...]:
    one = level("people in correctional colonies in Russia", "2022-11-01", "325000")
    return (
        claim("a", one, "325000", "the <b>agency</b>", start=11, end=48),
        claim("b", fall("", window("2022-10-01", "2022-11-01"), "15000", "a"), "15000", start=40, end=80),
        claim("c", level("beavers", None, "5", "1"), "5", start=300, end=400),
    )


def test_the_page_is_escaped_whole_and_its_links_arrive() -> None:
    verdicts = check(told(), holdings=HELD, catalogue=NAMES, as_of=LATER, published=PUBLISHED)
    page = html(verdicts, TEXT, as_of=LATER, title="A <title>", clock="simulated time")
    assert not texts(page, "//script | //@onclick | //link | //img | //b[text()='agency']")
    ids = set(texts(page, "//@id"))
    assert {f"claim-{n}" for n in (1, 2, 3)} <= ids
    inner = [href.removeprefix("#") for href in texts(page, "//a/@href")]
    assert len(inner) == 4
    assert set(inner) <= ids
    assert "alert(" in "".join(texts(page, "//article//text()"))
    assert "\x1b" not in page and "\u202e" not in page
    words = [" ".join(line.split()) for line in texts(page, "//p[contains(@class, 'verdict')]")]
    assert [line.split(" (")[0] for line in words] == ["● holds", "✕ contradicted", "○ unverifiable"]
    assert "simulated time" in page
    assert texts(page, "//table//th[@scope='row']") == ["1 November 2022", "1 October 2022", "1 November 2022"]


def test_a_terminal_gets_quotes_without_control_characters() -> None:
    verdicts = check(told(), holdings=HELD, catalogue=NAMES, as_of=LATER, published=PUBLISHED)
    shown = in_words(verdicts, TEXT)
    assert "\x1b" not in shown
    assert "CONTRADICTED: the record has a fall of 13,000 people" in shown
    assert "according to: the <b>agency</b> (said)" in shown
    assert shown.endswith("3 claims: 1 holds, 1 unverifiable, 1 contradicted. Basis: proven time.\n")
    assert in_words((), TEXT) == "No claims that figures could bear out were found.\n"


def test_the_report_follows_its_contract() -> None:
    verdicts = check(told(), holdings=HELD, catalogue=NAMES, as_of=LATER, published=PUBLISHED)
    assert exit_code(verdicts) == 1
    assert exit_code(verdicts[:1]) == 0
    found = json.loads(json.dumps(report(verdicts, as_of=LATER, published=PUBLISHED)))
    assert found["schema"] == "tallywire.check/1"
    assert (found["published"], found["basis"]) == ("2022-11-20", "proven")
    first, second, third = found["claims"]
    assert first["span"] == [11, 48]
    assert first["attribution"] == [{"who": "the <b>agency</b>", "verb": "said"}]
    assert first["statement"]["kind"] == "level"
    assert first["statement"]["series"] == "fsin/colonies"
    assert first["statement"]["amount"]["interval"]["low"] == "324500"
    assert second["right"]["interval"]["low"] == "-13000"
    assert second["right"]["wording"] == "a fall of 13,000 people"
    assert second["evidence"][0]["used"][0]["literal"] == "338000"
    assert third["statement"]["series"]["text"] == "beavers"
    assert {"id", "hedge", "verdict", "reason", "alternatives", "notes"} <= set(third)
