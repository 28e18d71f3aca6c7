"""One canonical sentence for each kind of statement: what the reader takes back without loss."""

from __future__ import annotations

from collections.abc import Mapping

from tallywire.errors import StatementError
from tallywire.statement import (
    Change,
    Coincidence,
    Comparison,
    EventClass,
    Extreme,
    Level,
    Neighbours,
    Pledge,
    Statement,
    Sum,
)
from tallywire.tell.phrase import Phrase, fill, listed
from tallywire.tell.title import name
from tallywire.tell.voice import Voice
from tallywire.tell.worded import by_length, in_months
from tallywire.tell.written import amount_phrase, limit

Slots = Mapping[str, Phrase | str]


def sentence(statement: Statement, voice: Voice, *, who: str = "") -> Phrase:
    """`statement` in one sentence; spans name its parts ("amount", "start", "counts", "limit", "part-1").

    who: whose promise a pledge is. Raises StatementError for what has no canonical sentence: a change without a
    direction or window, an unlinked series.
    """
    match statement:
        case Level():
            told = _level(statement, voice)
        case Change():
            told = _change(statement, voice)
        case Extreme():
            told = _extreme(statement, voice)
        case Sum():
            told = _sum(statement, voice)
        case Comparison():
            told = _comparison(statement, voice)
        case Coincidence():
            told = _coincidence(statement, voice)
        case Pledge():
            told = _pledge(statement, voice, who)
    return told.opened


def _level(level: Level, voice: Voice) -> Phrase:
    series = voice.of(level.series)
    if level.when is None:
        raise StatementError("a level without a date has no sentence", hint="Say when")
    slots: Slots = {
        "subject": voice.subject(series),
        "amount": voice.amount(series, level.amount, "amount"),
        "when": voice.when(level.when, "when"),
    }
    return fill(voice.words.sentences.level, slots)


def change_slots(change: Change, voice: Voice) -> dict[str, Phrase | str]:
    """Subject, movement, window and amount of a change, for a template."""
    series = voice.of(change.series)
    words = voice.moved(change.direction)
    window = change.window
    if window.end is None or (window.start is None and window.length is None):
        raise StatementError("a change without both ends of its window has no sentence", hint="Say from when to when")
    slots: dict[str, Phrase | str] = {
        "subject": voice.subject(series),
        "moved": words.moved,
        "noun": words.noun,
        "end": voice.date(window.end, "end"),
    }
    if window.start is not None:
        slots["start"] = voice.date(window.start, "start")
    elif window.length is not None:
        slots["length"] = voice.length(window.length, "length")
    if change.amount is not None:
        slots["amount"] = voice.amount(series, change.amount, "amount", change.measure)
    return slots


def _change(change: Change, voice: Voice) -> Phrase:
    forms = voice.words.sentences
    slots = change_slots(change, voice)
    if change.amount is None:
        form = forms.change_bare
    elif change.measure == "per_month":
        form = forms.per_month
    elif change.measure == "factor":
        form = forms.factor
    else:
        form = forms.change
    if change.window.start is None:
        if change.measure in {"per_month", "factor"} or change.amount is None:
            raise StatementError("a change by its length alone needs an amount", hint="Say from when to when")
        form = forms.change_to
    return fill(form, slots)


def _extreme(extreme: Extreme, voice: Voice) -> Phrase:
    series = voice.of(extreme.series)
    forms, words = voice.words.sentences, voice.ranked(extreme.sense)
    of_level = extreme.of == "level"
    window = extreme.window if of_level else by_length(extreme.window)
    if extreme.amount is None or window.end is None or (not of_level and window.length is None):
        raise StatementError("a record without its amount and window has no sentence", hint="Give both")
    slots: dict[str, Phrase | str] = {
        **voice.named(series),
        "subject": voice.subject(series),
        "title": voice.title(series),
        "noun": words.noun,
        "superlative": ranked(voice, words.superlative, extreme.rank),
        "amount": voice.amount(series, extreme.amount, "amount"),
        "when": voice.when(window.end, "end"),
        "end": voice.date(window.end, "end"),
    }
    if window.length is not None:
        slots["length"] = voice.length(window.length, "length")
    since = extreme.since
    if since is not None:
        slots["since"] = voice.date(in_months(since) if extreme.over == "counts" else since, "since")
    if extreme.over == "counts" and extreme.counts is not None and since is not None:
        slots["counts"] = voice.number(extreme.counts, "counts")
        return fill(forms.lowest_of if of_level else forms.sharpest_of, slots)
    if extreme.over == "time":
        if since is None:
            return fill(forms.lowest_ever if of_level else forms.sharpest_ever, slots)
        return fill(forms.lowest_since if of_level else forms.sharpest_since, slots)
    raise StatementError("a record over counts has no sentence without how many and since when", hint="Give both")


