"""What one release restated, or what was restated between two, as their pages tell it: by class, with the why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from tallywire.feed.dates import period_words, short_day, stamp, utc
from tallywire.feed.record_pages.paths import series_page_path
from tallywire.feed.record_pages.register import Register
from tallywire.feed.record_pages.words import class_words, gravity, published_words
from tallywire.series import Absence, Classified, Observation, Period

OPEN_STEPS = 3
"""A restating of more figures than these is one line, with its figures folded away."""

OPEN_RESTATINGS = 8
MOST_RESTATINGS = 100
MOST_STEPS = 200


class Step(msgspec.Struct, frozen=True):
    """One figure: what it was, and what it became; either may be empty. before_href, after_href: its cells."""

    period: str
    before: str
    before_href: str
    after: str
    after_href: str


class Restating(msgspec.Struct, frozen=True, kw_only=True):
    """What one release restated in one series. count: "300 figures". folded: whether its steps are folded away.

    on, stamp: the day, where it is to be told. more: figures beyond those listed.
    """

    kind: str
    title: str
    href: str
    why: str
    count: str
    steps: tuple[Step, ...]
    folded: bool
    more: int
    on: str = ""
    stamp: str = ""


class Restatings(msgspec.Struct, frozen=True):
    """more: how many are not listed."""

    shown: tuple[Restating, ...] = ()
    folded: tuple[Restating, ...] = ()
    more: int = 0


def restatings(register: Register, found: Sequence[Classified], *, root: str, dated: bool = False) -> Restatings:
    """The gravest class first, and of a class what is about most figures. dated: with the day of each.

    A sentence that is that of the one above is not repeated.
    """
    ordered = sorted(
        found, key=lambda each: (gravity(each.kind), -len(each.periods), each.why, each.series, each.known_at)
    )
    listed = []
    for place, each in enumerate(ordered[:MOST_RESTATINGS]):
        again = place not in (0, OPEN_RESTATINGS) and each.why == ordered[place - 1].why
        listed.append(_restating(register, each, "" if again else each.why, root=root, dated=dated))
    return Restatings(
        tuple(listed[:OPEN_RESTATINGS]), tuple(listed[OPEN_RESTATINGS:]), max(len(ordered) - MOST_RESTATINGS, 0)
    )


def restating_key(register: Register, found: Iterable[Classified]) -> tuple[object, ...]:
    """What a list of restatings is made from beside `found`: titles, and the figures that are gone or back."""
    given = tuple(found)
    titles = {each.series: sheet.series.title for each in given if (sheet := register.series.get(each.series))}
    held = tuple(register.held(absence) for each in given for absence in each.absences)
    return tuple(sorted(titles.items())), held


def last_of_each(found: Iterable[Classified]) -> tuple[Classified, ...]:
    """Of each figure only the last change. found: in the order in which it became known."""
    given = tuple(found)
    last = {(each.series, period): place for place, each in enumerate(given) for period in each.periods}
    kept = []
    for place, each in enumerate(given):
        own = {period for period in each.periods if last[each.series, period] == place}
        if own:
            kept.append(
                msgspec.structs.replace(
                    each,
                    restatements=tuple(pair for pair in each.restatements if pair.after.period in own),
                    absences=tuple(absence for absence in each.absences if absence.period in own),
                    observations=tuple(one for one in each.observations if one.period in own),
                )
            )
    return tuple(kept)


def marks(found: Iterable[Classified], releases: Iterable[str]) -> dict[tuple[int, int, int], str]:
    """The class in words by table, row and column of the cells in which some releases gave a restated figure."""
    own = frozenset(releases)
    marked = {}
    for each in found:
        for one in (*(pair.after for pair in each.restatements), *each.observations):
            if one.release in own:
                marked[one.cell.table, one.cell.row, one.cell.column] = class_words(each.kind)
    return marked


def _restating(register: Register, found: Classified, why: str, *, root: str, dated: bool) -> Restating:
    sheet = register.series.get(found.series)
    title = found.series if sheet is None else sheet.series.title
    number = len(found.periods)
    return Restating(
        kind=class_words(found.kind),
        title=title[:1].upper() + title[1:],
        href="" if sheet is None else root + series_page_path(found.series),
        why=why,
        count=f"{number:,} {'figure' if number == 1 else 'figures'}",
        steps=tuple(islice(_steps(register, found, root), MOST_STEPS)),
        folded=number > OPEN_STEPS,
        more=max(number - MOST_STEPS, 0),
        on=short_day(utc(found.known_at).date()) if dated else "",
        stamp=stamp(found.known_at),
    )


def _steps(register: Register, found: Classified, root: str) -> Iterable[Step]:
    """By period, each once: what was restated is told before what was only gone or back."""
    steps: dict[Period, Step] = {}
    for pair in found.restatements:
        after = published_words(pair.after) if pair.after.value is not None else "blank"
        steps[pair.after.period] = Step(
            period_words(pair.after.period),
            published_words(pair.before),
            _cell(register, pair.before, root),
            after,
            _cell(register, pair.after, root),
        )
    for absence in found.absences:
        if absence.period not in steps:
            steps[absence.period] = _absent(register, absence, root)
    for one in found.observations:
        if one.period not in steps:
            figure, href = published_words(one), _cell(register, one, root)
            steps[one.period] = Step(period_words(one.period), "", "", figure, href)
    return (step for _, step in sorted(steps.items()))


def _absent(register: Register, absence: Absence, root: str) -> Step:
    held = register.held(absence)
    figure, href = ("", "") if held is None else (published_words(held), _cell(register, held, root))
    if absence.presence == "gone":
        return Step(period_words(absence.period), figure, href, "gone", "")
    return Step(period_words(absence.period), "", "", figure, href)


def _cell(register: Register, observation: Observation, root: str) -> str:
    path = register.cell(observation.release, observation.cell)
    return root + path if path else ""
