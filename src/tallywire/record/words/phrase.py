"""A noun phrase, brought to comparable form."""

from __future__ import annotations

import msgspec


class Phrase(msgspec.Struct, frozen=True):
    """Content words in order, each once; the places among them; and the head noun ("" where there is none).

    A place is one word here, however many it is written in.
    """

    words: tuple[str, ...]
    places: tuple[str, ...]
    head: str

    @property
    def all(self) -> tuple[str, ...]:
        return self.words + self.places
