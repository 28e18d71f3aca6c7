"""Structured data of pages in schema.org's words, as JSON-LD that is safe inside a script element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tallywire.brief import Brief, Edition, LedgerClaim
from tallywire.feed.dates import stamp
from tallywire.feed.names import base_address, brief_path, card_path, web_address
from tallywire.feed.render import clean
from tallywire.feed.syndication.lines import ELLIPSIS
from tallywire.feed.syndication.part import moment

MOST_HEADLINE = 110

Node = str | int | bool | Mapping[str, "Node"] | Sequence["Node"]

RATINGS: Mapping[str, tuple[int, str]] = {
    "holds": (5, "Holds"),
    "holds_roughly": (4, "Holds roughly"),
    "outdated": (2, "Outdated"),
    "contradicted": (1, "Contradicted"),
}
"""The verdicts that judge a claim, on a scale from 1 to 5; every other is an abstention."""

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def news_article(brief: Brief, edition: Edition, *, based_on: Sequence[str] = ()) -> str:
    """A NewsArticle. based_on: addresses of the archived pages; what is no web address is left out."""
    base = base_address(edition.address)
    sources = [web_address(address) for address in dict.fromkeys(based_on)]
    page = base + brief_path(brief.id) if base else ""
    image = base + card_path(brief.id) if base else ""
    corrections: list[Node] = [
        _kept({"@type": "CorrectionComment", "text": each.text.text, "datePublished": stamp(each.at)})
        for each in brief.corrections
    ]
    video: Node = {}
    if web_address(brief.video):
        video = _kept(
            {
                "@type": "VideoObject",
                "name": brief.headline.text,
                "description": brief.lead.text,
                "url": web_address(brief.video),
                "thumbnailUrl": image,
                "uploadDate": stamp(brief.published),
            }
        )
    return _written(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": _cut(brief.headline.text, MOST_HEADLINE),
            "description": brief.lead.text,
            "url": page,
            "mainEntityOfPage": page,
            "image": [image] if image else [],
            "datePublished": stamp(brief.published),
            "dateModified": stamp(moment(brief)),
            "author": _organization(edition.desk, base),
            "publisher": _organization(edition.title, base),
            "articleSection": brief.topic,
            "contentLocation": _kept({"@type": "Place", "name": brief.place}) if brief.place else {},
            "keywords": list(brief.labels),
            "inLanguage": "en",
            "isAccessibleForFree": True,
            "timeRequired": f"PT{max(brief.minutes, 1)}M",
            "isBasedOn": [address for address in sources if address],
            "correction": corrections,
            "video": video,
        }
    )


def claim_review(claim: LedgerClaim, edition: Edition, *, page: str) -> str:
    """A ClaimReview, or "" where the verdict abstains. page: site path, with fragment, of the claim on the ledger.

    The claim's author is the last of the chain, whom the others cite; the record doesn't say whether that is a
    person or an organization, so neither does this. Where there is no chain the text itself is the author's.
    """
    if claim.verdict not in RATINGS:
        return ""
    base = base_address(edition.address)
    rating, word = RATINGS[claim.verdict]
    appearance = {"@type": "CreativeWork", "name": claim.text, "url": web_address(claim.address)}
    reviewed: dict[str, Node] = {
        "@type": "Claim",
        "text": claim.quote,
        "author": {"name": claim.attribution[-1].who} if claim.attribution else {},
        "datePublished": claim.on.isoformat(),
        "appearance": _kept({**appearance, "datePublished": claim.on.isoformat()}),
    }
    return _written(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": base + page if base else "",
            "claimReviewed": claim.quote,
            "datePublished": stamp(claim.checked),
            "author": _organization(edition.desk, base),
            "inLanguage": "en",
            "reviewBody": claim.reason,
            "itemReviewed": _kept(reviewed),
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": rating,
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": word,
            },
        }
    )


def _organization(name: str, base: str) -> Node:
    return _kept({"@type": "Organization", "name": name, "url": base})


def _kept(node: Mapping[str, Node]) -> Mapping[str, Node]:
    """Without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", [], (), {})}


def _written(node: Mapping[str, Node]) -> str:
    written = msgspec.json.encode(_cleaned(_kept(node))).decode("utf-8")
    for letter, escaped in _ESCAPES.items():
        written = written.replace(letter, escaped)
    return written


def _cleaned(node: Node) -> Node:
    if isinstance(node, str):
        return clean(node)
    if isinstance(node, Mapping):
        return {name: _cleaned(value) for name, value in node.items()}
    if isinstance(node, Sequence):
        return [_cleaned(value) for value in node]
    return node


def _cut(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    kept = words[: most - len(ELLIPSIS)]
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else kept).rstrip(" ,;:") + ELLIPSIS
