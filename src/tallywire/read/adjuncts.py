"""What stands around a verb of movement: by how much, from where to where, over which time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallywire.read.chunks import Chunk, Quantity, Span
from tallywire.read.when import When, pair, resolve
from tallywire.series import Length, Period
from tallywire.statement import Window

_NOUN_WORDS = 4
_PLACE_WORDS = 5
_SCOPE_WORDS = 8


class Adjuncts:
    """Chunks around a predicate by their part in it; `end` is the index after the last one taken."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.by: Chunk | None = None
        self.to: Chunk | None = None
        self.from_: Chunk | None = None
        self.percent: Chunk | None = None
        self.steps: list[Chunk] = []
        self.further = False
        self.per_month = False
        self.factor = False
        self.start: When | None = None
        self.stop: When | None = None
        self.length: Span | None = None
        self.year_on: Length | None = None
        self.place = ""
        self.scope: tuple[int, int] | None = None
        self.noun = ""
        self.unreadable = False
        self.hedge = ""

    @property
    def empty(self) -> bool:
        return self.by is None and self.to is None and self.from_ is None

    @property
    def timed(self) -> bool:
        return bool(self.start or self.stop or self.length or self.year_on)

    def fill_time(self, other: Adjuncts) -> None:
        """Take over the time of another stretch where this one has none."""
        if not self.timed:
            self.start, self.stop, self.length, self.year_on = other.start, other.stop, other.length, other.year_on
        self.unreadable = self.unreadable or other.unreadable
        self.place = self.place or other.place

    def window(self, said: date, *, future: bool = False, before: Period | None = None) -> Window | None:
        """The window of a change; None where a period in it is not to be resolved."""
        length = self.length.length if self.length else self.year_on
        if self.start is not None and self.stop is not None:
            start, end = pair(self.start, self.stop, said, future=future)
            return Window(start, end) if start is not None and end is not None else None
        start = self._resolved(self.start, said, future, before)
        end = self._resolved(self.stop, said, future, before)
        if (self.start is not None and start is None) or (self.stop is not None and end is None):
            return None
        return Window(start, end, length)

    def when(self, said: date, *, future: bool = False, before: Period | None = None) -> tuple[bool, Period | None]:
        """When a level is said to stand: whether it can be told, and the period (None: none is named)."""
        if self.length is not None:
            return False, None
        if self.start is not None and self.stop is not None:
            first, last = pair(self.start, self.stop, said, future=future)
            return (True, Period.span(first.start, last.end)) if first and last else (False, None)
        if self.start is not None:
            return False, None
        end = self._resolved(self.stop, said, future, before)
        return (end is not None or self.stop is None), end

    @staticmethod
    def _resolved(when: When | None, said: date, future: bool, before: Period | None) -> Period | None:
        return None if when is None else resolve(when, said, future=future, before=before)


def adjuncts(row: Sequence[Chunk], i: int, *, level: bool = False) -> Adjuncts:
    """Take the adjuncts that begin at `i`; stops at the first chunk that is none.

    With `level`, the first bare quantity is the level itself and is kept in `to`.
    """
    found = Adjuncts(i)
    while i < len(row):
        following = _take(found, row, i, level)
        if following is None:
            break
        i = following
        found.end = i
    return found


