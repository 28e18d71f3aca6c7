"""SDMX-ML in each of its shapes gives the same rows; SDMX's words for status, decimals and multiplier are heeded."""

from __future__ import annotations

import io
import warnings
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import EmptyTableError, TableError, TallywireError
from tallywire.watch import archived_type, cell_text, grids, parse
from tallywire.watch.sdmx import MAX_TAGS, sdmx_grids
from tallywire.watch.sdmx_rows import MAX_KINDS
from tests.watch.samples import COLONIES, source_of

V21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
NAMES = (
    f'xmlns:m="{V21}/message" xmlns:c="{V21}/common" xmlns:g="{V21}/data/generic" '
    f'xmlns:s="{V21}/data/structurespecific"'
)
HEADER = (
    "<m:Header><m:ID>T</m:ID><m:Test>false</m:Test><m:Prepared>2022-10-01T00:00:00</m:Prepared><m:Sender id='A'/>"
    '<m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><c:Structure>'
    '<Ref agencyID="A" id="COUNTS" version="1.0"/></c:Structure></m:Structure></m:Header>'
)
LONG = 'table = { layout = "long", value = "OBS_VALUE" }\nperiod.column = "TIME_PERIOD"\n'
SOURCE = source_of(LONG + 'marks.status = "OBS_STATUS"', COLONIES + 'where = { AREA = "UA" }', media="sdmx")
ALWAYS = ("OBS_VALUE", "OBS_STATUS", "OBS_FLAG", "DECIMALS", "UNIT_MULT")


def generic(inside: str, header: str = HEADER) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:GenericData {NAMES}>{header}'
        f'<m:DataSet action="Replace" structureRef="S">{inside}</m:DataSet></m:GenericData>'
    ).encode()


def specific(inside: str, own: str = "") -> bytes:
    return (
        f"<m:StructureSpecificData {NAMES}>{HEADER}"
        f'<m:DataSet s:action="Replace" s:structureRef="S" {own}>{inside}</m:DataSet></m:StructureSpecificData>'
    ).encode()


def values(tag: str, **pairs: str) -> str:
    return (
        f"<g:{tag}>"
        + "".join(f'<g:Value id="{name}" value="{text}"/>' for name, text in pairs.items())
        + f"</g:{tag}>"
    )


def cells(body: bytes) -> list[dict[str, str]]:
    """The rows of the only data set, by column, without those that are empty."""
    [grid] = sdmx_grids(body)
    return [{name: text for name, text in zip(grid.rows[0], row, strict=True) if text} for row in grid.rows[1:]]


EXPECTED = [
    {"FREQ": "M", "AREA": "UA", "UNIT_MULT": "3", "TIME_PERIOD": "2022-08", "OBS_VALUE": "1.50", "OBS_STATUS": "A"},
    {"FREQ": "M", "AREA": "UA", "UNIT_MULT": "3", "TIME_PERIOD": "2022-09", "OBS_VALUE": "1.40", "OBS_STATUS": "P"},
    {"FREQ": "M", "AREA": "PL", "UNIT_MULT": "3", "TIME_PERIOD": "2022-09", "OBS_VALUE": "7"},
]


def observation(period: str, value: str, status: str = "") -> str:
    more = values("Attributes", OBS_STATUS=status) if status else ""
    return f'<g:Obs><g:ObsDimension value="{period}"/><g:ObsValue value="{value}"/>{more}</g:Obs>'


