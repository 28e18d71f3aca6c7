"""Claim: a statement as a text makes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from tallywire.statement.statement import Statement

Nature = Literal["fact", "cause", "opinion", "forecast"]
Relation = Literal["=", "~", "<", ">", "<=", ">="]


class Attribution(msgspec.Struct, frozen=True):
    """One link of a chain: who says it, and with which verb ("reported", "citing")."""

    who: str
    verb: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with its place in the text, who says it, and how surely.

    span: offsets in code points, end not included. attribution: outermost speaker first. hedge: the word that
    keeps it open ("likely"), else "". said: the day it was said, as far as the text tells. value and relation:
    the number as written, in base units, before its wording's bounds.
    """

    id: str
    span: tuple[int, int]
    statement: Statement
    value: Decimal | None = None
    relation: Relation = "="
    attribution: tuple[Attribution, ...] = ()
    hedge: str = ""
    nature: Nature = "fact"
    said: date | None = None
