"""Which figures are no longer in their source's table, learned release by release, read as of any moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

import polars as pl

from tallywire.record.history import History
from tallywire.record.moved_on import moved_on
from tallywire.series import Absence, Figure, Illegible, Period, Presence, Release

_UTC = pl.Datetime("us", "UTC")

ABSENCES = pl.Schema(
    {
        "seq": pl.Int64(),
        "series": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "granularity": pl.String(),
        "presence": pl.String(),
        "release": pl.String(),
        "known_at": _UTC,
    }
)

HELD = 4096
"""Of so many series it is held in memory which periods their table shows."""

THERE = ("back", "shown")


class Absences:
    """What became absent and what came back, by series and period, each list by seq.

    `begun`: the archive entry up to which absences had been recorded at the start. fetched: whether a release was
    fetched; only those show what stands in a table, an imported file does not.
    """

    def __init__(self, recorded: Callable[[], Sequence[Absence]], mark: int, fetched: Callable[[str], bool]) -> None:
        self.begun = mark
        self.pending: list[Absence] = []
        self._recorded = recorded
        self._fetched = fetched
        self._rows: dict[str, dict[Period, list[Absence]]] | None = None
        self._next = 1
        self._shown: dict[str, set[Period]] = {}

    def learn(
        self,
        number: int,
        release: Release,
        figures: Collection[Figure],
        illegible: Illegible,
        ids: Iterable[str],
        history: Callable[[str], History],
    ) -> tuple[Absence, ...]:
        """What is absent from a release that was there before, and what is back; `number` is its archive entry.

        figures: what the release says; without any it says nothing. ids: the series that its source gives. The
        observations of the release are in the histories already. What was recorded of it before is given again.
        """
        if release.kind != "fetched" or not figures:
            return ()
        seen: dict[str, dict[Period, bool]] = {id: {} for id in ids}
        for figure in figures:
            seen.setdefault(figure.series, {})[figure.period] = figure.value is not None
        known = number <= self.begun
        if known:
            return tuple(each for each in self.all() if each.release == release.id)
        found: list[Absence] = []
        for id, now in seen.items():
            for period, presence in self._told(id, now, release, illegible, history(id)):
                row = Absence(id, period, presence, release.id, release.fetched_at, self._next_seq() + len(found))
                found.append(row)
        for row in found:
            self._add(row)
            shown = self._shown[row.series]
            (shown.add if row.presence in THERE else shown.discard)(row.period)
        self._next += len(found)
        self.pending += found
        return tuple(found)

    def _told(
        self, id: str, now: dict[Period, bool], release: Release, illegible: Illegible, history: History
    ) -> Iterable[tuple[Period, Presence]]:
        shown = self._present(id, history, release, now)
        unseen = () if illegible.rows else shown.difference(now)
        lost = (p for p in unseen if (id, p) not in illegible.cells)
        absent = [p for p in lost if _has_value(history, p, release.fetched_at)]
        left = moved_on(absent, now, [p for p in shown if _older(history, p, release.id)]) if absent else ()
        for period in sorted(absent):
            yield period, "moved_on" if period in left else "gone"
        for period in sorted(p for p in now.keys() - shown if now[p]):
            last = self._last(id, period)
            yield period, "back" if last is not None and last.presence == "gone" else "shown"

    def _present(self, id: str, history: History, release: Release, now: dict[Period, bool]) -> set[Period]:
        """The periods that the table showed before, and those that this release brought."""
        shown = self._shown.get(id)
        if shown is None:
            shown = set()
            for period in history.periods():
                last = self._last(id, period)
                if last is None:
                    there = any(self._fetched(each.release) for each in history.of(period))
                else:
                    there = last.presence in THERE
                if there:
                    shown.add(period)
            if len(self._shown) >= HELD:
                self._shown.pop(next(iter(self._shown)))
            self._shown[id] = shown
        for period in now.keys() - shown:
            if self._last(id, period) is None:
                held = history.of(period)
                if any(each.release == release.id for each in held):
                    shown.add(period)
        return shown

    # What is read

    def of(self, series: str, period: Period) -> Sequence[Absence]:
        """Everything recorded of a period, by seq."""
        return tuple(self._by_series().get(series, {}).get(period, ()))

    def among(self, ids: Collection[str]) -> Sequence[Absence]:
        """Everything recorded of some series, by seq."""
        rows = self._by_series()
        found = [each for id in ids for held in rows.get(id, {}).values() for each in held]
        return tuple(sorted(found, key=_seq))

    def gone(self, series: str, period: Period, until: datetime) -> Absence | None:
        """The absence of a figure that was gone at a moment; None where it was there, or only left behind."""
        known = [each for each in self.of(series, period) if each.known_at <= until]
        return known[-1] if known and known[-1].presence == "gone" else None

    def all(self) -> Sequence[Absence]:
        """Everything recorded, by seq."""
        return self.among(tuple(self._by_series()))

    def _last(self, id: str, period: Period) -> Absence | None:
        held = self._by_series().get(id, {}).get(period)
        return held[-1] if held else None

    def _next_seq(self) -> int:
        self._by_series()
        return self._next

    def _by_series(self) -> dict[str, dict[Period, list[Absence]]]:
        if self._rows is None:
            self._rows = {}
            for each in self._recorded():
                self._add(each)
                self._next = each.seq + 1
        return self._rows

    def _add(self, row: Absence) -> None:
        self._by_series().setdefault(row.series, {}).setdefault(row.period, []).append(row)


def absence_frame(batch: Iterable[Absence]) -> pl.DataFrame:
    """One row an absence, in the order given."""
    rows = [
        (e.seq, e.series, e.period.start, e.period.end, e.period.granularity, e.presence, e.release, e.known_at)
        for e in batch
    ]
    return pl.DataFrame(rows, schema=ABSENCES, orient="row")


def absences_from(frame: pl.DataFrame) -> list[Absence]:
    """The absences of a frame's rows, in their order."""
    return [
        Absence(series, Period(start, end, granularity), presence, release, known_at, seq)
        for seq, series, start, end, granularity, presence, release, known_at in frame.select(
            ABSENCES.names()
        ).iter_rows()
    ]


def _older(history: History, period: Period, release: str) -> bool:
    """Whether a period was known before a release."""
    return any(each.release != release for each in history.of(period))


def _has_value(history: History, period: Period, standing: datetime) -> bool:
    last = history.before(period, standing)
    return last is not None and last.value is not None


def _seq(row: Absence) -> int:
    return row.seq
