from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime

import msgspec
import pytest
from lxml import html

from tallywire.brief import Sheet
from tallywire.feed import site
from tests.feed.reading import frames, nodes, page, pages, target, words
from tests.feed.sample import HEAD, SampleStacks, edition, said, sheets, stacks

FILES = site(edition(), stacks())
FOUNDING = "briefs/colonies-2022-11.html"


def test_has_the_files_of_a_site() -> None:
    assert {
        "index.html",
        "about.html",
        "404.html",
        "feed.atom",
        "style.css",
        "icon.svg",
        "robots.txt",
        FOUNDING,
        "evidence/colonies-2022-11/fall.html",
        "charts/colonies-2022-11.csv",
        "charts/colonies-2022-11.vl.json",
    } <= set(FILES)


def test_same_edition_same_bytes() -> None:
    again = msgspec.structs.replace(edition(), briefs=edition().briefs[::-1])
    assert dict(site(edition(), stacks())) == dict(FILES)
    assert dict(site(again, stacks())) == dict(FILES), "the order in which briefs are handed in does not matter"


def test_every_relative_link_leads_to_a_file_and_an_anchor() -> None:
    followed = 0
    for path, tree in pages(FILES):
        if path == "404.html":
            continue
        for element in nodes(tree, "//*[@href or @src]"):
            href = str(element.get("href") or element.get("src"))
            if href.startswith(("http://", "https://")) or nodes(element, "ancestor::*[@data-served]"):
                continue
            assert not href.startswith("/"), f"{path} -> {href}"
            file, fragment = target(path, href)
            assert file in FILES, f"{path} -> {href}"
            if fragment:
                assert nodes(page(FILES, file), f"//*[@id='{fragment}']"), f"{path} -> {href}"
            followed += 1
    assert followed > 200


def test_every_number_leads_to_its_marked_literal() -> None:
    held = {(sheet.brief, sheet.proof.id): sheet for sheet in sheets()}
    followed = 0
    for brief in edition().briefs:
        tree = page(FILES, f"briefs/{brief.id}.html")
        links = nodes(tree, "//a[@class='figure']")
        bound = [
            text.text[binding.start : binding.end]
            for text in (brief.headline, brief.lead, *brief.body, *brief.caveats, brief.found)
            for binding in text.bindings
        ]
        assert [figure for figure in bound if figure not in {words(link) for link in links}] == []
        for link in links:
            file, _ = target(f"briefs/{brief.id}.html", str(link.get("href")))
            _, _, proof = file.removesuffix(".html").split("/")
            marked = [words(mark) for frame in frames(page(FILES, file)) for mark in nodes(frame, "//td//mark")]
            assert sorted(excerpt.literal for excerpt in held[brief.id, proof].excerpts) == sorted(marked)
            assert marked
            followed += 1
    assert followed >= 20


def test_pages_are_sound_html() -> None:
    for path, tree in pages(FILES):
        source = FILES[path].decode("utf-8")
        assert source.startswith("<!doctype html>"), path
        assert tree.get("lang") == "en"
        assert len(nodes(tree, "//h1")) == 1, path
        assert len(nodes(tree, "//main")) == 1, path
        for landmark in ("header", "footer", "nav"):
            assert nodes(tree, f"//{landmark}"), path
        assert words(nodes(tree, "//title")[0])
        assert nodes(tree, "//meta[@name='description']")[0].get("content")
        for name in ("og:title", "og:description", "og:type"):
            assert nodes(tree, f"//meta[@property='{name}']")[0].get("content")
        assert str(nodes(tree, "//a[@class='skip']")[0].get("href")) == "#main"
        ids = [str(element.get("id")) for element in nodes(tree, "//*[@id]")]
        assert len(ids) == len(set(ids)), path
        for time in nodes(tree, "//time"):
            datetime.fromisoformat(str(time.get("datetime")).replace("Z", "+00:00"))
        for labelled in nodes(tree, "//*[@aria-labelledby]"):
            assert labelled.get("aria-labelledby") in ids
        for table in nodes(tree, "//table"):
            assert nodes(table, "./caption") and nodes(table, ".//th[@scope='col']")
        for frame in frames(tree):
            assert nodes(frame, "//caption") and nodes(frame, "//th[@scope='row']")


def test_no_tag_is_left_open() -> None:
    """libxml2's HTML parser reports mismatched tags; names it does not know (main, article, svg) aside."""
    for path in FILES:
        if path.endswith(".html"):
            parser = html.HTMLParser()
            html.document_fromstring(FILES[path].decode("utf-8"), parser=parser)
            wrong = [str(error) for error in parser.error_log if "ERR_TAG_NAME_MISMATCH" in str(error)]
            assert wrong == [], path


