"""What is fuzzed: for each parser, sound bodies to start from, and a check that any bytes at all must pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from tallywire.errors import TableError
from tallywire.watch import Source, archived_type, cell_text, grids, parse
from tallywire.watch.dates import Dates, read_period
from tallywire.watch.number import Numbers, read_number
from tests.watch.papers import Paper, sheet_of
from tests.watch.samples import COLONIES, source_of

_MOST = 5
_LONG = 'period.column = "date"\ntable = { layout = "long", value = "v"'
_PICKED = COLONIES + 'where = { m = "c" }'
_WIDE = 'period.column = "date"\nnumbers.strip = ["*"]\nmarks.beside = { p = "provisional" }\nperiod.strip = ["*"]'


class Target(msgspec.Struct, frozen=True):
    """A parser: bodies that it reads, and the check that raises for anything but figures or a told error.

    The check says whether anything was read.
    """

    seeds: tuple[bytes, ...]
    check: Callable[[bytes], bool]


def body_check(source: Source, media_type: str = "") -> Callable[[bytes], bool]:
    """A check that a body gives figures, each in its cell, or a TableError; the type kept with it does as well."""

    def check(body: bytes) -> bool:
        try:
            parsed = parse(source, body, media_type)
        except TableError as error:
            assert error.what
            return False
        kept = archived_type(source, media_type)
        tables = grids(body, kept)
        for figure in parsed.figures[:_MOST]:
            cell = figure.cell
            assert tables[cell.table].rows[cell.row][cell.column] == figure.literal
            assert (figure.value is None) == (figure.status == "missing")
            assert figure.period.start < figure.period.end
        for figure in parsed.figures[:1]:
            assert cell_text(body, media_type, figure.cell, source) == figure.literal
        assert len({(figure.series, figure.period) for figure in parsed.figures}) == len(parsed.figures)
        return True

    return check


def text_check(*readers: Callable[[str], object]) -> Callable[[bytes], bool]:
    """A check that a text is read or told, by each reader."""

    def check(body: bytes) -> bool:
        done = False
        for read in readers:
            try:
                read(body.decode("utf-8", "replace"))
                done = True
            except TableError as error:
                assert error.what
        return done

    return check


def every(body: bytes) -> bool:
    """The first byte chooses the parser, the rest is its body."""
    return TARGETS[HERE[body[0] % len(HERE)] if body else HERE[0]].check(body[1:])


def _layouts(*sources: Source) -> Callable[[bytes], bool]:
    """The first byte chooses the layout, the rest is the body."""
    checks = [body_check(source) for source in sources]

    def check(body: bytes) -> bool:
        return checks[body[0] % len(checks) if body else 0](body[1:])

    return check


_EVERY = Dates(order="dmy", century=1950, fiscal=4, fiscal_named="last", strip=("*", "(p)", "¹"))
_NUMBERS = Numbers(negative="parentheses", strip=("*", "[1]", "¹"), scale={"thousand": 3}, thousands=(",", " ", "'"))

TARGETS: Mapping[str, Target] = {
    "csv": Target(
        (
            b'date,colonies\n2022-09,"348,000"\n2022-10,348000 p\n',
            "date,colonies\n1 ноября 2022 г.,348 000*\n".encode("cp1251"),
            b"\xff\xfed\0a\0t\0e\0,\0c\0o\0l\0o\0n\0i\0e\0s\0\n\0002\0000\0002\0002\0,\0005\0\n\0",
        ),
        body_check(source_of(_WIDE + '\ntable.encoding = "cp1251"')),
    ),
    "html": Target(
        (
            b"<table><caption>c</caption><tr><th>date<th colspan=1>colonies<tr><td>2022-09<td rowspan=0>5</table>",
            b"<table><tr><th>date<th>colonies<tr><td>1 September 2022<td>348&nbsp;000<sup>*</sup><td></table>",
            b"<meta charset=windows-1251><table><tbody><tr><td>date<td>colonies<tr><td>2022 \xe3.<td>5<table><tr>",
        ),
        body_check(source_of(_WIDE, media="html")),
    ),
    "xlsx": Target(
        (sheet_of(("date", "colonies"), ("2022-09", 348000.5), ("2022-10", "5 p")),),
        body_check(source_of(_WIDE, media="xlsx")),
    ),
    "pdf": Target(
        (
            Paper()
            .ruled((40, 140, 240), (40, 60, 80))
            .rows((45, 145), 54, (("date", "colonies"), ("2022", "5")), 20)
            .bytes(),
        ),
        body_check(source_of(_WIDE, media="pdf")),
    ),
    "json": Target(
        (
            b'{"data": [{"date": "2022-09", "m": "c", "v": 348000.50}, {"date": "2022-10", "m": "c", "v": null}]}',
            b'{"data": [["date", "m", "v"], ["2022-09", "c", 1e3]]}',
        ),
        body_check(source_of(_LONG + ', path = "data" }', _PICKED, "json")),
    ),
    "jsonstat": Target(
        (
            b'{"version": "2.0", "class": "dataset", "id": ["m", "date"], "size": [1, 2], "dimension":'
            b' {"m": {"category": {"index": ["c"]}}, "date": {"category": {"index": {"2022": 0, "2023": 1}}}},'
            b' "value": {"0": 5.5}, "status": ["p", ""]}',
        ),
        body_check(
            source_of(
                'period.column = "date"\nmarks.status = "status"\ntable = { layout = "long", value = "value" }',
                _PICKED,
                "jsonstat",
            )
        ),
    ),
    "sdmx": Target(
        (
            b'<?xml version="1.0"?><m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/'
            b'message"><m:Header><m:ID>a</m:ID></m:Header><m:DataSet><Series m="c"><Obs date="2022-09" v="5.5"/><Obs '
            b'date="2022-10" v="NaN"/></Series></m:DataSet></m:StructureSpecificData>',
        ),
        body_check(source_of(_LONG + " }", _PICKED, "sdmx")),
    ),
    "sentence": Target(
        (b"<p>On 1 September 2022 there were 348&nbsp;000 people held.</p><p>1 October 2022 there were 5 people.",),
        body_check(
            source_of(
                "period.column = 'date'\ntable = { pattern = '(?P<date>[0-9]+ \\w+ [0-9]{4}) there were "
                "(?P<colonies>[0-9\\x{A0} ,.]+) people' }",
                media="text",
            )
        ),
    ),
    "layout": Target(
        (
            b"\0date,colonies\n2010-11,5\n2012/13,7\n01/09/2022,8\n",
            b"\1m,d,2021,2022 Q1,2022*\nc,x,5,6,7\nb,,8,9\n",
            b"\2Year,Jan,Feb,Q1,Total\n2022,5,,7,8\n2023,1\n",
            b"\3y,q,m,v\n2022,Q1,c,5\n,Q2,c,6\n",
            b"\4,2021,,2022,\nm,Q1,Q2,Q1,Q2\nc,1,2,3,4\n",
            b"\5as of 1 November 2022\nm,v\nc,5\n",
        ),
        _layouts(
            source_of("period.order = 'dmy'"),
            source_of('table = { layout = "across", fill = [0] }', _PICKED),
            source_of('table.layout = "calendar"'),
            source_of(
                'period.column = ["y", "q"]\ntable = { layout = "long", value = "v", fill = ["y"] }',
                _PICKED,
            ),
            source_of('table = { layout = "across", header = 2, spread = true }', _PICKED),
            source_of(
                'period.caption = "as of (?P<period>.+)"\ntable = { layout = "long", value = "v", skip = 1 }', _PICKED
            ),
        ),
    ),
    "period": Target(
        tuple(
            text.encode()
            for text in (
                *("2022-09-01", "1 ноября 2022 г.", "станом на 1 листопада 2022 року", "ІІІ кв. 2022", "Q3 2022"),
                *("2022/23 Q1", "Jan-Sep 2022", "01.09.2022-07.09.2022", "FY2023 (p)", "1-7 September 2022[1]"),
            )
        ),
        text_check(lambda text: read_period(text, _EVERY), lambda text: read_period(text, Dates())),
    ),
    "number": Target(
        tuple(
            text.encode() for text in ("1,234.5", "−5 [1]", "(1 234) thousand*", "1'234'567", "348¹", "n/a", "0.10")
        ),
        text_check(lambda text: read_number(text, _NUMBERS)),
    ),
}

APART = ("pdf", "xlsx")
"""Parsers that take a process of their own for each body, and so are fuzzed with few."""
HERE = tuple(name for name in TARGETS if name not in APART)
EVERY = Target(
    tuple(bytes([number]) + seed for number, name in enumerate(HERE) for seed in TARGETS[name].seeds), every
)
