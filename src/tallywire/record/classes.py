"""The classes of all restatements of a record, worked out source by source when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from datetime import UTC, datetime

from tallywire.record.absences import Absences
from tallywire.record.histories import Histories
from tallywire.record.restating import changes, classify
from tallywire.series import Classified, Series

ALWAYS = datetime.max.replace(tzinfo=UTC)

HELD = 64
"""Of so many sources and moments the classes are held in memory."""


class Classes:
    """What each source restated, as of any moment. number: a release's entry in the archive."""

    def __init__(
        self,
        histories: Callable[[], Histories],
        absences: Callable[[], Absences],
        series: Mapping[str, Series],
        number: Callable[[str], int],
    ) -> None:
        self._histories = histories
        self._absences = absences
        self._series = series
        self._number = number
        self._held: dict[tuple[str, datetime], tuple[Classified, ...]] = {}
        self._restating: dict[datetime, Mapping[str, Set[str]]] = {}

    def forget(self) -> None:
        """Something was learned."""
        self._held.clear()
        self._restating.clear()

    def of_source(self, source: str, ids: Collection[str], until: datetime) -> tuple[Classified, ...]:
        """Everything that a source, which has these series, restated up to a moment, as judged then."""
        found = self._held.get((source, until))
        if found is None:
            histories = self._histories()
            histories.prefetch(ids)
            told = changes(
                {id: histories.history(id) for id in sorted(ids)}, self._absences().among(ids), self._number, until
            )
            if len(self._held) >= HELD:
                self._held.clear()
            found = self._held[source, until] = classify(told, self._series)
        return found

    def restating(self, until: datetime) -> Mapping[str, Set[str]]:
        """By source, the series of which something was restated, is absent or may have been put right in silence."""
        held = self._restating.get(until)
        if held is not None:
            return held
        ids = {pair.after.series for pair in self._histories().restated(None, until)}
        ids.update(each.series for each in self._absences().all())
        ids.update(each.id for each in self._series.values() if each.cumulative)
        found: dict[str, set[str]] = {}
        for id in ids:
            found.setdefault(self.source_of(id), set()).add(id)
        if len(self._restating) >= HELD:
            self._restating.clear()
        self._restating[until] = found
        return found

    def source_of(self, id: str) -> str:
        """The source of a series; of one that no source file has any more, by its id."""
        series = self._series.get(id)
        return id.split("/")[0] if series is None else series.source
