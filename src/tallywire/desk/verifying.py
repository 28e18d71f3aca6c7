"""The proof that a newsroom's archive and record are what they were."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tallywire.desk.newsroom import Newsroom
from tallywire.errors import ArchiveError, TableError
from tallywire.record import Store, Verification, verify
from tallywire.series import Cell, Release
from tallywire.watch import grids, text_at


def verify_newsroom(folder: Path, *, head: str | None = None) -> Verification:
    """Walk the archive from its files alone, and find each observation's literal in its archived cell again."""
    with ExitStack() as held:
        # The record as it stands before the walk: what is recorded meanwhile may rest on what comes after its end.
        try:
            newsroom = held.enter_context(Newsroom(folder))
            observations = newsroom.record.all_observations()
        except ArchiveError:
            observations = iter(Store(folder / "record").read_all())
        return verify(folder / "archive", observations=observations, cells=_cells, head=head)


def _cells(release: Release, body: bytes) -> Callable[[Cell], str | None]:
    """Looks cells of one body up, which is laid out once."""
    try:
        tables = grids(body, release.media_type)
    except TableError:
        tables = ()

    return partial(text_at, tables)
