from __future__ import annotations

import pytest

from tallywire.errors import TableError
from tallywire.series import Cell
from tallywire.watch import archived_type, cell_text, grids
from tests.watch.samples import source_of


def rows_of(body: bytes, media_type: str = "text/csv") -> list[list[str]]:
    return [list(row) for row in grids(body, media_type)[0].rows]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        (b"a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        (b"a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        (b"\xef\xbb\xbfa,b\n", [["a", "b"]]),
        (b'a,b\n"2,759", x \n', [["a", "b"], ["2,759", " x "]]),
        (b'a\n"line\nbreak"\n', [["a"], ["line\nbreak"]]),
        (b'a\n"say ""no"""\n', [["a"], ['say "no"']]),
        (b"a\n\n1\n", [["a"], [], ["1"]]),
        (b"a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
        (b"", []),
    ],
)
def test_each_record_is_a_row_and_each_field_stands_as_it_is(body: bytes, rows: list[list[str]]) -> None:
    assert rows_of(body) == rows


def test_the_media_type_kept_with_a_release_is_enough_to_find_a_cell_again() -> None:
    source = source_of('table.delimiter = ";"\ntable.encoding = "cp1252"')
    body = "Stand;Größe\n1. Mai;5\n".encode("cp1252")
    kept = archived_type(source, "application/octet-stream")
    assert kept == 'text/csv; encoding=cp1252; delimiter=";"'
    assert archived_type(source, kept) == kept
    assert cell_text(body, "application/octet-stream", Cell(0, 0, 1), source) == "Größe"
    assert cell_text(body, kept, Cell(0, 0, 1)) == "Größe"
    assert cell_text(body, kept, Cell(0, 1, 1)) == "5"
    assert archived_type(source_of(), "text/html; charset=UTF-8") == "text/csv; charset=UTF-8"
    assert archived_type(source_of(media="html"), "") == "text/html"


@pytest.mark.parametrize(
    ("body", "media_type", "text"),
    [
        ("é,b".encode(), "text/csv", "é"),
        ("é,b".encode(), "text/csv; charset=latin-1", "é"),
        ("ж,b".encode("cp1251"), "text/csv; charset=windows-1251", "ж"),
        ("ж,b".encode("cp1251"), 'text/csv; charset="windows-1251"', "ж"),
        ("\ufeffж,b".encode("utf-16-le"), "text/csv", "ж"),
        ("\ufeffж,b".encode("utf-16-be"), "text/csv", "ж"),
        ("a,b".encode("utf-16-le"), "text/csv; charset=utf-16-le", "a"),
        ("é,b".encode("cp1252"), "text/csv; encoding=cp1252", "é"),
        ("é,b".encode("cp1252"), "text/csv; charset=utf-8; encoding=cp1252", "é"),
    ],
)
def test_the_characters_are_found_without_a_guess(body: bytes, media_type: str, text: str) -> None:
    assert cell_text(body, media_type, Cell(0, 0, 0)) == text


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        ("é,b".encode("cp1252"), "text/csv", "not text in utf-8"),
        ("é,b".encode("cp1252"), "text/csv; charset=utf-8", "not text in utf-8"),
        ("é,b".encode("cp1252"), "text/csv; charset=unicode_escape", "not text in utf-8"),
        ("a,b".encode("utf-16-le"), "text/csv", "not text in utf-8"),
        (b"\xef\xbb\xbf\xff", "text/csv", "begins as utf-8"),
        (b'a\n"open', "text/csv", "not CSV"),
        (b'a\n"b"c', "text/csv", "not CSV"),
        (b"a\n" + b"b" * 200_000, "text/csv", "not CSV"),
        (b"\n" * 2_000_001, "text/csv", "more than 2000000 cells"),
        (b"a", 'text/csv; delimiter=";;"', "no delimiter"),
        (b"a", 'text/csv; delimiter="\\""', "no delimiter"),
    ],
)
def test_what_is_no_csv_is_told(body: bytes, media_type: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        grids(body, media_type)
