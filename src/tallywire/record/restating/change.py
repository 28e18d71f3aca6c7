"""What each release of a source changed, in the order in which the releases stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from tallywire.record.history import History, restated
from tallywire.series import Absence, Observation, Restatement


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one release changed in one series.

    arrived: first figures of their period. restatements: see `history.restated`. refilled: figures in cells that
    had been blanked out, the same as before. gone and back: figures that left the table and came back to it.
    """

    arrived: tuple[Observation, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    refilled: tuple[Observation, ...] = ()
    gone: tuple[Absence, ...] = ()
    back: tuple[Absence, ...] = ()

    @property
    def restates(self) -> bool:
        return bool(self.restatements or self.refilled or self.gone or self.back)


class Change(msgspec.Struct, frozen=True):
    """What one release changed, by series; `known_at` is when that was known here."""

    release: str
    known_at: datetime
    told: Mapping[str, Told]


class _Lists:
    """A `Told` that is still being put together."""

    def __init__(self) -> None:
        self.arrived: list[Observation] = []
        self.restatements: list[Restatement] = []
        self.refilled: list[Observation] = []
        self.gone: list[Absence] = []
        self.back: list[Absence] = []

    def told(self) -> Told:
        return Told(
            arrived=tuple(self.arrived),
            restatements=tuple(self.restatements),
            refilled=tuple(self.refilled),
            gone=tuple(self.gone),
            back=tuple(self.back),
        )


class _Draft:
    """A `Change` that is still being put together."""

    def __init__(self, standing: datetime) -> None:
        self.standing = standing
        self.known_at = standing
        self.told: dict[str, _Lists] = {}

    def of(self, series: str, known_at: datetime) -> _Lists:
        self.known_at = max(self.known_at, known_at)
        return self.told.setdefault(series, _Lists())


def changes(
    histories: Mapping[str, History], absences: Iterable[Absence], number: Callable[[str], int], until: datetime
) -> tuple[Change, ...]:
    """The changes that were known at `until`, one for each release that changed something.

    histories: of all series of one source, by id. number: a release's entry in the archive. A release stands at its
    fetch; an imported old version of the page where its date of publication puts it.
    """
    drafts: dict[str, _Draft] = {}

    def draft(release: str, standing: datetime) -> _Draft:
        return drafts.setdefault(release, _Draft(standing))

    for series, history in histories.items():
        for period in history.periods():
            last: Observation | None = None
            valued: Observation | None = None
            for each in history.of(period):
                if each.known_at > until:
                    continue
                into = draft(each.release, history.standing(each)[0])
                pair = restated(last, valued, each)
                if pair is not None:
                    known = max(pair.before.known_at, each.known_at)
                    into.of(series, known).restatements.append(pair)
                elif each.value is not None and valued is None:
                    into.of(series, each.known_at).arrived.append(each)
                elif each.value is not None and last is not None and last.value is None:
                    into.of(series, each.known_at).refilled.append(each)
                last = each
                valued = each if each.value is not None else valued
    for absence in absences:
        if absence.known_at <= until and absence.presence in ("gone", "back"):
            into = draft(absence.release, absence.known_at)
            lists = into.of(absence.series, absence.known_at)
            (lists.gone if absence.presence == "gone" else lists.back).append(absence)
    ordered = sorted(drafts.items(), key=lambda item: (item[1].standing, number(item[0])))
    return tuple(
        Change(release, each.known_at, {series: lists.told() for series, lists in each.told.items()})
        for release, each in ordered
        if each.told
    )
