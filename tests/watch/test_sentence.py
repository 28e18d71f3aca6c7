from __future__ import annotations

import pytest

from tallywire.errors import SourceError, TableError
from tallywire.series import Cell
from tallywire.watch import archived_type, cell_text, load_source, parse
from tallywire.watch.html import html_lines
from tallywire.watch.sentence import MAX_MATCHES, MAX_TEXT, plain_lines, sentence_grid
from tests.watch.samples import COLONIES, HEAD, source_of

PATTERN = r"As of (?P<date>[0-9]{1,2} \pL+ [0-9]{4}),? [^.]*? held (?P<colonies>[0-9][0-9,]*) people"
TABLE = f"table.pattern = '{PATTERN}'\nperiod.column = \"date\""
PAGE = """<!doctype html><title>As of 1 May 1999 we held 5 people</title><main><h1>Figures</h1>
<p>As of <b>1&nbsp;November</b>
2022, the colonies of the service held <strong>325,000</strong> people.</p><p>As of 1 August 2022, they
held 348,900 people, and as of</p><p hidden>As of 1 June 2022 they held 7 people</p>
<aside>As of 1 November 2022, the colonies of the service held 325,000 people.</aside></main>"""


def test_a_figure_in_a_sentence_is_read_and_found_again() -> None:
    source = source_of(TABLE, media="text")
    body = PAGE.encode()
    parsed = parse(source, body, "text/html; charset=utf-8")
    assert parsed.problems == ()
    assert [(str(figure.period), figure.literal, figure.cell) for figure in parsed.figures] == [
        ("2022-08-01", "348,900", Cell(0, 2, 1)),
        ("2022-11-01", "325,000", Cell(0, 1, 1)),
    ]
    kept = archived_type(source, "text/html; charset=utf-8")
    assert kept.startswith("text/html; charset=utf-8; pattern*=UTF-8''As%20of%20")
    assert kept.isascii() and archived_type(source, kept) == kept
    assert all(cell_text(body, kept, figure.cell) == figure.literal for figure in parsed.figures)
    sentence = "As of 1 November 2022, the colonies of the service held 325,000 people"
    assert cell_text(body, kept, Cell(0, 1, 2)) == sentence
    assert archived_type(source, "") == archived_type(source, "application/octet-stream").replace("; charset", "")


def test_a_pattern_survives_the_media_type_whatever_is_in_it() -> None:
    pattern = '(?P<date>[0-9-]+); charset=x; delimiter="(?P<colonies>[0-9]+)" осіб %2C'
    source = source_of(f"table.pattern = '{pattern}'\nperiod.column = \"date\"", media="text")
    body = '2022-08-01; charset=x; delimiter="348900" осіб %2C'.encode()
    kept = archived_type(source, "text/plain")
    assert archived_type(source, kept) == kept and kept.isascii()
    [figure] = parse(source, body, "text/plain").figures
    assert (figure.literal, cell_text(body, kept, figure.cell)) == ("348900", "348900")


def test_a_plain_text_is_searched_by_paragraph() -> None:
    body = (
        "As of 1 November\n2022, they held\r\n325,000\tpeople.\n\nAs of 1 August 2022\n\nthey held 5 people".encode(
            "cp1251"
        )
    )
    source = source_of(TABLE, media="text")
    assert [figure.literal for figure in parse(source, body, "text/plain; charset=windows-1251").figures] == [
        "325,000"
    ]
    assert plain_lines(" a\n b \n\n \nc ") == "a b\nc"


def test_long_and_calendar_layouts_work_on_matches() -> None:
    series = (
        COLONIES + 'where = { who = "men" }' + COLONIES.replace("colonies", "women") + 'where = { who = "women" }'
    )
    table = """
    table.layout = "long"
    table.value = "n"
    table.pattern = '(?P<n>[0-9]+) (?P<who>men|women) on (?P<day>[0-9-]{10})'
    period.column = "day"
    """
    source = source_of(table, series, media="text")
    parsed = parse(source, b"12 men on 2022-08-01 and 7 women on 2022-08-01", "text/plain")
    assert [(figure.series, figure.literal) for figure in parsed.figures] == [
        ("prisons/colonies", "12"),
        ("prisons/women", "7"),
    ]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>348</p><p>000</p>", "348\n000"),
        ("<ul><li>348<li>000</ul>", "348\n000"),
        ("<section>348</section><aside>000</aside>", "348\n000"),
        ("<table><tr><td>348<td>000</table>", "348\n000"),
        ("348<br>000", "348 000"),
        ("348<b>,</b>000 <i>people</i>", "348,000 people"),
        ("348,000<sup>1</sup>", "348,000[1]"),
        ("a<script>9</script><style>9</style><template>9</template><p style='display: none'>9</p>", "a"),
        ("<head><title>9</title></head>", ""),
        ("", ""),
    ],
)
def test_a_page_is_read_in_blocks(html: str, lines: str) -> None:
    assert html_lines(html) == lines


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"held (?P<n>[0-9]+)", "held 348,000 people"),
        (r"held (?P<n>[0-9]+)", "held 348 000 people"),
        (r"held (?P<n>[0-9]{3})", "held 348000 people"),
        (r"held (?P<n>[0-9,]+)", "held 348,000.5 people"),
        (r"(?P<n>[0-9]{3}) people", "held 348000 people"),
        (r"(?P<n>[0-9]{3}) people", "held 348,000 people"),
        (r"(?P<n>[0-9]{3}) people", "held 348 000 people"),
        (r"(?P<n>[0-9.]+)%", "rose by -5.1%"),
        (r"(?P<n>[0-9.]+)%", "rose by −5.1%"),
    ],
)
def test_a_pattern_that_takes_a_part_of_a_number_is_refused(pattern: str, text: str) -> None:
    with pytest.raises(TableError, match="out of a longer number"):
        sentence_grid(text, pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "number"),
    [
        (r"held (?P<n>[0-9]+)", "held 348.", "348"),
        (r"held (?P<n>[0-9]+)", "held 348, 12 of them sick", "348"),
        (r"held (?P<n>[0-9]+),000", "held 348,000", "348"),
        (r"(?P<n>[0-9,]+) people", "in 2022, 348,000 people", "348,000"),
        (r"(?P<n>[0-9,]+) people", "of 2022 48,000 people", "48,000"),
        (r"(?P<n>[-−]?[0-9.]+)%", "by −5.1%", "−5.1"),
        (r"(?P<n>x?)held", "held", ""),
    ],
)
def test_a_whole_number_is_taken(pattern: str, text: str, number: str) -> None:
    assert sentence_grid(text, pattern).rows[1][0] == number


