"""The card: a picture of the right size, small, that no text can break."""

from __future__ import annotations

import struct

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageFile

from tallywire.brief import Brief, Text
from tallywire.feed.syndication import card_svg
from tallywire.feed.syndication.lines import balanced, breadth, cut, lines
from tallywire.tell.card import card_png
from tests.feed.reading import nodes, words
from tests.feed.sample import edition
from tests.feed.syndication.following import hostile

SVG = "{http://www.w3.org/2000/svg}"
PAPER = (251, 250, 246)
WORDS = st.text(max_size=300)


def _svg(brief: Brief, *, clock: str = "") -> etree._Element:
    return etree.fromstring(card_svg(brief, title="Tallywire", clock=clock))


def _picture(data: bytes) -> Image.Image:
    parser = ImageFile.Parser()
    parser.feed(data)
    return parser.close().convert("RGB")


def _headline(brief: Brief) -> list[str]:
    return [text.text or "" for text in _svg(brief).iter(f"{SVG}text") if text.get("font-weight") == "700"][:-1]


@pytest.mark.parametrize("place", range(len(edition().briefs)))
def test_a_card_says_what_happened_and_who_says_it(place: int) -> None:
    brief = edition().briefs[place]
    text = words(_svg(brief, clock="simulated time"))
    assert " ".join(_headline(brief)) == brief.headline.text
    for wanted in (brief.kicker, brief.source_name, "Tallywire", "simulated time"):
        assert wanted in text


def test_the_marked_stretch_is_drawn_in_the_accent() -> None:
    svg = _svg(edition().briefs[0])
    assert {line.get("stroke") for line in svg.iter(f"{SVG}line")} == {"#0b4a75", "#8d8b84"}
    assert {"351,300", "348,000", "325,000"} <= {text.text for text in svg.iter(f"{SVG}text")}


def test_where_there_is_nothing_to_draw_the_lead_stands_instead() -> None:
    brief = next(each for each in edition().briefs if not each.proofs)
    shown = " ".join(text.text or "" for text in _svg(brief).iter(f"{SVG}text"))
    assert brief.lead.text in shown


@pytest.mark.parametrize("place", range(len(edition().briefs)))
def test_a_card_is_a_small_png_of_its_size(place: int) -> None:
    data = card_png(card_svg(edition().briefs[place], title="Tallywire", clock=""))
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 40_000
    picture = _picture(data)
    counted = picture.getcolors(64)
    assert counted is not None and len(counted) <= 16
    assert picture.getpixel((3, 300)) == PAPER
    assert picture.getpixel((600, 4)) == (11, 74, 117)


def test_the_palette_keeps_what_was_drawn() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="3">'
        '<rect width="7" height="3" fill="#fff"/><rect width="3" height="3" fill="#0b4a75"/></svg>'
    )
    picture = _picture(card_png(svg))
    assert picture.size == (7, 3)
    row = [picture.getpixel((x, 1)) for x in range(7)]
    assert row == [(11, 74, 117)] * 3 + [(255, 255, 255)] * 4


def test_no_svg_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn: unknown token"):
        card_png("no picture")


def test_hostile_text_stays_text_and_is_drawn() -> None:
    svg = _svg(hostile(), clock="<b>")
    assert not nodes(svg, "//*[local-name()='script']")
    assert "<script>" in words(svg)
    assert {element.tag for element in svg.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "rect", "text", "g", "path")
    }
    assert len(card_png(card_svg(hostile(), title="<i>", clock=""))) < 40_000


@pytest.mark.parametrize(
    "headline",
    ["", "x", "W" * 200, "word " * 80, "統計" * 60, "Ä" * 90, "a" * 5000, "مرحبا " * 30, "🇮🇹" * 60, "e\u0301" * 200],
)
def test_any_headline_fits(headline: str) -> None:
    brief = msgspec.structs.replace(
        edition().briefs[0], headline=Text(headline), source_name=headline, badge=headline
    )
    found = _headline(brief)
    assert len(found) <= 4
    assert len(card_png(card_svg(brief, title=headline, clock="simulated time"))) < 60_000


@given(text=WORDS, width=st.floats(3, 40), most=st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost_unseen(text: str, width: float, most: int) -> None:
    for found in (lines(text, width=width, most=most), balanced(text, width=width, most=most)):
        assert len(found) <= most and all(breadth(line) <= width + 1e-9 for line in found)
        assert all(line for line in found)
    whole = lines(text, width=width, most=10_000)
    if len(whole) <= most:
        assert lines(text, width=width, most=most) == whole
    else:
        assert lines(text, width=width, most=most)[-1].endswith("…")


@given(text=WORDS, title=st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_well_formed_svg(text: str, title: str) -> None:
    brief = msgspec.structs.replace(
        edition().briefs[1], headline=Text(text), lead=Text(text), kicker=text, source_name=text
    )
    etree.fromstring(card_svg(brief, title=title, clock=text))


def test_a_cut_text_ends_at_a_word() -> None:
    assert cut("one two three four", width=breadth("one two three…")) == "one two three…"
    assert cut("one two three four", width=breadth("one two thre…")) == "one two…"
    assert cut("one, two", width=breadth("one, t…")) == "one…"
    assert cut("one", width=20) == "one"
