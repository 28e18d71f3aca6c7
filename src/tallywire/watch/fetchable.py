"""What a source file says about how it is fetched: address, keys, headers, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator

from tallywire.errors import RefusedError
from tallywire.watch.guard import allowed, check_address
from tallywire.watch.headers import MAX_HEADERS, header_mistake
from tallywire.watch.keys import MAX_KEYS, NAME, places, with_stand_ins
from tallywire.watch.source import Source

IGNORED = "ignored because "
_LEAST_REASON = 10


def fetching_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    """What types cannot say, as key, what is wrong, what to do."""
    authority = source.address.partition("://")[2].split("/")[0]
    try:
        if "${" in authority:
            raise RefusedError("a key may not stand in the host", hint="Put it into the query or a header")
        target = check_address(with_stand_ins(source.address), source.allow_hosts)
    except RefusedError as error:
        yield "address", error.what, error.hint
    else:
        if source.keys and target.scheme != "https" and not allowed(target.host, source.allow_hosts):
            yield "address", "a key would be sent where all can read it", "Use https"
    yield from _key_mistakes(source)
    if len(source.headers) > MAX_HEADERS:
        yield "headers", f"{len(source.headers)} of them", f"At most {MAX_HEADERS}"
    for name, value in source.headers.items():
        if mistake := header_mistake(name, with_stand_ins(value)):
            yield "headers", mistake, 'Such as Accept = "application/json"'
    reason = source.robots.removeprefix(IGNORED).strip()
    if source.robots and (not source.robots.startswith(IGNORED) or len(reason) < _LEAST_REASON):
        yield (
            "robots",
            f"{source.robots!r} gives no reason",
            f'Write "{IGNORED}" and why the agency lets you fetch it',
        )


def _key_mistakes(source: Source) -> Iterator[tuple[str, str, str]]:
    if len(source.keys) > MAX_KEYS:
        yield "keys", f"{len(source.keys)} of them", f"At most {MAX_KEYS}"
    for name in source.keys:
        if not NAME.match(name):
            yield "keys", f"{name!r} names no environment variable", "Capitals, digits and _, such as FRED_API_KEY"
    used = [place for text in (source.address, *source.headers.values()) for place in places(text)]
    for place in used:
        if place not in source.keys:
            yield "keys", f"{place!r} is used and not listed", f'Write keys = ["{place}"], or remove the place'
    for name in source.keys:
        if name not in used:
            yield "keys", f"{name} is listed and not used", f"Write ${{{name}}} where its value belongs"
