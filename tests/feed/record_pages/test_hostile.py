"""Every text of the record may come from outside: none may become markup, script, an address or a path."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tallywire.brief import Edition, Health, LedgerClaim, SeriesSheet, Shelf, SourceSheet, Version
from tallywire.feed.record_pages.paths import release_path
from tallywire.series import Event, Observation, Restatement
from tallywire.statement import Attribution
from tests.feed.reading import nodes, pages, words
from tests.feed.record_pages.sample import SOURCE, Stacks, edition, files, source, tables

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'\"></select></form><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</script></style></title></textarea></noscript><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "../../../etc/passwd",
    "-->]]><!--<![CDATA[",
    "a\x00b\x0b\x1f\x7f\ud800\ufffe\u202e\u2028c",
)

_TAGS = (
    {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "header",
        "footer",
        "main",
        "nav",
        "article",
        "section",
        "noscript",
    }
    | {
        "h1",
        "h2",
        "h3",
        "p",
        "div",
        "span",
        "a",
        "b",
        "code",
        "mark",
        "del",
        "ins",
        "time",
        "kbd",
        "br",
        "blockquote",
    }
    | {"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "script"}
    | {"table", "caption", "thead", "tbody", "tr", "th", "td", "form", "label", "select", "option", "button", "input"}
    | {"svg", "path"}
)


_OWN = re.compile(
    r"(https://(tallywire\.test|office\.example|news\.example|www\.news\.example)/)?[\w./#-]*\Z", re.ASCII
)
"""Addresses of the site's own pages, and those of the sample."""


def _poisoned(payload: str) -> Edition:
    """The sample with `payload` in every text that comes from outside."""

    def read(each: Observation) -> Observation:
        return msgspec.structs.replace(each, literal=payload, release=payload if each.seq == 1 else each.release)

    def sheet(each: SeriesSheet) -> SeriesSheet:
        series = msgspec.structs.replace(
            each.series,
            title=payload,
            unit=payload,
            topic=payload,
            place=payload,
            note=payload,
            names=(payload,),
            outside=(payload,),
            dimensions=((payload, payload),),
        )
        return msgspec.structs.replace(
            each,
            series=series,
            source_name=payload,
            observations=tuple(read(o) for o in each.observations),
            restatements=tuple(Restatement(read(r.before), read(r.after)) for r in each.restatements),
        )

    def version(each: Version) -> Version:
        release = msgspec.structs.replace(each.release, address=payload, media_type=payload, note=payload)
        return msgspec.structs.replace(each, release=release, chain=payload, also=(payload,))

    def poisoned_source(each: SourceSheet) -> SourceSheet:
        return msgspec.structs.replace(
            each,
            name=payload,
            address=payload,
            topic=payload,
            place=payload,
            badge=payload,
            health=Health(each.id, payload, payload, datetime(2022, 12, 1, tzinfo=UTC), payload),
            versions=tuple(version(v) for v in each.versions),
            notices=tuple(msgspec.structs.replace(n, detail=payload) for n in each.notices),
        )

    def event(each: Event) -> Event:
        return msgspec.structs.replace(
            each, id=payload, kind=payload, name=payload, about=payload, citation=payload, literal=payload
        )

    def claim(each: LedgerClaim) -> LedgerClaim:
        return msgspec.structs.replace(
            each,
            kind=payload,
            attribution=(Attribution(payload, payload),),
            hedge=payload,
            text=payload,
            address=payload,
            quote=payload,
            about=payload,
            figure=payload + each.id,
            verdict=payload,
            reason=payload,
            right=payload,
        )

    whole = edition()
    return msgspec.structs.replace(
        whole,
        series=tuple(sheet(each) for each in whole.series),
        sources=tuple(poisoned_source(each) for each in whole.sources),
        events=tuple(event(each) for each in whole.events),
        ledger=tuple(claim(each) for each in whole.ledger),
    )


def _shelves(payload: str) -> Stacks:
    return Stacks(
        {
            id: tuple(
                Shelf(tuple((row[0], *(payload + text for text in row[1:])) for row in shelf.rows))
                for shelf in shelves
            )
            for id, shelves in tables().items()
        }
    )


def _sound(tree: html.HtmlElement, where: str) -> None:
    for element in nodes(tree, "//*"):
        assert element.tag in _TAGS, (where, element.tag)
        for name, value in element.attrib.items():
            assert not str(name).startswith("on"), (where, name)
            if name in {"href", "src", "action"}:
                assert not str(value).lower().lstrip().startswith(("javascript:", "data:", "vbscript:")), where
                assert _OWN.match(str(value)), (where, value)
        assert element.tag != "script" or where == "search.html"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload: str) -> None:
    made = files(_poisoned(payload), _shelves(payload))
    shown = " ".join("".join(letter if letter.isprintable() else "\ufffd" for letter in payload).split())
    everything = ""
    for path, tree in pages(made):
        assert ".." not in path.split("/") and path.isascii()
        _sound(tree, path)
        assert not any(letter in made[path].decode() for letter in "\x00\x0b\x1f\ufffe"), path
        if payload.isprintable() and not path.startswith(("months/", "search", "browse", "series/office-abandoned")):
            assert shown.casefold() in words(tree).casefold(), path
        everything += words(tree)
    if payload.isprintable():
        assert everything.casefold().count(shown.casefold()) > 100


def test_the_index_cannot_end_its_script() -> None:
    text = files(_poisoned("\u2028</script>\ud800"))["search-index.js"].decode()
    assert "\u2028" not in text and text.count("\n") == 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=40))
def test_any_text_at_all(payload: str) -> None:
    for path, tree in pages(files(_poisoned(payload), _shelves(payload))):
        _sound(tree, path)


def test_a_huge_body_makes_pages_of_bounded_size() -> None:
    row = ("x" * 5000,) * 299
    changed = ("x" * 5000 + "y",) * 299
    rows = tuple((str(number), *row) for number in range(2000))
    other = tuple((str(number), *changed) for number in range(2000))
    stacks = Stacks({"r4": (Shelf(rows),), "r5": (Shelf(other),)})
    few = msgspec.structs.replace(source(), versions=source().versions[3:5])
    made = files(msgspec.structs.replace(edition(), sources=(few,)), stacks)
    assert len(made[release_path(SOURCE, "r5")]) < 4_000_000
    assert max(len(made[path]) for path in made if path.startswith("compare/")) < 4_000_000
