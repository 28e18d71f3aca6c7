"""The demo as it was played, once for all tests that only look at it (see the fixture `demo`)."""

from __future__ import annotations

import fcntl
import pickle
import shutil
from pathlib import Path

import msgspec

from tallywire.demo import Played, play


class Demo:
    def __init__(self, folder: Path, played: Played) -> None:
        self.folder = folder
        self.played = played

    @property
    def site(self) -> Path:
        return self.folder / "site"


def played(common: Path, folder: Path) -> Demo:
    """The demo in `folder`: a copy of the one in `common`, which is played by the first process that asks for it."""
    kept = common / "demo.pickle"
    with (common / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(play(common / "demo" / "newsroom")))
    told = pickle.loads(kept.read_bytes())
    assert isinstance(told, Played)
    shutil.copytree(common / "demo" / "newsroom", folder)
    published = msgspec.structs.replace(told.published, folder=folder / "site")
    return Demo(folder, msgspec.structs.replace(told, published=published))
