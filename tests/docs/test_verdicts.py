"""The verdicts are documented in their order of precedence, with the marks that they are shown by."""

from __future__ import annotations

from typing import get_args

from tallywire.check import VerdictName
from tallywire.check.names import MARKS
from tests.docs.markdown import codes, keys, rows, sections, text_of

PAGE = sections(text_of("docs/reference/verdicts.md"))


def test_the_verdicts_stand_in_order_of_precedence() -> None:
    assert keys(PAGE["Verdicts"]) == get_args(VerdictName)


def test_the_marks_are_those_that_are_shown() -> None:
    assert {codes(row[0])[0]: row[1:] for row in rows(PAGE["In words"])} == {
        name: (mark.shape, mark.word) for name, mark in MARKS.items()
    }