def test_nothing_runs_and_nothing_is_fetched_from_elsewhere() -> None:
    for path, tree in pages(FILES):
        for script in nodes(tree, "//script"):
            assert script.get("type") == "application/ld+json" or str(script.get("src")).endswith(".js"), path
            assert script.get("src") is None or script.text is None, path
        assert nodes(tree, "//*[@style]") == [], path
        policy = str(nodes(tree, "//meta[@http-equiv='Content-Security-Policy']")[0].get("content"))
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in policy
        for loaded in nodes(tree, "//link[@rel='stylesheet' or @rel='icon'] | //*[@src]"):
            assert not str(loaded.get("href") or loaded.get("src")).startswith(("http:", "https:", "//")), path
        if path != "about.html":
            continue
        assert HEAD in words(tree)
    assert b"url(" not in FILES["style.css"] and b"@import" not in FILES["style.css"]


def test_frames_are_sandboxed_under_their_own_policy() -> None:
    seen = 0
    for path, tree in pages(FILES):
        outer = str(nodes(tree, "//meta[@http-equiv='Content-Security-Policy']")[0].get("content"))
        for frame, document in zip(nodes(tree, "//iframe"), frames(tree), strict=True):
            assert frame.get("sandbox") == "", path
            assert frame.get("title")
            inner = str(nodes(document, "//meta[@http-equiv='Content-Security-Policy']")[0].get("content"))
            css = str(nodes(document, "//style")[0].text)
            digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
            assert inner == f"default-src 'none'; style-src 'sha256-{digest}'"
            assert f"'sha256-{digest}'" in outer, "a frame inherits the policy of the page around it"
            seen += 1
    assert seen > 10


def test_brief_page_says_everything() -> None:
    text = words(page(FILES, FOUNDING))
    for wanted in (
        "New record",
        "Prisons · Russia",
        "People in Russia's penal colonies fall by about 23,000 in two months",
        "1 min read",
        "Updated 21 November 2022, 16:40 UTC",
        "reconstructed from reports",
        "simulated time",
        "the lowest of 16 counts held here since July 2001",
        "What is not known",
        "How it was found",
        "imported by hand 21 November 2022",
        "The Tallywire desk",
        "Related",
        "Prisons in England and Wales hold 3,177 fewer people",
    ):
        assert wanted in text
    figure = nodes(page(FILES, FOUNDING), "//figure")[0]
    assert nodes(figure, ".//svg") and nodes(figure, ".//figcaption")
    assert [words(cell) for cell in nodes(figure, ".//tbody/tr[3]/*")] == ["1 November 2022", "325,000", "−13,000"]


def test_evidence_page_shows_the_arithmetic_and_whence() -> None:
    text = words(page(FILES, "evidence/colonies-2022-11/record.html"))
    for wanted in (
        "325,000 is the lowest of 16 counts",
        "Holds",
        "16 counts or windows, this one among them, since 1 July 2001",
        "2 July 2001 to 30 September 2006",
        "338,000 people",
        "Every other count is higher",
        "Compared with",
        "325000",
        "row 16, column 2",
        "https://tallywire.test/figures/fsin-colonies.csv",
        "21 November 2022, 09:12 UTC",
    ):
        assert wanted in text
    assert "Proven" not in text, "under a simulated clock nothing is proven"
    assert "348,000 − 325,000 = 23,000" in words(page(FILES, "evidence/colonies-2022-11/fall.html"))
    excerpt = sheets()[0].excerpts[0]
    fall = words(page(FILES, "evidence/colonies-2022-11/fall.html"))
    for exact in (excerpt.release, excerpt.body_hash, excerpt.chain):
        assert exact in fall


