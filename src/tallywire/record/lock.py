"""One writer at a time for a folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tallywire.errors import BusyError, NewsroomError

_ASK_AGAIN = 0.02


@contextmanager
def writer_lock(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold `folder` for writing; raises BusyError, naming the holder's process, if another writer has it.

    wait: seconds to let the other one finish first.

    The lock is the kernel's, on `folder/.lock`, so it goes with the process that held it; the number in the
    file is only for the message.
    """
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise NewsroomError(
            f"cannot be opened for writing: {error.strerror}",
            where=str(path),
            hint="Make room, and see to it that the folder may be written",
        ) from None
    try:
        if not _taken(handle, wait):
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise BusyError(
                f"process {holder} is writing here", where=str(folder), hint="Wait for it to end, or end it"
            )
        # On a full disk the number is left out.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _taken(handle: int, wait: float) -> bool:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The kernel can only be waited for without end; so it is asked now and then.
            if time.monotonic() >= until:
                return False
            time.sleep(_ASK_AGAIN)
        else:
            return True
