"""An archive's files held for writing: the lock, what others appended, batches, and the entry at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.chain import Tail, scan
from tallywire.record.clock import settle
from tallywire.record.entry import Entry, Type, digest, header_fields, sound
from tallywire.record.files import Appender
from tallywire.record.lock import writer_lock
from tallywire.record.member import pack
from tallywire.record.notes import SIMULATED, TORN
from tallywire.record.reading import Reading
from tallywire.record.torn import cut_tail, untold

ROTATE_AT = 256 * 1024 * 1024
TOGETHER = 1024
"""Entries that wait in memory before they are put into the index."""
WAIT = 10.0
"""Seconds that `writing` lets another writer finish."""


class Writing(Reading):
    """The archive's end: see `Archive`."""

    def __init__(self, folder: Path, *, write: bool = False, rotate_at: int = ROTATE_AT) -> None:
        super().__init__(folder)
        self.warnings: tuple[str, ...] = ()
        self._rotate_at = rotate_at
        self._open = ExitStack()
        self._appending = threading.RLock()
        self._appender: Appender | None = None
        self._batches = 0
        self._untold: tuple[dict[str, str], ...] = ()
        try:
            if write:
                self._open.enter_context(writer_lock(folder))
            tail = self._read_on(keep=write)
            if write:
                self._begin(self._open, tail)
        except BaseException:
            self._open.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back. What was read stays readable."""
        if self._appender is not None:
            self._held.keep()
        self._appender = None
        self._open.close()

    # Beside other processes

    def refresh(self) -> int:
        """Read what another process appended since; returns the number of new entries."""
        with self._appending:
            before = self.count
            if self._appender is None:
                self._read_on()
            return self.count - before

    @contextmanager
    def writing(self, *, wait: float = WAIT) -> Iterator[Self]:
        """Take the lock for a while and read what another process appended since; then one may append.

        wait: seconds to let another writer finish, after which BusyError is raised. An archive that is open for
        writing stays so. Other threads that append wait until this one is through.
        """
        with self._appending:
            if self._appender is not None:
                yield self
                return
            with ExitStack() as held:
                held.enter_context(writer_lock(self.folder, wait=wait))
                self._begin(held, self._read_on(keep=True))
                try:
                    yield self
                finally:
                    self._held.keep()
                    self._appender = None

    def _read_on(self, *, keep: bool = False) -> Tail | None:
        def found(entry: Entry) -> None:
            self._held.add(entry)
            if keep and self._held.waiting >= TOGETHER:
                self._held.keep()

        self._held.take_up()
        try:
            return scan(self.folder, self._held.last, found)
        except OSError as error:
            where = str(error.filename or self.folder)
            raise ArchiveError(f"cannot be read: {error.strerror}", where=where) from None

    def _begin(self, held: ExitStack, tail: Tail | None) -> None:
        if tail is not None:
            try:
                self.warnings = (*self.warnings, cut_tail(self.folder, tail, self.count + 1))
            except OSError as error:
                raise ArchiveError(
                    f"a torn end cannot be moved aside: {error.strerror}",
                    where=str(self.folder / tail.file),
                    hint="Make room, then run again",
                ) from None
        self._held.keep()
        self._untold = untold(self.folder, self.entries(topic=TORN), self._held.last)
        self._appender = held.enter_context(Appender(self.folder, self._rotate_at))

    @contextmanager
    def batch(self) -> Iterator[Self]:
        """Append many entries and acknowledge them together, by leaving: they are then on disk, with one wait.

        After an error nothing of them is left, on disk or here. A batch within a batch is taken back alone, where
        the outer one goes on. Other threads that append wait until this one is through.
        """
        with self._appending:
            appender = self._appender
            if appender is None:
                raise ArchiveError("not opened for writing", where=str(self.folder))
            mark, count, untold = appender.mark(), self.count, self._untold
            self._batches += 1
            try:
                yield self
                if self._batches == 1:
                    appender.commit()
            except BaseException:
                appender.back_to(mark)
                if self.count > count:
                    self._held.cut(count)
                    self._forget_told(count)
                self._untold = untold
                raise
            finally:
                self._batches -= 1
            if self._batches == 0 and self._held.waiting >= TOGETHER:
                self._held.keep()

    # The entry at the end

    def _note(self, at: datetime, real: datetime, topic: str, fields: Mapping[str, str]) -> Entry:
        said = {sound(name): sound(value) for name, value in fields.items()}
        block = msgspec.json.encode(said)
        draft = self._draft("metadata", at, real, digest(block), declares=topic == SIMULATED)
        return self._append(msgspec.structs.replace(draft, topic=sound(topic), fields=said), block)

    def _tell_torn(self, at: datetime, real: datetime) -> None:
        for fields in self._untold:
            self._note(at, real, TORN, fields)
        self._untold = ()

    def _draft(self, kind: Type, at: datetime, real: datetime, payload: str, *, declares: bool = False) -> Entry:
        """An entry not yet written; raises ArchiveError if its times do not follow from what is held."""
        at, real = settle(at, real, last=self.last_at, simulated=self.simulated or declares, where=str(self.folder))
        return Entry(number=self.count + 1, type=kind, previous=self.head, at=at, real=real, payload=payload)

    def _append(self, draft: Entry, block: bytes, origin: Entry | None = None) -> Entry:
        if self._appender is None:
            raise ArchiveError("not opened for writing", where=str(self.folder))
        raw = pack(header_fields(draft, block, origin=origin, last=self._held.last), block)
        file, offset = self._appender.append(raw)
        entry = msgspec.structs.replace(draft, file=file, offset=offset, length=len(raw), hash=digest(raw))
        self._held.add(entry)
        return entry
