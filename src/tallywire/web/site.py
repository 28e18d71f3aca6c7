"""The published site in memory: files by address, read again when they change on disk."""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from tallywire.web.file import File, Stamp, read_file

PARTIAL = ".partial"
MAX_PATH = 1024
MAX_FILE = 64 << 20
"""A larger file is no page of a site, and is not served."""


class Site:
    """Files under `folder`, at most `most_bytes` of them in memory, those asked for last.

    `held` answers from memory at the cost of one stat; `load` reads the disk and belongs in a thread.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self._most = most_bytes
        self._files: OrderedDict[str, tuple[str, File]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def held(self, address: str) -> File | None:
        """The file at an address, if it is in memory and has not changed since."""
        found = self._files.get(address)
        if found is None:
            return None
        path, file = found
        try:
            if _stamp(os.stat(path)) == file.stamp:  # noqa: PTH116 - this line is most of what a request costs here
                self._files.move_to_end(address)
                return file
        except (OSError, KeyError):
            return None
        return None

    def load(self, address: str) -> File | None:
        """The file at an address, read from disk; None where nothing is published there."""
        path = self.find(address)
        if path is None:
            self._drop(address)
            return None
        try:
            status = path.stat()
            if status.st_size > MAX_FILE:
                return None
            file = read_file(path, _stamp(status))
        except OSError:
            return None
        self._keep(address, path, file)
        return file

    def find(self, address: str) -> Path | None:
        """The path of the file that an address means: inside the folder, links followed, and no hidden one."""
        if not address.startswith("/") or len(address) > MAX_PATH:
            return None
        parts = address[1:].split("/")
        if parts[-1] == "":
            parts[-1] = "index.html"
        if any(not _plain(part) for part in parts):
            return None
        try:
            root = self.folder.resolve(strict=True)
            path = root.joinpath(*parts).resolve(strict=True)
            return path if path.is_file() and path.is_relative_to(root) else None
        except (OSError, ValueError, RuntimeError):
            return None

    def is_folder(self, address: str) -> bool:
        """Whether a page stands at the same address with a slash at its end."""
        return not address.endswith("/") and self.find(address + "/") is not None

    def _keep(self, address: str, path: Path, file: File) -> None:
        with self._lock:
            self._remove(address)
            if file.weight > self._most // 4:
                return
            self._files[address] = (str(path), file)
            self._bytes += file.weight
            while self._bytes > self._most:
                self._remove(next(iter(self._files)))

    def _drop(self, address: str) -> None:
        with self._lock:
            self._remove(address)

    def _remove(self, address: str) -> None:
        gone = self._files.pop(address, None)
        if gone is not None:
            self._bytes -= gone[1].weight


def _plain(part: str) -> bool:
    """Whether one part of an address can be the name of a published file or folder."""
    if not part or part.startswith(".") or part.endswith(PARTIAL):
        return False
    return not any(letter < " " or letter in "\\\x7f" for letter in part)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino
