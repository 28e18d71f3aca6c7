"""Laws 3, 4, 7 and 10: as-of reads, append-only, repeated fetches and crashes, rebuilding."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tallywire.record import Archive, Hop, Record, verify
from tallywire.record.index import NAME
from tallywire.series import AsOf, Basis, Cell, Figure, Release
from tests.record.indexing import indexed, lag
from tests.record.making import (
    ADDRESS,
    Table,
    cell_text,
    day,
    fetch,
    figure,
    import_file,
    page,
    parse,
    past_version,
    record,
    values,
)

laws = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PERIODS = ["2022-06", "2022-07", "2022-08", "2022-09"]
FIGURES = ["", "1", "1.0", "2", "2*", "3"]
ROTATE = 1500
SENT = (("Host", "example.org"), ("User-Agent", "Tallywire"))

tables: st.SearchStrategy[Table] = st.dictionaries(st.sampled_from(PERIODS), st.sampled_from(FIGURES), max_size=4)


class Step(msgspec.Struct, frozen=True):
    """One release on its day: a page fetched, an old page imported or held by a web archive, or figures with dates of
    their own."""

    table: Table
    kind: str
    back: int
    flush: bool


steps: st.SearchStrategy[Step] = st.builds(
    Step,
    table=tables,
    kind=st.sampled_from(["fetched", "fetched", "fetched", "missing", "imported", "memento", "dated"]),
    back=st.integers(0, 12),
    flush=st.booleans(),
)
scripts = st.lists(steps, min_size=1, max_size=7)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def archived(archive: Archive, step: Step, number: int) -> Release:
    at = day(number)
    if step.kind == "missing":
        return fetch(archive, page(step.table), at, status=404)
    if step.kind == "imported":
        return import_file(archive, page(step.table), at, published_at=at - timedelta(days=step.back))
    if step.kind == "memento":
        return past_version(archive, page(step.table), at, published_at=at - timedelta(days=step.back))
    if step.kind == "dated":
        return import_file(archive, b"%d days\n" % step.back + page(step.table), at, media_type="text/dated")
    if step.kind in ("asked", "moved"):
        return archive.append_response(
            source="s",
            address=ADDRESS,
            at=at,
            real=at,
            status=200,
            headers=[("Content-Type", "text/csv")],
            wire=page(step.table),
            media_type="text/csv",
            request=SENT,
            redirects=[Hop(ADDRESS, 301, (("Location", "/moved"),), SENT)] if step.kind == "moved" else (),
            final_address="https://example.org/moved" if step.kind == "moved" else "",
        )
    return fetch(archive, page(step.table), at)


def read(release: Release, body: bytes) -> Sequence[Figure]:
    """Like `parse`, and pages whose first line says how many days before the fetch their figures came out."""
    if release.media_type != "text/dated":
        return parse(release, body)
    first, _, rest = body.partition(b"\n")
    published = release.fetched_at - timedelta(days=int(first.split()[0]))
    rows = [line.partition(",") for line in rest.decode().split("\n") if line]
    return [figure(period, literal, row=n + 1, published=published) for n, (period, _, literal) in enumerate(rows)]


def derive(held: Record, archive: Archive, release: Release) -> None:
    held.learn(release, read(release, archive.body(release.id)))


def play(path: Path, script: Sequence[Step]) -> tuple[Archive, Record]:
    with Archive(path / "archive", write=True, rotate_at=ROTATE) as archive:
        held = record(path, archive)
        for number, step in enumerate(script):
            derive(held, archive, archived(archive, step, number))
            if step.flush:
                held.flush()
    return archive, held


# Law 3: a read as of t is unchanged by anything learned after t.


@laws
@given(scripts, st.integers(-14, 8), st.sampled_from(["proven", "asserted"]))
def test_a_read_is_unchanged_by_what_is_learned_later(script: list[Step], moment: int, basis: Basis) -> None:
    as_of = AsOf(day(moment), basis)
    with folder() as path, Archive(path / "archive", write=True) as archive:
        held = record(path, archive)
        for number, step in enumerate(script):
            before = held.observations("s/a", as_of=as_of), held.coverage("s/a", as_of=as_of)
            release = archived(archive, step, number)
            found = held.learn(release, read(release, archive.body(release.id)))
            # Proven: whatever comes in after t. Asserted: whatever is dated after t; an older date belongs to then.
            if all(as_of.key(each) > as_of.time for each in found.observations):
                assert (held.observations("s/a", as_of=as_of), held.coverage("s/a", as_of=as_of)) == before
            elif basis == "proven":
                assert release.fetched_at <= as_of.time


@laws
@given(st.lists(tables, min_size=1, max_size=7), st.integers(-1, 8), st.booleans())
def test_a_read_is_the_last_page_that_had_the_figure(pages: list[Table], moment: int, reopen: bool) -> None:
    with folder() as path:
        archive, held = play(path, [Step(table, "fetched", 0, True) for table in pages])
        naive: dict[str, str] = {}
        for table in pages[: moment + 1]:
            naive |= table
        held = record(path, archive) if reopen else held
        seen = {str(each.period): each.literal for each in held.observations("s/a", as_of=AsOf(day(moment)))}
        assert seen == naive
        assert list(values(held, AsOf(day(moment)))) == sorted(naive)


# Law 4: archive and record are append-only, and any alteration is found.


@cache
def written() -> tuple[dict[str, bytes], tuple[tuple[str, int, int], ...], str]:
    """An archive's files, where its entries lie, and its head."""
    with folder() as path:
        kinds = ["fetched", "asked", "asked", "imported", "moved", "fetched", "asked"]
        script = [Step({"2022-08": str(n // 2)}, kind, 0, False) for n, kind in enumerate(kinds)]
        archive, _ = play(path, script)
        files = {each.name: each.read_bytes() for each in sorted((path / "archive").glob("*.warc.gz"))}
        return files, tuple((each.file, each.offset, each.length) for each in archive.entries()), archive.head


def altered(files: dict[str, bytes]) -> bool:
    """Whether verification, with the head as published, finds fault; and without traceback, with or without it."""
    with folder() as path:
        for name, data in files.items():
            (path / name).write_bytes(data)
        bare = verify(path)
        found = verify(path, head=written()[2])
        assert bare.fault is None or bare.fault == found.fault
        if found.fault is not None:
            assert found.fault.what and found.fault.offset >= 0
        return not found.ok


def test_what_was_written_is_whole() -> None:
    files, entries, _ = written()
    assert len(files) > 1 and len(entries) == 13
    assert not altered(files)


@many
@given(st.data())
def test_every_changed_byte_is_found(data: st.DataObject) -> None:
    files = dict(written()[0])
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - 1))
    changed = bytearray(files[name])
    changed[at] ^= data.draw(st.integers(1, 255))
    files[name] = bytes(changed)
    assert altered(files)


@many
@given(st.data())
def test_every_truncation_is_found(data: st.DataObject) -> None:
    files = dict(written()[0])
    name = data.draw(st.sampled_from(sorted(files)))
    files[name] = files[name][: data.draw(st.integers(0, len(files[name]) - 1))]
    assert altered(files)


@laws
@given(st.data())
def test_every_removed_doubled_or_moved_entry_is_found(data: st.DataObject) -> None:
    files, entries, _ = written()
    bodies = [files[name][offset : offset + length] for name, offset, length in entries]
    change = data.draw(st.sampled_from(["remove", "double", "swap"]))
    one, other = data.draw(st.tuples(st.integers(0, len(bodies) - 1), st.integers(0, len(bodies) - 1)))
    held = list(bodies)
    if change == "remove":
        held[one] = b""
    elif change == "double":
        # At the very end a doubled entry follows the head, which proves only what is before it; it is found anyway.
        held[one] += bodies[other]
    else:
        assume(one != other)
        held[one], held[other] = bodies[other], bodies[one]
    found = {name: b"".join(held[n] for n, entry in enumerate(entries) if entry[0] == name) for name in files}
    assert altered(found)


@laws
@given(st.data(), st.binary(min_size=1, max_size=60))
def test_every_insertion_is_found(data: st.DataObject, inserted: bytes) -> None:
    files, entries, _ = written()
    last = entries[-1][0]
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - (name == last)))
    changed = files[name][:at] + inserted + files[name][at:]
    assume(changed != files[name])
    # Before the end of the last file: what stands behind it is a torn tail, which alters nothing before it.
    assert altered(files | {name: changed})


