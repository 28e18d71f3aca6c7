"""JSON-stat 2.0 becomes a row for each value; sizes that do not fit what is there are refused."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.errors import EmptyTableError, TableError, TallywireError
from tallywire.watch import archived_type, cell_text, parse
from tallywire.watch.jsonstat import jsonstat_grid
from tests.watch.samples import COLONIES, source_of

LONG = 'table = { layout = "long", value = "value" }\nperiod.column = "time"\nmarks.status = "status"\n'
SOURCE = source_of(LONG, COLONIES + 'where = { geo = "DE" }', media="jsonstat")


def dataset(**changes: object) -> dict[str, object]:
    made: dict[str, object] = {
        "version": "2.0",
        "class": "dataset",
        "label": "Head counts",
        "id": ["geo", "time"],
        "size": [2, 3],
        "role": {"time": ["time"]},
        "dimension": {
            "geo": {"category": {"index": {"FR": 1, "DE": 0}, "label": {"DE": "Germany", "FR": "France"}}},
            "time": {"category": {"index": ["2022-07", "2022-08", "2022-09"]}},
        },
        "value": [1, 2, 3, 4, 5, 6],
    }
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


def rows(**changes: object) -> list[tuple[str, ...]]:
    return list(jsonstat_grid(json.dumps(dataset(**changes))).rows)


HEAD = ("geo", "geo label", "time", "value", "status")


def test_each_value_has_a_row_with_codes_and_labels() -> None:
    assert rows() == [
        HEAD,
        ("DE", "Germany", "2022-07", "1", ""),
        ("DE", "Germany", "2022-08", "2", ""),
        ("DE", "Germany", "2022-09", "3", ""),
        ("FR", "France", "2022-07", "4", ""),
        ("FR", "France", "2022-08", "5", ""),
        ("FR", "France", "2022-09", "6", ""),
    ]
    assert jsonstat_grid(json.dumps(dataset())).caption == "Head counts"


def test_values_that_are_left_out_have_no_row_unless_a_status_says_why() -> None:
    assert rows(value={"5": 6, "0": 1.5}, status={"5": "p", "2": ":"}) == [
        HEAD,
        ("DE", "Germany", "2022-07", "1.5", ""),
        ("DE", "Germany", "2022-09", "", ":"),
        ("FR", "France", "2022-09", "6", "p"),
    ]
    # Sizes are only multiplied: nothing is made for what is not there.
    index = [f"c{number}" for number in range(2000)]
    dimension = {name: {"category": {"index": index}} for name in "abcde"}
    sparse = rows(id=list("abcde"), size=[2000] * 5, dimension=dimension, value={str(2000**5 - 1): 7})
    assert sparse[1:] == [("c1999",) * 5 + ("7", "")]


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        ("p", ["p"] * 6),
        (["e"], ["e"] * 6),
        (["a", None, "b", "", "c", "d"], ["a", "", "b", "", "c", "d"]),
        ({"1": "u"}, ["", "u", "", "", "", ""]),
        (None, [""] * 6),
    ],
)
def test_a_status_is_for_all_or_for_each(status: object, texts: list[str]) -> None:
    assert [row[-1] for row in rows(status=status)[1:]] == texts


def test_a_dimension_of_one_category_needs_no_index() -> None:
    dimension = {
        "geo": {"category": {"label": {"DE": "Germany"}}},
        "time": {"category": {"index": {"2022-09": 0}}},
    }
    assert rows(size=[1, 1], dimension=dimension, value=[7]) == [HEAD, ("DE", "Germany", "2022-09", "7", "")]


def test_a_null_is_a_figure_that_is_missing() -> None:
    body = json.dumps(dataset(value=[1, None, 3, 4, 5, 6], status={"2": "p"})).encode()
    parsed = parse(SOURCE, body, "application/json")
    assert [(str(f.period), f.value, f.status) for f in parsed.figures] == [
        ("2022-07", Decimal(1), "final"),
        ("2022-08", None, "missing"),
        ("2022-09", Decimal(3), "provisional"),
    ]
    assert parsed.problems == ()
    kept = archived_type(SOURCE, "application/json; charset=utf-8")
    assert kept == "text/jsonstat; charset=utf-8"
    assert all(cell_text(body, kept, figure.cell) == figure.literal for figure in parsed.figures)


def test_digits_stay_as_they_were_written() -> None:
    text = json.dumps(dataset()).replace("[1, 2, 3, 4, 5, 6]", "[1.50, 2e3, 0.1, -0.30, 12345678901234567890, 6]")
    assert [row[3] for row in jsonstat_grid(text).rows[1:]] == [
        "1.50",
        "2000",
        "0.1",
        "-0.30",
        "12345678901234567890",
        "6",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"class": "collection", "link": {"item": []}}, "a JSON-stat collection"),
        ({"class": "dimension"}, "no JSON-stat 2 dataset"),
        ({"value": None}, "no JSON-stat 2 dataset"),
        ({"id": None}, "no JSON-stat 2 dataset"),
        ({"value": [1, 2]}, "value: 2 values where the sizes make 6"),
        ({"value": "many"}, "value: neither a list nor an object"),
        ({"value": {"6": 1}}, "value: position 6 where the sizes make 6"),
        ({"value": {"00": 1}}, "value, position '00': not a whole number"),
        ({"value": {"-1": 1}}, "not a whole number"),
        ({"value": [[1], 2, 3, 4, 5, 6]}, "value at position 0 is no single value"),
        ({"status": ["a", "b"]}, "status: 2 where the sizes make 6"),
        ({"status": {"7": "p"}}, "status: position 7"),
        ({"size": [2]}, "2 dimensions and 1 sizes"),
        ({"size": [2, 4]}, "dimension 'time': 3 categories where its size says 4"),
        ({"size": [2, -3]}, "size of 'time': not a whole number"),
        ({"size": [2, 3.0]}, "size of 'time': not a whole number"),
        ({"size": 6}, "id and size are lists"),
        ({"id": ["geo", "geo"]}, "dimension 1 has no name, or that of another"),
        ({"id": ["geo", None]}, "dimension 1 has no name"),
        ({"dimension": {}}, "dimension 'geo': it has no category"),
        (
            {"dimension": {"geo": {"category": {"index": {"A": 0, "B": 2}}}}},
            "its positions are not 0 to 1, each once",
        ),
        (
            {"dimension": {"geo": {"category": {"index": {"A": 0, "B": 0}}}}},
            "its positions are not 0 to 1, each once",
        ),
        ({"dimension": {"geo": {"category": {"index": ["A", "A"]}}}}, "one stands twice"),
        ({"dimension": {"geo": {"category": {"index": 3}}}}, "neither a list nor an object"),
        ({"dimension": {"geo": {"category": {"label": {"A": "a", "B": "b"}}}}}, "its categories have no order"),
        ({"dimension": {"geo": {"category": {"index": ["A", "B"], "label": []}}}}, "labels of its categories"),
        ({"id": [], "size": [], "value": [1, 2]}, "value: 2 values where the sizes make 1"),
        ({"id": ["d"] * 61, "size": [1] * 61}, "61 dimensions"),
    ],
)
def test_what_does_not_fit_is_told(changes: dict[str, object], said: str) -> None:
    with pytest.raises(TableError) as error:
        rows(**changes)
    assert said in error.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "not JSON-stat: no object"),
        ('{"error":[{"status":400,"id":100,"label":"No such dataset"}]}', "the body says: 'No such dataset'"),
        ('{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE"}}', "the body says: 'ASYNCHRONOUS_RESPONSE'"),
        (
            '{"dataset":{"dimension":{"id":["a"],"size":[1]},"value":[1]}}',
            "earlier versions of JSON-stat are not read",
        ),
        ("<html>", "not JSON"),
    ],
)
def test_an_answer_without_a_dataset_says_what_it_is(text: str, said: str) -> None:
    with pytest.raises(TableError) as error:
        jsonstat_grid(text)
    assert said in error.value.message


def test_a_dataset_without_values_is_an_empty_table() -> None:
    body = json.dumps(dataset(value={})).encode()
    with pytest.raises(EmptyTableError):
        parse(SOURCE, body, "")


def test_more_cells_than_a_table_may_have_are_refused() -> None:
    index = [str(number) for number in range(1000)]
    dimension = {name: {"category": {"index": index}} for name in ("geo", "time")}
    with pytest.raises(TableError, match="more than 2000000 cells: 1000000 values in 4 columns"):
        rows(size=[1000, 1000], dimension=dimension, value=[1] * 1_000_000)


SIZES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(SIZES, st.data())
@settings(deadline=None)
def test_dense_and_sparse_and_both_kinds_of_index_say_the_same(sizes: list[int], data: st.DataObject) -> None:
    total = math.prod(sizes)
    values = data.draw(st.lists(st.integers(0, 99), min_size=total, max_size=total))
    names = [f"d{number}" for number in range(len(sizes))]
    codes = [[f"{name}{at}" for at in range(size)] for name, size in zip(names, sizes, strict=True)]
    listed = {name: {"category": {"index": each}} for name, each in zip(names, codes, strict=True)}
    placed = {
        name: {"category": {"index": {code: at for at, code in reversed(list(enumerate(each)))}}}
        for name, each in zip(names, codes, strict=True)
    }
    dense = rows(id=names, size=sizes, dimension=listed, value=values)
    sparse = rows(
        id=names,
        size=sizes,
        dimension=placed,
        value={str(at): value for at, value in reversed(list(enumerate(values)))},
    )
    assert dense == sparse
    # The oracle: nested loops, the last dimension innermost.
    expected: list[tuple[str, ...]] = [()]
    for each in codes:
        expected = [(*row, code) for row in expected for code in each]
    assert [row[:-2] for row in dense[1:]] == expected
    assert [row[-2] for row in dense[1:]] == [str(value) for value in values]


ANY = st.recursive(
    st.none() | st.integers(-1, 9) | st.sampled_from(["dataset", "geo", "time", "0", "1", "p", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["category", "index", "label", "geo", "time", "0", "1"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["class", "id", "size", "dimension", "value", "status", "label"]), ANY, max_size=4
    )
)
@settings(max_examples=400, deadline=None)
def test_any_dataset_is_a_grid_or_a_told_error(changes: dict[str, object]) -> None:
    text = json.dumps(dict(dataset()) | changes)
    try:
        grid = jsonstat_grid(text)
    except TallywireError as error:
        assert error.what
        return
    assert len({len(row) for row in grid.rows}) <= 1
