"""What a source is asked with, and the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tallywire.desk.derive import WITH_FIGURES
from tallywire.desk.newsroom import Newsroom
from tallywire.desk.watching.watched import READ_WELL, Asked, Condition, Known
from tallywire.errors import FetchError, OutageError
from tallywire.watch import Response, Source, Validators

Fetch = Callable[[Source, Validators | None], Awaitable[Response]]


async def ask(source: Source, condition: Condition | None, fetch: Fetch) -> Asked:
    """Fetch a source; an error that it ends with is part of the answer."""
    try:
        fetched: Response | FetchError = await fetch(source, None if condition is None else condition.validators)
    except FetchError as error:
        fetched = error
    if isinstance(fetched, Response) and fetched.status == 304 and condition is None:
        fetched = OutageError("HTTP 304, which says nothing where nothing was asked", where=source.address)
    return Asked(source, condition, fetched)


def condition_of(newsroom: Newsroom, source: Source, known: Known) -> Condition | None:
    """What to ask with whether the page changed: only where the last answer was read well."""
    if known.state not in READ_WELL:
        return None
    previous = newsroom.archive.last(source.id, source.address)
    if previous is None or previous.status not in WITH_FIGURES:
        return None
    if known.condition is not None and known.condition.release == previous.id:
        return known.condition
    # What is known may be older than the archive: after a crash, or where another process watched meanwhile.
    headers = {name.lower(): value for name, value in newsroom.archive.wire(previous.id)[0]}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Condition(Validators(previous.address, etag, modified), previous.id) if etag or modified else None
