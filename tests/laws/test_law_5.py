"""Law 5: every number of a brief leads to archived bytes in which the literal stands, or to arithmetic over such."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.brief import Brief
from tallywire.find import Fresh, find
from tallywire.record import Archive, Record, Store
from tallywire.series import AsOf, Cell, Figure, Period, Series, add_months, decimal, parse_period, written_quantum
from tallywire.tell import tell
from tallywire.watch import grids
from tests.holdings import series
from tests.tell.numbers_in import unbound

START = parse_period("2018-01").start
FIRST = datetime(2018, 1, 1, tzinfo=UTC)

histories = st.lists(st.integers(-40, 40), min_size=9, max_size=24).flatmap(
    lambda moves: st.sampled_from([-900, -700, 650, 800]).map(lambda last: [*moves, last])
)


def page(rows: list[tuple[Period, str]]) -> bytes:
    return "\n".join(["month,people", *(f'{period},"{literal}"' for period, literal in rows), ""]).encode()


def archived(folder: Path, moves: list[int], known: Series, restated: set[int]) -> tuple[Archive, Record, AsOf]:
    """One release a month, each the whole page; in the last, old figures may read otherwise."""
    archive = Archive(folder / "archive", write=True)
    archive.declare_simulated(at=FIRST, real=FIRST)
    record = Record(archive, Store(folder / "record"), [known])
    rows: list[tuple[Period, str]] = []
    level, at = 50_000, FIRST
    for number, move in enumerate(moves):
        level += move
        first = add_months(START, number)
        rows.append((Period.month(first.year, first.month), f"{level:,}"))
        last = number == len(moves) - 1
        for place in restated if last else ():
            period, literal = rows[place]
            rows[place] = (period, f"{int(literal.replace(',', '')) + 3000:,}")
        at = datetime.combine(add_months(first, 1), datetime.min.time(), UTC) + timedelta(hours=number)
        release = archive.append_resource(
            source=known.source, address="page.csv", at=at, real=at, body=page(rows), media_type="text/csv"
        )
        record.learn(release, [figure(known.id, i, *row) for i, row in enumerate(rows, 1)])
    record.flush()
    return archive, record, AsOf(at + timedelta(days=1))


def figure(id: str, row: int, period: Period, literal: str) -> Figure:
    value = decimal(literal.replace(",", ""))
    return Figure(id, period, value, written_quantum(value), None, "final", Cell(0, row, 1), literal)


def check_brief(brief: Brief, archive: Archive, names: tuple[str, ...]) -> None:
    proofs = {proof.id: proof for proof in brief.proofs}
    for text in (brief.headline, brief.lead, *brief.body, *brief.caveats, brief.found):
        assert unbound(text.text, [(b.start, b.end) for b in text.bindings], names) == []
        for binding in text.bindings:
            evidence = proofs[binding.proof].evidence
            refs = (*evidence.used, *evidence.rivals)
            assert refs
            for ref in refs:
                table = grids(archive.body(ref.release), "text/csv")[ref.cell.table]
                assert table.rows[ref.cell.row][ref.cell.column] == ref.literal


@settings(max_examples=25)
@given(histories, st.sets(st.integers(0, 7)))
def test_law_5(moves: list[int], restated: set[int]) -> None:
    known = series("office/people", title="people in the harbour of Utopia")
    with tempfile.TemporaryDirectory() as folder:
        archive, record, as_of = archived(Path(folder), moves, known, restated)
        with archive:
            since = as_of.time - timedelta(days=20)
            leads = find(
                [known],
                record,
                Fresh(since, as_of),
                restatements=record.restatements(since, as_of.time),
                classified=record.classified(since, as_of.time),
            )
            told = [lead for lead in leads if lead.story == "revision"]
            assert len(told) == bool(restated)
            assert all((lead.restated.count if lead.restated else 1) == len(restated) for lead in told)
            for lead in leads:
                brief = tell(lead, holdings=record, source_name="Office of Utopia", badge="", published=as_of.time)
                check_brief(brief, archive, (known.title, "Office of Utopia"))
