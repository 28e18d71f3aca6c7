from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallywire.record import Archive, Record, Store
from tallywire.record.matrix import Matrix, matrix
from tallywire.series import AsOf, Basis, Cell, Figure, Frequency, Interval, Release, Series, parse_period
from tests.oracle.naive_standing import dense_cells, naive_first, naive_standing
from tests.record.making import day, fetch, import_file
from tests.record.rows_making import known

LATE = AsOf(day(10_000))

IDS: dict[str, Frequency] = {"s/a": "M", "s/b": "A", "s/w": "W", "s/d": "D", "s/o": "_O"}
PERIODS = [
    "2022-01",
    "2022-02",
    "2025-12",
    "2022-01-31",
    "2022-02-28",
    "2022-03-01",
    "2022-03-08",
    "2022",
    "2022-Q2",
    "2022-H2",
    "2022-W05",
    "2022-01-01/2022-05-17",
    "1600-01",
]
VALUES = [None, "0", "1", "-2.50", "0.001", "348000", "9223372036854775807", "12345678901234567890123.5", "-0.0"]


class Step(msgspec.Struct, frozen=True):
    """One release: figures of some series, fetched or imported with a date of its own, flushed after or not."""

    figures: tuple[tuple[str, str, str | None], ...]
    imported: int | None
    asserted: int | None
    flush: bool


steps = st.builds(
    Step,
    figures=st.lists(
        st.tuples(st.sampled_from(sorted(IDS)), st.sampled_from(PERIODS), st.sampled_from(VALUES)), max_size=6
    ).map(tuple),
    imported=st.none() | st.integers(0, 9),
    asserted=st.none() | st.integers(0, 9),
    flush=st.booleans(),
)
scripts = st.lists(steps, min_size=1, max_size=8)


def figures(step: Step, release: Release) -> list[Figure]:
    published = None if step.asserted is None else release.fetched_at - timedelta(days=step.asserted)
    return [
        Figure(
            series=id,
            period=parse_period(period),
            value=None if value is None else Decimal(value),
            quantum=Decimal(1),
            bounds=Interval(Decimal(value), None) if value == "348000" else None,
            status="missing" if value is None else "provisional" if value == "1" else "final",
            cell=Cell(0, row, 1),
            literal=value or "",
            published_at=published,
        )
        for row, (id, period, value) in enumerate(step.figures)
    ]


def series() -> list[Series]:
    return [each for id, frequency in IDS.items() for each in known(id, frequency=frequency)]


def learn(held: Record, archive: Archive, step: Step, number: int) -> None:
    body = b"%d" % number
    if step.imported is None:
        release = fetch(archive, body, day(number))
    else:
        release = import_file(archive, body, day(number), published_at=day(number - step.imported))
    held.learn(release, figures(step, release))


laws = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@laws
@given(scripts, st.integers(-10, 9), st.sampled_from(["proven", "asserted"]), st.booleans())
def test_dense_reads_equal_the_reads_of_each_series(
    script: Sequence[Step], moment: int, basis: Basis, compact: bool
) -> None:
    with tempfile.TemporaryDirectory() as name, Archive(Path(name) / "archive", write=True) as archive:
        store = Store(Path(name) / "record")
        held = Record(archive, store, series())
        for number, step in enumerate(script):
            learn(held, archive, step, number)
            if step.flush:
                held.flush()
        if compact:
            store.compact()
            held = Record(archive, store, series()) if script[-1].flush else held
        as_of = AsOf(day(moment), basis)
        assert dense_cells(held.as_of_all(as_of)) == naive_standing(held, IDS, as_of)
        assert dense_cells(held.as_of_many(["s/a", "s/o"], as_of)) == naive_standing(held, ["s/a", "s/o"], as_of)
        assert dense_cells(held.as_of_all(as_of, frequency="W")) == naive_standing(held, ["s/w"], as_of)
        assert dense_cells(held.first_published_all()) == naive_first(held, IDS)


@laws
@given(scripts, st.integers(0, 3))
def test_the_matrix_is_what_stands_now(script: Sequence[Step], patches: int) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        pytest.MonkeyPatch.context() as patch,
        Archive(Path(name) / "archive", write=True) as archive,
    ):
        patch.setattr(matrix, "MOST_PATCHES", patches)
        kept = Matrix(Path(name) / "matrix")
        held = Record(archive, Store(Path(name) / "record"), series(), matrix=kept)
        for number, step in enumerate(script):
            learn(held, archive, step, number)
            held.flush()
            reads = held.on_disk()
            expected = naive_standing(held, IDS, LATE)
            assert dense_cells(kept.dense(reads.frequencies)) == expected
            again = Matrix.open(kept.folder)
            assert dense_cells(again.dense(reads.frequencies)) == expected
            assert again.mark == reads.last_seq
        assert kept.rebuild(reads) == ()
        assert dense_cells(Matrix.open(kept.folder).dense(reads.frequencies)) == expected
