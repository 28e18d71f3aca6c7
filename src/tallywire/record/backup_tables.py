"""The files that make up the record's tables as they stand, for a copy made while another process records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from tallywire.errors import NewsroomError
from tallywire.record.table import REBUILD

_LOG = "_delta_log"
_COMMIT = re.compile(r"(\d{20})\.(?:json|checkpoint\b.*parquet)\Z")
_LAST = "_last_checkpoint"
_FIRST = ("observations",)


def table_files(record: Path) -> Sequence[Path]:
    """Files below the folder `record`, table by table, in the order in which they are to be copied.

    Observations come first: tables copied later may know more, as after a crash, and what is derived again finds
    it recorded. Of each table that is the rows of its last commit, and its log up to there. What is committed
    meanwhile is left out; files that a later commit leaves are kept by it for a week. Raises NewsroomError where a
    table cannot be read.
    """
    if not record.is_dir():
        return ()
    names = sorted(path.name for path in record.iterdir() if (path / _LOG).is_dir())
    ordered = sorted(names, key=lambda name: (name not in _FIRST, name))
    return [file for name in ordered for file in _files(record / name)]


def _files(path: Path) -> Sequence[Path]:
    try:
        table = DeltaTable(path)
        version = table.version()
        root = table.table_uri.removeprefix("file://").rstrip("/") + "/"
        rows = [path / uri.removeprefix("file://").removeprefix(root) for uri in table.file_uris()]
        log = [file for file in sorted((path / _LOG).iterdir()) if _belongs(file, version)]
    except (DeltaError, OSError) as error:
        first = str(error).strip().splitlines()[:1]
        raise NewsroomError(
            f"the table cannot be read: {''.join(first)[:200]}", where=str(path), hint=REBUILD
        ) from None
    return [*rows, *log]


def _belongs(file: Path, version: int) -> bool:
    found = _COMMIT.match(file.name)
    if found is not None:
        return int(found[1]) <= version
    return file.name == _LAST and _pointed_at(file) <= version


def _pointed_at(file: Path) -> int:
    """The version of the checkpoint that a log's pointer names; without the pointer it is found all the same."""
    found = re.search(r'"version"\s*:\s*(\d{1,18})', file.read_text(encoding="utf-8", errors="replace"))
    return int(found[1]) if found else 1 << 62
