"""An outcome of the evaluator as a word, a shape and a colour; the basis it was judged on, in words."""

from __future__ import annotations

import msgspec

from tallywire.statement import Outcome


class Verdict(msgspec.Struct, frozen=True):
    """`shape` and `word` say the same as the colour, which the style sheet gives by `outcome`."""

    outcome: str
    word: str
    shape: str


_VERDICTS = {
    "true": Verdict("true", "Holds", "●"),
    "false": Verdict("false", "Contradicted", "✕"),
    "undetermined": Verdict("undetermined", "Undetermined", "◐"),
}

_BASES = {
    "proven": ("Proven", "every figure counts from the moment it was archived here"),
    "asserted": ("Asserted", "every figure counts from the day its source says it was published"),
}


def verdict(outcome: Outcome) -> Verdict:
    return _VERDICTS[outcome]


def basis_words(basis: str, *, clock: str) -> str:
    """The as-of basis in a sentence; under a simulated clock nothing is called proven."""
    name, meaning = _BASES.get(basis, (basis, "as the evaluator names it"))
    if clock and basis == "proven":
        name = clock[:1].upper() + clock[1:]
    return f"{name}: {meaning}."
