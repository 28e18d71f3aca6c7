from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record.chain import file_name, file_number
from tallywire.record.entry import Entry, Type
from tallywire.record.packed import pack, place_of, unpack
from tallywire.series import Release

moments = st.integers(0, 4_000_000_000_000_000).map(
    lambda us: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=us)
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
hashes = st.one_of(st.binary(max_size=32).map(bytes.hex), words, st.sampled_from(["AB", "a b", "0", "٠٠"]))
kinds: st.SearchStrategy[Any] = st.sampled_from(["fetched", "imported", "memento"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    at = draw(moments)
    what = draw(st.sampled_from(["note", "bare", "release"]))
    release = Release(
        id=draw(hashes),
        source=draw(words),
        address=draw(words),
        fetched_at=at,
        status=draw(st.integers(0, 999)),
        media_type=draw(words),
        body_hash=draw(hashes),
        size=draw(st.integers(0, 2**40)),
        kind=draw(kinds),
        revisit=draw(hashes),
        published_at=draw(st.none() | moments),
        note=draw(words),
    )
    return Entry(
        number=draw(st.integers(1, 2**40)),
        type=cast("Type", {"note": "metadata", "bare": "request", "release": "response"}[what]),
        previous=draw(hashes),
        at=at,
        real=draw(st.just(at) | moments),
        payload=draw(hashes),
        release=release if what == "release" else None,
        topic=draw(words) if what == "note" else "",
        fields=draw(st.dictionaries(words, words, max_size=3)) if what == "note" else {},
        source=draw(words) if what == "bare" else "",
        target=draw(words) if what != "note" else "",
        status=draw(st.integers(0, 999)),
        paired=draw(st.booleans()),
        file=file_name(draw(st.integers(1, 10**6))),
        offset=draw(st.integers(0, 2**40)),
        length=draw(st.integers(0, 2**30)),
        hash=draw(hashes),
    )


@given(entries())
def test_an_entry_is_unpacked_as_it_was(entry: Entry) -> None:
    place = place_of(entry)
    raw = pack(entry, {} if place is None else {place: 7})
    assert unpack(raw, {} if place is None else {7: place}) == entry


def test_a_place_that_is_not_known_and_rubbish() -> None:
    at = datetime(2023, 1, 1, tzinfo=UTC)
    entry = Entry(
        number=1, type="request", previous="", at=at, real=at, payload="", source="s", target="a", file=file_name(1)
    )
    with pytest.raises(KeyError):
        unpack(pack(entry, {("s", "a"): 7}), {})
    for raw in (b"", b"\x00", b"\x93\x01", b"\xff" * 50):
        with pytest.raises(msgspec.MsgspecError):
            unpack(raw, {})


@given(st.integers(1, 10**7))
def test_a_file_is_known_by_its_number(number: int) -> None:
    assert file_number(file_name(number)) == number