GENERIC = generic(
    "<g:Series>"
    + values("SeriesKey", FREQ="M", AREA="UA")
    + values("Attributes", UNIT_MULT="3")
    + observation("2022-08", "1.50", "A")
    + observation("2022-09", "1.40", "P")
    + "</g:Series>"
    "<g:Series>"
    + values("SeriesKey", FREQ="M", AREA="PL")
    + values("Attributes", UNIT_MULT="3")
    + observation("2022-09", "7")
    + "</g:Series>"
)
FLAT = generic(
    "".join(
        "<g:Obs>"
        + values("ObsKey", FREQ="M", AREA=area, TIME_PERIOD=period)
        + f'<g:ObsValue value="{value}"/>'
        + values("Attributes", UNIT_MULT="3", **({"OBS_STATUS": status} if status else {}))
        + "</g:Obs>"
        for area, period, value, status in (
            ("UA", "2022-08", "1.50", "A"),
            ("UA", "2022-09", "1.40", "P"),
            ("PL", "2022-09", "7", ""),
        )
    ),
    HEADER.replace('"TIME_PERIOD"', '"AllDimensions"'),
)
GENERIC_GROUPS = generic(
    '<g:Group type="Sibling">' + values("GroupKey", AREA="UA") + values("Attributes", UNIT_MULT="3") + "</g:Group>"
    '<g:Group type="Sibling">' + values("GroupKey", AREA="PL") + values("Attributes", UNIT_MULT="3") + "</g:Group>"
    "<g:Series>"
    + values("SeriesKey", FREQ="M", AREA="UA")
    + observation("2022-08", "1.50", "A")
    + observation("2022-09", "1.40", "P")
    + "</g:Series>"
    "<g:Series>" + values("SeriesKey", FREQ="M", AREA="PL") + observation("2022-09", "7") + "</g:Series>"
)
SPECIFIC = specific(
    '<Series FREQ="M" AREA="UA" UNIT_MULT="3"><Obs TIME_PERIOD="2022-08" OBS_VALUE="1.50" OBS_STATUS="A"/>'
    '<Obs TIME_PERIOD="2022-09" OBS_VALUE="1.40" OBS_STATUS="P"/></Series>'
    '<Series FREQ="M" AREA="PL" UNIT_MULT="3"><Obs TIME_PERIOD="2022-09" OBS_VALUE="7"/></Series>'
)
SPECIFIC_FLAT = specific(
    '<Obs FREQ="M" AREA="UA" UNIT_MULT="3" TIME_PERIOD="2022-08" OBS_VALUE="1.50" OBS_STATUS="A"/>'
    '<Obs FREQ="M" AREA="UA" UNIT_MULT="3" TIME_PERIOD="2022-09" OBS_VALUE="1.40" OBS_STATUS="P"/>'
    '<Obs FREQ="M" AREA="PL" UNIT_MULT="3" TIME_PERIOD="2022-09" OBS_VALUE="7"/>'
)
SPECIFIC_GROUPS = specific(
    '<Series FREQ="M" AREA="UA"><Obs TIME_PERIOD="2022-08" OBS_VALUE="1.50" OBS_STATUS="A"/>'
    '<Obs TIME_PERIOD="2022-09" OBS_VALUE="1.40" OBS_STATUS="P"/></Series>'
    '<Series FREQ="M" AREA="PL"><Obs TIME_PERIOD="2022-09" OBS_VALUE="7"/></Series>'
    '<Group AREA="UA" UNIT_MULT="3"/><Group AREA="PL" UNIT_MULT="3"/><Group AREA="DE" UNIT_MULT="6"/>'
)
WHOLE_SET = specific(
    '<Series FREQ="M" AREA="UA"><Obs TIME_PERIOD="2022-08" OBS_VALUE="1.50" OBS_STATUS="A"/>'
    '<Obs TIME_PERIOD="2022-09" OBS_VALUE="1.40" OBS_STATUS="P"/></Series>'
    '<Series FREQ="M" AREA="PL"><Obs TIME_PERIOD="2022-09" OBS_VALUE="7"/></Series>',
    'UNIT_MULT="3" validFromDate="2022-01-01"',
)
COMPACT_20 = (
    b'<CompactData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message" xmlns:n="urn:x"><Header/>'
    b'<n:DataSet><n:SiblingGroup AREA="UA" UNIT_MULT="3"/><n:SiblingGroup AREA="PL" UNIT_MULT="3"/>'
    b'<n:Series FREQ="M" AREA="UA"><n:Obs TIME_PERIOD="2022-08" OBS_VALUE="1.50" OBS_STATUS="A"/>'
    b'<n:Obs TIME_PERIOD="2022-09" OBS_VALUE="1.40" OBS_STATUS="P"/></n:Series>'
    b'<n:Series FREQ="M" AREA="PL"><n:Obs TIME_PERIOD="2022-09" OBS_VALUE="7"/></n:Series></n:DataSet></CompactData>'
)
GENERIC_20 = (
    GENERIC.decode()
    .replace(' id="', ' concept="')
    .replace('<g:ObsDimension value="2022-08"/>', "<g:Time>2022-08</g:Time>")
    .replace('<g:ObsDimension value="2022-09"/>', "<g:Time>2022-09</g:Time>")
    .encode()
)
SHAPES = {
    "generic": GENERIC,
    "generic, flat": FLAT,
    "generic, groups": GENERIC_GROUPS,
    "structure-specific": SPECIFIC,
    "structure-specific, flat": SPECIFIC_FLAT,
    "structure-specific, groups": SPECIFIC_GROUPS,
    "attributes of the data set": WHOLE_SET,
    "compact 2.0": COMPACT_20,
    "generic 2.0": GENERIC_20,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_rows(shape: str) -> None:
    assert cells(SHAPES[shape]) == EXPECTED


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_figures(shape: str) -> None:
    body = SHAPES[shape]
    parsed = parse(SOURCE, body, "application/vnd.sdmx.genericdata+xml;version=2.1")
    assert [(str(f.period), f.value, f.quantum, f.status) for f in parsed.figures] == [
        ("2022-08", Decimal("1.50"), Decimal("0.01"), "final"),
        ("2022-09", Decimal("1.40"), Decimal("0.01"), "provisional"),
    ]
    assert parsed.problems == ()
    kept = archived_type(SOURCE, "application/xml; charset=utf-8")
    assert kept == "text/sdmx"
    assert all(cell_text(body, kept, figure.cell) == figure.literal for figure in parsed.figures)


def test_the_common_columns_are_there_even_if_nothing_fills_them() -> None:
    [grid] = sdmx_grids(specific('<Series AREA="UA"><Obs TIME_PERIOD="2022"/></Series>'))
    assert grid.rows == (("AREA", "TIME_PERIOD", *ALWAYS), ("UA", "2022", "", "", "", "", ""))
    assert grid.caption == "S"


@pytest.mark.parametrize(
    ("written", "text"), [("NaN", ""), ("1.5E3", "1500"), ("9.50E-2", "0.0950"), (" 7 ", "7"), ("", "")]
)
def test_a_value_is_written_plainly(written: str, text: str) -> None:
    assert sdmx_grids(specific(f'<Obs TIME_PERIOD="2022" OBS_VALUE="{written}"/>'))[0].rows[1][1] == text
    assert sdmx_grids(generic("<g:Obs>" + f'<g:ObsValue value="{written}"/></g:Obs>'))[0].rows[1][0] == text


def test_the_innermost_of_several_levels_counts() -> None:
    body = specific(
        '<Group AREA="UA" UNIT="b" NOTE="group"/>'
        '<Series AREA="UA" TITLE="series"><Obs TIME_PERIOD="2022" TITLE="own"/></Series>',
        'NOTE="set" UNIT="a" TITLE="set"',
    )
    assert cells(body) == [{"AREA": "UA", "TITLE": "own", "TIME_PERIOD": "2022", "UNIT": "b", "NOTE": "group"}]


def test_another_dimension_can_stand_at_the_observation() -> None:
    header = HEADER.replace('"TIME_PERIOD"', '"AREA"')
    body = generic(
        "<g:Series>" + values("SeriesKey", TIME_PERIOD="2022") + observation("UA", "7") + "</g:Series>", header
    )
    assert cells(body) == [{"TIME_PERIOD": "2022", "AREA": "UA", "OBS_VALUE": "7"}]
    assert cells(body.replace(b"ObsDimension value", b'ObsDimension id="SEX" value'))[0]["SEX"] == "UA"


def test_each_data_set_is_a_table_and_components_are_cells() -> None:
    sets = "".join(
        f'<m:DataSet s:structureRef="{name}"><Obs TIME_PERIOD="2022" OBS_VALUE="{value}"><!-- a -->'
        '<Comp id="NOTE"><Value>a</Value><Value>b</Value></Comp></Obs></m:DataSet>'
        for name, value in (("ONE", 1), ("TWO", 2))
    )
    body = f"<m:StructureSpecificData {NAMES}>{sets}</m:StructureSpecificData>".encode()
    one, two = sdmx_grids(body)
    assert (one.caption, two.caption) == ("ONE", "TWO")
    assert [grid.rows[1][:3] for grid in (one, two)] == [("2022", "1", "a; b"), ("2022", "2", "a; b")]
    source = source_of(
        'table = { layout = "long", value = "OBS_VALUE", caption = "TWO" }\nperiod.column = "TIME_PERIOD"',
        COLONIES + 'where = { NOTE = "a; b" }',
        media="sdmx",
    )
    assert parse(source, body, "").figures[0].value == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not XML"),
        (b"<a><b/></a>", "not SDMX data: the outermost element is a"),
        (b"<html><body>Busy</body></html>", "the outermost element is html"),
        (f"<m:Structure {NAMES}/>".encode(), "the outermost element is Structure"),
        (GENERIC[:-30], "not XML"),
        (GENERIC.replace(b"</g:Series>", b"", 1), "not XML"),
        (GENERIC.replace(b'action="Replace"', b'action="Delete"'), "figures are deleted"),
        (SPECIFIC.replace(b's:action="Replace"', b's:action="Delete"'), "figures are deleted"),
        (SPECIFIC.replace(b"<Series ", b'<Series s:action="Delete" ', 1), "figures are deleted"),
        (
            GENERIC.replace(b'<g:Value id="AREA" value="UA"/>', b'<g:Value id="FREQ" value="UA"/>'),
            "'FREQ' stands twice",
        ),
        (GENERIC.replace(b'id="OBS_STATUS"', b'id="OBS_VALUE"', 1), "'OBS_VALUE' stands twice"),
        (GENERIC.replace(b'<g:Value id="AREA" ', b"<g:Value ", 1), "a Value without an id"),
        (
            SPECIFIC_GROUPS.replace(b'<Group AREA="DE"', b"<Group"),
            "a group names no dimension of a series, only UNIT_MULT",
        ),
        (
            SPECIFIC_GROUPS.replace(b'<Group AREA="DE"', b'<Group FREQ="M"'),
            "two groups of one series give 'UNIT_MULT'",
        ),
        (
            SPECIFIC_GROUPS.replace(b'<Group AREA="DE"', b'<Group AREA="UA"'),
            "two groups of one series give 'UNIT_MULT'",
        ),
    ],
)
def test_what_is_no_data_or_contradicts_itself_is_told(body: bytes, said: str) -> None:
    with pytest.raises(TableError) as error:
        sdmx_grids(body)
    assert said in error.value.message


