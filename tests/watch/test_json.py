"""JSON becomes a grid with the digits that were written, or is refused with what is wrong and where."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import EmptyTableError, SourceError, TableError, TallywireError
from tallywire.series import Cell
from tallywire.watch import archived_type, cell_text, grids, parse
from tallywire.watch.json_grid import json_grid
from tallywire.watch.json_path import at_path, path_steps
from tallywire.watch.json_text import MAX_VALUES, json_values, plain_number
from tests.watch.samples import COLONIES, source_of


def rows(text: str, path: str = "") -> list[list[str]]:
    return [list(row) for row in json_grid(text, path).rows]


@pytest.mark.parametrize(
    ("text", "path", "table"),
    [
        ('[{"a":1,"b":"x"},{"b":null,"c":true}]', "", [["a", "b", "c"], ["1", "x", ""], ["", "", "true"]]),
        ('[["date","n"],["2022-09",348000]]', "", [["date", "n"], ["2022-09", "348000"]]),
        ('{"2022-09":1.50,"2022-10":2}', "", [["key", "value"], ["2022-09", "1.50"], ["2022-10", "2"]]),
        ('{"2022":{"n":1,"of":{"m":2}}}', "", [["key", "n", "of.m"], ["2022", "1", "2"]]),
        ('[{"a":{"b":{"c":1},"d":[2,{"e":3}]}}]', "", [["a.b.c", "a.d.0", "a.d.1.e"], ["1", "2", "3"]]),
        ('[{"page":1},[{"v":7}]]', "[1]", [["v"], ["7"]]),
        ('[{"page":1},[{"v":7}]]', "1", [["v"], ["7"]]),
        ('{"data":{"items":[{"v":7}]}}', "data.items", [["v"], ["7"]]),
        ('{"a.b":{"c":[{"v":7}]}}', '["a.b"].c', [["v"], ["7"]]),
        ('{"of":[{"row":{"v":7}},{"row":{"v":8}}]}', "of[*].row", [["v"], ["7"], ["8"]]),
        ('[{"of":[{"v":7},{"v":8}]},{"of":[{"v":9}]}]', "[*].of[*]", [["v"], ["7"], ["8"], ["9"]]),
        ('{"north":{"v":7},"south":{"v":8}}', "[*]", [["v"], ["7"], ["8"]]),
        ('{"v":7}\n{"v":8,"w":"x"}\n\n', "", [["v", "w"], ["7", ""], ["8", "x"]]),
        ('[{"v":1},null,{"v":2}]', "", [["v"], ["1"], [""], ["2"]]),
        ("[]", "", []),
        ("[[],[1]]", "", [[], ["1"]]),
        ('{"rows":[]}', "rows", []),
    ],
)
def test_lists_and_objects_are_rows_and_columns(text: str, path: str, table: list[list[str]]) -> None:
    assert rows(text, path) == table


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("348000", "348000"),
        ("1.50", "1.50"),
        ("-0.10", "-0.10"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1e5", "100000"),
        ("1.5E3", "1500"),
        ("1.50E1", "15.0"),
        ("9.5E-5", "0.000095"),
        ("-2.5e-1", "-0.25"),
        ("1e400", "1e400"),
        ("1e99999999999", "1e99999999999"),
    ],
)
def test_numbers_keep_their_digits(literal: str, text: str) -> None:
    assert rows(f'[{{"v":{literal}}}]')[1] == [text]
    assert plain_number(literal) == text


def test_lists_of_one_length_in_an_object_are_columns() -> None:
    text = '{"name":"Rate","of":{"x":[1]},"date":["2022-10","2022-11"],"rate":[1.50,null],"on":[true,"a"]}'
    assert rows(text) == [["date", "rate", "on"], ["2022-10", "1.50", "true"], ["2022-11", "", "a"]]
    assert rows('{"date":[],"rate":[]}') == [["date", "rate"]]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
@settings(deadline=None)
def test_a_number_written_plainly_is_the_same_number(number: Decimal) -> None:
    for literal in (str(number), f"{number:e}"):
        assert Decimal(plain_number(literal)) == number


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("", "", "line 1, column 1: not JSON: Expecting value"),
        ('[\n  {"a": }]', "", "line 2, column 9: not JSON"),
        ("[1,]", "", "not JSON"),
        ("[NaN]", "", "NaN is no number"),
        ('{"a":-Infinity}', "", "-Infinity is no number"),
        ('[{"a":1,"a":2}]', "", "the key 'a' stands twice"),
        ("[" * 100_000, "", "nested too deep"),
        ('[{"a":' * 100 + "1" + "}]" * 100, "", "nested over 60 deep"),
        ('[{"a":1}] extra', "", "line 1, column 11: not JSON: Extra data"),
        ('{"a":1}\n{"a":}', "", "line 2, column 6: not JSON"),
        ("[1,2]", "", "item 0 is '1', and a table is a list of objects or a list of lists"),
        ('[{"a":1},[2]]', "", "item 1 is a list"),
        ('{"a":[1,2]}', "", "a list stands under 'a'"),
        ('{"a":[1,2],"b":[1]}', "", "not of one length: 2 in 'a', 1 in 'b'"),
        ('{"a":[1,2],"b":[1,[]]}', "", "a list stands in the list under 'b'"),
        ('{"a":[1,2],"b":[{"c":1},{}]}', "", "an object stands in the list under 'b'"),
        ('{"a":[1],"' + "k" * 201 + '":[2]}', "", "has more than 200 characters"),
        ("[[1,[2]]]", "", "a list stands in row 0"),
        ('"text"', "", "'text' stands where a table was expected"),
        ('[{"page":1},null]', "[1]", "path '[1]': null stands where"),
        ('[{"a.b":1,"a":{"b":2}}]', "", "both named 'a.b'"),
        ('{"x":{"key":1}}', "", "a key of its own that is named 'key'"),
        ('[{"' + "k" * 201 + '":{"a":1}}]', "", "has more than 200 characters"),
        ('{"data":[]}', "date", "there is no key 'date'. Keys here: 'data'"),
        ("[1]", "[3]", "there is no item number 3. There are 1, from 0"),
        ("[1]", "data", "a list stands where 'data' is looked for"),
        ('{"a":1}', "a.b", "a single value stands where 'b'"),
        ('{"a":1}', "a[*]", "stands at a single value"),
    ],
)
def test_what_is_no_table_is_told(text: str, path: str, said: str) -> None:
    with pytest.raises(TableError) as error:
        json_grid(text, path)
    assert said in error.value.message


EXPECTING = (
    'table = { path = "rows", expect = { "meta.pages" = "1", "meta.whole" = "true" } }\nperiod.column = "date"'
)


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ('"meta":{"pages":1,"whole":true}', ""),
        ('"meta":{"pages":"1","whole":"true"}', ""),
        ('"meta":{"pages":2,"whole":true}', "'2' stands at 'meta.pages', where '1' is expected"),
        ('"meta":{"pages":1.0,"whole":true}', "'1.0' stands at 'meta.pages', where '1' is expected"),
        ('"meta":{"pages":null,"whole":true}', "null stands at 'meta.pages', where '1' is expected"),
        ('"meta":{"pages":[1],"whole":true}', "a list stands at 'meta.pages', where '1' is expected"),
        ('"meta":{"pages":1,"whole":false}', "'false' stands at 'meta.whole', where 'true' is expected"),
        ('"meta":{"pages":1}', "there is no key 'whole'"),
        ('"meta":[]', "a list stands where 'pages' is looked for"),
    ],
)
def test_what_is_not_as_the_source_expects_it_gives_no_figure(meta: str, said: str) -> None:
    source = source_of(EXPECTING, media="json")
    body = f'{{{meta},"rows":[{{"date":"2022-09","colonies":348000}}]}}'.encode()
    if not said:
        [figure] = parse(source, body, "application/json").figures
        # The cell of a figure is found again by the media type alone.
        assert cell_text(body, archived_type(source, "application/json"), figure.cell) == "348000"
        return
    with pytest.raises(TableError) as error:
        parse(source, body, "application/json")
    assert said in error.value.message and source.id in error.value.message


def test_what_is_expected_stands_at_one_place_in_json() -> None:
    with pytest.raises(SourceError, match=r"table\.expect: '\[\*\]\.pages' leads to several values"):
        source_of('table.expect = { "[*].pages" = "1" }', media="json")
    with pytest.raises(SourceError, match=r"table\.expect: 'a\.' is no path"):
        source_of('table.expect = { "a." = "1" }', media="json")
    with pytest.raises(SourceError, match=r"table\.expect: only for media"):
        source_of('table.expect = { pages = "1" }')


def test_what_would_fill_the_memory_is_refused_before_it_does() -> None:
    with pytest.raises(TableError, match="more than 4000000 values"):
        json_values("[" + "[]," * MAX_VALUES)
    with pytest.raises(TableError, match="more than 1000000 rows"):
        json_grid("[" + "{}," * 1_000_000 + "{}]")
    # Each object brings a key of its own: a few thousand of them would be millions of cells.
    with pytest.raises(TableError, match="more than 2000000 cells: 1500 rows of 1500 columns"):
        json_grid(json.dumps([{f"k{number}": 1} for number in range(1500)]))


@pytest.mark.parametrize(
    "path", ["a.", ".a", "a..b", "a[", "a[b]", "a[-1]", "a.[0]", "[0]a", "[]", 'a["b]', "a]", "a" * 301]
)
def test_what_is_no_path_is_told_when_the_source_is_loaded(path: str) -> None:
    with pytest.raises(TableError, match="path"):
        path_steps(path)
    with pytest.raises(SourceError, match=r"table\.path"):
        source_of(f"table.path = '{path}'", media="json")


@pytest.mark.parametrize("media", ["json", "jsonstat", "sdmx"])
def test_a_point_between_thousands_would_change_numbers(media: str) -> None:
    more = 'numbers = { decimal = ",", thousands = ["."] }'
    with pytest.raises(SourceError, match=f"Numbers in {media} have it before decimals"):
        source_of(more, media=media)


def test_a_path_belongs_to_json() -> None:
    with pytest.raises(SourceError, match=r"table\.path: only for media"):
        source_of('table.path = "data"')
    assert path_steps('data[0].items[*]["a.b"]') == ("data", 0, "items", None, "a.b")
    assert path_steps("") == ()
    assert at_path("7", "") == "7"


def test_a_figure_is_found_again_in_its_archived_body() -> None:
    source = source_of('table.path = "данные.rows"\nperiod.column = "date"', media="json")
    body = '{"данные":{"rows":[{"date":"2022-09","colonies":348000.50},{"date":"2022-10","colonies":null}]}}'.encode()
    parsed = parse(source, body, "application/json; charset=UTF-8")
    assert [(str(f.period), f.value, f.quantum, f.status, f.cell) for f in parsed.figures] == [
        ("2022-09", Decimal("348000.50"), Decimal("0.01"), "final", Cell(0, 1, 1)),
        ("2022-10", None, Decimal(0), "missing", Cell(0, 2, 1)),
    ]
    assert parsed.problems == ()
    kept = archived_type(source, "application/json; charset=UTF-8")
    assert kept.isascii() and archived_type(source, kept) == kept
    for figure in parsed.figures:
        assert cell_text(body, kept, figure.cell) == figure.literal
    assert cell_text(b'[{"v":1}]', "application/json", Cell(0, 1, 0)) == "1"
    assert cell_text(b'[{"v":1}]', "application/geo+json", Cell(0, 1, 0)) == "1"


def test_a_number_that_is_too_large_spoils_its_own_cell_only() -> None:
    parsed = parse(
        source_of('period.column = "date"', media="json"),
        b'[{"date":"2022-09","colonies":1e400},{"date":"2022-10","colonies":7}]',
        "",
    )
    assert [figure.value for figure in parsed.figures] == [Decimal(7)]
    assert "'1e400' is not a number" in parsed.problems[0].what


def test_an_empty_list_is_an_empty_table() -> None:
    with pytest.raises(EmptyTableError):
        parse(source_of('period.column = "date"', media="json"), b"[]", "")


def test_half_a_surrogate_pair_and_a_mark_before_the_text_do_no_harm() -> None:
    grid = grids(b'\xef\xbb\xbf[{"v":"\\ud800x"}]', "text/json")[0]
    assert grid.rows[1] == ("\ufffdx",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from(["", "a", "[0]", "[*]", "a[*].b", "0.a"]),
)
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_grid_or_a_told_error(value: object, path: str) -> None:
    body = json.dumps(value).encode()
    try:
        [grid] = grids(body, archived_type(source_of(f'table.path = "{path}"', media="json"), ""))
    except TallywireError as error:
        assert error.what
        return
    for row in grid.rows:
        assert all(isinstance(text, str) for text in row)
        "".join(row).encode()


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                ['{"', '"', ":", "[", "]", "}", ",", "1", "e9", "-", "\n", "null", "\\ud800", "NaN", " "]
            ),
            max_size=30,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_grid_or_a_told_error(body: bytes) -> None:
    try:
        grids(body, "text/json")
    except TallywireError as error:
        assert error.what


def test_objects_and_lists_give_the_same_figures() -> None:
    source = source_of('period.column = "date"', media="json")
    counts = {"2022-09": "348000", "2022-10": "", "2022-11": "-0.50"}
    objects = ",".join(f'{{"date":"{date}","colonies":{count or "null"}}}' for date, count in counts.items())
    lists = ",".join(f'["{date}",{count or "null"}]' for date, count in counts.items())
    keyed = ",".join(f'"{date}":{count or "null"}' for date, count in counts.items())
    seen = [
        parse(source, f"[{objects}]".encode(), "").figures,
        parse(source, objects.replace("},{", "}\n{").encode(), "").figures,
        parse(source, f'[["date","colonies"],{lists}]'.encode(), "").figures,
        parse(
            source_of('period.column = "key"', COLONIES + 'column = "value"', media="json"),
            f"{{{keyed}}}".encode(),
            "",
        ).figures,
    ]
    assert [f.value for f in seen[0]] == [Decimal(348000), None, Decimal("-0.50")]
    assert all(other == seen[0] for other in seen)