def test_simulated_clock_stands_on_every_page_and_keeps_them_out_of_indexes() -> None:
    for path, tree in pages(FILES):
        assert "simulated time" in words(nodes(tree, "//aside[@class='clock']")[0]), path
        assert nodes(tree, "//meta[@name='robots'][@content='noindex']"), path
    assert FILES["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    real = site(msgspec.structs.replace(edition(), clock=""), stacks())
    assert real["robots.txt"].startswith(b"User-agent: *\nDisallow:\n") and b"Sitemap: " in real["robots.txt"]
    assert b"simulated" not in real["index.html"]
    assert "Proven: " in words(page(real, "evidence/colonies-2022-11/fall.html"))


def test_feed_is_newest_first_with_a_top_item_and_date_lines() -> None:
    tree = page(FILES, "index.html")
    stamps = [str(time.get("datetime")) for time in nodes(tree, "//article//p[@class='meta']/time")]
    assert stamps == sorted(stamps, reverse=True) and len(stamps) == 6
    assert len(nodes(tree, "//article[contains(@class, 'top')]")) == 1
    assert words(nodes(tree, "//h2")[0]) == "Monday, 21 November 2022"
    column = words(nodes(tree, "//aside[@class='column']")[0])
    for wanted in ("Topics", "Prisons", "Taken down", "No answer", "Three requests were not answered", "Revision"):
        assert wanted in column


def test_show_more_leads_through_all_briefs_once() -> None:
    one = edition().briefs[0]
    many = tuple(msgspec.structs.replace(one, id=f"brief-{number}") for number in range(45))
    files = site(msgspec.structs.replace(edition(), briefs=many), SampleStacks(()))
    path, seen = "index.html", list[str]()
    while True:
        tree = page(files, path)
        seen += [str(link.get("href")).split("/")[-1] for link in nodes(tree, "//article//h3/a")]
        more = nodes(tree, "//a[@rel='next']")
        if not more:
            break
        assert words(more[0]) == "Show more"
        path, _ = target(path, str(more[0].get("href")))
    assert path == "page/1.html", "older pages are numbered from the oldest"
    assert len(seen) == 45 and len(set(seen)) == 45
    assert len(nodes(page(files, "index.html"), "//article")) == 25
    assert len(nodes(page(files, "page/1.html"), "//article")) == 20
    assert any(path.startswith("topics/prisons-") and path.endswith("/1.html") for path in files)


def test_an_empty_edition_says_what_to_do_next() -> None:
    files = site(msgspec.structs.replace(edition(), briefs=(), sources=()), stacks())
    assert "Nothing is published yet" in words(page(files, "index.html"))
    assert b"</feed>" in files["feed.atom"]


def test_a_number_without_cells_leads_to_the_arithmetic() -> None:
    files = site(edition(), SampleStacks(()))
    tree = page(files, "evidence/colonies-2022-11/fall.html")
    assert nodes(tree, "//iframe") == []
    assert "348,000 − 325,000 = 23,000" in words(tree)
    assert "follows from the arithmetic" in words(tree)


def test_a_number_that_leads_nowhere_is_refused() -> None:
    brief = msgspec.structs.replace(edition().briefs[0], lead=said("Fell by [23,000|nowhere]."))
    with pytest.raises(ValueError, match="nowhere"):
        site(msgspec.structs.replace(edition(), briefs=(brief,)), stacks())


def test_two_pages_of_one_name_are_refused() -> None:
    brief = edition().briefs[0]
    with pytest.raises(ValueError, match="two pages"):
        site(msgspec.structs.replace(edition(), briefs=(brief, brief)), stacks())


def test_times_need_a_zone() -> None:
    brief = edition().briefs[0]
    naive = msgspec.structs.replace(brief, published=brief.published.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        site(msgspec.structs.replace(edition(), briefs=(naive,)), stacks())


def test_a_literal_that_is_not_in_its_cell_is_called_out() -> None:
    first = sheets()[0]
    altered = msgspec.structs.replace(first.excerpts[0], literal="999999")
    sheet = Sheet(first.brief, first.proof, (altered, *first.excerpts[1:]))
    files = site(edition(), SampleStacks((*sheets(), sheet)))
    tree = page(files, "evidence/colonies-2022-11/fall.html")
    assert "Not found in its cell: 999999" in words(tree)
    assert [words(mark) for mark in nodes(frames(tree)[0], "//td//mark")] == ["325000"]


def test_missing_page_leans_on_no_address_of_its_own() -> None:
    hrefs = [str(link.get("href")) for link in nodes(page(FILES, "404.html"), "//*[@href]")]
    assert "/wire/style.css" in hrefs and "/wire/index.html" in hrefs


def test_text_has_the_contrast_it_needs() -> None:
    css = FILES["style.css"].decode()
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)[:2]
    )
    for colours in (light, dark):
        for ink in ("ink", "soft", "accent", "holds", "contradicted", "open"):
            for paper in ("paper", "raised"):
                assert _contrast(colours[ink], colours[paper]) >= 7, (ink, paper)
        assert _contrast(colours["mark-ink"], colours["mark"]) >= 7
        assert _contrast(colours["grey"], colours["paper"]) >= 3


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
