"""Why a request is not answered: raised anywhere, told as a page or as problem JSON."""

from __future__ import annotations

import math
from http import HTTPStatus

from starlette.exceptions import HTTPException

from tallywire.errors import (
    ArchiveError,
    FetchError,
    NewsroomError,
    RefusedError,
    SourceError,
    TallywireError,
    TextError,
    UsageError,
)

UNREADABLE = "the newsroom cannot be read just now"


class Refusal(HTTPException):
    """A status with a sentence for the reader, and what to do."""

    def __init__(self, status: int, what: str, *, hint: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail=what, headers=headers)
        self.hint = hint


class BusyNow(Refusal):
    def __init__(self, what: str) -> None:
        super().__init__(503, what, hint="Try again in a minute", headers={"Retry-After": "60"})


class Reopened(BusyNow):
    """The newsroom could not be read and was opened anew: what changes nothing is asked once more."""

    def __init__(self) -> None:
        super().__init__(UNREADABLE)


class TooMany(Refusal):
    def __init__(self, seconds: float) -> None:
        wait = max(1, math.ceil(seconds))
        super().__init__(
            429,
            "too many requests from this address",
            hint=f"Try again in {wait} {'second' if wait == 1 else 'seconds'}",
            headers={"Retry-After": str(wait)},
        )


class NotFit(Refusal):
    """What was sent does not fit: a field, a parameter, a text."""

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(422, what, hint=hint)


class Missing(Refusal):
    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(404, what, hint=hint)


def refusal(error: TallywireError) -> Refusal:
    """An error of the house as a reader should see it: nothing of this machine's folders."""
    match error:
        case TextError() | UsageError():
            return NotFit(error.what, hint=error.hint)
        case RefusedError():
            return NotFit(f"the address cannot be fetched: {error.what}")
        case FetchError():
            return Refusal(502, f"the address could not be fetched: {error.what}", hint="Paste the text instead")
        case NewsroomError() | ArchiveError() | SourceError():
            return BusyNow(UNREADABLE)
        case _:
            return NotFit(error.what)


def title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
