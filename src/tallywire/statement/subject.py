"""What a statement is about: a series of the record, or the words a text uses before they are linked."""

from __future__ import annotations

import msgspec


class Description(msgspec.Struct, frozen=True):
    """The words a text uses for what is counted.

    text: the noun phrase as written ("male inmates in prisons and colonies"), "" where there is
    none. leans_on: id of the claim in the same text whose subject it takes over ("it", "another 13,000").
    place: a place named near by. context: the words of the sentence, for choosing between near candidates.
    """

    text: str
    leans_on: str = ""
    place: str = ""
    context: str = ""


Subject = str | Description
"""A series id once linked."""
