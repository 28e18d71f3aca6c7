"""Telling opens no file and no socket once its words are loaded, and reads no clock."""

from __future__ import annotations

import sys

import msgspec

from tallywire.tell import tell
from tests.holdings import LATER
from tests.tell.leads import colonies_shelf, founding

_seen: list[str] = []
_watching = False


def _note(event: str, args: tuple[object, ...]) -> None:
    if _watching and (event == "open" or event.startswith(("socket.", "subprocess.", "os.system"))):
        _seen.append(event)


sys.addaudithook(_note)


def test_telling_touches_nothing_outside() -> None:
    global _watching
    shelf = colonies_shelf()
    lead = founding(shelf)

    def told() -> bytes:
        return msgspec.json.encode(
            tell(lead, holdings=shelf, source_name="FSIN", published=LATER.time, draw=lambda spec: "")
        )

    first = told()
    _seen.clear()
    _watching = True
    try:
        second = told()
    finally:
        _watching = False
    assert _seen == []
    assert first == second