def ranked(voice: Voice, superlative: str, rank: int) -> str:
    """ "lowest", "second-lowest"."""
    if rank == 1:
        return superlative
    ordinal = next((word for word, number in voice.pack.numbers.ordinals.items() if number == rank), None)
    if ordinal is None:
        raise StatementError(f"a rank of {rank} has no words", hint="Ranks are told up to the tenth")
    return fill(voice.words.words.ranked, {"rank": ordinal, "superlative": superlative}).text


def _sum(statement: Sum, voice: Voice) -> Phrase:
    total = statement.total
    if not isinstance(total, Change) or total.amount is None:
        raise StatementError("only a change in steps has a sentence", hint="Tell the parts as levels")
    parts = []
    for place, part in enumerate(statement.parts, 1):
        if not isinstance(part, Change) or part.series != total.series or part.amount is None:
            raise StatementError("only a change in steps has a sentence", hint="Tell the parts as levels")
        parts.append(voice.amount(voice.of(part.series), part.amount, f"part-{place}", part.measure))
    words = voice.words.words
    slots = {**change_slots(total, voice), "parts": listed(tuple(parts), words.comma, words.both)}
    return fill(voice.words.sentences.sum, slots)


def _comparison(comparison: Comparison, voice: Voice) -> Phrase:
    left, right = comparison.left, comparison.right
    forms = voice.words.sentences
    if not isinstance(left, Change) or comparison.relation != ">" or left.amount is None:
        raise StatementError("only a change that is greater has a sentence", hint="Turn the comparison round")
    slots = change_slots(left, voice)
    match right:
        case Neighbours():
            if right.amount is None or left.measure != "per_month":
                raise StatementError(
                    "a pace without its limit has no sentence", hint="Give the sharpest earlier pace"
                )
            slots["limit"] = voice.amount(voice.of(right.series), right.amount, "limit", "per_month")
            return fill(forms.pace, slots)
        case EventClass():
            slots["event"] = event_noun(voice, right.event_kind)
            return fill(forms.events, slots)
        case Change():
            other = change_slots(right, voice)
            if right.measure != left.measure or left.measure in {"per_month", "factor"}:
                raise StatementError("two changes are compared in one measure", hint="Give both as amounts")
            if "start" not in other or right.amount is not None:
                raise StatementError("the other change is told by its dates alone", hint="Leave its amount out")
            slots |= {"other_start": other["start"], "other_end": other["end"]}
            return fill(forms.compared, slots)
        case Level():
            raise StatementError("a change and a level have no common sentence", hint="Compare like with like")


def event_noun(voice: Voice, kind: str, *, many: bool = False) -> str:
    """What one event of a class is called, or several: "amnesty", "amnesties"."""
    known = voice.pack.records.events.get(kind)
    if not known:
        return name(kind, otherwise="event")
    return known[-1] if many else known[0]


def _coincidence(coincidence: Coincidence, voice: Voice) -> Phrase:
    event = coincidence.event
    if event.when is None:
        raise StatementError("an event without its date has no sentence", hint="Say when it began")
    slots = change_slots(coincidence.change, voice)
    slots |= {
        "relation": coincidence.relation,
        "event": name(event.name),
        "when": voice.when(event.when, "event"),
    }
    return fill(voice.words.sentences.coincidence, slots)


def _pledge(pledge: Pledge, voice: Voice, who: str) -> Phrase:
    forms = voice.words.sentences
    if pledge.by is None:
        raise StatementError("a pledge without its day has no sentence", hint="Say by when")
    slots: dict[str, Phrase | str] = {"who": name(who), "by": voice.date(pledge.by, "by")}
    outcome = pledge.outcome
    if isinstance(outcome, Level):
        interval = outcome.amount.interval
        series = voice.of(outcome.series)
        limited = limit(voice.pack, interval)
        if limited is not None:
            amount = amount_phrase(
                voice.pack, voice.words.words, limited, voice.unit(series, outcome.amount), "amount"
            )
            slots |= {"subject": voice.subject(series), "amount": amount}
            return fill(forms.pledge_below if interval.low is None else forms.pledge_above, slots)
        raise StatementError("only a promise to stay below or above something has a sentence", hint="Open one end")
    return fill(forms.pledge, {**slots, "what": name(pledge.what)})