@laws
@given(st.permutations(sorted(written()[0])))
def test_files_that_changed_places_are_found(order: list[str]) -> None:
    files = written()[0]
    names = sorted(files)
    assert altered({name: files[other] for name, other in zip(names, order, strict=True)}) == (order != names)


@laws
@given(scripts)
def test_nothing_written_is_ever_written_again(script: list[Step]) -> None:
    with folder() as path:
        before: dict[str, bytes] = {}
        with Archive(path / "archive", write=True, rotate_at=ROTATE) as archive:
            held = record(path, archive)
            rows: tuple[object, ...] = ()
            for number, step in enumerate(script):
                derive(held, archive, archived(archive, step, number))
                held.flush()
                now = {each.name: each.read_bytes() for each in (path / "archive").glob("*.warc.gz")}
                assert all(now[name].startswith(data) for name, data in before.items())
                later = tuple(held.all_observations())
                assert later[: len(rows)] == rows
                before, rows = now, later


# Law 7: a repeated fetch adds a revisit and no observation; a crash loses nothing acknowledged and doubles nothing.


@laws
@given(scripts, tables)
def test_a_repeated_fetch_adds_a_revisit_and_no_observation(script: list[Step], table: Table) -> None:
    with folder() as path, Archive(path / "archive", write=True) as archive:
        held = record(path, archive)
        for number, step in enumerate(script):
            derive(held, archive, archived(archive, step, number))
        first = fetch(archive, page(table), day(20))
        derive(held, archive, first)
        rows = tuple(held.all_observations()), held.restatements()
        again = fetch(archive, page(table), day(21))
        same = archive.append_not_modified(
            source="s", address="https://example.org/figures", at=day(22), real=day(22)
        )
        for release in (again, same):
            assert archive.entry(release.id).type == "revisit" and release.revisit
            assert archive.body(release.id) == page(table)
            assert held.learn(release, read(release, archive.body(release.id))).observations == ()
        held.flush()
        assert (tuple(held.all_observations()), held.restatements()) == rows