ENTITIES = b'<!DOCTYPE x [<!ENTITY e "2022"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("used", [b"", b"&e;", b"&f;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_read(used: bytes, encoding: str) -> None:
    body = ENTITIES + SPECIFIC.replace(b"2022-09", used or b"2022-09")
    with pytest.raises(TableError, match=r"a document type is declared|not XML"):
        sdmx_grids(body.decode().encode(encoding))


def test_entities_that_multiply_are_never_reached() -> None:
    lines = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 12)
    )
    with pytest.raises(TableError):
        sdmx_grids(b"<!DOCTYPE x [" + lines + b"]>" + SPECIFIC.replace(b"2022-09", b"&a11;"))


def test_bounds_hold_before_the_memory_is_full() -> None:
    with pytest.raises(TableError, match=f"more than {MAX_TAGS} tags"):
        sdmx_grids(b"<a>" * (MAX_TAGS + 1))
    with pytest.raises(TableError, match=f"more than {MAX_TAGS} tags or attributes"):
        sdmx_grids(b"<a " + b"b=''" * (MAX_TAGS + 1))
    with pytest.raises(TableError, match="not XML"):
        sdmx_grids(specific("<a>" * 100_000))
    kinds = "".join(f'<Series D{number}="1"><Obs OBS_VALUE="1"/></Series>' for number in range(MAX_KINDS + 1))
    groups = "".join(f'<Group D{number}="1" N="{number}"/>' for number in range(MAX_KINDS + 1))
    with pytest.raises(TableError, match=f"more than {MAX_KINDS} kinds of group"):
        sdmx_grids(specific(kinds + groups))
    # Each observation brings an attribute of its own: few of them would be millions of cells.
    with pytest.raises(TableError, match="more than 2000000 cells: 1500 observations in 1505 columns"):
        sdmx_grids(specific("".join(f'<Obs A{number}="1"/>' for number in range(1500))))
    # Attributes of the whole set come to each observation.
    own = " ".join(f'A{number}="1"' for number in range(200))
    with pytest.raises(TableError, match="more than 2000000 cells: 10000 observations in 205 columns"):
        sdmx_grids(specific('<Obs OBS_VALUE="1"/>' * 10_000, own))
    with pytest.raises(TableError, match="more than 300 attributes in one element"):
        sdmx_grids(specific("<Obs " + " ".join(f'A{number}="1"' for number in range(301)) + "/>"))


