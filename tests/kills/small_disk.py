"""A small file system in memory. Only in a mount namespace of its own: `unshare -m`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SIZE = 64 << 20


class Disk:
    """A disk at `path`, of so many bytes."""

    def __init__(self, path: Path, size: int = SIZE) -> None:
        path.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)], check=True)
        self._path = path
        self._filler = path / "filler"

    def fill(self, *, leave: int = 0) -> None:
        """Leave so many blocks."""
        about = os.statvfs(self._path)
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, about.f_bavail - leave) * about.f_frsize)

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)
