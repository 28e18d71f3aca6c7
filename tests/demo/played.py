"""The demo as it was played, once for all tests that only look at it (see the fixture `demo`)."""

from __future__ import annotations

from pathlib import Path

from tallywire.demo import Played


class Demo:
    def __init__(self, folder: Path, played: Played) -> None:
        self.folder = folder
        self.played = played

    @property
    def site(self) -> Path:
        return self.folder / "site"
