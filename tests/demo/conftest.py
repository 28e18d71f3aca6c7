"""The demo is played once for all tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallywire.demo import Played, play


class Demo:
    def __init__(self, folder: Path, played: Played) -> None:
        self.folder = folder
        self.played = played

    @property
    def site(self) -> Path:
        return self.folder / "site"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "newsroom"
    return Demo(folder, play(folder))
