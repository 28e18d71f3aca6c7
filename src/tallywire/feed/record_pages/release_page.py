"""The page of one archived release: its tables as text, every cell that a figure was read from with its anchor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec

from tallywire.brief import Leaf, SourceSheet, Version
from tallywire.feed.dates import moment_words, stamp
from tallywire.feed.issue import Issue
from tallywire.feed.names import way_up, web_address
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.paths import (
    STYLE_PATH,
    cell_page,
    compare_path,
    event_path,
    release_path,
    series_page_path,
    source_page_path,
)
from tallywire.feed.record_pages.register import Reading, Register
from tallywire.feed.record_pages.restated import restating_key, restatings
from tallywire.feed.record_pages.table import Origin, shown_tables
from tallywire.feed.record_pages.versions import compared, pages, size_words, times_words, version_words
from tallywire.feed.record_pages.words import classes_words
from tallywire.series import Cell, Classified


class Near(msgspec.Struct, frozen=True):
    """The version before or after, its page, and the page that sets both side by side."""

    words: str
    href: str
    compare_href: str


class Folio(msgspec.Struct, frozen=True):
    """One page of a release: all that it is made from but the tables themselves. restated: on its first page."""

    sheet: SourceSheet
    version: Version
    number: int
    of: int
    read: tuple[tuple[Cell, Reading], ...]
    before: Version | None
    after: Version | None
    sides: tuple[bool, bool]
    restated: tuple[Classified, ...] = ()


def release_leaves(issue: Issue, register: Register, sheet: SourceSheet) -> Iterator[Leaf]:
    """A page for each version, and further ones where figures were read from below its first 400 rows."""
    bare = msgspec.structs.replace(sheet, series=(), versions=(), notices=(), health=None)
    own = pages(sheet)
    places = {version.release.id: place for place, version in enumerate(own)}
    there = compared(sheet)
    for version in sheet.versions:
        read = register.read(version.release.id)
        place = places.get(version.release.id)
        before = own[place - 1] if place else None
        after = own[place + 1] if place is not None and place + 1 < len(own) else None
        sides = (
            before is not None and (before.release.id, version.release.id) in there,
            after is not None and (version.release.id, after.release.id) in there,
        )
        restated = tuple(register.classified(version.release.id))
        last = max((cell_page(cell) for cell in read), default=1)
        for number in range(1, last + 1):
            here = sorted((cell, readings[0]) for cell, readings in read.items() if cell_page(cell) == number)
            told = restated if number == 1 else ()
            folio = Folio(bare, version, number, last, tuple(here), before, after, sides, told)
            path = release_path(sheet.id, version.release.id, number)
            titles = sorted({_title(register, reading) for _, reading in here})
            key = issue.key(path, folio, titles, restating_key(register, told))
            yield Leaf(path, key, partial(release_page, issue, register, folio))


def release_page(issue: Issue, register: Register, folio: Folio) -> bytes:
    """One page of a release; its tables are asked for here."""
    sheet, version = folio.sheet, folio.version
    release = version.release
    path = release_path(sheet.id, release.id, folio.number)
    root = way_up(path)
    tables, beyond = shown_tables(
        issue.stacks.tables(release.id), _origins(register, folio.read, root), page=folio.number
    )
    part = f", part {folio.number}" if folio.number > 1 else ""
    page = Page(
        path=path,
        title=f"{sheet.name}, archived {version_words(version)}{part} · {issue.edition.title}",
        description=f"The tables of {sheet.name} as they were archived on {moment_words(release.fetched_at)}.",
        styles=(STYLE_PATH,),
    )
    return write(
        page,
        "release.html",
        issue.edition,
        {
            "name": sheet.name,
            "source_href": root + source_page_path(sheet.id),
            "badge": sheet.badge,
            "number": folio.number,
            "of": folio.of,
            "pages": tuple(
                (number, root + release_path(sheet.id, release.id, number)) for number in range(1, folio.of + 1)
            ),
            "date": version_words(version),
            "fetched": moment_words(release.fetched_at),
            "fetched_stamp": stamp(release.fetched_at),
            "imported": release.kind == "imported",
            "memento": release.kind == "memento",
            "memento_href": web_address(release.note) if release.kind == "memento" else "",
            "stood": moment_words(release.published_at) if release.published_at is not None else "",
            "note": release.note,
            "address": release.address,
            "address_href": web_address(release.address),
            "status": release.status,
            "media_type": release.media_type,
            "size": size_words(release.size),
            "release": release.id,
            "body_hash": release.body_hash,
            "entry": f"{version.entry:,}",
            "chain": version.chain,
            "seen": times_words(version.seen),
            "last": version_words(version, last=True),
            "restated": version.restated,
            "classes": classes_words(register.classes(release.id)),
            "restatings": restatings(
                register, folio.restated, root=root, dated=any(each.release != release.id for each in folio.restated)
            ),
            "tables": tables,
            "read": len(folio.read),
            "beyond": beyond,
            "before": _near(sheet, folio.before, version, folio.sides[0], root),
            "after": _near(sheet, folio.after, version, folio.sides[1], root),
        },
    )


def _origins(register: Register, read: Sequence[tuple[Cell, Reading]], root: str) -> Mapping[Cell, Origin]:
    """The page of what was read from each cell, and its name."""
    found = {}
    for cell, reading in read:
        href = event_path(reading.event) if reading.event else series_page_path(reading.series)
        found[cell] = Origin(root + href, _title(register, reading))
    return found


def _title(register: Register, reading: Reading) -> str:
    if reading.event:
        return register.events[reading.event].name if reading.event in register.events else reading.event
    held = register.series.get(reading.series)
    return held.series.title if held is not None else reading.series


def _near(sheet: SourceSheet, other: Version | None, version: Version, side: bool, root: str) -> Near | None:
    if other is None:
        return None
    a, b = sorted((other, version), key=lambda each: each.entry)
    return Near(
        version_words(other),
        root + release_path(sheet.id, other.release.id),
        root + compare_path(sheet.id, a.release.id, b.release.id) if side else "",
    )
