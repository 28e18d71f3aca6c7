"""What is too much for the server, in one place."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on readers.

    body_bytes: of a request; a text may be three times as long on the wire as it is (percent-encoded). text_bytes:
    of a text to be read, in UTF-8. claims: judged in one text. body_seconds: to send a request in. work_seconds:
    for reading, judging or finding. waiting: pieces of work at once. cache_bytes: of the site held in memory.
    """

    body_bytes: int = 4 << 20
    text_bytes: int = 1 << 20
    claims: int = 2000
    body_seconds: float = 20.0
    work_seconds: float = 60.0
    waiting: int = 32
    checks_a_minute: int = 30
    fetches_a_minute: int = 6
    cache_bytes: int = 256 << 20


LIMITS = Limits()
