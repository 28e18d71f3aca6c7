"""A statement as its words give it: every amount has the bounds that its wording allows."""

from __future__ import annotations

from datetime import date

import msgspec

from tallywire.language import Pack
from tallywire.series import Length, Period, add_months, months_between
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Extreme,
    Level,
    Measure,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    Window,
)
from tallywire.tell.multiple import multiple
from tallywire.tell.written import Written, amount_text, limit, written


def as_worded(statement: Statement, pack: Pack) -> Statement:
    """`statement` with each amount's interval replaced by what its wording in the pack's language allows.

    The new intervals hold the old ones, so what was true stays true. What the sentence does not say is left out:
    the amount of a change beside an event; a record change is given by its length and end. Raises
    StatementError for an amount that may be anything.
    """
    match statement:
        case Level() | Change():
            return _piece(statement, pack)
        case Extreme():
            return _extreme(statement, pack)
        case Sum():
            return Sum(_piece(statement.total, pack), tuple(_piece(part, pack) for part in statement.parts))
        case Comparison():
            return _comparison(statement, pack)
        case Coincidence():
            return msgspec.structs.replace(statement, change=msgspec.structs.replace(statement.change, amount=None))
        case Pledge():
            return _pledge(statement, pack)


def _pledge(pledge: Pledge, pack: Pack) -> Pledge:
    """A level above or below an end, on the day of the pledge."""
    outcome = pledge.outcome
    if not isinstance(outcome, Level):
        return pledge if outcome is None else Pledge(pledge.what, pledge.by, _change(outcome, pack))
    limited = limit(pack, outcome.amount.interval)
    amount = worded(outcome.amount, "amount", pack)
    if limited is not None:
        amount = Amount(limited.interval, outcome.amount.unit, amount_text(pack, limited, outcome.amount.unit))
    return Pledge(pledge.what, pledge.by, Level(outcome.series, outcome.when or pledge.by, amount))


def wording_of(amount: Amount, measure: Measure, pack: Pack) -> Written:
    """How `amount` is written; already worded amounts come back as they are."""
    return written(pack, amount.interval, measure)


def worded(amount: Amount, measure: Measure, pack: Pack) -> Amount:
    """An amount with the bounds of its wording."""
    if amount.wording:
        return amount
    if measure == "factor":
        factor = multiple(pack, amount.interval)
        return Amount(factor.interval, amount.unit, factor.text)
    words = wording_of(amount, measure, pack)
    return Amount(words.interval, amount.unit, amount_text(pack, words, amount.unit))


def _piece(piece: Level | Change, pack: Pack) -> Level | Change:
    return _change(piece, pack) if isinstance(piece, Change) else _level(piece, pack)


def _level(level: Level, pack: Pack) -> Level:
    return msgspec.structs.replace(level, amount=worded(level.amount, "amount", pack))


def _change(change: Change, pack: Pack) -> Change:
    if change.amount is None:
        return change
    return msgspec.structs.replace(change, amount=worded(change.amount, change.measure, pack))


def _extreme(statement: Extreme, pack: Pack) -> Extreme:
    amount = None if statement.amount is None else worded(statement.amount, "amount", pack)
    window = by_length(statement.window) if statement.of == "change" else statement.window
    since = statement.since
    if since is not None and statement.over == "counts":
        since = in_months(since)
    return msgspec.structs.replace(statement, amount=amount, window=window, since=since)


def _comparison(statement: Comparison, pack: Pack) -> Comparison:
    right = statement.right
    if isinstance(right, Level | Change):
        right = _piece(right, pack)
    elif isinstance(right, Neighbours) and right.amount is not None:
        before = right.before
        if before is None and isinstance(statement.left, Change):
            before = statement.left.window.start
        right = msgspec.structs.replace(right, before=before, amount=worded(right.amount, "per_month", pack))
    return Comparison(_piece(statement.left, pack), statement.relation, right)


def in_months(since: Period) -> Period:
    """A count's day as its month, where the month begins on it: "since July 2001" for 1 July 2001."""
    first = since.granularity == "day" and since.start.day == 1
    return Period.month(since.start.year, since.start.month) if first else since


def by_length(window: Window) -> Window:
    """A window as its end and length: "the two months to 1 November 2022"."""
    if window.start is None or window.end is None:
        return window
    length = length_of(window.start.start, window.end.start)
    return window if length is None else Window(end=window.end, length=length)


def length_of(start: date, end: date) -> Length | None:
    """The time between two days in whole months where it is that, else in days; None where there is none."""
    if end <= start:
        return None
    months = months_between(start, end)
    if months.denominator == 1 and add_months(end, -int(months)) == start:
        return Length(months=int(months))
    return Length(days=(end - start).days)