def test_a_page_without_the_sentence_says_how_it_begins() -> None:
    source = source_of(TABLE, media="text")
    with pytest.raises(TableError, match=r"table.pattern matches nothing on the page. The text begins: 'Moved\\nSee"):
        parse(source, b"<title>T</title><h1>Moved</h1><p>See our new page " + b"x" * 500, "text/html")
    with pytest.raises(TableError, match="The page has no text"):
        parse(source, b"", "text/html")


def test_two_paragraphs_are_never_one_match() -> None:
    page = "<p>As of 1 May, nothing.<p>They held 5 people."
    with pytest.raises(TableError, match="matches nothing"):
        sentence_grid(html_lines(page), r"As of (?P<day>1 May)(?:[^x]|\s)*? held (?P<n>[0-9]+)")


def test_texts_and_matches_are_bounded_and_no_pattern_runs_away() -> None:
    with pytest.raises(TableError, match=f"more than {MAX_TEXT} characters"):
        sentence_grid("a" * (MAX_TEXT + 1), "(?P<n>b)")
    with pytest.raises(TableError, match=f"more than {MAX_MATCHES} times"):
        sentence_grid("".join(f"{number} men, " for number in range(MAX_MATCHES + 1)), "(?P<n>[0-9]+) men")
    # On a backtracking engine this takes longer than there is time.
    with pytest.raises(TableError, match="matches nothing"):
        sentence_grid("a" * 100_000, "(?P<n>(a+)+)b")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "table.pattern: missing"),
        ("table.pattern = '(?P<date>a'", "is no RE2 pattern: missing \\)"),
        ("table.pattern = '(?P<date>a)(?=b)'", "is no RE2 pattern: .* RE2 has no look-around"),
        (r"table.pattern = '(?P<date>a)\1'", "is no RE2 pattern"),
        ("table.pattern = '((a{1000}){1000}){1000}'", "is no RE2 pattern"),
        (f"table.pattern = '(?P<date>a){'b' * 1000}'", "more than 1000 characters"),
        ("table.pattern = '[0-9]+'", "no named group"),
        ("table.pattern = '(?P<date>[0-9]*)'", "matches where nothing stands"),
        ("table.pattern = '(?P<sentence>a)'", "named 'sentence'"),
        (f"{TABLE}\ntable.skip = 1", "table: a pattern gives one table"),
        (
            TABLE.replace('"date"', '"day"'),
            "period.column: 'day' is no named group .* Groups: date, colonies, sentence",
        ),
        (TABLE.replace('"date"', "3"), "period.column: 3 is no named group"),
        (TABLE.replace("P<colonies>", "P<men>"), r"series\[0\].column: 'colonies' is no named group"),
    ],
)
def test_a_mistake_in_a_pattern_is_told_when_the_file_is_loaded(table: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        source_of(table, media="text")


@pytest.mark.parametrize(
    ("media", "table", "said"),
    [
        ("html", "table.pattern = 'a'", 'table.pattern: only for media = "text". Here media is "html"'),
        ("csv", 'table.sheet = "a"', "table.sheet: only for"),
        ("xlsx", "table.page = 1", "table.page: only for"),
        ("xlsx", 'numbers.thousands = ["."]', "numbers.thousands: a point between thousands"),
        ("xlsx", 'table.strategy = "spaced"', "table.strategy: only for"),
        ("xlsx", 'table = { sheet = "a", index = 1 }', "table.sheet: names the table already"),
        ("pdf", "table.page = -1", "table.page: -1 is no page"),
        ("pdf", 'table.strategy = "lines"', "Invalid enum value 'lines'"),
    ],
)
def test_a_key_of_another_format_is_told(media: str, table: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        load_source(f'{HEAD}media = "{media}"\n{table}\n{COLONIES}', "prisons.toml")
    assert said in caught.value.message
