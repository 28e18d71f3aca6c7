"""SDMX's words for status, decimals and multiplier are heeded, in whatever format they come."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tallywire.errors import SourceError, TableError
from tallywire.watch import parse
from tallywire.watch.sdmx_status import CODES, FLAGS, status_of
from tests.watch.samples import COLONIES, source_of
from tests.watch.test_sdmx import GENERIC, SOURCE, specific

LONG = 'table = { layout = "long", value = "OBS_VALUE" }\nperiod.column = "TIME_PERIOD"\n'
AREA = 'where = { AREA = "UA" }\n'


def rows_of(*rows: str) -> bytes:
    return "\n".join(rows).encode()


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *((code, status) for code, (_, status) in CODES.items()),
        *((flag, status) for flag, (_, status) in FLAGS.items()),
        ("", "final"),
        ("a", "final"),
        ("Provisional", "provisional"),
        ("DERIVED", "derived"),
        ("bp", "provisional"),
        ("b p", "provisional"),
        ("b,d", "final"),
        ("di", "derived"),
        ("pc", "missing"),
        (":c", "missing"),
        ("x", None),
        ("AB", None),
        ("pp", None),
        ("provisionally", None),
        (",", None),
    ],
)
def test_codes_and_flags_say_a_status(word: str, status: str | None) -> None:
    assert status_of(word) == status


def test_a_status_that_means_no_figure_gives_none() -> None:
    source = source_of(LONG + 'marks.status = "OBS_STATUS"', COLONIES + AREA)
    body = rows_of(
        "AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS",
        "UA,2022-08,7,A",
        "UA,2022-09,8,F",
        "UA,2022-10,,Q",
        "UA,2022-11,9,ep",
        "UA,2022-12,9,?",
    )
    parsed = parse(source, body, "text/csv")
    assert [(f.value, f.status) for f in parsed.figures] == [
        (Decimal(7), "final"),
        (None, "missing"),
        (None, "missing"),
        (Decimal(9), "provisional"),
        (Decimal(9), "provisional"),
    ]
    assert [problem.what for problem in parsed.problems] == ["'?' is no known status; list it in marks.words"]
    forecasts = source_of(
        LONG + 'marks = { status = "OBS_STATUS", words = { F = "provisional", "?" = "final" } }', COLONIES + AREA
    )
    assert [f.value for f in parse(forecasts, body, "text/csv").figures] == [7, 8, None, 9, 9]


def test_decimals_say_how_a_figure_is_rounded() -> None:
    source = source_of(LONG + 'marks.decimals = "DECIMALS"', COLONIES + AREA + 'quantum = "1000"')
    body = rows_of(
        "AREA,TIME_PERIOD,OBS_VALUE,DECIMALS",
        "UA,2022-08,7,1",
        "UA,2022-09,7.25,2",
        "UA,2022-10,7,",
        "UA,2022-11,7,-1",
        "UA,2022-12,7,one",
        "UA,2023-01,7,99",
    )
    parsed = parse(source, body, "text/csv")
    assert [f.quantum for f in parsed.figures] == [Decimal("0.1"), Decimal("0.01"), Decimal(1000)]
    assert [problem.what for problem in parsed.problems] == [
        f"{word!r} is no number of decimals from 0 to 20" for word in ("-1", "one", "99")
    ]
    with pytest.raises(SourceError, match="gives the rounding step, and so does"):
        source_of(LONG + 'marks = { quantum = "Q", decimals = "D" }', COLONIES + AREA)


def test_a_row_of_another_multiplier_gives_no_figure() -> None:
    marked = LONG + 'marks.multiplier = "UNIT_MULT"'
    body = rows_of(
        "AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT",
        "UA,2022-08,7,3",
        "UA,2022-09,7000,0",
        "UA,2022-10,7000,",
        "UA,2022-11,,0",
        "UA,2022-12,7,x",
    )
    parsed = parse(source_of(marked, COLONIES + AREA + "multiplier = 3"), body, "text/csv")
    assert [(str(f.period), f.value) for f in parsed.figures] == [("2022-08", 7), ("2022-11", None)]
    assert [problem.what for problem in parsed.problems] == [
        "the row says that it is in 10^0, and the series is in 10^3",
        "the row says that it is in 10^0, and the series is in 10^3",
        "'x' is no power of ten, such as 3 for thousands",
    ]
    parsed = parse(source_of(marked, COLONIES + AREA), body, "text/csv")
    assert [(str(f.period), f.value) for f in parsed.figures] == [
        ("2022-09", 7000),
        ("2022-10", 7000),
        ("2022-11", None),
    ]


def test_the_multiplier_of_a_message_that_never_names_it_is_none() -> None:
    body = specific('<Series AREA="UA"><Obs TIME_PERIOD="2022-09" OBS_VALUE="7000"/></Series>')
    marked = LONG + 'marks.multiplier = "UNIT_MULT"'
    assert parse(source_of(marked, COLONIES + AREA, media="sdmx"), body, "").figures[0].value == 7000
    with pytest.raises(TableError, match=r"the row says that it is in 10\^0, and the series is in 10\^3"):
        parse(source_of(marked, COLONIES + AREA + "multiplier = 3", media="sdmx"), body, "")


VERSION_1 = rows_of(
    "DATAFLOW,FREQ,AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS",
    "A:COUNTS(1.0),M,UA,2022-08,1.50,A",
    "A:COUNTS(1.0),M,UA,2022-09,1.40,P",
    "A:COUNTS(1.0),M,PL,2022-09,7,",
)
VERSION_2 = rows_of(
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS",
    "dataflow,A:COUNTS(1.0.0),I,M,UA,2022-08,1.50,A",
    "dataflow,A:COUNTS(1.0.0),I,M,UA,2022-09,1.40,P",
    "dataflow,A:COUNTS(1.0.0),D,M,UA,2022-10,1.30,A",
)


def test_sdmx_csv_is_a_long_table() -> None:
    expected = [(f.period, f.value, f.quantum, f.status, f.literal) for f in parse(SOURCE, GENERIC, "").figures]
    for body, where in ((VERSION_1, 'AREA = "UA"'), (VERSION_2, 'AREA = "UA", ACTION = "I"')):
        source = source_of(LONG + 'marks.status = "OBS_STATUS"', COLONIES + f"where = {{ {where} }}")
        parsed = parse(source, body, "application/vnd.sdmx.data+csv")
        assert [(f.period, f.value, f.quantum, f.status, f.literal) for f in parsed.figures] == expected
        assert parsed.problems == ()