def _take(found: Adjuncts, row: Sequence[Chunk], i: int, level: bool) -> int | None:
    chunk = row[i]
    tags = chunk.tags
    if chunk.sort == "mark":
        return _mark(found, row, i, level)
    if chunk.sort == "quantity":
        return _amount(found, row, i, "to" if level else "by")
    if chunk.sort == "period":
        return _stop(found, chunk, i)
    if chunk.sort == "length":
        return None
    if "yearly" in tags or "monthly_change" in tags:
        found.year_on = Length(months=12 if "yearly" in tags else 1)
        return i + 1
    if "per_month" in tags and found.by is not None:
        found.per_month = True
        return i + 1
    if tags & {"per_other", "unreadable_time"}:
        found.unreadable = True
        return i + 1
    if "steps" in tags:
        return _steps(found, row, i + 1)
    if "by" in tags:
        return _by(found, row, i + 1)
    if "between" in tags:
        return _between(found, row, i + 1)
    if "from" in tags:
        return _from(found, row, i + 1)
    if "to" in tags:
        return _to(found, row, i + 1)
    if "since" in tags:
        j = i + 1
        if j < len(row) and row[j].sort == "period" and found.start is None:
            found.start = row[j].when
            return j + 1
        return None
    if "in" in tags:
        return _in(found, row, i + 1)
    if "or" in tags and i + 1 < len(row) and row[i + 1].sort == "quantity":
        after = _percent(found, row[i + 1], i + 2)
        aside = after is not None and after + 1 < len(row) and row[after].text == ","
        return after + 1 if after is not None and aside and row[after + 1].tags & {"in", "between", "to"} else after
    if "hedge" in tags and not found.hedge and found.empty:
        found.hedge = chunk.lower
        return i + 1
    if "first_time" in tags:
        dated = i + 2 < len(row) and "since" in row[i + 1].tags and row[i + 2].sort == "period"
        return i + 3 if dated else i + 1
    if tags & {"adverb", "sharply", "so_far"}:
        return i + 1
    return None


def _mark(found: Adjuncts, row: Sequence[Chunk], i: int, level: bool) -> int | None:
    if row[i].text == "(":
        if i + 2 < len(row) and row[i + 1].sort == "quantity" and row[i + 2].text == ")":
            return _percent(found, row[i + 1], i + 3)
        return None
    if row[i].text == "," and i + 1 < len(row):
        tags = row[i + 1].tags
        if tags & {"by", "from", "to", "between", "yearly", "or", "since"}:
            # ", since" and ", by" go on only where an amount or a date follows
            if "or" in tags:
                return (
                    i + 1 if found.by is not None and i + 2 < len(row) and row[i + 2].quantity is not None else None
                )
            trial = Adjuncts(i + 1)
            if _take(trial, row, i + 1, level) is not None and not (trial.by and found.by):
                return i + 1
    return None


def _amount(found: Adjuncts, row: Sequence[Chunk], i: int, part: str) -> int | None:
    if part == "by":
        if found.by is not None or not found.empty:
            return None
        found.by = row[i]
    elif part == "to":
        if found.to is not None:
            return None
        found.to = row[i]
    else:
        if found.from_ is not None:
            return None
        found.from_ = row[i]
    return _noun(found, row, i + 1)


def _noun(found: Adjuncts, row: Sequence[Chunk], i: int) -> int:
    """Skip the noun after an amount: "10,000 prisoners", "300 registered bicycles"."""
    j = i
    while j < len(row) and j - i <= _NOUN_WORDS and row[j].sort == "word" and not row[j].tags and not row[j].proper:
        j += 1
    if 0 < j - i <= _NOUN_WORDS and not row[j - 1].lower.endswith("ly"):
        found.noun = found.noun or row[j - 1].lower
        return j
    return i


def _stop(found: Adjuncts, chunk: Chunk, i: int) -> int | None:
    if found.stop is not None or found.start is not None:
        return None
    if chunk.when is not None and chunk.when.form == "unreadable":
        found.unreadable = True
    found.stop = chunk.when
    return i + 1


