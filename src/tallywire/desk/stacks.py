"""What the feed is handed of the archive and of the drawing room: excerpts, tables, charts and cards, on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tallywire.brief import Chart, Excerpt, SeriesSheet, Shelf
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.newsroom import Newsroom
from tallywire.series import ObservationRef
from tallywire.tell.card import card_png
from tallywire.tell.series_chart import series_chart


class ArchiveStacks:
    """Implements `brief.Stacks` for a newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._excerpts = Excerpts(newsroom)
        notes = "".join(entry.hash for entry in newsroom.archive.entries(topic="redaction"))
        self.state = hashlib.sha256(notes.encode()).hexdigest()[:16]

    def excerpt(self, ref: ObservationRef) -> Excerpt | None:
        return self._excerpts.of(ref)

    def tables(self, release: str) -> Sequence[Shelf]:
        return tuple(Shelf(grid.rows) for grid in self._excerpts.grids(release))

    def chart(self, sheet: SeriesSheet) -> Chart | None:
        gaps = sheet.coverage.gaps if sheet.coverage else ()
        return series_chart(sheet.series, sheet.observations, sheet.restatements, gaps=gaps)

    def card(self, svg: str) -> bytes:
        return card_png(svg)
