"""The page that sets two releases of a source side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from tallywire.brief import Edition, Leaf, SourceSheet, Stacks, Version
from tallywire.errors import UsageError
from tallywire.feed.dates import moment_words, short_day, stamp, utc
from tallywire.feed.issue import Issue
from tallywire.feed.names import way_up
from tallywire.feed.page import Page, write
from tallywire.feed.record_pages.between import Between
from tallywire.feed.record_pages.compare import compare
from tallywire.feed.record_pages.paths import STYLE_PATH, compare_path, release_path, source_page_path
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.restated import marks, restatings
from tallywire.feed.record_pages.side_by_side import facing
from tallywire.feed.record_pages.versions import pairs, version_words


class Shown(msgspec.Struct, frozen=True):
    """One of the two releases."""

    words: str
    full: str
    stamp: str
    href: str


def compare_leaves(issue: Issue, register: Register, sheet: SourceSheet) -> Iterator[Leaf]:
    """Each version with the one before and with the first, and the newest with the latest."""
    bare = msgspec.structs.replace(sheet, series=(), notices=(), health=None)
    between = Between(register, sheet)
    for before, after in pairs(sheet):
        two = msgspec.structs.replace(bare, versions=(before, after))
        path = compare_path(sheet.id, before.release.id, after.release.id)
        told = between.key(before, after)
        key = issue.key(path, sheet.name, sheet.badge, before.release, after.release, told)
        ids = before.release.id, after.release.id
        make = partial(_compare_page, issue.edition, register, between, two, ids, issue.stacks)
        yield Leaf(path, key, make)


def compare_page(edition: Edition, sheet: SourceSheet, a: str, b: str, stacks: Stacks) -> bytes:
    """Any two releases of a source, the earlier one first; the page stands at `compare_path`'s depth.

    edition: its sheets of the source's series say of which class each restatement is. a, b: ids of versions of
    `sheet`. Raises UsageError where it has no such version.
    """
    register = Register(msgspec.structs.replace(edition, sources=(sheet,)))
    return _compare_page(edition, register, Between(register, sheet), sheet, (a, b), stacks)


def _compare_page(
    edition: Edition, register: Register, between: Between, sheet: SourceSheet, ids: tuple[str, str], stacks: Stacks
) -> bytes:
    before, after = sorted((_version(sheet, id) for id in ids), key=lambda version: version.entry)
    path = compare_path(sheet.id, before.release.id, after.release.id)
    root = way_up(path)
    found = compare(stacks.tables(before.release.id), stacks.tables(after.release.id))
    restated = between.of(before, after)
    kinds = marks(restated, (after.release.id, *after.also))
    page = Page(
        path=path,
        title=f"{sheet.name}: {version_words(before)} and {version_words(after)} · {edition.title}",
        description=f"What changed in the tables of {sheet.name} between two archived releases.",
        styles=(STYLE_PATH,),
    )
    return write(
        page,
        "compare.html",
        edition,
        {
            "name": sheet.name,
            "source_href": root + source_page_path(sheet.id),
            "between": _between(before, after),
            "badge": sheet.badge,
            "before": _shown(sheet, before, root),
            "after": _shown(sheet, after, root),
            "same_body": before.release.body_hash == after.release.body_hash,
            "restatings": restatings(
                register, restated, root=root, dated=len({each.release for each in restated}) > 1
            ),
            "none": not found.tables,
            "tables": tuple(facing(table, kinds) for table in found.tables),
            "beyond": found.beyond,
        },
    )


def _version(sheet: SourceSheet, release: str) -> Version:
    for version in sheet.versions:
        if version.release.id == release or release in version.also:
            return version
    raise UsageError(
        f"{release[:40]!r} is no archived version of this source",
        where=sheet.id,
        hint="Choose two from the list on the source's page",
    )


def _between(before: Version, after: Version) -> tuple[str, str]:
    """The days of both, with the time where they are one."""
    days = tuple(short_day(utc(each.release.fetched_at).date()) for each in (before, after))
    if days[0] != days[1]:
        return days[0], days[1]
    return version_words(before), version_words(after)


def _shown(sheet: SourceSheet, version: Version, root: str) -> Shown:
    moment = version.release.fetched_at
    return Shown(
        version_words(version), moment_words(moment), stamp(moment), root + release_path(sheet.id, version.release.id)
    )
