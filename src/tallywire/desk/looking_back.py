"""The history of a series and the difference between two moments, as they are asked for by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from itertools import islice

import msgspec

from tallywire.desk.newsroom import Newsroom
from tallywire.errors import UsageError
from tallywire.record import diff
from tallywire.series import Difference, Observation, Period, Release, Restatement, Revision

SHORTEST = 6
"""Digits of a release's id that may stand for it."""

NEAR = 5
MOST_LIKE = 1000
"""Releases that are looked through for one whose id is like what was asked for."""

END_OF_DAY = time(23, 59, 59, 999999)


class Point(msgspec.Struct, frozen=True):
    """A moment in the life of a newsroom, and the release that names it ("" for a date)."""

    at: datetime
    release: str = ""
    source: str = ""


class Compared(msgspec.Struct, frozen=True):
    """Two moments, and how the series differ between them."""

    a: Point
    b: Point
    differences: tuple[Difference, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One figure that differs: new, restated, gone, back or reworded. kind: the class of a restatement."""

    series: str
    change: str
    period: Period
    before: Observation | None = None
    after: Observation | None = None
    kind: str = ""
    rule: str = ""
    why: str = ""


def series_named(newsroom: Newsroom, id: str) -> str:
    """The id of a series, given whole or by its end where that names one only; raises UsageError with near ones."""
    ids = [series.id for series in newsroom.series()]
    if id in ids:
        return id
    ending = [each for each in ids if each.endswith(f"/{id}")]
    if len(ending) == 1:
        return ending[0]
    if ending:
        raise UsageError(f"{id!r} names {len(ending)} series", hint="There are: " + ", ".join(ending[:NEAR]))
    near = get_close_matches(id, ids, n=NEAR, cutoff=0.5) or [each for each in ids if id and id in each][:NEAR]
    hint = f"Near it: {', '.join(near)}" if near else f"There are: {_some(ids)}"
    raise UsageError(f"no series {id!r} in {newsroom.folder / 'sources'}", hint=hint)


def _some(ids: Sequence[str]) -> str:
    if not ids:
        return "none yet"
    return ", ".join(ids[:NEAR]) + (f" and {len(ids) - NEAR} more" if len(ids) > NEAR else "")


def history_of(
    newsroom: Newsroom, id: str, *, period: Period | None = None, until: datetime | None = None
) -> Sequence[tuple[Period, Sequence[Revision]]]:
    """The steps of each period, newest period first and within it the newest step; only of one where it is named.

    Raises UsageError for a period of which nothing is known.
    """
    by_period: dict[Period, list[Revision]] = {}
    for step in newsroom.record.revisions(id, until):
        by_period.setdefault(step.period, []).append(step)
    if period is not None and period not in by_period:
        near = sorted(by_period, key=lambda each: (abs((each.start - period.start).days), each))[:NEAR]
        hint = "Nearest: " + ", ".join(map(str, near)) if near else "Nothing is recorded of it yet"
        raise UsageError(f"{id} has no figure for {period}", hint=hint)
    chosen = sorted(by_period, reverse=True) if period is None else [period]
    return tuple((each, tuple(reversed(by_period[each]))) for each in chosen)


def compared(newsroom: Newsroom, a: str, b: str, *, source: str = "") -> Compared:
    """The difference from `a` to `b`: release ids, days, times with a zone, "first" or "latest".

    Where a release is named, only its source is compared. Raises UsageError for what names no moment, for releases
    of two sources, and where `b` lies before `a`.
    """
    if source:
        newsroom.source(source)
    one, other = point(newsroom, a, source), point(newsroom, b, source)
    sources = {each.source for each in (one, other)} - {""} | ({source} if source else set())
    if len(sources) > 1:
        raise UsageError(
            f"releases of {' and '.join(sorted(sources))} cannot be compared with each other",
            hint="Name two releases of one source, or two days",
        )
    if other.at < one.at:
        raise UsageError(f"{b!r} lies before {a!r}", hint=f"Put the earlier one first: tallywire diff {b} {a}")
    ids = [each.id for each in newsroom.series() if not sources or each.source in sources]
    return Compared(one, other, tuple(diff(newsroom.record, one.at, other.at, ids)))


def point(newsroom: Newsroom, text: str, source: str = "") -> Point:
    """The moment that a text names; "first" and "latest" are those of one source where it is given."""
    if text in ("first", "latest"):
        archived = newsroom.archive.sources()
        ends = [each for id, each in archived.items() if source in ("", id)]
        if not ends:
            raise UsageError(
                "there is no release yet", where=source or str(newsroom.folder), hint="Run `tallywire watch`"
            )
        number = min(each.first for each in ends) if text == "first" else max(each.last for each in ends)
        found = newsroom.archive.numbered(number).release
        assert found is not None, "the number is a release's"
        return Point(found.fetched_at, found.id if source else "", source)
    if "-" in text:
        return Point(_moment(text))
    named = _release(newsroom, text)
    return Point(named.fetched_at, named.id, named.source)


def _moment(text: str) -> datetime:
    try:
        if len(text) > len("2022-11-30"):
            exact = datetime.fromisoformat(text)
            if exact.tzinfo is None:
                raise UsageError(f"{text!r} has no time zone", hint="Expected e.g. 2022-11-30T12:00+00:00")
            return exact
        return datetime.combine(date.fromisoformat(text), END_OF_DAY, UTC)
    except ValueError:
        raise UsageError(f"{text!r} is not a day", hint="Expected e.g. 2022-11-30") from None


def _release(newsroom: Newsroom, text: str) -> Release:
    if len(text) >= SHORTEST:
        found = list(islice(newsroom.archive.beginning(text), MOST_LIKE))
        if len(found) == 1:
            return found[0]
        if found:
            many = f"{len(found)}{'' if len(found) < MOST_LIKE else ' or more'}"
            raise UsageError(f"{text!r} begins {many} releases", hint=f"There are: {_some([e.id for e in found])}")
    like = islice(newsroom.archive.beginning(text[:2]), MOST_LIKE)
    near = get_close_matches(text, [each.id for each in like], n=NEAR, cutoff=0.6)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    raise UsageError(
        f"{text[:80]!r} is no release, day or time",
        hint=f"{hint}Expected a release id, a day such as 2022-11-30, first or latest",
    )


def rows(difference: Difference) -> Iterator[Row]:
    """One row a figure: restated, gone, back, new, reworded."""
    id = difference.series
    for pair, found in difference.restated:
        words = ("", "", "") if found is None else (found.kind, found.rule, found.why)
        yield _row(id, "restated", pair, *words)
    for each in difference.gone:
        yield Row(series=id, change="gone", period=each.period, before=each)
    for change, came in (("back", difference.back), ("new", difference.new)):
        for each in came:
            yield Row(series=id, change=change, period=each.period, after=each)
    for pair in difference.reworded:
        yield _row(id, "reworded", pair)


def _row(id: str, change: str, pair: Restatement, kind: str = "", rule: str = "", why: str = "") -> Row:
    return Row(
        series=id,
        change=change,
        period=pair.after.period,
        before=pair.before,
        after=pair.after,
        kind=kind,
        rule=rule,
        why=why,
    )
