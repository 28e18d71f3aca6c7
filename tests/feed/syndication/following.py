"""Editions to follow: many briefs, some withdrawn, one with everything a brief may have, one that is hostile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from tallywire.brief import (
    Binding,
    Brief,
    Correction,
    Edition,
    Mark,
    Override,
    SourceSheet,
    Text,
    Version,
    Withdrawn,
)
from tallywire.feed.issue import Issue
from tallywire.feed.stream import Stream, streams
from tallywire.feed.syndication import documents
from tallywire.feed.syndication.entries import Entries
from tallywire.feed.syndication.part import Part, parts
from tallywire.series import Release
from tests.feed.sample import edition, stacks

BASE = "https://tallywire.test/wire/"
FIRST = datetime.fromisoformat("2024-01-01T06:00:00+00:00")
HOSTILE = "<script>alert(1)</script> & ]]> \" ' \x00\x0b\ud800\ufffe \u2028 <b>"


def brief(number: int) -> Brief:
    """A plain brief; one an hour, of three topics, two places, two sources and four series."""
    told = edition().briefs[-1]
    return msgspec.structs.replace(
        told,
        id=f"brief-{number:04}",
        headline=Text(f"Number {number}"),
        topic=("Prisons", "Work", "Health")[number % 3],
        place=("Russia", "Italy")[number % 2],
        source=("fsin", "dpc")[number % 2],
        series=(f"s/{number % 4}",),
        published=FIRST + timedelta(hours=number),
        updated=None,
    )


def gone(number: int, reason: str = "The figure was misread.") -> Withdrawn:
    """What stands in the place of the brief of that number."""
    was = brief(number)
    return Withdrawn(
        id=was.id,
        published=was.published,
        at=was.published + timedelta(days=40),
        reason=reason,
        topic=was.topic,
        place=was.place,
        source=was.source,
        series=was.series,
    )


def many(count: int, *, withdrawn: frozenset[int] = frozenset()) -> Edition:
    """`count` briefs, those of the numbers given withdrawn."""
    return msgspec.structs.replace(
        edition(),
        briefs=tuple(brief(number) for number in reversed(range(count)) if number not in withdrawn),
        withdrawn=tuple(gone(number) for number in sorted(withdrawn)),
        generated=FIRST + timedelta(days=60),
        clock="",
    )


def full() -> Brief:
    """A brief with all that one may hold: lists, marks, corrections, an override, a video."""
    told = edition().briefs[0]
    return msgspec.structs.replace(
        told,
        id="everything",
        body=(
            *told.body,
            Text("What changed", block="heading"),
            Text("348,000 before", (Binding(0, 7, "start"),), (Mark(0, 7, "strong"),), "item"),
            Text("325,000 after", (Binding(0, 7, "end"),), block="item"),
            Text(
                "“They left”, it said", marks=(Mark(0, 11, "link", "https://example.test/q?a=1&b=2"),), block="quote"
            ),
        ),
        corrections=(Correction(FIRST, Text("It had said 324,000; it is 325,000.", (Binding(12, 19, "end"),))),),
        overrides=(Override("49", "Counted by the desk from the list of names.", FIRST),),
        video="https://video.example.test/watch?v=1&t=2",
        updated=FIRST,
    )


def hostile() -> Brief:
    """Every text that comes from outside tries to be markup."""
    return msgspec.structs.replace(
        brief(0),
        id="hostile",
        kicker=HOSTILE,
        headline=Text(HOSTILE),
        lead=Text(HOSTILE),
        body=(Text(HOSTILE, marks=(Mark(0, 8, "link", "javascript:alert(1)"),)),),
        found=Text(HOSTILE),
        source_name=HOSTILE,
        topic=HOSTILE,
        place=HOSTILE,
        source=HOSTILE,
        series=(HOSTILE,),
        badge=HOSTILE,
        video="javascript:alert(1)",
        corrections=(Correction(FIRST, Text(HOSTILE)),),
        overrides=(Override(HOSTILE, HOSTILE, FIRST),),
    )


def extreme() -> Edition:
    """The sample with a brief that holds everything, a hostile one and a tombstone with a hostile reason."""
    return msgspec.structs.replace(
        edition(),
        briefs=(full(), hostile(), *edition().briefs),
        withdrawn=(gone(7, HOSTILE),),
        title="Tally & wire <1>",
        desk="The <desk> & co",
    )


def sealed() -> Edition:
    """The sample with the archive entries that its proofs rest on."""
    releases = sorted({ref.release for told in edition().briefs for p in told.proofs for ref in p.evidence.used})
    versions = tuple(
        Version(
            Release(
                id=release,
                source="fsin",
                address="https://example.test/figures",
                fetched_at=FIRST,
                status=200,
                media_type="text/csv",
                body_hash="0" * 64,
                size=10,
            ),
            entry=number,
            chain=hashlib.sha256(f"chain {number}".encode()).hexdigest(),
        )
        for number, release in enumerate(releases, 3)
    )
    sources = (
        SourceSheet(id="all", name="All of them", address="https://example.test/", versions=versions),
        *edition().sources,
    )
    return msgspec.structs.replace(edition(), sources=sources)


def whole(told: Edition) -> Stream:
    return streams(told)[0]


def current(told: Edition) -> tuple[Part, Entries]:
    """The newest document of the whole."""
    return parts(whole(told))[0], Entries(told)


def files(told: Edition) -> Mapping[str, bytes]:
    return {leaf.path: leaf.make() for leaf in documents(Issue(told, stacks()))}


def keys(told: Edition) -> Mapping[str, str]:
    return {leaf.path: leaf.key for leaf in documents(Issue(told, stacks()))}


def every(told: Edition, ending: str) -> Iterator[tuple[str, bytes]]:
    """The documents of one format, by path."""
    return ((path, data) for path, data in files(told).items() if path.endswith(f".{ending}"))
