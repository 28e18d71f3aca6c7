"""Law 2: link(read(tell(s)), catalogue) == s.as_worded(), for every kind of statement.

Beside it: a sentence about one of many series of like names comes back as that series, and no number of a brief is
contradicted by the record it was told from.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.check import check, link
from tallywire.language import pack
from tallywire.read import read
from tallywire.record.catalogue import NameCatalogue
from tallywire.series import Interval, Period, Series
from tallywire.statement import Amount, Change, Direction, Extreme, Lead, Level, Statement, Window
from tallywire.tell import as_worded, sentence, tell, voice
from tests.holdings import LATER, Shelf, series
from tests.laws import told
from tests.tell.leads import colonies_shelf, founding, jobs, lowest, payrolls, tied

EN = pack()
THINGS = ("people", "employees", "vehicles", "households", "patients", "licences")
WHERE = ("correctional colonies", "durable goods", "public hospitals", "remand centres", "rural schools")
LANDS = ("Utopia", "Freedonia", "Ruritania", "the United States")
TITLES = tuple(f"{thing} in {where} in {land}" for thing in THINGS for where in WHERE for land in LANDS)
KNOWN: dict[str, Series] = {
    f"s/{n}": series(f"s/{n}", title=title, unit="people", place=title.rpartition(" in ")[2])
    for n, title in enumerate(TITLES)
}
CATALOGUE = NameCatalogue(tuple(KNOWN.values()))
HELD = Shelf(KNOWN.values(), [])
VOICE = voice(HELD.series)
PUBLISHED = date(2022, 11, 30)

months = st.builds(Period.month, st.integers(2003, 2021), st.integers(1, 12))
days = st.dates(date(2003, 1, 1), date(2022, 10, 31)).map(Period.day)
sizes = st.integers(1, 9_999).map(Decimal) | st.integers(1, 999).map(lambda n: Decimal(n) * 10_000)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    id = draw(st.sampled_from(sorted(KNOWN)))
    amount = Amount(Interval.point(draw(sizes)), "people", "")
    start, end = sorted((draw(months), draw(months)))
    kind = draw(st.sampled_from(("level", "change", "percent", "extreme")))
    if kind == "level":
        return Level(id, draw(days), amount)
    if kind == "extreme" or start == end:
        return Extreme(id, "level", "low", Window(end=end), "counts", Period.month(2001, 7), counts=16, amount=amount)
    direction: Direction = draw(st.sampled_from(("up", "down")))
    if kind == "percent":
        share = Amount(Interval.point(Decimal(draw(st.integers(1, 999))) / 10), "%", "")
        return Change(id, Window(start, end), direction, share, "percent")
    return Change(id, Window(start, end), direction, amount)


def unworded(statement: Statement) -> Statement:
    """Without the wording of its amount, whose unit is a matter of the series."""
    assert isinstance(statement, Level | Change | Extreme) and statement.amount is not None
    unit = statement.amount.unit or "people"
    return msgspec.structs.replace(statement, amount=Amount(statement.amount.interval, unit, ""))


@given(statements())
@settings(max_examples=150, deadline=None)
def test_a_sentence_comes_back_as_the_statement_of_its_series(statement: Statement) -> None:
    text = sentence(statement, VOICE).text
    claims = read(text, published=PUBLISHED)
    linked = link(claims, catalogue=CATALOGUE, holdings=HELD, as_of=LATER, published=PUBLISHED)
    found = [unworded(one.statement) for one in linked if one.statement is not None and one.sure]
    assert unworded(as_worded(statement, EN)) in found, text


EVERY = Shelf(told.SERIES.values(), [])
NAMES = NameCatalogue(tuple(told.SERIES.values()))


@given(told.statements)
@settings(max_examples=300)
def test_law_2(statement: Statement) -> None:
    text = sentence(statement, told.VOICE, who="The ministry").text
    claims = read(text, published=told.PUBLISHED)
    linked = link(claims, catalogue=NAMES, holdings=EVERY, as_of=LATER, published=told.PUBLISHED)
    found = [told.normal(one.statement) for one in linked if one.statement is not None and one.failed is None]
    assert told.normal(as_worded(statement, EN)) in found, text
    assert all(claim.nature == "fact" for claim in claims)


def stories() -> tuple[tuple[Shelf, Lead], ...]:
    colonies, us = colonies_shelf(), payrolls()
    return ((colonies, founding(colonies)), (us, jobs(us)), tied(), lowest())


@pytest.mark.parametrize(("shelf", "lead"), stories())
def test_no_brief_is_contradicted_by_its_own_record(shelf: Shelf, lead: Lead) -> None:
    brief = tell(lead, holdings=shelf, source_name="Statistics Office", published=LATER.time, draw=None)
    text = "\n\n".join(t.text for t in (brief.lead, *brief.body, *brief.caveats))
    ids = set(lead.series) | {ref.series for p in brief.proofs for ref in p.evidence.used}
    held = [known for id in sorted(ids) if (known := shelf.series(id)) is not None]
    claims = read(text, published=LATER.time.date())
    assert claims
    verdicts = check(claims, holdings=shelf, catalogue=NameCatalogue(held), as_of=LATER, published=LATER.time.date())
    wrong = [
        (text[slice(*v.claim.span)], v.name, v.reason) for v in verdicts if v.name in {"contradicted", "outdated"}
    ]
    assert wrong == []
    assert any(v.name in {"holds", "holds_roughly"} for v in verdicts)
