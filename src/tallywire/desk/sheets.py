"""Series and sources as sheets: what the record and the archive hold of each, for the pages about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from tallywire.brief import Health, SeriesSheet, SourceSheet, Version
from tallywire.desk.derive import CALENDARS, EVENTS, WITH_FIGURES
from tallywire.desk.newsroom import Newsroom
from tallywire.series import Absence, Classified, Notice, Restatement
from tallywire.watch import Source

EVENTS_NAME = "The newsroom's list of events"


def series_sheets(newsroom: Newsroom, *, source: str = "") -> tuple[SeriesSheet, ...]:
    """Every watched series as the record stands now, in the order of the source files. source: only of this one."""
    as_of = newsroom.as_of()
    restated = _by_series(newsroom.record.restatements())
    classes: dict[str, list[Classified]] = {}
    for each in newsroom.record.classified(source=source):
        classes.setdefault(each.series, []).append(each)
    return tuple(
        SeriesSheet(
            series,
            watched.name,
            tuple(newsroom.record.observations(series.id, as_of=as_of)),
            tuple(restated.get(series.id, ())),
            newsroom.record.coverage(series.id, as_of=as_of),
            tuple(classes.get(series.id, ())),
            _gone(newsroom, series.id),
        )
        for watched in newsroom.sources
        if source in ("", watched.id)
        for series in watched.series()
    )


def source_sheets(newsroom: Newsroom) -> tuple[SourceSheet, ...]:
    """Every watched source with the versions of its page, oldest first; then the newsroom's own lists of events.

    A source whose file is gone keeps its versions, under its id.
    """
    notices: dict[str, list[Notice]] = {}
    for notice in newsroom.archive.notices():
        notices.setdefault(notice.source, []).append(notice)
    changed, read = _changed(newsroom), _read(newsroom)
    known = {source.id: source.name for source in newsroom.sources}

    def versions(id: str) -> tuple[Version, ...]:
        return _versions(newsroom, id, changed, read)

    sheets = [
        SourceSheet(
            id=source.id,
            name=source.name,
            address=source.address,
            topic=source.topic,
            place=source.place,
            badge=source.badge,
            by_hand=source.by_hand,
            series=tuple(series.id for series in source.series()),
            health=_health(newsroom, source, notices.get(source.id, ())),
            versions=versions(source.id),
            notices=tuple(notices.get(source.id, ())),
        )
        for source in newsroom.sources
    ]
    for id, own in newsroom.archive.sources().items():
        if id not in known:
            events = id.startswith(EVENTS)
            last = newsroom.archive.numbered(own.last).release
            assert last is not None, "the number is a release's"
            sheets.append(
                SourceSheet(
                    id=id,
                    name=_own_name(id, known),
                    address=last.address,
                    by_hand=events,
                    versions=versions(id),
                    notices=tuple(notices.get(id, ())),
                )
            )
    return tuple(sheets)


def _own_name(id: str, known: Mapping[str, str]) -> str:
    """What is archived beside the pages: event files and release calendars."""
    if id.startswith(EVENTS):
        return EVENTS_NAME
    of = known.get(id.removeprefix(CALENDARS))
    return f"Release calendar of {of}" if id.startswith(CALENDARS) and of else id


def _by_series(pairs: Iterable[Restatement]) -> Mapping[str, Sequence[Restatement]]:
    found: dict[str, list[Restatement]] = {}
    for pair in pairs:
        found.setdefault(pair.after.series, []).append(pair)
    return found


def _gone(newsroom: Newsroom, series: str) -> tuple[Absence, ...]:
    """The last absence of each figure that is gone."""
    last = {each.period: each for each in newsroom.record.absences(series)}
    return tuple(each for _, each in sorted(last.items()) if each.presence == "gone")


def _changed(newsroom: Newsroom) -> Mapping[str, int]:
    """How many figures the releases with each body restated."""
    found: Counter[str] = Counter()
    for id, count in Counter(pair.after.release for pair in newsroom.record.restatements()).items():
        found[_body(newsroom, id)] += count
    return found


def _body(newsroom: Newsroom, id: str) -> str:
    """The release that stores the body of a release."""
    release = newsroom.archive.entry(id).release
    assert release is not None, "the entry of a release holds it"
    return release.revisit or release.id


def _read(newsroom: Newsroom) -> Mapping[str, Sequence[str]]:
    """By body the later releases of it that brought a figure that stands or was restated, or an event."""
    record, as_of = newsroom.record, newsroom.as_of()
    found = {event.release for event in record.events("", as_of=as_of)}
    for pair in record.restatements():
        found |= {pair.before.release, pair.after.release}
    for series in newsroom.series():
        found |= {each.release for each in record.observations(series.id, as_of=as_of)}
    again: dict[str, list[str]] = {}
    for entry in sorted((newsroom.archive.entry(id) for id in found), key=attrgetter("number")):
        if entry.release is not None and entry.release.revisit:
            again.setdefault(entry.release.revisit, []).append(entry.release.id)
    return again


def _versions(
    newsroom: Newsroom, source: str, changed: Mapping[str, int], read: Mapping[str, Sequence[str]]
) -> tuple[Version, ...]:
    found = []
    for met in newsroom.archive.bodies(source):
        entry = newsroom.archive.numbered(met.first)
        assert entry.release is not None, "a body's entry holds a release"
        found.append(
            Version(
                entry.release,
                entry.number,
                entry.hash,
                seen=met.count - 1,
                last=newsroom.archive.numbered(met.last).at if met.count > 1 else None,
                restated=changed.get(entry.release.id, 0),
                also=tuple(read.get(entry.release.id, ())),
            )
        )
    return tuple(found)


def _health(newsroom: Newsroom, source: Source, notices: Sequence[Notice]) -> Health | None:
    """The last notice's state; a source of which none was told answers since its first page was archived."""
    if source.by_hand:
        return None
    if notices:
        last = notices[-1]
        return Health(source.id, source.name, last.after, last.at, last.detail)
    releases = newsroom.archive.releases(source.id)
    first = next((each for each in releases if each.kind == "fetched" and each.status in WITH_FIGURES), None)
    return Health(source.id, source.name, "ok", first.fetched_at) if first is not None else None
