"""The text of a news page, out of markup of any kind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.errors import TextError
from tallywire.web.article import article

MOST = 1 << 20

PAGE = """<!doctype html><html><head><title>Site | Prisons</title>
<meta property="og:title" content="Prison population &amp; plummets">
<meta property="article:published_time" content="2022-11-12T23:30:00+03:00">
<script>var x = "1,000 people";</script><style>p { color: red }</style></head>
<body><nav><ul><li>2,000 items</li></ul></nav><header><p>Menu of 3,000</p></header>
<main><article><h1>Prison population plummets</h1>
<p>The number of people in colonies stood at <b>348,000</b>
in August.<br>It fell by 23,000.</p><ul><li>First &lt;step&gt;: 10,000</li><li>Then 13,000</li></ul>
<aside>4,000 more</aside><p hidden>5,000</p><p style="display: none">6,000</p><p aria-hidden="true">7,000</p>
<figure><figcaption>8,000</figcaption></figure><form><p>9,000</p></form><div>In all <i>23</i>,000.</div>
</article><article><p>Another story of 11,000.</p></article></main><footer><p>12,000</p></footer></body></html>"""


def test_the_article_its_title_and_its_day() -> None:
    found = article(PAGE.encode(), "text/html; charset=utf-8", most=MOST)
    assert found.title == "Prison population & plummets" and found.published == date(2022, 11, 12)
    assert found.text.split("\n\n") == [
        "Prison population plummets",
        "The number of people in colonies stood at 348,000 in August. It fell by 23,000.",
        "First <step>: 10,000",
        "Then 13,000",
        "In all 23,000.",
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2022-03-05">', date(2022, 3, 5)),
        ('<meta name="DC.date.issued" content="2022-03-05 10:00">', date(2022, 3, 5)),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2022-03-05"}]}</script>',
            date(2022, 3, 5),
        ),
        (
            '<script type="application/ld+json">{"datePublished": 7, "a": {"datePublished": "2022-03-05"}}</script>',
            date(2022, 3, 5),
        ),
        ('<script type="application/ld+json">{"datePublished"</script>', None),
        (f'<script type="application/ld+json">{"[" * 5000}</script>', None),
        ('<meta name="date" content="2022-99-05"><time datetime="2022-03-05T10:00Z"></time>', date(2022, 3, 5)),
        ('<span itemprop="datePublished" content="2022-03-05"></span>', date(2022, 3, 5)),
        ('<meta name="date" content="5 March 2022">', None),
        ("", None),
    ],
)
def test_days(head: str, day: date | None) -> None:
    assert (
        article(f"<html><body>{head}<p>348,000</p></body></html>".encode(), "text/html", most=MOST).published == day
    )


def test_pages_without_an_article() -> None:
    assert article(b"<p>One.</p><div>Two.<p>Three.</p>Four.</div>", "text/html", most=MOST).text == (
        "One.\n\nTwo.\n\nThree.\n\nFour."
    )
    assert article(b"<html><body><main><p>In main.</p></main><p>Out.</p>", "", most=MOST).text == "In main."


def test_plain_text_and_encodings() -> None:
    assert article(b"348,000 people\x00 here", "text/plain", most=MOST).text == "348,000 people\ufffd here"
    russian = "<p>348 000 человек</p>".encode("cp1251")
    assert article(russian, "text/html; charset=windows-1251", most=MOST).text == "348 000 человек"


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "text/html"),
        (b"  \n ", "text/plain"),
        (b"<html><script>x</script></html>", "text/html"),
        (b"%PDF-1.7 348,000", "application/pdf"),
        (b"\x89PNG", "image/png"),
        (b"{}", "application/json"),
    ],
)
def test_what_holds_no_text_is_refused(body: bytes, media: str) -> None:
    with pytest.raises(TextError):
        article(body, media, most=MOST)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextError, match="too long"):
        article(b"<p>" + b"word " * 300 + b"</p>", "text/html", most=1000)


def test_depth_and_breadth_break_nothing() -> None:
    deep = b"<div>" * 100_000 + b"348,000 people" + b"</div>" * 100_000
    broad = b"<p>1" * 200_000
    for body in (deep, broad, b"<article>" * 5000 + b"<p>x</p>", b"<table>" * 20_000 + b"<td>5"):
        try:
            assert article(body, "text/html", most=MOST).text
        except TextError as error:
            assert error.what


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "", "text/html; charset=utf-16"]))
def test_any_bytes_are_a_text_or_refused(body: bytes, media: str) -> None:
    try:
        found = article(body, media, most=MOST)
    except TextError:
        return
    assert found.text.strip()
