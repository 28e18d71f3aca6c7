"""Linking: the series of the record that each claim of a text is about, how it was found, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from tallywire.check.figure import at, bears, figure_of
from tallywire.check.moments import pinned, said_at
from tallywire.check.scope import Choice, Scope, scope
from tallywire.check.subjects import pieces, resolved, subjects
from tallywire.check.units import in_unit, unit_fit
from tallywire.language import Pack, pack
from tallywire.series import AsOf, Series
from tallywire.statement import Catalogue, Change, Claim, Description, Holdings, Level, Statement, Subject, evaluate

Fit = Literal["exact", "broader", "other", "leaned"]
Problem = Literal["", "none", "ambiguous", "less", "unit", "antecedent"]


_UNIT_DOUBT = "the unit is not clear: percent may mean percentage points, or no unit is given"


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """The series that a subject was found to mean, or why none was.

    sure: the words fit it exactly (directly or through an exact antecedent) and so does the unit; only then may a
    claim be called contradicted. borne: the words mean something else (`described`, where that is held), but the
    figure is this series' alone. doubt: what is not sure, where it is not the scope.
    """

    series: Series | None = None
    fit: Fit | None = None
    sure: bool = False
    note: str = ""
    doubt: str = ""
    borne: bool = False
    described: str = ""
    problem: Problem = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its statement about series of the record; `statement` is None where a subject means none.

    meanings: one for each different subject, the leading one first.
    """

    claim: Claim
    statement: Statement | None
    meanings: tuple[Meaning, ...]

    @property
    def sure(self) -> bool:
        return all(m.sure for m in self.meanings)

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.series.id for m in self.meanings if m.series is not None))

    @property
    def failed(self) -> Meaning | None:
        """The first subject that means no series."""
        return next((m for m in self.meanings if m.series is None), None)


def link(
    claims: Sequence[Claim], *, catalogue: Catalogue, holdings: Holdings, as_of: AsOf, published: date
) -> tuple[Linked, ...]:
    """Replace every description by the series it means; one result for each claim, in order.

    First come the descriptions that fit a series exactly, or whose figure only one series bears; then those that
    name less than a series, which take what a more specific claim of the text means; last the claims that lean
    on another.
    """
    return _Linking(claims, catalogue, holdings, as_of, published).run()