def torn(path: Path, kept: int) -> tuple[bool, bool]:
    """Undo the last append up to `kept` bytes, as if the power had gone; whether any stay, and whether a request."""
    with Archive(path) as archive:
        last = list(archive.entries())[-1]
    unindexed(path)
    file = path / last.file
    file.write_bytes(file.read_bytes()[: last.offset + kept % last.length])
    return bool(kept % last.length), last.paired


def unindexed(path: Path) -> None:
    lag(path, indexed(path) - 1)


CRASHES = ["torn", "not indexed", "index cut", "not derived", "not flushed", "flushed"]


@settings(laws, max_examples=60)
@given(scripts, st.data())
def test_a_crash_loses_nothing_acknowledged_and_doubles_nothing(script: list[Step], data: st.DataObject) -> None:
    crashed_at = data.draw(st.integers(0, len(script) - 1))
    crash = data.draw(st.sampled_from(CRASHES))
    kept = data.draw(st.integers(0, 3000))
    with folder() as whole, folder() as path:
        expected_archive, expected = play(whole, script)
        store = path / "archive"
        with Archive(store, write=True, rotate_at=ROTATE) as archive:
            held = record(path, archive)
            for number, step in enumerate(script[: crashed_at + 1]):
                release = archived(archive, step, number)
                if number == crashed_at and crash not in ("not flushed", "flushed"):
                    break
                derive(held, archive, release)
                if step.flush and (number < crashed_at or crash == "flushed"):
                    held.flush()
            acknowledged = [each.id for each in archive.releases()]
        warned = unanswered = False
        if crash == "torn":
            warned, unanswered = torn(store, kept)
            acknowledged.pop()
        elif crash == "not indexed":
            unindexed(store)
        elif crash == "index cut":
            (store / NAME).write_bytes((store / NAME).read_bytes()[: -1 - kept % 50])
        with Archive(store, write=True, rotate_at=ROTATE) as archive:
            assert bool(archive.warnings) == warned
            assert [each.id for each in archive.releases()] == acknowledged
            held = record(path, archive)
            for release in held.underived():
                derive(held, archive, release)
            held.flush()
            for number in range(len(acknowledged), len(script)):
                derive(held, archive, archived(archive, script[number], number))
            held.flush()
            told = [entry.fields for entry in archive.entries() if entry.topic == "torn"]
            if warned or unanswered:
                assert bool(told) == (len(acknowledged) < len(script))
            else:
                assert told == [] and archive.head == expected_archive.head
            assert list(archive.releases()) == list(expected_archive.releases())
            assert held.same_as(expected) == ()
            assert record(path, archive).same_as(expected) == ()
            assert record(path, archive).underived() == ()


# Law 10: the record rebuilt from the archive equals the record.


@laws
@given(scripts)
def test_the_record_rebuilt_equals_the_record(script: list[Step]) -> None:
    with folder() as path:
        archive, held = play(path, script)
        held.flush()
        fresh = held.rebuild_into(path / "anew", read)
        assert held.same_as(fresh) == ()
        kept = record(path, archive)
        assert kept.same_as(fresh) == ()
        for basis in ("proven", "asserted"):
            as_of = AsOf(day(99), basis)
            assert kept.observations("s/a", as_of=as_of) == held.observations("s/a", as_of=as_of)
        assert kept.restatements() == held.restatements() == fresh.restatements()

        def cells(release: Release, body: bytes) -> Callable[[Cell], str | None]:
            return lambda cell: cell_text(release, body, cell)

        proof = verify(path / "archive", observations=held.all_observations(), cells=cells, head=archive.head)
        assert proof.ok and proof.observations == len(tuple(held.all_observations()))
