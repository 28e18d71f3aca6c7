"""What is looked at after a kill, in a copy of the newsroom that is started again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tallywire.desk import Newsroom, catch_up, rebuild, take_in_events, verify_newsroom
from tallywire.record import Matrix, verify
from tallywire.record.entry import Entry
from tallywire.record.http import split_http
from tallywire.record.member import read_member
from tallywire.record.notes import TORN
from tallywire.series import AsOf
from tests.kills.agency import COLUMNS, VERSION, Agency, Sent
from tests.kills.newsroom import Line

END = AsOf(datetime.max.replace(tzinfo=UTC))
Cell = tuple[str, str]
Told = list[tuple[str, str]]
"""Of a series and period each figure as written that was new, with the release that brought it."""


def faults(folder: Path, agency: Agency, acknowledged: list[Line], *, whole: bool) -> list[str]:
    """What is wrong with a newsroom whose process was just killed; whole: with a rebuild and every literal."""
    found: list[str] = []
    proof = verify(folder / "archive")
    if proof.fault is not None:
        found.append(f"verify: {proof.fault}")
    copy = folder.with_name(f"{folder.name}.copy")
    shutil.copytree(folder, copy)
    try:
        with Newsroom(copy, write=True) as newsroom:
            if bool(proof.torn) != bool(newsroom.archive.warnings):
                found.append(f"{proof.torn} bytes torn, and told was {newsroom.archive.warnings}")
            catch_up(newsroom)
            take_in_events(newsroom)
            found += _restarted(newsroom, agency, acknowledged)
            if whole:
                found += [f"rebuilt: {line}" for line in rebuild(newsroom).differences]
        if whole:
            again = verify_newsroom(copy)
            if not again.ok or again.torn:
                found.append(f"verify after the restart: {again}")
    finally:
        shutil.rmtree(copy)
    return found


def _restarted(newsroom: Newsroom, agency: Agency, acknowledged: list[Line]) -> Iterator[str]:
    yield from _acknowledged(newsroom, acknowledged)
    answers = dict(_answers(newsroom, agency))
    for release, sent in answers.items():
        if newsroom.archive.body(release) != sent.body:
            yield f"release {release} is not what was sent"
    yield from _figures(newsroom, answers)
    yield from _notices(newsroom)
    yield from _absences(newsroom)
    yield from _matrix(newsroom)
    yield from _torn(newsroom)


def _acknowledged(newsroom: Newsroom, acknowledged: list[Line]) -> Iterator[str]:
    held = [release.id for release in newsroom.archive.releases()]
    if len(held) != len(set(held)):
        yield "a release is archived twice"
    known = set(held)
    by_seq = {each.seq: each.release for each in newsroom.record.all_observations()}
    told = {(notice.source, notice.release, notice.after) for notice in newsroom.archive.notices()}
    for line in acknowledged:
        if line.release and line.release not in known:
            yield f"release {line.release} of {line.source} was acknowledged and is lost"
        for seq in line.seqs:
            if by_seq.get(seq) != line.release:
                yield f"observation {seq} of {line.source} was acknowledged and is from {by_seq.get(seq)}"
        if line.notice and (line.source, line.release, line.notice) not in told:
            yield f"{line.source} was told as {line.notice}, of which the archive has nothing"


def _answers(newsroom: Newsroom, agency: Agency) -> Iterator[tuple[str, Sent]]:
    """What the agency had sent, by release, in the order of the archive."""
    for entry in newsroom.archive.entries():
        if entry.release is not None and entry.release.kind == "fetched":
            yield entry.release.id, agency.sent[_version(newsroom.archive.folder, entry)]


def _version(folder: Path, entry: Entry) -> str:
    with (folder / entry.file).open("rb") as handle:
        member = read_member(handle, entry.offset)
    assert member is not None, "it was verified"
    return dict(split_http(member.block)[0])[VERSION]


def _figures(newsroom: Newsroom, answers: dict[str, Sent]) -> Iterator[str]:
    """The record against what was sent: each figure that was new, from the release that brought it, once."""
    wanted: dict[Cell, Told] = {}
    for release, sent in answers.items():
        entry = newsroom.archive.entry(release)
        assert entry.release is not None, "an answer is a release"
        source = entry.release.source
        for period, row in (sent.rows or {}).items():
            for column, figure in zip(COLUMNS, row, strict=True):
                told = wanted.setdefault((f"{source}/{column}", period), [])
                if not told or told[-1][0] != figure:
                    told.append((figure, release))
    held: dict[Cell, Told] = {}
    last = 0
    for each in newsroom.record.all_observations():
        if each.seq != last + 1:
            yield f"observation {each.seq} follows observation {last}"
        last = each.seq
        held.setdefault((each.series, str(each.period)), []).append((each.literal, each.release))
    for cell in sorted(wanted.keys() | held.keys()):
        if wanted.get(cell) != held.get(cell):
            ours, sent_so = held.get(cell, []), wanted.get(cell, [])
            same = next((n for n, (a, b) in enumerate(zip(ours, sent_so, strict=False)) if a != b), None)
            at = min(len(ours), len(sent_so)) if same is None else same
            yield f"{' '.join(cell)}, figure {at + 1}: {ours[at:][:2]} is recorded, {sent_so[at:][:2]} was sent"
            return


def _notices(newsroom: Newsroom) -> Iterator[str]:
    last: dict[str, str] = {}
    for notice in newsroom.archive.notices():
        if last.get(notice.source) == notice.after:
            yield f"{notice.source} is told as {notice.after} twice in a row"
        last[notice.source] = notice.after


def _absences(newsroom: Newsroom) -> Iterator[str]:
    for series in newsroom.record.all_series():
        gone: dict[str, bool] = {}
        for each in newsroom.record.absences(series.id):
            now = each.presence not in ("back", "shown")
            if gone.get(str(each.period)) == now:
                yield f"{series.id} {each.period} is told as {each.presence} twice in a row"
            gone[str(each.period)] = now


def _matrix(newsroom: Newsroom) -> Iterator[str]:
    """The matrix as the crash left it, brought up to date, against the record."""
    kept = Matrix.open(newsroom.folder / "matrix")
    kept.update(newsroom.record.on_disk())
    frequencies = {series.id: series.frequency for series in newsroom.record.all_series()}
    ours, wanted = (set(dense.cells()) for dense in (kept.dense(frequencies), newsroom.record.as_of_all(END)))
    if ours != wanted:
        yield f"the matrix has {len(ours - wanted)} other cells and lacks {len(wanted - ours)}"


def _torn(newsroom: Newsroom) -> Iterator[str]:
    """Every torn tail but the newest is told in the chain."""
    saved = {f"torn/{path.name}" for path in (newsroom.archive.folder / "torn").glob("*.bin")}
    told = [entry.fields["kept"] for entry in newsroom.archive.entries() if entry.topic == TORN]
    named = [name for name in told if name]
    if len(named) != len(set(named)) or not set(named) <= saved:
        yield f"torn tails {sorted(saved)} are told as {named}"
    if len(saved) - len(named) > 1:
        yield f"torn tails are not told: {sorted(saved - set(named))}"
