from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tallywire.errors import SourceError
from tallywire.watch import load_source, load_sources
from tests.watch.samples import COLONIES, HEAD, source_of

FULL = """
id = "prisons"
name = "Federal Penitentiary Service"
address = "https://stat.example.org/counts"
homepage = "https://stat.example.org/"
place = "Russia"
topic = "justice"
badge = "reconstructed from reports"
note = "Counts on the first of the month"
contact = "desk@example.org"
allow_hosts = ["127.0.0.1"]
media = "html"

[table]
caption = "Head counts"
skip = 1
skip_end = 2
header = 2

[period]
column = "As of"
granularity = "month"
order = "dmy"

[numbers]
decimal = ","
thousands = [" ", "."]
missing = ["", "нет"]
strip = ["*", "[1]"]
scale = { "тыс." = 3 }

[marks]
quantum = "rounded to"
status = 4
published = "printed"
words = { rounded = "final" }

[[series]]
slug = "total"
title = "people in custody"
unit = "people"
kind = "stock"
frequency = "M"

[[series]]
slug = "colonies"
title = "people in correctional colonies"
unit = "people"
kind = "stock"
frequency = "M"
multiplier = 3
names = ["prisoners in colonies"]
outside = ["remand"]
dimensions = { sex = "both" }
adjustment = "N"
prices = ""
note = "adults"
parent = "total"
topic = "colonies"
minimum = "500"
column = "In colonies"
quantum = "1000"
"""