class _Linking:
    """One text being linked: the meanings found so far, by claim and subject."""

    def __init__(
        self, claims: Sequence[Claim], catalogue: Catalogue, holdings: Holdings, as_of: AsOf, published: date
    ) -> None:
        self.claims = claims
        self.catalogue = catalogue
        self.holdings = holdings
        self.as_of = as_of
        self.published = published
        self.pack: Pack = pack()
        self.subjects = [subjects(c.statement) for c in claims]
        self.found: dict[tuple[int, Subject], Meaning] = {}
        self.where: dict[str, int] = {}
        for index, claim in enumerate(claims):
            self.where.setdefault(claim.id, index)

    def run(self) -> tuple[Linked, ...]:
        for index, claim in enumerate(self.claims):
            for subject in self.subjects[index]:
                if isinstance(subject, str):
                    self.found[index, subject] = self._held(subject)
                elif not self._leans(index, subject):
                    self.found[index, subject] = self._own(claim, subject, alone=len(self.subjects[index]) == 1)
        self._from_the_text()
        for index in range(len(self.claims)):
            for subject in self.subjects[index]:
                if isinstance(subject, Description) and self._leans(index, subject):
                    self.found[index, subject] = self._leaned(index, subject)
        return tuple(self._linked(index) for index in range(len(self.claims)))

    def _leans(self, index: int, subject: Description) -> bool:
        """Leaning on itself or on a claim that is not there counts only where the words say nothing else."""
        if not subject.leans_on:
            return False
        return self.where.get(subject.leans_on, index) != index or not subject.text.strip()

    def _held(self, id: str) -> Meaning:
        series = self.holdings.series(id)
        if series is None:
            return Meaning(problem="none", reason=f"the record has no series {id}")
        return Meaning(series=series, fit="exact", sure=True)

    def _own(self, claim: Claim, subject: Description, *, alone: bool) -> Meaning:
        """What the claim's own words mean, its figure helping."""
        wide = scope(subject, claim.statement, self.catalogue, self.holdings, self.pack)
        exact = wide.fitting("exact")
        if len(exact) == 1 and exact[0].elsewhere:
            return self._elsewhere(claim, subject, exact[0])
        if len(exact) == 1:
            choice = exact[0]
            borne = self._bearer(claim, wide, but=choice) if alone else None
            if borne is not None:
                return borne
            doubt = "" if choice.clear else _UNIT_DOUBT
            return Meaning(series=choice.series, fit="exact", sure=choice.clear, doubt=doubt)
        if len(exact) > 1:
            return _unclear(subject, exact)
        broader = wide.fitting("broader")
        if broader:
            return _less(subject, broader)
        if wide.choices and alone:
            borne = self._bearer(claim, wide, but=None)
            if borne is not None:
                return borne
        return _none(subject, wide)

    def _elsewhere(self, claim: Claim, subject: Description, choice: Choice) -> Meaning:
        """The place named near by may be none, or not the claim's: only a telling figure says that it is this one."""
        place = " ".join(subject.place.split())
        if figure_of(claim.statement) is None or not self._bears(claim, choice):
            return Meaning(
                problem="none",
                reason=f"the record has no series for {_quoted(subject)} and “{place[:80]}”",
                candidates=_ids([choice]),
            )
        note = f"judged on {choice.series.title}; the text names “{place[:80]}” near by"
        return Meaning(series=choice.series, fit="exact", note=note)

    def _bearer(self, claim: Claim, wide: Scope, *, but: Choice | None) -> Meaning | None:
        """The one other series that bears the claim's figure, where the one described is not held or differs."""
        if figure_of(claim.statement) is None or claim.nature != "fact":
            return None
        if but is not None and not self._differs(claim, but):
            return None
        bearing = [c for c in wide.choices if c != but and c.clear and c.series.unit != "%" and self._bears(claim, c)]
        if len(bearing) != 1:
            return None
        held = bearing[0].series
        return Meaning(
            series=held, fit="other", borne=True, described=but.series.id if but is not None else "", note=""
        )

    def _differs(self, claim: Claim, choice: Choice) -> bool:
        """Whether the series that the words name has another figure, both when it was said and now."""
        figure = figure_of(claim.statement)
        assert figure is not None
        then = said_at(claim, self.published, self.as_of)
        on = pinned(at(figure, choice.series.id), self.holdings, then, self.as_of)
        now, before = evaluate(on, self.holdings, self.as_of), evaluate(on, self.holdings, then)
        return now.outcome == "false" and (before.outcome == "false" or bool(before.lacks))

    def _bears(self, claim: Claim, choice: Choice) -> bool:
        figure = figure_of(claim.statement)
        assert figure is not None
        then = said_at(claim, self.published, self.as_of)
        on = pinned(at(figure, choice.series.id), self.holdings, then, self.as_of)
        assert isinstance(on, Level | Change)
        return bears(on, self.holdings, self.as_of) is not None

    def _from_the_text(self) -> None:
        """Words that name less than a series, or fit several, take what a more specific claim means."""
        specific = [(key, m) for key, m in self.found.items() if m.series is not None]
        by_words = {_words(key[1]): m for key, m in reversed(specific)}
        meant = {m.series.id: m for _, m in reversed(specific) if m.series is not None}
        for key, missing in list(self.found.items()):
            if missing.series is not None:
                continue
            same = by_words.get(_words(key[1]))
            near = [meant[id] for id in missing.candidates if id in meant]
            if missing.problem in ("less", "ambiguous") and len(near) == 1:
                self.found[key] = self._taken(key[0], key[1], near[0], "broader", "as another claim of the text")
            elif missing.problem == "none" and same is not None:
                self.found[key] = self._taken(
                    key[0], key[1], same, "leaned", "as the same words elsewhere in the text"
                )

    def _leaned(self, index: int, subject: Description) -> Meaning:
        """Follow the antecedents to one that means a series."""
        seen = {index}
        target = self.where.get(subject.leans_on)
        while target is not None and target not in seen and self.subjects[target]:
            seen.add(target)
            first = self.subjects[target][0]
            if isinstance(first, Description) and self._leans(target, first):
                target = self.where.get(first.leans_on)
                continue
            meaning = self.found[target, first]
            if meaning.series is None:
                return Meaning(
                    problem="antecedent",
                    reason=f"it speaks of the same thing as an earlier sentence, for which {meaning.reason}",
                    candidates=meaning.candidates,
                )
            return self._taken(index, subject, meaning, "leaned", "as the sentence before it")
        return Meaning(problem="antecedent", reason="it leans on a sentence in which no series was found")

    def _taken(self, index: int, subject: Subject, source: Meaning, fit: Fit, how: str) -> Meaning:
        series = source.series
        assert series is not None
        about = [p for p in pieces(self.claims[index].statement) if p.series == subject]
        units = {unit_fit(p, series, self.pack) for p in about}
        if "differs" in units:
            return Meaning(problem="unit", reason=f"the amount is in another unit than {series.title}")
        sure = fit == "leaned" and source.sure and units <= {"fits"}
        doubt = _UNIT_DOUBT if fit == "leaned" and source.sure and not sure else source.doubt
        return Meaning(series=series, fit=fit, sure=sure, doubt=doubt, note=f"judged on {series.title}, {how}")

    def _linked(self, index: int) -> Linked:
        claim = self.claims[index]
        meanings = tuple(self.found[index, s] for s in self.subjects[index])
        if any(m.series is None for m in meanings):
            return Linked(claim=claim, statement=None, meanings=meanings)
        named = {s: m.series for s, m in zip(self.subjects[index], meanings, strict=True) if m.series is not None}
        return Linked(claim=claim, statement=self._resolved(claim.statement, named), meanings=meanings)

    def _resolved(self, statement: Statement, named: dict[Subject, Series]) -> Statement:
        return resolved(statement, lambda subject: named[subject], in_unit)


