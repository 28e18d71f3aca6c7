"""How a series, a date and an amount stand in a sentence of one language."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tallywire.errors import StatementError
from tallywire.language import Pack, pack, write_length, write_period
from tallywire.language.templates import Moved, Ranked, Templates, templates
from tallywire.series import Length, Period, Series
from tallywire.statement import Amount, Direction, Measure
from tallywire.tell.multiple import multiple
from tallywire.tell.phrase import Phrase, Span, dated, fill
from tallywire.tell.title import name
from tallywire.tell.worded import wording_of
from tallywire.tell.written import amount_phrase


class Voice(msgspec.Struct, frozen=True, eq=False):
    """A language's words, and where the titles of series come from."""

    pack: Pack
    words: Templates
    series: Callable[[str], Series | None]

    def of(self, id: object) -> Series:
        """The series `id`; raises StatementError for one that is not held, or for words not yet linked."""
        if not isinstance(id, str):
            raise StatementError(f"the series is not resolved: {id!r}"[:200], hint="Link the statement first")
        series = self.series(id)
        if series is None:
            raise StatementError(f"the record has no series {id}", hint="Tell from the record it was found in")
        return series

    def title(self, series: Series) -> str:
        return name(series.title, ellipsis=self.words.words.ellipsis, otherwise=series.id)

    def counts_things(self, series: Series) -> bool:
        """Whether its values are numbers of things: "the number of people", not "the unemployment rate"."""
        known = self.pack.unit(series.unit)
        if known is not None:
            return known.noun
        return bool(series.unit) and series.unit.casefold() in series.title.casefold().split()

    def subject(self, series: Series) -> Phrase:
        """ "the number of people in colonies", "the unemployment rate"; what a title holds is never a figure."""
        form = self.words.words.counted if self.counts_things(series) else self.words.words.measured
        return fill(form, {"title": self.title(series)})

    def unit(self, series: Series, amount: Amount) -> str:
        """The unit that is written beside an amount: none where the subject says what is counted."""
        if amount.unit in {"%", "pp", "times"}:
            return amount.unit
        return "" if self.counts_things(series) else amount.unit

    def amount(self, series: Series, amount: Amount, what: str, measure: Measure = "amount") -> Phrase:
        if measure == "factor":
            text = multiple(self.pack, amount.interval).text
            return Phrase(text, (Span(0, len(text), what),))
        unit = self.unit(series, amount)
        return amount_phrase(self.pack, self.words.words, wording_of(amount, measure, self.pack), unit, what)

    def named(self, series: Series) -> dict[str, Phrase | str]:
        """What one value of the series is called, and several: a count, or a figure where nothing is counted."""
        words = self.words.words
        if self.counts_things(series):
            return {"figure": words.count, "figures": words.counts}
        return {"figure": words.figure, "figures": words.figures}

    def number(self, number: int, what: str) -> Phrase:
        text = f"{number:,}"
        return Phrase(text, (Span(0, len(text), what),))

    def date(self, period: Period, what: str = "date") -> Phrase:
        return dated(write_period(self.pack, period), what)

    def when(self, period: Period, what: str = "date") -> Phrase:
        """ "on 1 November 2022", "in November 2022"."""
        words = self.words.words
        form = {"day": words.on_day, "span": words.from_span}.get(period.granularity, words.in_period)
        return fill(form, {"date": self.date(period, what)})

    def length(self, length: Length, what: str) -> Phrase:
        """A length of time; its number is marked."""
        text = write_length(self.pack, length)
        return Phrase(text, (Span(0, len(text.rpartition(" ")[0]), what),))

    def moved(self, direction: Direction | None) -> Moved:
        if direction is None:
            raise StatementError("a change without a direction has no sentence", hint="Say up or down")
        return self.words.direction.down if direction == "down" else self.words.direction.up

    def ranked(self, sense: str) -> Ranked:
        return self.words.sense.low if sense == "low" else self.words.sense.high


def voice(series: Callable[[str], Series | None], code: str = "en") -> Voice:
    return Voice(pack(code), templates(code), series)
