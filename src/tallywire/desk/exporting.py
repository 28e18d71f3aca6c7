"""The archive, or a part of it, handed on as one WACZ file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tallywire import __version__
from tallywire.desk.newsroom import read_settings
from tallywire.errors import UsageError
from tallywire.record import Archive
from tallywire.record.wacz import About, Exported, Selection, export_wacz


def export(
    folder: Path,
    path: Path,
    selection: Selection,
    *,
    created: datetime,
    progress: Callable[[str], None] | None = None,
) -> Exported:
    """Write `selection` of the archive of the newsroom in `folder` to `path`; see `export_wacz`.

    Raises UsageError for a source that nothing was archived of.
    """
    title = read_settings(folder).title
    archive = Archive(folder / "archive")
    known = sorted(archive.sources())
    if selection.source and selection.source not in known:
        raise UsageError(
            f"nothing was archived of a source {selection.source!r}",
            hint=f"There are: {', '.join(known) or 'none yet'}",
        )
    about = About(title=title, software=f"Tallywire {__version__}", created=created)
    return export_wacz(archive, path, selection, about, progress=progress)
