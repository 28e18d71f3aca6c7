"""The moments at which a newsroom can be made to kill itself: before or after a call, or in the middle of a write."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Literal

import msgspec
from deltalake import DeltaTable

import tallywire.desk.rebuilding as rebuilding
import tallywire.desk.watching.catching_up as catching_up
import tallywire.desk.watching.loop as loop
import tallywire.record.files as files
import tallywire.record.index as index
import tallywire.record.matrix.manifest as manifest
import tallywire.record.writing as writing
from tallywire.desk.watching.timetable import Timetable
from tallywire.record import Archive, Matrix, Record
from tallywire.record.files import Appender
from tallywire.record.index import Index
from tallywire.record.index_rows import Rows
from tallywire.record.matrix.kept import Kept
from tallywire.record.store import Store
from tallywire.record.table import Table
from tallywire.watch import Fetcher

When = Literal["before", "after", "half"]
Owner = ModuleType | type


class Moment(msgspec.Struct, frozen=True):
    """The call of `name` of `owner`, and whether the kill comes before it, after it, or when half is written.

    group: what the newsroom is about then. usual: how often such a call comes in one tick, about; 0 where the first
    one is taken.
    """

    group: str
    owner: Owner
    name: str
    when: When = "before"
    usual: int = 1


MOMENTS: dict[str, Moment] = {
    "fetch": Moment("fetch", Fetcher, "fetch", usual=20),
    "fetched": Moment("fetch", Fetcher, "fetch", "after", usual=20),
    "entry begun": Moment("archive", Appender, "append", "half", usual=40),
    "entry written": Moment("archive", Appender, "append", "after", usual=40),
    "entries on their way to the disk": Moment("archive", Appender, "commit"),
    "entries on disk": Moment("archive", Appender, "commit", "after"),
    "a new file": Moment("archive", files, "sync_folder", usual=0),
    "the index added to": Moment("archive", Index, "add"),
    "the index half added to": Moment("archive", Rows, "_row", usual=40),
    "the index was added to": Moment("archive", Index, "add", "after"),
    "a notice": Moment("archive", Archive, "append_notice"),
    "the index being made anew": Moment("restart", index, "remove", usual=0),
    "the index was made anew": Moment("restart", Index, "_write", "after", usual=0),
    "a torn tail": Moment("restart", writing, "cut_tail", usual=0),
    "a torn tail cut": Moment("restart", writing, "cut_tail", "after", usual=0),
    "catching up": Moment("restart", catching_up, "parsed_or_none", usual=0),
    "caught up": Moment("restart", loop, "catch_up", "after", usual=0),
    "events taken in": Moment("restart", loop, "take_in_events", "after", usual=0),
    "a release learned": Moment("append", Record, "learn", "after", usual=20),
    "flushing": Moment("append", Record, "flush"),
    "flushed": Moment("append", Record, "flush", "after"),
    "rows written": Moment("append", Table, "_write", "after"),
    "a commit": Moment("append", Table, "_commit"),
    "committed": Moment("append", Table, "_commit", "after"),
    "absences committed": Moment("append", Store, "append_absences", "after"),
    "compacting": Moment("compaction", Table, "compact"),
    "compacted": Moment("compaction", Table, "compact", "after"),
    "checkpoint": Moment("compaction", DeltaTable, "create_checkpoint"),
    "vacuum": Moment("compaction", DeltaTable, "vacuum"),
    "vacuumed": Moment("compaction", DeltaTable, "vacuum", "after"),
    "matrix update": Moment("matrix", Matrix, "update"),
    "matrix patch begun": Moment("matrix", manifest, "write_part", "half"),
    "matrix patch written": Moment("matrix", manifest, "write_part", "after"),
    "matrix manifest": Moment("matrix", manifest, "write"),
    "matrix manifest written": Moment("matrix", manifest, "write", "after"),
    "matrix folding": Moment("matrix", Matrix, "_fold"),
    "matrix block": Moment("matrix", Kept, "write"),
    "matrix block written": Moment("matrix", Kept, "write", "after"),
    "matrix sweep": Moment("matrix", Matrix, "_sweep"),
    "timetable": Moment("tick", Timetable, "put"),
    "timetable written": Moment("tick", Timetable, "put", "after"),
    "a rebuild": Moment("rebuild", Record, "rebuild_into", "after", usual=0),
    "a rebuilt matrix": Moment("rebuild", Matrix, "rebuild", "after", usual=0),
    "the old record aside": Moment("rebuild", Path, "rename", "after", usual=0),
    "the new record in place": Moment("rebuild", rebuilding, "Rebuilt", usual=0),
}
"""By what happens then."""


def die() -> None:
    """As a power cut for this process: nothing of it runs any more."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(moment: Moment, nth: int) -> None:
    """Let the process end at the n-th such call from now on."""
    whole: Callable[..., object] = getattr(moment.owner, moment.name)
    left = nth

    def call(*args: object, **named: object) -> object:
        nonlocal left
        left -= 1
        if left:
            return whole(*args, **named)
        if moment.when == "half":
            _half(*args)
        if moment.when != "after":
            die()
        found = whole(*args, **named)
        die()
        return found

    async def ask(*args: object, **named: object) -> object:
        nonlocal left
        left -= 1
        if not left and moment.when == "before":
            die()
        found = await whole(*args, **named)  # type: ignore[misc]
        if not left:
            die()
        return found

    asked = moment.owner is Fetcher
    setattr(moment.owner, moment.name, ask if asked else call)


def _half(*args: object) -> None:
    """The first half of what would be written: to the archive's last file, or to a named file."""
    where, *rest, raw = args
    assert isinstance(raw, bytes), args
    if isinstance(where, Appender):
        path = where._path
    else:
        assert isinstance(where, Path), args
        path = where / str(rest[0])
    with path.open("ab" if isinstance(where, Appender) else "wb") as handle:
        handle.write(raw[: len(raw) // 2])
