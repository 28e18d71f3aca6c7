"""Every text of an edition may come from outside: none may become markup, script or a link of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tallywire.brief import Brief, Edition, Excerpt, Line, Proof, Text
from tallywire.feed import site
from tests.feed.reading import frames, nodes, pages, words
from tests.feed.sample import SampleStacks, edition, sheets, stacks

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'\"></iframe><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "</style></title></textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "-->]]><!--<![CDATA[",
    "a\x00b\x0b\x1f\x7f\ud800\ufffe\u202ec",
)


def _poisoned(payload: str) -> Edition:
    """The sample with `payload` behind every text, in front of it where offsets allow."""

    def text(value: Text) -> Text:
        return Text(value.text + payload, value.bindings)

    def proof(value: Proof) -> Proof:
        evidence = msgspec.structs.replace(value.evidence, reason=payload, working=(payload, payload), basis=payload)
        return msgspec.structs.replace(value, id=value.id + payload, wording=payload, evidence=evidence)

    def brief(value: Brief) -> Brief:
        def bound(each: Text) -> Text:
            return text(
                Text(each.text, tuple(msgspec.structs.replace(b, proof=b.proof + payload) for b in each.bindings))
            )

        chart = value.chart and msgspec.structs.replace(
            value.chart,
            title=payload,
            spec=payload,
            svg=value.chart.svg.replace("348,000", payload),
            sentence=payload,
            columns=(payload, payload, payload),
            rows=tuple(
                msgspec.structs.replace(row, label=payload, change=payload, proof=row.proof + payload)
                for row in value.chart.rows
            ),
        )
        return msgspec.structs.replace(
            value,
            id=value.id + payload,
            kicker=payload,
            headline=bound(value.headline),
            lead=bound(value.lead),
            body=tuple(bound(each) for each in value.body),
            caveats=tuple(bound(each) for each in value.caveats),
            found=bound(value.found),
            source=payload,
            source_name=payload,
            topic=payload,
            place=payload,
            series=(payload,),
            badge=payload,
            chart=chart or None,
            proofs=tuple(proof(each) for each in value.proofs),
        )

    whole = edition()
    return msgspec.structs.replace(
        whole,
        title=payload,
        desk=payload,
        contact=payload,
        about=payload + "\n\n" + payload,
        address=payload,
        head=payload,
        clock=payload,
        briefs=tuple(brief(each) for each in whole.briefs),
        sources=tuple(
            msgspec.structs.replace(
                each,
                id=f"{place}{payload}",
                name=payload,
                address=payload,
                health=each.health
                and msgspec.structs.replace(
                    each.health, source=f"{place}{payload}", name=payload, state=payload, note=payload
                ),
            )
            for place, each in enumerate(whole.sources)
        ),
    )


def _poisoned_stacks(payload: str) -> SampleStacks:
    def excerpt(value: Excerpt) -> Excerpt:
        return msgspec.structs.replace(
            value,
            source_name=payload,
            address=payload,
            release=payload,
            body_hash=payload,
            chain=payload,
            literal=payload,
            header=Line(0, (payload, payload)),
            lines=tuple(
                Line(line.number, tuple(payload + cell + payload for cell in line.cells)) for line in value.lines
            ),
            note=payload,
        )

    return SampleStacks(sheets(), excerpt)


_TAGS = (
    {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "style",
        "body",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "article",
    }
    | {"section", "h1", "h2", "h3", "p", "div", "span", "a", "b", "abbr", "code", "pre", "mark", "time"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "iframe"}
    | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    | {"form", "label", "input", "button", "noscript", "kbd", "blockquote", "strong", "em", "ins", "del"}
    | {"svg", "g", "path", "line", "rect", "circle", "text"}
)


OWN = ("../", "briefs/", "evidence/", "topics/", "places/", "sources/", "series/")


def _sound(tree: html.HtmlElement, where: str) -> None:
    for element in nodes(tree, "//*"):
        assert element.tag in _TAGS, (where, element.tag)
        for name, value in element.attrib.items():
            assert not str(name).startswith("on"), (where, name)
            if name in {"href", "src"}:
                assert not str(value).lower().lstrip().startswith(("javascript:", "data:", "vbscript:")), where
                assert "alert" not in str(value) or str(value).startswith(
                    ("../", "briefs/", "evidence/", "topics/", "places/", "sources/", "series/")
                )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload: str) -> None:
    files = site(_poisoned(payload), _poisoned_stacks(payload))
    assert set(_shape(files)) == {name for name in _shape(site(edition(), stacks())) if "sitemap" not in name}
    shown = " ".join("".join(letter if letter.isprintable() else "\ufffd" for letter in payload).split())
    for path, tree in pages(files):
        _sound(tree, path)
        for frame in frames(tree):
            _sound(frame, path)
            if payload.isprintable():
                assert shown in words(frame), path
        assert not any(letter in files[path].decode() for letter in "\x00\x0b\x1f\ufffe"), path
    etree.fromstring(files["feed.atom"])


def _shape(files: Mapping[str, bytes]) -> list[str]:
    return [path.split("/")[0] for path in files]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt://x/%0aalert(1)", "data:text/html,x", "//evil"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    held = SampleStacks(sheets(), lambda excerpt: msgspec.structs.replace(excerpt, address=address))
    files = site(msgspec.structs.replace(edition(), contact=address), held)
    for path, tree in pages(files):
        assert address not in [str(link.get("href")) for link in nodes(tree, "//a")], path
    assert address in words(html.document_fromstring(files["briefs/colonies-2022-11.html"].decode()))


def test_ids_never_leave_the_folder() -> None:
    for id in ("../../etc/passwd", "..", ".", "", "/abs", "a/b", "A", "a\\b", "x" * 500, "nul\x00", "\ud800"):
        brief = msgspec.structs.replace(edition().briefs[-1], id=id, topic=id)
        proofs = tuple(msgspec.structs.replace(proof, id=proof.id) for proof in brief.proofs)
        files = site(
            msgspec.structs.replace(edition(), briefs=(msgspec.structs.replace(brief, proofs=proofs),)), stacks()
        )
        for path in files:
            parts = path.split("/")
            assert ".." not in parts and "." not in parts and "" not in parts
            assert path.isascii() and all(len(part) < 120 for part in parts)


@pytest.mark.parametrize("kind", ["svg", "script", "broken", "html", "entities", "huge", "deep"])
def test_a_hostile_chart_draws_or_is_left_out(
    kind: Literal["svg", "script", "broken", "html", "entities", "huge", "deep"],
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10"'
    drawn = {
        "svg": f'{svg}><rect width="5" height="5" fill="red" onclick="alert(1)" style="x" id="main"/></svg>',
        "script": (
            f'{svg} onload="alert(1)"><script>alert(1)</script><foreignObject><b>alert(1)</b></foreignObject>'
            '<a xlink:href="javascript:alert(1)"><text>alert(1)</text></a><image href="http://evil.test/x.png"/>'
            '<use href="#x"/><path d="M0,0" fill="url(http://evil.test/)"/><animate onbegin="alert(1)"/>'
            '<style>@import "http://evil.test"</style></svg>'
        ),
        "broken": f"{svg}><g>",
        "html": "<html><body onload=alert(1)></body></html>",
        "entities": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{svg}><text>&x;</text></svg>',
        "huge": '<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="10"></svg>',
        "deep": svg + ">" + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
    }[kind]
    brief = edition().briefs[0]
    assert brief.chart is not None
    chart = msgspec.structs.replace(brief.chart, svg=drawn)
    files = site(msgspec.structs.replace(edition(), briefs=(msgspec.structs.replace(brief, chart=chart),)), stacks())
    page = files["briefs/colonies-2022-11.html"].decode()
    tree = html.document_fromstring(page)
    assert "alert" not in page and "evil" not in page and "@import" not in page
    drawings = nodes(tree, "//figure//svg")
    assert len(drawings) == (1 if kind in {"svg", "script", "entities"} else 0)
    if kind == "svg":
        rect = nodes(drawings[0], ".//rect")[0]
        assert {str(name): str(value) for name, value in rect.attrib.items()} == {
            "width": "5",
            "height": "5",
            "fill": "red",
            "id": "chart-main",
        }
    assert nodes(tree, "//figure//table"), "the table says the same"


def test_a_spreadsheet_runs_nothing() -> None:
    brief = edition().briefs[0]
    assert brief.chart is not None
    rows = tuple(msgspec.structs.replace(row, label='=HYPERLINK("http://evil")') for row in brief.chart.rows)
    chart = msgspec.structs.replace(brief.chart, rows=rows)
    files = site(msgspec.structs.replace(edition(), briefs=(msgspec.structs.replace(brief, chart=chart),)), stacks())
    lines = files["charts/colonies-2022-11.csv"].decode().split("\r\n")
    assert lines[1] == '"\'=HYPERLINK(""http://evil"")","348,000",'
    assert json.loads(files["charts/colonies-2022-11.vl.json"])["width"] == 430


def test_an_endless_table_is_cut_around_the_cell() -> None:
    sheet = next(sheet for sheet in sheets() if sheet.proof.id == "start")
    one = sheet.excerpts[0]
    lines = tuple(
        Line(number, tuple(f"r{number}c{column}" + "x" * 9000 for column in range(300))) for number in range(1, 300)
    )
    literal = "r150c200"
    endless = msgspec.structs.replace(
        one, lines=lines, literal=literal, cell=msgspec.structs.replace(one.cell, row=150, column=200)
    )
    path = "evidence/colonies-2022-11/start.html"
    held = SampleStacks(sheets(), lambda each: endless if each == one else each)
    page = site(edition(), held)[path]
    assert len(page) < 400_000
    frame = frames(html.document_fromstring(page.decode()))[0]
    assert [words(mark) for mark in nodes(frame, "//td[@id='cell']/mark")] == [literal]
    assert nodes(frame, "//abbr[@title='196 columns left out']")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_text_at_all(payload: str) -> None:
    files = site(_poisoned(payload), _poisoned_stacks(payload))
    for path, tree in pages(files):
        _sound(tree, path)
    etree.fromstring(files["feed.atom"])
