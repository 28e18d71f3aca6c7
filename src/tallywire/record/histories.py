"""Histories of series, read from the store when they are asked for, and what was learned since beside them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from threading import RLock

import polars as pl

from tallywire.record.history import History, Vintages
from tallywire.record.rows import Placed, observation_frame, observations_from
from tallywire.record.store import Store
from tallywire.record.table import Snapshot
from tallywire.series import Observation, Restatement

WHOLE_ROWS = 200_000
"""A record of up to so many rows is read at once, after `MISSES` series of it: then one scan costs less."""

MISSES = 8

HELD_ROWS = 1_000_000
"""Histories of so many observations are held."""

AHEAD = 256
"""Where series are asked for in their order, so many are read at once."""

_CELL = ["series", "start", "end", "granularity"]


class Histories:
    """The histories of a snapshot's series and of what was learned since, the ones used last in memory.

    ids: the series in the order in which they are usually asked for.
    """

    def __init__(self, store: Store, vintages: Vintages, ids: Sequence[str] = ()) -> None:
        self._lock = RLock()
        self._ids = ids
        self._place_of = {id: place for place, id in enumerate(ids)}
        self._next_place = -1
        self._store = store
        self._vintages = vintages
        self._held: OrderedDict[str, History] = OrderedDict()
        self._lengths: dict[str, int] = {}
        self._rows = 0
        self._pinned = False
        self._fetched: pl.DataFrame | None = None
        self._places: dict[str, tuple[int, int]] = {}
        self._whole = False
        self._misses = 0
        self._recent: dict[str, list[Observation]] = {}
        self.pending: list[Placed] = []
        self.snapshot: Snapshot = store.snapshot()

    def history(self, id: str) -> History:
        """All that is known of a series. Several threads may ask at once."""
        with self._lock:
            found = self._held.get(id)
            if found is None:
                found = self._read(id)
            else:
                self._held.move_to_end(id)
            return found

    def prefetch(self, ids: Collection[str]) -> None:
        """Read the rows of several series in one scan, so that asking for their histories needs no more."""
        with self._lock:
            wanted = [id for id in dict.fromkeys(ids) if id not in self._held and id not in self._places]
            if not self._whole and len(wanted) > 1 and not self._fetch_whole():
                self._fetch(self._store.rows(self.snapshot, wanted), wanted)

    def pin(self, ids: Collection[str]) -> None:
        """Hold the histories of some series until `unpin`: those that are being added to."""
        self.prefetch(ids)
        self._pinned = True

    def unpin(self) -> None:
        self._pinned = False
        self._make_room()

    def place(self, observations: Iterable[Observation]) -> None:
        """Find where new observations stand, which their histories have taken in already; they are pending now."""
        for each in observations:
            history = self.history(each.series)
            standing, _ = history.standing(each)
            before = sum(other.seq < each.seq for other in history.of(each.period))
            self.pending.append(Placed(each, None if standing == each.known_at else standing, before))
            self._recent.setdefault(each.series, []).append(each)
            self._lengths[each.series] += 1
            self._rows += 1

    def flushed(self) -> None:
        """What was pending is in the store now."""
        self.snapshot = self._store.snapshot()
        self.pending, self._recent = [], {}
        self._forget()

    def restated(self, since: datetime | None, until: datetime | None) -> Iterator[Restatement]:
        """The restatements of those periods of which a figure became known in between; some may lie outside."""
        said = pl.col("vintage") > 0
        if since is not None:
            said &= pl.col("known_at") > since
        if until is not None:
            said &= pl.col("known_at") <= until
        keys = self._store.ask(self.snapshot, lambda rows: rows.filter(said).select(_CELL).unique())
        pending = observation_frame(self.pending)
        keys = pl.concat([keys, pending.filter(said).select(_CELL)]).unique()
        if keys.is_empty():
            return
        chosen = self._store.ask(self.snapshot, lambda rows: rows.join(keys.lazy(), on=_CELL, how="semi"))
        chosen = pl.concat([chosen, pending.join(keys, on=_CELL, how="semi")]).sort("series", "seq")
        for part in chosen.partition_by("series", maintain_order=True):
            yield from History(observations_from(part), self._vintages).restatements()

    def _forget(self) -> None:
        self._fetched, self._places, self._whole, self._misses = None, {}, False, 0

    def _read(self, id: str) -> History:
        if id not in self._places and not self._whole:
            self._misses += 1
            if not (self._misses > MISSES and self._fetch_whole()):
                self._read_ahead(id)
        place = self._places.get(id)
        if place is not None and self._fetched is not None:
            rows = observations_from(self._fetched.slice(*place))
        elif self._whole:
            rows = []
        else:
            rows = observations_from(self._store.rows(self.snapshot, (id,)))
        recent = self._recent.get(id, ())
        history = self._held[id] = History([*rows, *recent], self._vintages)
        self._lengths[id] = len(rows) + len(recent)
        self._rows += self._lengths[id]
        self._make_room()
        return history

    def _read_ahead(self, id: str) -> None:
        """Fetch the series that come next, if this one was next."""
        at = self._place_of.get(id, -2)
        ahead = self._ids[at : at + AHEAD] if at == self._next_place else ()
        self._next_place = at + max(len(ahead), 1)
        if ahead:
            self._fetch(self._store.rows(self.snapshot, ahead), ahead)

    def _fetch_whole(self) -> bool:
        if self.snapshot.rows > WHOLE_ROWS:
            return False
        self._fetch(self._store.rows(self.snapshot), ())
        self._whole = True
        return True

    def _fetch(self, frame: pl.DataFrame, wanted: Iterable[str]) -> None:
        self._fetched = frame
        self._places = dict.fromkeys(wanted, (0, 0))
        start = 0
        for id, length in frame.group_by("series", maintain_order=True).len().iter_rows():
            self._places[id] = (start, length)
            start += length

    def _make_room(self) -> None:
        while self._rows > HELD_ROWS and len(self._held) > 1 and not self._pinned:
            id, _ = self._held.popitem(last=False)
            self._rows -= self._lengths.pop(id, 0)
