"""The notes that the archive itself understands."""

from __future__ import annotations

import msgspec

from tallywire.errors import ArchiveError
from tallywire.record.entry import Entry, stamp
from tallywire.record.redact import redact
from tallywire.series import Notice

SIMULATED = "simulated"
NOTICE = "notice"
TORN = "torn"
"""The end of an append was cut off: after which entry, how many bytes, and in which file of `torn/` they are."""


def notice_fields(notice: Notice) -> dict[str, str]:
    return {
        "source": notice.source,
        "address": redact(notice.address),
        "before": notice.before or "",
        "after": notice.after,
        "at": stamp(notice.at),
        "release": notice.release,
        "detail": notice.detail,
    } | {name: text for name, text in (("was", notice.was), ("now", notice.now)) if text}


def notice_from(entry: Entry) -> Notice:
    """The notice that an entry holds; raises ArchiveError if it holds none."""
    raw: dict[str, str | None] = dict(entry.fields)
    raw["before"] = raw.get("before") or None
    try:
        return msgspec.convert(raw, Notice, strict=False)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"entry {entry.number} is no notice ({error})") from None
