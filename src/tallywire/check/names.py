"""Verdicts as a reader sees them: a word, a shape that needs no colour, and what the word means."""

from __future__ import annotations

import msgspec

from tallywire.check.verdict import VerdictName


class Mark(msgspec.Struct, frozen=True):
    word: str
    shape: str
    meaning: str


MARKS: dict[VerdictName, Mark] = {
    "holds": Mark("holds", "●", "true as the record stands"),
    "holds_roughly": Mark("holds roughly", "◐", "true, but only shared with another or by an approximate wording"),
    "wrong_scope": Mark("wrong scope", "◆", "the figure is that of something else than the words say"),
    "outdated": Mark("outdated", "◷", "true of the record at one time, false at another"),
    "undetermined": Mark("undetermined", "◌", "gaps, rounding or dates leave it open"),
    "unverifiable": Mark("unverifiable", "○", "the record has nothing to hold it against, or the words fit several"),
    "contradicted": Mark("contradicted", "✕", "false as the record stood when it was said, and as it stands"),
    "pending": Mark("pending", "▷", "a pledge that is not yet due"),
    "not_judged": Mark("not judged", "–", "a cause, an opinion or a forecast"),
}