def test_a_message_without_data_says_why() -> None:
    footer = "<m:Footer><m:Message code='413'><c:Text>The answer will be made later</c:Text></m:Message></m:Footer>"
    empty = f"<m:GenericData {NAMES}>{HEADER}{footer}</m:GenericData>".encode()
    with pytest.raises(TableError, match="a message without data, which says: The answer will be made later"):
        sdmx_grids(empty)
    with pytest.raises(EmptyTableError, match="no data set"):
        sdmx_grids(f"<m:GenericData {NAMES}>{HEADER}</m:GenericData>".encode())
    with pytest.raises(EmptyTableError, match="the table is empty"):
        parse(SOURCE, specific('<Series AREA="UA"/>'), "")


def test_the_library_for_sdmx_reads_the_same() -> None:
    sdmx = pytest.importorskip("sdmx")
    for body in (GENERIC, FLAT, GENERIC_GROUPS):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            message = sdmx.read_sdmx(io.BytesIO(body))
        theirs = []
        for seen in message.data[0].obs:
            key = {name: str(value.value) for name, value in seen.key.values.items()}
            theirs.append({**key, "OBS_VALUE": str(seen.value), **{n: str(a.value) for n, a in seen.attrib.items()}})
        mine = [{name: row[name] for name in row if name != "UNIT_MULT"} for row in cells(body)]
        theirs = [{name: row[name] for name in row if name != "UNIT_MULT"} for row in theirs]
        assert theirs == mine


PIECES = st.lists(
    st.sampled_from(
        [
            "<Series ",
            "<Obs ",
            "<Group ",
            "</Series>",
            "</Obs>",
            "/>",
            ">",
            'A="1" ',
            'OBS_VALUE="1" ',
            'TIME_PERIOD="2022" ',
            "<g:SeriesKey>",
            "</g:SeriesKey>",
            '<g:Value id="A" value="1"/>',
            "<g:Value/>",
            "<!-- x -->",
            "<?x y?>",
            "&amp;",
            "&e;",
            "<![CDATA[",
            "]]>",
            "\0",
            "é",
        ]
    ),
    max_size=25,
).map("".join)


@given(PIECES, st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_message_is_grids_or_a_told_error(inside: str, whole: bool) -> None:
    try:
        found = sdmx_grids(specific(inside) if whole else inside.encode())
    except TallywireError as error:
        assert error.what
        return
    for grid in found:
        assert len({len(row) for row in grid.rows}) <= 1


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_grids_or_a_told_error(body: bytes) -> None:
    try:
        grids(body, "text/sdmx")
    except TallywireError as error:
        assert error.what
