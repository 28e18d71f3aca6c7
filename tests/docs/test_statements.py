"""Every kind of statement and every part of one is documented, field by field."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from tallywire.series import Interval, Length, ObservationRef, Period
from tallywire.statement import (
    Amount,
    Change,
    Coincidence,
    Comparison,
    Description,
    EventClass,
    EventMention,
    Evidence,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Sum,
    Window,
)
from tests.docs.markdown import codes, keys, rows, sections, text_of

PAGE = sections(text_of("docs/reference/statements.md"))
KINDS: dict[str, type[msgspec.Struct]] = {
    "level": Level,
    "change": Change,
    "extreme": Extreme,
    "sum": Sum,
    "comparison": Comparison,
    "coincidence": Coincidence,
    "pledge": Pledge,
}
PARTS: dict[str, type[msgspec.Struct]] = {
    "neighbours": Neighbours,
    "events": EventClass,
    "amount": Amount,
    "interval": Interval,
    "window": Window,
    "period": Period,
    "length": Length,
    "description": Description,
    "event mention": EventMention,
    "Evidence": Evidence,
    "observation": ObservationRef,
}


def test_every_kind_of_statement_has_a_section() -> None:
    assert set(get_args(Statement)) == set(KINDS.values())
    for name, kind in KINDS.items():
        assert kind.__struct_config__.tag == name
    assert Neighbours.__struct_config__.tag == "neighbours"
    assert EventClass.__struct_config__.tag == "events"


@pytest.mark.parametrize("heading", [*KINDS, *PARTS])
def test_every_field_is_documented(heading: str) -> None:
    fields = msgspec.structs.fields({**KINDS, **PARTS}[heading])
    assert sorted(keys(PAGE[heading])) == sorted(field.encode_name for field in fields)
    meanings = {codes(row[0])[0]: row[1] for row in rows(PAGE[heading])}
    for field in fields:
        for value in (each for each in get_args(field.type) if isinstance(each, str) and each):
            assert value in codes(meanings[field.encode_name]), f"{heading}.{field.encode_name}: {value}"


@pytest.mark.parametrize("heading", ["level", "change", "sum", "comparison", "coincidence"])
def test_every_kind_says_when_it_is_what(heading: str) -> None:
    for outcome in ("*True*", "*False*", "*Undetermined*"):
        assert outcome in PAGE[heading]
