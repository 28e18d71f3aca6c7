"""Making a site opens nothing and asks nobody, once the package's own templates are read."""

from __future__ import annotations

import sys

from tallywire.feed import site
from tests.feed.sample import edition, stacks

_WATCHED = ("open", "socket.", "subprocess.", "os.", "shutil.")
_seen: list[str] = []
_watching: list[bool] = []


def _hook(event: str, _arguments: tuple[object, ...]) -> None:
    if _watching and event.startswith(_WATCHED):
        _seen.append(event)


def test_touches_neither_disk_nor_network() -> None:
    first = site(edition(), stacks())
    sys.addaudithook(_hook)
    _watching.append(True)
    try:
        again = site(edition(), stacks())
    finally:
        _watching.clear()
    assert _seen == []
    assert dict(again) == dict(first)