def test_a_full_file_gives_its_series() -> None:
    source = load_source(FULL, "prisons.toml")
    total, colonies = source.series()
    assert total.id == "prisons/total"
    assert (total.place, total.topic, total.source) == ("Russia", "justice", "prisons")
    assert colonies.parent == "prisons/total"
    assert colonies.topic == "colonies"
    assert colonies.minimum == Decimal(500)
    assert colonies.factor == 1000
    assert colonies.dimensions == (("sex", "both"),)
    assert colonies.outside == ("remand",)
    assert source.badge == "reconstructed from reports"
    assert source.numbers.scale == {"тыс.": 3}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('place = "Russia"', 'plaice = "Russia"', "plaice: no such key. Did you mean place?"),
        ('caption = "Head', 'captoin = "Head', "table.captoin: no such key. Did you mean caption?"),
        ("multiplier = 3", "multiplyer = 3", "series[1].multiplyer: no such key. Did you mean multiplier?"),
        ('quantum = "rounded to"', 'quant = "a"', "marks.quant: no such key. Did you mean quantum?"),
        ('strip = ["*", "[1]"]', "zzz = 1", "numbers.zzz: no such key. Keys here: decimal, thousands"),
        ('media = "html"', 'media = "docx"', "media: Invalid enum value 'docx'"),
        ("skip = 1", 'skip = "1"', "table.skip: Expected `int`, got `str`"),
        ("skip = 1", "skip = -1", "table.skip: negative"),
        ("header = 2", "header = 99", "table.header: 99 rows"),
        ('title = "people in custody"', "", "series[0]: Object missing required field `title`"),
        ('title = "people in custody"', 'title = " "', "series[0].title: empty"),
        ('kind = "stock"', 'kind = "count"', "series[0].kind: Invalid enum value 'count'"),
        ('id = "prisons"', 'id = "Prisons!"', "id: 'Prisons!' is no slug"),
        ('slug = "total"', 'slug = "a/b"', "series[0].slug: 'a/b' is no slug"),
        ('slug = "total"', 'slug = "colonies"', "series[0].slug: 'colonies' is given twice"),
        ('parent = "total"', 'parent = "totl"', "series[1].parent: 'totl' is no other series of this file"),
        ('parent = "total"', 'parent = "colonies"', "series[1].parent"),
        ('minimum = "500"', 'minimum = "1e3"', "series[1].minimum: '1e3' is no decimal"),
        ('minimum = "500"', 'minimum = "-1"', "series[1].minimum: '-1' is no decimal of 0 or more"),
        ('minimum = "500"', "minimum = 500", "series[1].minimum: Expected `str`, got `int`"),
        ('quantum = "1000"', 'quantum = "NaN"', "series[1].quantum: 'NaN' is no decimal"),
        ("multiplier = 3", "multiplier = 9999", "series[1].multiplier: 9999 is out of range"),
        ('column = "In colonies"', 'where = { a = "b" }', "series[1].where: only for the layouts long and across"),
        ('decimal = ","', 'decimal = "1"', "numbers.decimal: '1' is no decimal mark"),
        ('thousands = [" ", "."]', 'thousands = [""]', "numbers.thousands: '' is no mark"),
        ('strip = ["*", "[1]"]', 'strip = ["0"]', "numbers.strip: '0' would change numbers"),
        ('"тыс." = 3', '"тыс." = 99', "numbers.scale: 'тыс.' = 99"),
        ('order = "dmy"', 'order = "dym"', "period.order: Invalid enum value 'dym'"),
        ('order = "dmy"', 'months = ["a"]', "period.months: 1 names"),
        ("words = { rounded", "words = { x = 'guess', rounded", "marks.words[...]: Invalid enum value 'guess'"),
        ("https://stat.example.org/counts", "http://10.0.0.1/", "address: 10.0.0.1 is private"),
        ("https://stat.example.org/counts", "file:///etc/passwd", "address: 'file:///etc/passwd' is no web address"),
        ('id = "prisons"', 'id = "prisons', "not TOML"),
        ('id = "prisons"', 'id = "prisons"\nid = "b"', "not TOML"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_what_to_do(old: str, new: str, said: str) -> None:
    assert old in FULL
    with pytest.raises(SourceError) as error:
        load_source(FULL.replace(old, new, 1), "sources/prisons.toml")
    assert error.value.message.startswith("sources/prisons.toml: ")
    assert said in error.value.message


@pytest.mark.parametrize(
    ("more", "series", "said"),
    [
        ('table.layout = "long"', COLONIES, "table.value: missing: the long layout needs it"),
        ('table.value = "value"', COLONIES, "table.value: only for the long layout"),
        (
            'table.layout = "across"',
            COLONIES + 'column = "a"\nwhere.x = "1"',
            "series[0].column: only for the layouts wide and long",
        ),
        ('table = { layout = "long", value = "v" }', COLONIES, "series[0].where: missing"),
        ('table.layout = "calendar"', COLONIES + COLONIES.replace("colonies", "b"), "exactly one series"),
        ('table.delimiter = ";;"', COLONIES, "table.delimiter"),
        ("table.delimiter = '\"'", COLONIES, "table.delimiter"),
        ('table.encoding = "rot13"', COLONIES, "table.encoding: 'rot13' is not known"),
        ('table.encoding = "unicode_escape"', COLONIES, "table.encoding"),
        ("", "series = []", "series: no series"),
        ("", "", "Object missing required field `series`"),
        (
            'marks.bounds = { low = "l", high = "h" }',
            COLONIES + COLONIES.replace("colonies", "b"),
            "marks.bounds: which of the series",
        ),
        (
            'marks.bounds = { low = "l", high = "h" }\ntable.layout = "long"',
            COLONIES
            + 'column = "a"\nwhere.x = "1"'
            + COLONIES.replace("colonies", "b")
            + 'column = "b"\nwhere.x = "1"',
            "marks.bounds: which of the series",
        ),
        ('marks.bounds = { low = "l", hihg = "h" }', COLONIES, "marks.bounds.hihg: no such key. Did you mean high?"),
    ],
)
def test_a_layout_that_does_not_fit_is_told(more: str, series: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        source_of(more, series)
    assert said in error.value.message


def test_a_folder_gives_its_sources_by_file_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        text = HEAD.replace("prisons", name) + 'media = "csv"\n' + COLONIES
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "note.txt").write_text("not a source", encoding="utf-8")
    assert [source.id for source in load_sources(tmp_path)] == ["a", "b"]


def test_a_folder_with_one_id_twice_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(HEAD + 'media = "csv"\n' + COLONIES, encoding="utf-8")
    with pytest.raises(SourceError, match=r"b\.toml: id 'prisons' is also that of .*a\.toml"):
        load_sources(tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="Expected UTF-8"):
        load_sources(tmp_path)
    (tmp_path / "a.toml").write_bytes(b"#" * (2 << 20))
    with pytest.raises(SourceError, match="larger than"):
        load_sources(tmp_path)
    (tmp_path / "a.toml").unlink()
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(SourceError, match="cannot be read"):
        load_sources(tmp_path)
