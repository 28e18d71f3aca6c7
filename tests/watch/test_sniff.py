"""What a body is, by its own bytes."""

from __future__ import annotations

import pytest

from tallywire.watch.letters import guess_encoding
from tallywire.watch.sniff import delimiter_of, sniff
from tests.watch.papers import sheet_of

RUSSIAN = "Численность осуждённых;Всего;Женщины\n1 января 2022 г.;348 000;27,1\n«Примечание»: оперативные данные\n"
UKRAINIAN = "Дата;Ціна, грн;Зміна\nсічень 2022;1,5;0,3\nПримітка: їжа та ґанок\n"
CSV = b"month,people\n2022-01,5\n2022-02,6\n"
SDMX = b'<?xml version="1.0"?><m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"/>'


@pytest.mark.parametrize(
    ("body", "declared", "address", "media"),
    [
        (b"<!doctype html><title>x</title>", "", "", "html"),
        (b"\xef\xbb\xbf \n<table><tr><td>1</table>", "text/csv", "", "html"),
        (CSV, "text/html", "", "csv"),
        (CSV, "application/octet-stream", "https://office.example/data.csv", "csv"),
        (b"one column\n1\n2\n", "", "https://office.example/data.csv?x=1", "csv"),
        (b'{"data": [{"a": 1}]}', "text/plain", "", "json"),
        (b'[{"a": 1}]', "", "", "json"),
        (b'{"version":"2.0","class":"dataset","id":[],"size":[]}', "application/json", "", "jsonstat"),
        (SDMX, "text/xml", "", "sdmx"),
        (b"%PDF-1.7\n", "text/html", "", "pdf"),
        (sheet_of(["a", 1]), "text/csv", "", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "", "", "xlsx"),
        (b"As of 1 November 2022 the service held 348,000 people.\nIt is less.", "", "", "text"),
        (b"", "", "", "text"),
    ],
)
def test_the_bytes_say_what_a_body_is(body: bytes, declared: str, address: str, media: str) -> None:
    assert sniff(body, declared, address).media == media


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5", "cp866"])
def test_an_old_russian_encoding_is_found_by_its_letters(encoding: str) -> None:
    body = RUSSIAN.encode(encoding, "replace")
    found = sniff(body, "text/csv")
    assert (found.media, found.delimiter, found.doubts) == ("csv", ";", ())
    assert body.decode(found.encoding) == body.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "iso8859-5"])
def test_an_old_ukrainian_encoding_is_found_by_its_letters(encoding: str) -> None:
    body = UKRAINIAN.encode(encoding, "ignore")
    assert body.decode(guess_encoding(body).name) == body.decode(encoding)


@pytest.mark.parametrize(
    ("body", "declared", "encoding"),
    [
        (CSV, "text/csv", ""),
        (RUSSIAN.encode(), "text/csv; charset=windows-1251", ""),
        (RUSSIAN.encode("utf-16"), "text/csv", ""),
        (RUSSIAN.encode("cp1251"), "text/csv; charset=windows-1251", ""),
        ("Mois;Été\n2022-01;février à Orléans, marché de Noël\n".encode("cp1252"), "text/csv", "cp1252"),
    ],
)
def test_an_encoding_is_named_only_where_nothing_else_settles_it(body: bytes, declared: str, encoding: str) -> None:
    assert sniff(body, declared).encoding == encoding


def test_a_declared_encoding_that_makes_less_sense_is_told() -> None:
    [doubt] = sniff(RUSSIAN.encode("cp1251"), "text/csv; charset=iso-8859-5").doubts
    assert doubt == "the server declares iso8859-5, and the letters make more sense as cp1251"


def test_few_letters_leave_a_doubt() -> None:
    assert "only 2 letters" in guess_encoding("1\xa0234;5 °C".encode("cp1252")).doubt


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n2,5;3,5\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("Title, of the table\n\ndate;people\n1;2\n2;3\n3;4\nNote, with a comma\n", ";"),
        ('"a,b";c\n"1,2";3\n', ";"),
        ("Title;;\n;;\na;b;c\n1;2;3\n", ";"),
        ("only words here\nand here", None),
        ("", None),
    ],
)
def test_the_delimiter_is_what_cuts_the_lines_alike(text: str, delimiter: str | None) -> None:
    assert delimiter_of(text) == delimiter
