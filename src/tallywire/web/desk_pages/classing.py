"""The steps of restated figures, worked out beside the pages that show them and held while they stand.

What a source of thousands of series restated takes seconds to class; no page of the desk waits for that.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

import msgspec

from tallywire.desk import Newsroom
from tallywire.desk.stories.restating import Change, Restating, restating

MOST_HELD = 1024

Steps = tuple[Restating, ...]


class Asked(msgspec.Struct, frozen=True):
    """Changes of figures of some series. last: the newest entry of their source, as the newsroom stands."""

    series: tuple[str, ...]
    told: tuple[Change, ...]
    last: int


class Classing:
    """What is asked for is worked out in one thread, in the order in which it is asked for."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tallywire-class")
        self._held: OrderedDict[Asked, Future[Steps]] = OrderedDict()
        self._lock = Lock()
        self._ends: tuple[Newsroom | None, Mapping[str, int]] = (None, {})

    def steps(
        self, newsroom: Newsroom, wanted: Mapping[str, tuple[Sequence[str], tuple[Change, ...]]], seconds: float
    ) -> dict[str, Steps]:
        """By story, the steps of its changes, of those that are there within the time; later asked, they are there.

        wanted: by story its series and changes. Raises NewsroomError where the record cannot be read.
        """
        last = self._last(newsroom) if wanted else {}
        futures = {}
        for story, (ids, told) in wanted.items():
            series = newsroom.record.series(ids[0]) if ids else None
            if series is not None:
                asked = Asked(tuple(ids), told, last.get(series.source, 0))
                futures[story] = self._future(newsroom, asked)
        wait(futures.values(), timeout=seconds)
        return {story: future.result() for story, future in futures.items() if future.done()}

    def _last(self, newsroom: Newsroom) -> Mapping[str, int]:
        """By source the number of its newest entry; worked out once of a newsroom as it stands."""
        known, ends = self._ends
        if known is not newsroom:
            ends = {id: met.last for id, met in newsroom.archive.sources().items()}
            self._ends = newsroom, ends
        return ends

    def _future(self, newsroom: Newsroom, asked: Asked) -> Future[Steps]:
        with self._lock:
            future = self._held.get(asked)
            if future is None or (future.done() and future.exception() is not None):
                future = self._pool.submit(restating, newsroom.record, asked.series, asked.told)
                self._held[asked] = future
            self._held.move_to_end(asked)
            while len(self._held) > MOST_HELD:
                self._held.popitem(last=False)
            return future
