"""What can be followed, and how it is cut into documents."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.brief import SourceSheet
from tallywire.feed.site import leaves
from tallywire.feed.stream import streams
from tallywire.feed.syndication.part import CHUNK, Part, parts
from tests.feed.sample import edition, stacks
from tests.feed.syndication.following import brief, extreme, files, gone, keys, many, sealed, whole


def test_the_whole_comes_first_and_every_subject_has_a_stream() -> None:
    told = streams(edition())
    assert (told[0].kind, told[0].id, told[0].path, told[0].page) == ("", "", "feed", "index.html")
    subjects = {(stream.kind, stream.id) for stream in told[1:]}
    for each in edition().briefs:
        assert ("topic", each.topic) in subjects and ("place", each.place) in subjects
        assert ("source", each.source) in subjects
        assert {("series", series) for series in each.series} <= subjects
    for stream in told:
        stamps = [each.published for each in stream.briefs]
        assert stamps == sorted(stamps, reverse=True)
        assert stream.path.endswith("feed") and stream.page.endswith("index.html")


def test_every_stream_has_a_page_that_is_there() -> None:
    made = {leaf.path for leaf in leaves(extreme(), stacks())}
    pages = {stream.id: stream.page for stream in streams(extreme())}
    assert set(pages.values()) <= made
    assert pages["fsin"] == "sources/fsin/index.html"
    assert pages["bls"] == "index.html", "a source that is watched no longer has no page of its own"


def test_titles_are_the_sources_and_the_topics_names() -> None:
    titles = {(stream.kind, stream.id): stream.title for stream in streams(edition())}
    assert titles["source", "fsin"] == "Penitentiary service, as reported"
    assert titles["topic", "Prisons"] == "Prisons"
    assert titles["series", "dpc/deaths"] == "dpc/deaths", "a series without a sheet has no other name"


def test_a_watched_source_can_be_followed_before_anything_is_told() -> None:
    told = msgspec.structs.replace(
        many(0), sources=(SourceSheet(id="new", name="New office", address="https://example.test/", topic="Work"),)
    )
    assert [(stream.kind, stream.id, stream.briefs) for stream in streams(told)] == [
        ("", "", ()),
        ("topic", "Work", ()),
        ("source", "new", ()),
    ]


def test_what_was_withdrawn_keeps_its_streams() -> None:
    told = msgspec.structs.replace(many(0), withdrawn=(gone(1),), sources=())
    assert all(stream.withdrawn == (gone(1),) for stream in streams(told))
    assert [stream.kind for stream in streams(told)] == ["", "topic", "place", "source", "series"]


def test_two_streams_never_share_a_path() -> None:
    named = ("Work", "work", "WORK", "work ", "w/ork", "../work", "work-104ab9213e29")
    told = msgspec.structs.replace(
        many(0), briefs=tuple(msgspec.structs.replace(brief(n), topic=name) for n, name in enumerate(named))
    )
    paths = [stream.path for stream in streams(told)]
    assert len(paths) == len(set(paths)) and not any(".." in path for path in paths)
    same = streams(msgspec.structs.replace(many(0), briefs=(msgspec.structs.replace(brief(0), topic="A b"),)))[1].path
    clash = same.split("/")[1]
    twice = tuple(msgspec.structs.replace(brief(n), topic=name) for n, name in enumerate(("A b", clash)))
    with pytest.raises(ValueError, match="two feeds would be written to"):
        streams(msgspec.structs.replace(many(0), briefs=twice))


def _ids(part: Part) -> list[str]:
    return [*(brief.id for brief in part.briefs), *(gone.id for gone in part.withdrawn)]


@given(count=st.integers(0, 330), hidden=st.sets(st.integers(0, 329), max_size=40))
@settings(max_examples=25, deadline=None)
def test_documents_hold_everything_once_and_the_current_one_is_never_short(count: int, hidden: set[int]) -> None:
    told = many(count, withdrawn=frozenset(number for number in hidden if number < count))
    current, *archives = parts(whole(told))
    held = [id for part in archives for id in _ids(part)]
    assert len(held) == len(archives) * CHUNK == len(set(held))
    assert current.withdrawn == whole(told).withdrawn
    newest = set(_ids(current)) - set(held)
    assert newest | set(held) == {brief(number).id for number in range(count)}
    assert len(newest) == count if count < 2 * CHUNK else CHUNK <= len(newest) < 2 * CHUNK
    assert [part.number for part in archives] == list(range(1, len(archives) + 1))
    for before, after in pairwise(archives):
        assert before.briefs == () or after.briefs == () or before.briefs[0].published < after.briefs[-1].published


@pytest.mark.parametrize("count", [0, 49, 98, 99, 149, 230])
def test_a_new_brief_changes_only_the_current_documents_save_where_a_chunk_fills(count: int) -> None:
    before, after = (msgspec.structs.replace(many(number), sources=sealed().sources) for number in (count, count + 1))
    old = keys(before)
    new = brief(count)
    own = {stream.path for stream in streams(after) if new in stream.briefs}
    changed = {path for path, key in keys(after).items() if old.get(path) != key}
    assert {path.rpartition(".")[0] for path in changed if "-archive/" not in path} == own
    filled = {path for path in changed if "-archive/" in path}
    assert bool(filled) is (count == 149 or count == 99)
    data = files(before)
    assert all(data[path] == made for path, made in files(after).items() if path not in changed)


def test_the_archives_head_changes_only_the_whole() -> None:
    later = msgspec.structs.replace(
        sealed(), head="f" * 64, entries=99, generated=sealed().generated.replace(year=2030), sources=sealed().sources
    )
    old = keys(sealed())
    changed = {path for path, key in keys(later).items() if old[path] != key}
    assert changed >= {"feed.atom", "feed.rss", "feed.json"}
    assert all("topics" not in path for path in changed)


def test_a_withdrawal_changes_the_document_it_had_stood_in_and_the_current_ones() -> None:
    old = keys(many(300))
    changed = {path for path, key in keys(many(300, withdrawn=frozenset({60}))).items() if old[path] != key}
    assert {path for path in changed if path.startswith("feed")} == {
        f"feed{part}.{ending}" for part in ("", "-archive/2") for ending in ("atom", "rss", "json")
    }


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert files(extreme()) == files(extreme())