def _words(subject: Subject) -> str:
    return subject if isinstance(subject, str) else f"{subject.text.casefold()}|{subject.place.casefold()}"


def _titles(choices: Sequence[Choice]) -> str:
    return "; ".join(c.series.title for c in choices[:4])


def _ids(choices: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(c.series.id for c in choices)


def _unclear(subject: Description, choices: Sequence[Choice]) -> Meaning:
    return Meaning(
        problem="ambiguous",
        reason=f"{_quoted(subject)} can mean more than one series: {_titles(choices)}",
        candidates=_ids(choices),
    )


def _less(subject: Description, choices: Sequence[Choice]) -> Meaning:
    which = "it may mean" if len(choices) == 1 else "it may mean any of"
    return Meaning(
        problem="less",
        reason=f"{_quoted(subject)} names less than a series of the record; {which}: {_titles(choices)}",
        candidates=_ids(choices),
    )


def _none(subject: Description, wide: Scope) -> Meaning:
    if wide.unit_ruled_out:
        return Meaning(problem="unit", reason=f"the amount is in another unit than {wide.unit_ruled_out}")
    near = f"; nearest: {_titles(wide.choices)}" if wide.choices else ""
    return Meaning(
        problem="none", reason=f"the record has no series for {_quoted(subject)}{near}", candidates=_ids(wide.choices)
    )


def _quoted(subject: Description) -> str:
    text = " ".join(subject.text.split())
    if not text:
        return "what it counts"
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"
