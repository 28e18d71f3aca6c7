"""Verdicts as plain text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tallywire.check.names import MARKS
from tallywire.check.verdict import Verdict
from tallywire.statement import Attribution

QUOTE = 200
"""Characters of a claim that are quoted."""

NEAR = 60
"""Characters of its sentence that are shown on either side."""


def in_words(verdicts: Sequence[Verdict], text: str, *, clock: str = "") -> str:
    """One block a claim: its words, the verdict, the reason, the notes; ends with a line that counts them.

    clock: what is said of the time, where that is not real time ("simulated time").
    """
    blocks = [_block(verdict, text) for verdict in verdicts]
    return "\n\n".join([*blocks, _summary(verdicts, clock)]) + "\n"


def quoted(text: str, span: tuple[int, int]) -> str:
    """The words of a span on one line, without control characters, cut where they run on."""
    start, end = max(0, span[0]), max(0, span[1])
    words = " ".join(visible(text[start : min(end, start + 4 * QUOTE)]).split())
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def around(text: str, span: tuple[int, int]) -> tuple[str, str]:
    """The words before and after a span in its paragraph, at most NEAR characters each, cut between words."""
    start, end = max(0, min(span[0], len(text))), max(0, min(span[1], len(text)))
    before = text[max(0, start - NEAR) : start].rsplit("\n", 1)[-1]
    after = text[end : end + NEAR].split("\n", 1)[0]
    if len(before) == NEAR:
        before = "…" + before.split(" ", 1)[-1] if " " in before else ""
    if len(after) == NEAR:
        after = after.rsplit(" ", 1)[0] + "…" if " " in after else ""
    return _line(before), _line(after)


def _line(text: str) -> str:
    """On one line, with a blank kept at either end."""
    shown = visible(text)
    return f"{shown[:1] if shown[:1] == ' ' else ''}{' '.join(shown.split())}{' ' if shown[-1:] == ' ' else ''}"


def visible(text: str) -> str:
    """Control and direction characters would let a text rewrite the terminal or page it is shown on."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)


def chain(attribution: Sequence[Attribution]) -> str:
    """Who says it, outermost first: "A (reported), B (citing)"."""
    return ", ".join(
        visible(link.who if link.verb in ("", "according to") else f"{link.who} ({link.verb})")
        for link in attribution
    )


def _block(verdict: Verdict, text: str) -> str:
    mark = MARKS[verdict.name]
    claim = verdict.claim
    before, after = around(text, claim.span)
    lines = [
        f"{before}[{quoted(text, claim.span)}]{after}".strip(),
        f"  {mark.shape} {mark.word.upper()}: {visible(verdict.reason)}",
    ]
    if verdict.right is not None and verdict.right.wording and verdict.right.wording not in verdict.reason:
        lines.append(f"    right: {visible(verdict.right.wording)}")
    if claim.attribution:
        lines.append(f"    according to: {chain(claim.attribution)}")
    if claim.hedge:
        lines.append(f"    said with: {visible(claim.hedge)}")
    lines.extend(f"    note: {visible(note)}" for note in verdict.notes)
    return "\n".join(lines)


def _summary(verdicts: Sequence[Verdict], clock: str) -> str:
    if not verdicts:
        return "No claims that figures could bear out were found."
    counts: dict[str, int] = {}
    for name, mark in MARKS.items():
        if found := sum(v.name == name for v in verdicts):
            counts[mark.word] = found
    claims = "1 claim" if len(verdicts) == 1 else f"{len(verdicts)} claims"
    listed = ", ".join(f"{number} {word}" for word, number in counts.items())
    return f"{claims}: {listed}. Basis: {clock or verdicts[0].basis + ' time'}."
