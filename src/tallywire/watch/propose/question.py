"""What a proposal cannot settle by itself."""

from __future__ import annotations

import msgspec


class Question(msgspec.Struct, frozen=True):
    """Something that must be answered before figures are read; `key` is its name in `--answer KEY=VALUE`.

    choices: the values that are answers, each with what it means. Empty: any value is.
    """

    key: str
    what: str
    choices: tuple[tuple[str, str], ...] = ()


class Doubt(msgspec.Struct, frozen=True):
    """Something that was settled and could be otherwise, at a key of the source file."""

    key: str
    what: str
