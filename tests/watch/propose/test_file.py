"""A source as a file: what is written loads as the same source, whatever its words hold."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tallywire.watch import load_source
from tallywire.watch.propose.file import WIDTH, source_file
from tallywire.watch.propose.slug import slug_of, unlike
from tests.watch.samples import COLONIES, source_of

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(name=WORDS, title=WORDS, column=st.one_of(WORDS, st.integers(0, 40)), note=WORDS)
def test_words_of_any_kind_come_back(name: str, title: str, column: str | int, note: str) -> None:
    source = source_of()
    [entry] = source.entries
    source = msgspec.structs.replace(
        source, name=name, entries=(msgspec.structs.replace(entry, title=title, column=column),)
    )
    text = source_file(source, head=[note], notes={"name": [note], "period": [note], "series.colonies": [note]})
    assert load_source(text, "written") == source


def test_every_kind_of_value_comes_back() -> None:
    more = """
allow_hosts = ["127.0.0.1", "::1"]
by_hand = true
[table]
layout = "long"
value = 3
skip = 2
delimiter = "\\t"
fill = ["Year", 1]
[period]
column = ["Month", "Year"]
order = "dmy"
[numbers]
scale = { "тыс." = 3 }
[marks]
status = "Flag"
words = { "prelim." = "provisional" }
bounds = { low = "From", high = "To", high_open = true }
"""
    source = source_of(more, COLONIES + 'where = { "a \\"b\\"" = "c" }\nminimum = "0.5"\n')
    text = source_file(source, head=(), notes={})
    assert load_source(text, "written") == source


def test_comments_are_wrapped_and_hold_no_line_of_their_own() -> None:
    text = source_file(source_of(), head=["a\nid = 'stolen'\x07 " + "word " * 60], notes={})
    lines = text.split("\n")
    assert all(len(line) <= WIDTH for line in lines if line.startswith("#"))
    assert not any(line.startswith("id = 'stolen'") for line in lines)


def test_slugs_are_latin_and_each_is_its_own() -> None:
    assert slug_of("Численность осуждённых, тыс.", "x") == "chislennost-osuzhdyonnykh-tys"
    assert slug_of("Народжені, осіб (їжа)", "x") == "narodzheni-osib-yizha"
    assert slug_of("Événements à l’école: 50%", "x") == "evenements-a-lecole-50-percent"
    assert slug_of("日本", "series-1") == "series-1"
    assert slug_of("word " * 40, "x") == "-".join(["word"] * 9)
    assert unlike("a", {"a", "a-2"}) == "a-3"