def _by(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    further = False
    if j + 1 < len(row) and "factor_of" in row[j].tags and row[j + 1].quantity is not None:
        found.factor = True
        j += 1
    while j < len(row) and row[j].tags & {"further", "hedge", "adverb", "articles"} and row[j].sort == "word":
        further = further or "further" in row[j].tags
        j += 1
    if j >= len(row):
        return None
    if row[j].sort == "quantity":
        if found.by is not None:
            return None
        found.by = row[j]
        found.further = further
        return _noun(found, row, j + 1)
    if row[j].sort == "period" and found.stop is None:
        return _stop(found, row[j], j)
    return None


def _between(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    if j + 2 < len(row) and row[j].sort == "period" and "and" in row[j + 1].tags and row[j + 2].sort == "period":
        if found.start is not None or found.stop is not None:
            return None
        found.start, found.stop = row[j].when, row[j + 2].when
        return j + 3
    return None


def _from(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    if j < len(row) and "articles" in row[j].tags:
        j += 1
    if j >= len(row):
        return None
    if row[j].sort == "quantity":
        end = _amount(found, row, j, "from")
        dated = end is not None and end + 1 < len(row) and "in" in row[end].tags and found.start is None
        if end is not None and dated and row[end + 1].when is not None:
            found.start = row[end + 1].when
            return end + 2
        return end
    when = row[j].when
    if when is not None and when.form == "ago" and found.year_on is None:
        found.year_on = when.length
        return j + 1
    if row[j].sort == "period" and found.start is None:
        found.start = row[j].when
        if j + 2 < len(row) and row[j + 1].tags & {"to", "by"} and row[j + 2].sort == "period" and not found.stop:
            found.stop = row[j + 2].when
            return j + 3
        return j + 1
    return None


def _to(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    while j < len(row) and row[j].tags & {"articles", "hedge", "adverb"} and row[j].sort == "word":
        j += 1
    if j < len(row) and row[j].sort == "quantity":
        return _amount(found, row, j, "to")
    return None


def _in(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    if j >= len(row):
        return None
    if row[j].sort == "length":
        if found.length is not None:
            return None
        found.length = row[j].length
        if j + 2 < len(row) and "to" in row[j + 1].tags and row[j + 2].sort == "period" and found.stop is None:
            found.stop = row[j + 2].when
            return j + 3
        return j + 1
    if row[j].sort == "period":
        return _stop(found, row[j], j)
    if "recent" in row[j].tags:
        return None
    return _place(found, row, j)


def _place(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    k = j
    while k < len(row) and "articles" in row[k].tags:
        k += 1
    start = k
    while k < len(row) and k - start < _PLACE_WORDS and row[k].sort == "word" and row[k].proper and not row[k].tags:
        k += 1
    if k > start and not found.place:
        found.place = " ".join(chunk.text for chunk in row[start:k])
        return k
    return _scope(found, row, j)


def _scope(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    """ "in the building trade": plain words that narrow what is counted, up to the next time or mark."""
    k = j
    while k < len(row) and k - j < _SCOPE_WORDS and row[k].sort == "word":
        if row[k].tags - {"articles", "determiners", "prepositions", "and", "of", "heads", "states"} or _dated(
            row, k
        ):
            break
        k += 1
    if k < len(row) and row[k].sort in {"quantity", "length"} and "prepositions" not in row[k - 1].tags:
        return None
    if not any(chunk.sort == "word" and not chunk.tags & {"articles", "prepositions"} for chunk in row[j:k]):
        return None
    if k < len(row) and row[k].text == "-":
        return None
    if found.scope is not None or (k < len(row) and row[k].tags & {"be", "have", "v-up", "v-down"}):
        return None
    found.scope = (row[j - 1].start, row[k - 1].end)
    return k


def _dated(row: Sequence[Chunk], k: int) -> bool:
    return "prepositions" in row[k].tags and k + 1 < len(row) and row[k + 1].sort in {"period", "length", "quantity"}


def _steps(found: Adjuncts, row: Sequence[Chunk], j: int) -> int | None:
    while j < len(row) and (row[j].sort == "quantity" or row[j].text == "," or "and" in row[j].tags):
        if row[j].sort == "quantity":
            found.steps.append(row[j])
        j += 1
    return j if len(found.steps) > 1 else None


def _percent(found: Adjuncts, chunk: Chunk, after: int) -> int | None:
    quantity: Quantity | None = chunk.quantity
    assert quantity is not None
    main = found.by
    if main is None or main.quantity is None or found.percent is not None:
        return None
    if (quantity.unit == "%") == (main.quantity.unit == "%"):
        return None
    found.percent = chunk
    return after
