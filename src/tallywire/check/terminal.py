"""Verdicts as plain text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tallywire.check.names import MARKS
from tallywire.check.verdict import Verdict
from tallywire.statement import Attribution

QUOTE = 200
"""Characters of a claim that are quoted."""


def in_words(verdicts: Sequence[Verdict], text: str) -> str:
    """One block a claim: its words, the verdict, the reason, the notes; ends with a line that counts them."""
    blocks = [_block(verdict, text) for verdict in verdicts]
    return "\n\n".join([*blocks, _summary(verdicts)]) + "\n"


def quoted(text: str, span: tuple[int, int]) -> str:
    """The words of a span on one line, without control characters, cut where they run on."""
    start, end = max(0, span[0]), max(0, span[1])
    words = " ".join(visible(text[start : min(end, start + 4 * QUOTE)]).split())
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def visible(text: str) -> str:
    """Control and direction characters would let a text rewrite the terminal or page it is shown on."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)


def chain(attribution: Sequence[Attribution]) -> str:
    return ", ".join(visible(f"{link.who} {link.verb}".strip()) for link in attribution)


def _block(verdict: Verdict, text: str) -> str:
    mark = MARKS[verdict.name]
    claim = verdict.claim
    lines = [f"“{quoted(text, claim.span)}”", f"  {mark.shape} {mark.word.upper()}: {visible(verdict.reason)}"]
    if verdict.right is not None and verdict.right.wording and verdict.right.wording not in verdict.reason:
        lines.append(f"    right: {visible(verdict.right.wording)}")
    if claim.attribution:
        lines.append(f"    according to: {chain(claim.attribution)}")
    if claim.hedge:
        lines.append(f"    said with: {visible(claim.hedge)}")
    lines.extend(f"    note: {visible(note)}" for note in verdict.notes)
    return "\n".join(lines)


def _summary(verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return "No claims that figures could bear out were found."
    counts: dict[str, int] = {}
    for name, mark in MARKS.items():
        if found := sum(v.name == name for v in verdicts):
            counts[mark.word] = found
    claims = "1 claim" if len(verdicts) == 1 else f"{len(verdicts)} claims"
    listed = ", ".join(f"{number} {word}" for word, number in counts.items())
    return f"{claims}: {listed}. Basis: {verdicts[0].basis} time."
