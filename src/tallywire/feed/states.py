"""The health of a source: the mark that the style sheet gives it, and the words that say it."""

from __future__ import annotations

import msgspec

from tallywire.feed.dates import moment_words, short_day, stamp, utc
from tallywire.series import Notice

_STATES = {
    "ok": ("ok", "Answers"),
    "unchanged": ("ok", "Unchanged"),
    "returned": ("ok", "Returned"),
    "moved": ("watch", "Moved"),
    "empty": ("watch", "Empty"),
    "drifted": ("watch", "Changed its form"),
    "late": ("watch", "Late"),
    "outage": ("down", "No answer"),
    "taken_down": ("down", "Taken down"),
}


class Condition(msgspec.Struct, frozen=True):
    """A state of a source from a moment on; was and now: the old layout of its table and the new one, in words."""

    mark: str
    words: str
    date: str
    stamp: str
    full: str
    detail: str
    was: str
    now: str


def condition(notice: Notice) -> Condition:
    mark, words = state_words(notice.after)
    return Condition(
        mark,
        words,
        short_day(utc(notice.at).date()),
        stamp(notice.at),
        moment_words(notice.at),
        notice.detail,
        notice.was,
        notice.now,
    )


def state_words(state: str) -> tuple[str, str]:
    """Mark and words; a state that is not known is to be looked at."""
    return _STATES.get(state, ("watch", state))
