"""Arithmetic inside a text: whether its own figures add up, with no record at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from tallywire.check.topic import Topic, topics
from tallywire.language import pack, write_number
from tallywire.series import Interval, Period, plain
from tallywire.statement import Change, Claim, Level

MAX_CLAIMS = 400
"""Claims of one text that are set against each other; those after are left alone."""


class Move(msgspec.Struct, frozen=True):
    """A change that a text gives a figure for."""

    claim: Claim
    change: Change
    value: Decimal
    interval: Interval
    topic: Topic


class Stand(msgspec.Struct, frozen=True):
    """A level that a text gives a figure for."""

    level: Level
    value: Decimal
    interval: Interval
    topic: Topic


def arithmetic(claims: Sequence[Claim]) -> Mapping[str, tuple[str, ...]]:
    """Notes by claim id: steps against their total, changes against levels, shares against amounts."""
    claims = claims[:MAX_CLAIMS]
    about = topics(claims)
    moves, stands = [], []
    for claim, topic in zip(claims, about, strict=True):
        statement = claim.statement
        if claim.value is None or claim.nature not in ("fact", "cause"):
            continue
        if isinstance(statement, Change) and statement.amount is not None:
            moves.append(Move(claim, statement, abs(claim.value), statement.amount.interval, topic))
        elif isinstance(statement, Level):
            stands.append(Stand(statement, claim.value, statement.amount.interval, topic))
    notes: dict[str, list[str]] = {}
    for id, note in (*_steps(moves), *_levels(moves, stands), *_shares(moves, stands)):
        notes.setdefault(id, []).append(note)
    return {id: tuple(dict.fromkeys(found)) for id, found in notes.items()}


def _steps(moves: Sequence[Move]) -> Iterator[tuple[str, str]]:
    """Steps that follow one another, against a change over the whole of their time."""
    chains: list[list[Move]] = []
    for move in moves:
        if move.change.measure != "amount" or move.change.direction is None:
            continue
        chain = next((c for c in reversed(chains) if _follows(move, c[-1])), None)
        if chain is None:
            chains.append([move])
        else:
            chain.append(move)
    for chain in chains:
        if len(chain) < 2:
            continue
        for total in moves:
            fit = _covers(total, chain)
            if total in chain or fit is None:
                continue
            sum_of = sum((m.value for m in chain), Decimal(0))
            interval = chain[0].interval
            for move in chain[1:]:
                interval = interval + move.interval
            working = " + ".join(_number(m.value) for m in chain) + f" = {_number(sum_of)}"
            note = _agreed(working, sum_of, interval, total.value, total.interval, firm=fit)
            if note:
                yield total.claim.id, f"the steps in the text: {note}"


def _follows(move: Move, last: Move) -> bool:
    if move.change.direction != last.change.direction or not _unit(move, last) or not move.topic.same(last.topic):
        return False
    start, end = move.change.window.start, last.change.window.end
    return start is not None and end is not None and start == end


def _covers(total: Move, chain: Sequence[Move]) -> bool | None:
    """Whether `total` runs over the whole chain: True where its dates say so, False where nothing says otherwise."""
    first, last = chain[0], chain[-1]
    change = total.change
    if change.measure != "amount" or change.direction != first.change.direction:
        return None
    if not _unit(total, first) or not total.topic.kin(first.topic):
        return None
    start, end = first.change.window.start, last.change.window.end
    window = change.window
    if window.start is not None and window.end is not None:
        both = _meets(window.start, start) and _meets(window.end, end)
        return True if both else None
    if window.end is not None and not _meets(window.end, end):
        return None
    if window.start is not None and not _meets(window.start, start):
        return None
    if window.length is not None:
        if start is None or end is None:
            return False
        days = (end.start - start.start).days
        wanted = window.length.approximate_days
        return True if abs(days - wanted) <= max(wanted / 10, Fraction(3)) else None
    return False


def _levels(moves: Sequence[Move], stands: Sequence[Stand]) -> Iterator[tuple[str, str]]:
    """A change against the two levels it lies between."""
    for move in moves:
        window = move.change.window
        if window.start is None or window.end is None:
            continue
        for start in stands:
            if not start.topic.same(move.topic) or start.level.when != window.start:
                continue
            for end in stands:
                if end.topic.same(move.topic) and end.level.when == window.end:
                    yield from _between(move, start, end)


def _between(move: Move, start: Stand, end: Stand) -> Iterator[tuple[str, str]]:
    change = move.change
    down = change.direction == "down"
    note = ""
    if change.measure == "amount":
        more, less = (start, end) if down or (change.direction is None and start.value > end.value) else (end, start)
        made = more.value - less.value
        working = f"{_number(more.value)} - {_number(less.value)} = {_number(made)}"
        note = _agreed(working, made, more.interval - less.interval, move.value, move.interval, firm=True)
    elif change.measure == "percent":
        share = _ratio(end.interval, start.interval)
        if share is not None and start.value > 0:
            percent = _signed((share - Interval.point(Decimal(1))).scaled(Decimal(100)), down=down)
            made = (start.value - end.value if down else end.value - start.value) * 100 / start.value
            working = f"from {_number(start.value)} to {_number(end.value)} is {_percent(made)}"
            note = _agreed(working, made, percent, move.value, move.interval, firm=change.direction is not None)
    if note:
        yield move.claim.id, f"the levels in the text: {note}"


def _shares(moves: Sequence[Move], stands: Sequence[Stand]) -> Iterator[tuple[str, str]]:
    """A percentage against the amount of the same change and the level it starts from."""
    for percent in moves:
        if percent.change.measure != "percent" or percent.change.direction is None:
            continue
        for amount in moves:
            same = (
                amount.change.direction == percent.change.direction and amount.change.window == percent.change.window
            )
            if amount.change.measure != "amount" or not same or not amount.topic.same(percent.topic):
                continue
            for start in stands:
                if start.topic.same(percent.topic) and start.level.when == percent.change.window.start is not None:
                    share = _ratio(amount.interval, start.interval)
                    if share is None or start.value <= 0:
                        continue
                    made = amount.value * 100 / start.value
                    working = f"{_number(amount.value)} of {_number(start.value)} is {_percent(made)}"
                    note = _agreed(
                        working, made, share.scaled(Decimal(100)), percent.value, percent.interval, firm=True
                    )
                    if note:
                        yield percent.claim.id, f"the amounts in the text: {note}"


def _agreed(working: str, made: Decimal, made_in: Interval, said: Decimal, said_in: Interval, *, firm: bool) -> str:
    """How what the figures make compares with what is said; nothing where dates leave a mismatch open."""
    if made == said:
        return f"{working}, as it says"
    if said_in.contains(made) or not made_in.disjoint(said_in):
        return f"{working}, which agrees with {_number(said)} within rounding"
    return f"{working}, not {_number(said)}: it does not add up" if firm else ""


def _ratio(part: Interval, whole: Interval) -> Interval | None:
    if part.low is None or part.high is None or whole.low is None or whole.high is None:
        return None
    if whole.low <= 0 or part.low < 0:
        return None
    return Interval(part.low / whole.high, part.high / whole.low)


def _signed(interval: Interval, *, down: bool) -> Interval:
    return -interval if down else interval


def _unit(one: Move, other: Move) -> bool:
    first, second = one.change.amount, other.change.amount
    assert first is not None and second is not None
    return first.unit == second.unit or not first.unit or not second.unit


def _meets(one: Period, other: Period | None) -> bool:
    return other is not None and one.overlaps(other)


def _number(value: Decimal) -> str:
    return write_number(pack(), Decimal(plain(value)))


def _percent(value: Decimal) -> str:
    return f"{_number(value.quantize(Decimal('0.1')))}%"
