"""Markdown to texts and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.brief import Block, Mark, Text
from tallywire.desk.wording import MAX_CHARACTERS, from_markdown, to_markdown
from tallywire.desk.wording.letters import MarkKind
from tallywire.errors import TextError

PIECES = "ab1 2.)*_`[]<>&#!-+=~\\\"'|:/(é€½\u00a0\u200d\u202e\n\t0"
LINKS = ("http://a.example/b_c(d)?x=1&amp=2*", "https://x.example/[z]<q>", "javascript:alert(1)", "//a.example")
KINDS: tuple[MarkKind, ...] = ("strong", "emphasis", "code", "link")
BLOCKS: tuple[Block, ...] = ("paragraph", "heading", "item", "quote")


@st.composite
def texts(draw: st.DrawFn) -> Text:
    words = draw(st.text(st.one_of(st.sampled_from(PIECES), st.characters()), min_size=1, max_size=25))
    marks = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(words) - 1))
        end = draw(st.integers(start + 1, len(words)))
        kind = draw(st.sampled_from(KINDS))
        href = draw(st.sampled_from(LINKS)) if kind == "link" else ""
        marks.append(Mark(start, end, kind, href))
    marks.sort(key=lambda mark: mark.start)
    return Text(words, marks=tuple(marks), block=draw(st.sampled_from(BLOCKS)))


def test_blocks_and_marks() -> None:
    found = from_markdown(
        "## What is new\n\nIt **fell by *23,000*** in [two months](https://a.example/x), see `table 3`.\n"
        "It goes\non.\n\n- one\n- two\n\n> Said so.\n"
    )
    assert [(text.block, text.text) for text in found] == [
        ("heading", "What is new"),
        ("paragraph", "It fell by 23,000 in two months, see table 3. It goes on."),
        ("item", "one"),
        ("item", "two"),
        ("quote", "Said so."),
    ]
    words = found[1].text
    assert [(m.kind, words[m.start : m.end], m.href) for m in found[1].marks] == [
        ("strong", "fell by 23,000", ""),
        ("emphasis", "23,000", ""),
        ("link", "two months", "https://a.example/x"),
        ("code", "table 3", ""),
    ]


def test_offsets_are_code_points() -> None:
    (text,) = from_markdown("🚢🚢 **𝟚 ferries**")
    assert [(m.start, m.end) for m in text.marks] == [(3, 12)]
    assert text.text[3:12] == "𝟚 ferries"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("![a chart of 23,000](http://a.example/x.png)", "a chart of 23,000"),
        ("<b onclick=alert(1)>23,000</b>", "<b onclick=alert(1)>23,000</b>"),
        ("<script>\nalert(1)\n</script>", "<script> alert(1) </script>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | |---|---| | 1 | 2 |"),
        ("```\nx = 1\ny = 2\n```", "x = 1 y = 2"),
        ("[here](javascript:alert(1))", "here"),
        ("[here](data:text/html;base64,x)", "here"),
        ("[here](//a.example)", "here"),
        ("2022. It was a year.", "2022. It was a year."),
        ("1\u202e000,32\u202c", "1000,32"),
        ("23\u200b,000\x00", "23,000\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("&lt;i&gt; &#50;3 \\*", "<i> 23 *"),
    ],
)
def test_what_is_no_text_is_flattened(typed: str, read: str) -> None:
    (text,) = from_markdown(typed)
    assert text.text == read
    assert all(mark.kind == "code" for mark in text.marks)


def test_numbers_of_numbered_items_are_kept_unless_they_only_count_the_items() -> None:
    assert [text.text for text in from_markdown("1. one\n2. two")] == ["one", "two"]
    assert [text.text for text in from_markdown("7. one\n8. two")] == ["7. one", "8. two"]


def test_nothing_gives_nothing() -> None:
    assert from_markdown("") == from_markdown(" \n\n---\n\n#\n") == ()
    assert to_markdown(()) == ""


def test_too_long_and_too_deep_are_refused() -> None:
    with pytest.raises(TextError, match="20,001 characters"):
        from_markdown("x" * (MAX_CHARACTERS + 1))
    with pytest.raises(TextError, match="too deeply"):
        from_markdown("> " * 60 + "x")


@given(st.lists(texts(), max_size=3))
def test_round_trip(given_texts: list[Text]) -> None:
    """What was written once comes back as it is, and writing it again changes nothing."""
    written = to_markdown(given_texts)
    read = from_markdown(written)
    assert to_markdown(read) == written
    assert from_markdown(to_markdown(read)) == read
    kept = "".join("".join(text.text.split()) for text in read)
    typed = "".join("".join(text.text.split()) for text in given_texts)
    assert set(kept) <= {*typed, "\ufffd"}
    assert [c for c in kept if c.isdecimal()] == [c for c in typed if c.isdecimal()]


@given(st.text(st.one_of(st.sampled_from(PIECES + "[](*_`>"), st.characters()), max_size=200))
def test_hostile_markdown_never_crashes(typed: str) -> None:
    for text in from_markdown(typed):
        assert text.text == text.text.strip()
        assert "\n" not in text.text
        assert all(mark.href.startswith(("http://", "https://")) for mark in text.marks if mark.kind == "link")


@pytest.mark.parametrize("piece", ["[", "*a ", "`", "![[", "<", "_*", "[a](b", "a**", "&", "([", "#", "a\n", "| "])
def test_long_hostile_markdown_is_read(piece: str) -> None:
    assert len(from_markdown(piece * (MAX_CHARACTERS // len(piece)))) <= 1
