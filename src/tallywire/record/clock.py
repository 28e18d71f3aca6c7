"""The newsroom's clock, as the archive lets it run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tallywire.errors import ArchiveError

MAX_BACKWARDS = timedelta(minutes=1)
"""How far the real clock may be set back before the archive refuses: small corrections are normal."""


def settle(
    at: datetime, real: datetime, *, last: datetime | None, simulated: bool, where: str
) -> tuple[datetime, datetime]:
    """Newsroom time and real time of a new entry, in UTC, given the newsroom time of the last one.

    Raises ArchiveError for a time without a zone, for another time than the real one in a newsroom that is not
    simulated, and for a time before the last entry's.
    """
    if at.tzinfo is None or real.tzinfo is None:
        raise ArchiveError("an archive entry needs times with a time zone")
    at, real = at.astimezone(UTC), real.astimezone(UTC)
    if at != real and not simulated:
        raise ArchiveError(
            f"newsroom time {at.isoformat()} is not the real time {real.isoformat()}",
            where=where,
            hint="Only a newsroom declared simulated has another clock",
        )
    if last is None or at >= last:
        return at, real
    if simulated or last - at > MAX_BACKWARDS:
        raise ArchiveError(
            f"{at.isoformat()} lies before the last entry, {last.isoformat()}", where=where, hint="Check the clock"
        )
    # What is learned later is never dated earlier: as-of reads rest on it. WARC-Date keeps the real time.
    return last, real
