"""JSON-LD against shapes written from schema.org's definitions and from what search engines ask for."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from lxml import html

from tallywire.brief import Edition, LedgerClaim, Text
from tallywire.feed.syndication import claim_review, news_article
from tallywire.statement import Attribution
from tests.feed.sample import edition
from tests.feed.syndication.following import BASE, FIRST, HOSTILE, full, hostile

ADDRESS = {"type": "string", "pattern": r"^https?://\S+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$"}
WORDS = {"type": "string", "minLength": 1}


def _shape(kind: str, required: list[str], **properties: Any) -> dict[str, Any]:
    """A node of one type and of no property but these."""
    return {
        "type": "object",
        "required": ["@type", *required],
        "properties": {"@type": {"const": kind}, **properties},
        "additionalProperties": False,
    }


ORGANIZATION = _shape("Organization", ["name"], name=WORDS, url=ADDRESS)
ARTICLE = _shape(
    "NewsArticle",
    ["@context", "headline", "datePublished", "dateModified", "author", "publisher"],
    **{"@context": {"const": "https://schema.org"}},
    headline={"type": "string", "minLength": 1, "maxLength": 110},
    description=WORDS,
    url=ADDRESS,
    mainEntityOfPage=ADDRESS,
    image={"type": "array", "items": ADDRESS, "minItems": 1},
    datePublished=MOMENT,
    dateModified=MOMENT,
    author=ORGANIZATION,
    publisher=ORGANIZATION,
    articleSection=WORDS,
    contentLocation=_shape("Place", ["name"], name=WORDS),
    keywords={"type": "array", "items": WORDS, "minItems": 1},
    inLanguage={"const": "en"},
    isAccessibleForFree={"const": True},
    timeRequired={"type": "string", "pattern": r"^PT\d+M$"},
    isBasedOn={"type": "array", "items": ADDRESS, "minItems": 1},
    correction={
        "type": "array",
        "items": _shape("CorrectionComment", ["text", "datePublished"], text=WORDS, datePublished=MOMENT),
        "minItems": 1,
    },
    video=_shape(
        "VideoObject",
        ["name", "thumbnailUrl", "uploadDate"],
        name=WORDS,
        description=WORDS,
        url=ADDRESS,
        thumbnailUrl=ADDRESS,
        uploadDate=MOMENT,
    ),
)
REVIEW = _shape(
    "ClaimReview",
    ["@context", "url", "claimReviewed", "itemReviewed", "reviewRating", "author"],
    **{"@context": {"const": "https://schema.org"}},
    url=ADDRESS,
    claimReviewed=WORDS,
    datePublished=MOMENT,
    author=ORGANIZATION,
    inLanguage={"const": "en"},
    reviewBody=WORDS,
    itemReviewed=_shape(
        "Claim",
        ["appearance", "datePublished"],
        text=WORDS,
        datePublished=MOMENT,
        author={"type": "object", "required": ["name"], "properties": {"name": WORDS}, "additionalProperties": False},
        appearance=_shape("CreativeWork", [], name=WORDS, url=ADDRESS, datePublished=MOMENT),
    ),
    reviewRating=_shape(
        "Rating",
        ["ratingValue", "bestRating", "worstRating", "alternateName"],
        ratingValue={"enum": [1, 2, 4, 5]},
        bestRating={"const": 5},
        worstRating={"const": 1},
        alternateName={"enum": ["Holds", "Holds roughly", "Outdated", "Contradicted"]},
    ),
)


def _claim(**changes: Any) -> LedgerClaim:
    claim = LedgerClaim(
        id="c1",
        kind="change",
        attribution=(Attribution("Mediazona", "reported"), Attribution("Penitentiary service", "citing")),
        hedge="",
        text="Fewer inmates than ever",
        address="https://news.example.test/item?a=1&b=2",
        on=date(2022, 11, 18),
        quote="fell by another 13,000",
        about="people in correctional colonies",
        figure="13,000",
        period=None,
        verdict="holds",
        reason="The published figures differ by 13,000.",
        checked=FIRST,
    )
    return msgspec.structs.replace(claim, **changes)


def _read(text: str, shape: dict[str, Any]) -> dict[str, Any]:
    node = json.loads(text)
    assert isinstance(node, dict)
    assert not [f"{list(e.path)}: {e.message}" for e in jsonschema.Draft202012Validator(shape).iter_errors(node)]
    return node


def _bare() -> Edition:
    return msgspec.structs.replace(edition(), address="")


@pytest.mark.parametrize("place", range(len(edition().briefs)))
def test_every_brief_is_a_news_article(place: int) -> None:
    node = _read(news_article(edition().briefs[place], edition()), ARTICLE)
    assert node["url"].startswith(f"{BASE}briefs/") and node["image"][0].endswith(".png")


def test_an_article_names_its_desk_its_sources_and_its_corrections() -> None:
    based = ("https://example.test/a?x=1&y=2", "imported by hand", "https://example.test/a?x=1&y=2")
    node = _read(news_article(full(), edition(), based_on=based), ARTICLE)
    assert node["author"]["name"] == "The Tallywire desk" and node["publisher"]["name"] == "Tallywire"
    assert node["isBasedOn"] == ["https://example.test/a?x=1&y=2"]
    assert node["correction"][0]["text"] == "It had said 324,000; it is 325,000."
    assert node["video"]["url"] == "https://video.example.test/watch?v=1&t=2"
    assert node["dateModified"] == "2024-01-01T06:00:00Z" and node["articleSection"] == "Prisons"


def test_long_headlines_are_cut_at_a_word() -> None:
    long = msgspec.structs.replace(edition().briefs[0], headline=Text("people in colonies " * 20))
    headline = _read(news_article(long, edition()), ARTICLE)["headline"]
    assert len(headline) <= 110 and headline.endswith("people in…")


def test_without_an_address_nothing_is_linked() -> None:
    node = _read(news_article(edition().briefs[0], _bare()), ARTICLE)
    assert not {"url", "image", "mainEntityOfPage"} & set(node)


@pytest.mark.parametrize(
    ("verdict", "value", "word"),
    [
        ("holds", 5, "Holds"),
        ("holds_roughly", 4, "Holds roughly"),
        ("outdated", 2, "Outdated"),
        ("contradicted", 1, "Contradicted"),
    ],
)
def test_a_judged_claim_is_a_claim_review(verdict: str, value: int, word: str) -> None:
    node = _read(claim_review(_claim(verdict=verdict), edition(), page="ledger/index.html#c1"), REVIEW)
    assert (node["reviewRating"]["ratingValue"], node["reviewRating"]["alternateName"]) == (value, word)
    assert node["url"] == f"{BASE}ledger/index.html#c1"
    assert node["itemReviewed"]["author"]["name"] == "Penitentiary service"
    assert node["itemReviewed"]["appearance"]["url"] == "https://news.example.test/item?a=1&b=2"


@pytest.mark.parametrize("verdict", ["not_judged", "pending", "wrong_scope", "unverifiable", "undetermined", ""])
def test_an_abstention_rates_nothing(verdict: str) -> None:
    assert claim_review(_claim(verdict=verdict), edition(), page="ledger/index.html") == ""


def test_where_no_one_is_cited_no_author_is_invented() -> None:
    node = _read(claim_review(_claim(attribution=(), address="by letter"), edition(), page="l.html"), REVIEW)
    assert "author" not in node["itemReviewed"] and "url" not in node["itemReviewed"]["appearance"]


def test_nothing_in_it_can_end_the_script() -> None:
    claim = _claim(quote=HOSTILE, text=HOSTILE, reason=HOSTILE, attribution=(Attribution(HOSTILE, HOSTILE),))
    for text in (
        news_article(hostile(), edition(), based_on=(HOSTILE,)),
        claim_review(claim, edition(), page="ledger/index.html"),
    ):
        assert not set("<>&\u2028\u2029") & set(text)
        tree = html.document_fromstring(f'<script type="application/ld+json">{text}</script><p>after</p>')
        script = tree.find(".//script")
        assert script is not None and json.loads(script.text or "")["@type"] in {"NewsArticle", "ClaimReview"}
        assert tree.findtext(".//p") == "after"
