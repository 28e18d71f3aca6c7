"""What a statement is about: finding its subjects, and putting series in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from tallywire.series import Series
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    EventClass,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Subject,
    Sum,
)

Piece = Level | Change | Extreme | Neighbours

Named = Callable[[Subject], Series]
Normal = Callable[[Amount, Piece, Series], Amount]


def pieces(statement: Statement) -> Iterator[Piece]:
    """The parts of a statement that have a subject each, the leading one first."""
    match statement:
        case Level() | Change() | Extreme():
            yield statement
        case Sum():
            yield statement.total
            yield from statement.parts
        case Comparison():
            yield statement.left
            if not isinstance(statement.right, EventClass):
                yield statement.right
        case Coincidence():
            yield statement.change
        case Pledge():
            if statement.outcome is not None:
                yield statement.outcome


def subjects(statement: Statement) -> tuple[Subject, ...]:
    """Its different subjects, the leading one first; none for a pledge that nothing measures."""
    return tuple(dict.fromkeys(piece.series for piece in pieces(statement)))


def resolved(statement: Statement, named: Named, normal: Normal) -> Statement:
    """`statement` with the series that `named` gives for each subject, and each amount as `normal` makes it."""

    def piece(part: Level | Change) -> Level | Change:
        series = named(part.series)
        if isinstance(part, Level):
            return Level(series.id, part.when, normal(part.amount, part, series))
        amount = None if part.amount is None else normal(part.amount, part, series)
        return msgspec.structs.replace(part, series=series.id, amount=amount)

    match statement:
        case Level() | Change():
            return piece(statement)
        case Extreme():
            return _extreme(statement, named, normal)
        case Sum():
            return Sum(piece(statement.total), tuple(piece(part) for part in statement.parts))
        case Comparison():
            right = statement.right
            if isinstance(right, Neighbours):
                return Comparison(piece(statement.left), statement.relation, _neighbours(right, named, normal))
            if isinstance(right, EventClass):
                return Comparison(piece(statement.left), statement.relation, right)
            return Comparison(piece(statement.left), statement.relation, piece(right))
        case Coincidence():
            change = piece(statement.change)
            assert isinstance(change, Change)
            return msgspec.structs.replace(statement, change=change)
        case Pledge():
            outcome = None if statement.outcome is None else piece(statement.outcome)
            return msgspec.structs.replace(statement, outcome=outcome)


def _extreme(statement: Extreme, named: Named, normal: Normal) -> Extreme:
    series = named(statement.series)
    amount = None if statement.amount is None else normal(statement.amount, statement, series)
    return msgspec.structs.replace(statement, series=series.id, amount=amount)


def _neighbours(statement: Neighbours, named: Named, normal: Normal) -> Neighbours:
    series = named(statement.series)
    amount = None if statement.amount is None else normal(statement.amount, statement, series)
    return msgspec.structs.replace(statement, series=series.id, amount=amount)
