"""What a program asks, read strictly: an unknown, repeated or ill-fitting field is refused by name."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from typing import TypeVar

import msgspec
from msgspec import UnsetType
from starlette.requests import Request

from tallywire.web.refusals import NotFit, Refusal

S = TypeVar("S", bound=msgspec.Struct)

MAX_QUERY = 4096
_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?\Z"
)
_EXPECTED = "Expected e.g. 2022-11-30 or 2022-11-30T12:00:00Z"
_LEAP_SECOND = re.compile(r":60(?=[.Zz+-]|\Z)")


async def body(request: Request, kind: type[S]) -> S:
    """The JSON body as a `kind`; raises Refusal (415, 413, 422)."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise Refusal(415, "the body must be JSON", hint="Send it with Content-Type: application/json")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.ValidationError as error:
        raise NotFit(f"the body does not fit: {error}", hint="The fields are described at /api") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refusal(400, f"the body is no JSON: {str(error)[:200]}") from None


def query(request: Request, kind: type[S]) -> S:
    """The query as a `kind`; raises NotFit."""
    if len(request.url.query) > MAX_QUERY:
        raise NotFit(f"a query of more than {MAX_QUERY} bytes is refused")
    pairs = request.query_params.multi_items()
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    for name, times in Counter(name for name, _ in pairs).items():
        if name not in names:
            raise NotFit(f"there is no parameter {name[:80]!r}", hint=f"There are: {', '.join(names)}")
        if times > 1:
            raise NotFit(f"the parameter {name} is given {times} times")
    try:
        return msgspec.convert(dict(pairs), kind, strict=False)
    except msgspec.ValidationError as error:
        raise NotFit(f"the query does not fit: {error}", hint="The parameters are described at /api") from None


def is_moment(text: str) -> bool:
    """Whether a text is written as a day or a time is."""
    return _FORM.match(text) is not None


def moment(text: str | UnsetType, name: str = "as_of") -> datetime | None:
    """The end of a day given as 2022-11-30 (UTC), or a full time with its zone; None where it is left out.

    name: of the field, for the refusal. Raises NotFit."""
    if isinstance(text, UnsetType):
        return None
    if not is_moment(text):
        raise NotFit(f"the {name} {text[:40]!r} is no time", hint=_EXPECTED)
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59, 999999), UTC)
        # RFC 3339 knows a second 60, small letters, and more decimals than a microsecond has.
        exact = datetime.fromisoformat(_LEAP_SECOND.sub(":59", text.upper()))
    except ValueError:
        raise NotFit(f"the {name} {text[:40]!r} is no time", hint=_EXPECTED) from None
    try:
        return exact.astimezone(UTC)
    except OverflowError:
        # The first or the last day of the calendar, in a zone where it is another day than in UTC.
        return exact.replace(tzinfo=UTC)
