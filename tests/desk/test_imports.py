"""History taken in by hand: refused whole where it does not fit, archived as it is where it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallywire.desk import Newsroom, import_history, rebuild, verify_newsroom
from tallywire.desk.excerpts import Excerpts
from tallywire.desk.imports import preview_import
from tallywire.errors import TableError, TallywireError, UsageError
from tallywire.series import AsOf
from tests.desk.making import csv, day, figures, simulated, source_text
from tests.watch.papers import sheet_of

GOOD = """\
series,period,value,quantum,low,high,status,published,citation
people,2022-08-01,349000,1000,348500,349000,final,2022-11-18,https://example.org/one
people,2022-09-01,348000,1000,,,provisional,2022-11-21,https://example.org/two
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    sources = {"prisons.toml": source_text("prisons", "https://example.org/counts")}
    with simulated(tmp_path / "newsroom", sources) as newsroom:
        yield newsroom


def file(tmp_path: Path, text: str | bytes, name: str = "history.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_is_archived_as_it_is_and_asserted_not_proven(newsroom: Newsroom, tmp_path: Path) -> None:
    done = import_history(newsroom, file(tmp_path, GOOD), "prisons", note="typed from reports")
    assert (done.release.kind, done.release.note) == ("imported", "typed from reports")
    assert newsroom.archive.body(done.release.id) == GOOD.encode()
    assert len(done.arrivals.arrived) == 2 and done.problems == ()
    first, second = newsroom.record.observations("prisons/people", as_of=newsroom.as_of())
    assert first.bounds is not None and first.bounds.high_open
    assert first.quantum == 1000 and second.status == "provisional"
    assert first.published_at == datetime(2022, 11, 18, tzinfo=UTC)
    # Published after the newsroom's own time: proven since it was archived, asserted only from its day on.
    assert newsroom.record.observations("prisons/people", as_of=AsOf(day(5), "asserted")) == ()
    assert len(newsroom.record.observations("prisons/people", as_of=AsOf(day(18), "asserted"))) == 1
    proof = verify_newsroom(newsroom.folder)
    assert proof.ok and proof.observations == 2
    assert rebuild(newsroom).differences == ()


def test_imported_twice_it_adds_a_revisit_and_no_observation(newsroom: Newsroom, tmp_path: Path) -> None:
    import_history(newsroom, file(tmp_path, GOOD), "prisons")
    again = import_history(newsroom, file(tmp_path, GOOD), "prisons")
    assert again.release.revisit == next(newsroom.archive.releases()).id
    assert again.arrivals.observations == ()
    assert len(tuple(newsroom.record.all_observations())) == 2


def test_a_corrected_file_restates(newsroom: Newsroom, tmp_path: Path) -> None:
    import_history(newsroom, file(tmp_path, GOOD), "prisons")
    done = import_history(newsroom, file(tmp_path, GOOD.replace("348000", "347000")), "prisons")
    [pair] = done.arrivals.restatements
    assert (pair.before.literal, pair.after.literal) == ("348000", "347000")


def test_an_old_version_of_a_page_takes_its_place_in_the_past(newsroom: Newsroom, tmp_path: Path) -> None:
    import_history(newsroom, file(tmp_path, "series,period,value\npeople,2022-08-01,349000\n"), "prisons")
    old = file(tmp_path, "series,period,value\npeople,2022-08-01,350000\n", "old.csv")
    done = import_history(newsroom, old, "prisons", published_at=day(-60))
    assert len(done.arrivals.backfilled) == 1 and done.arrivals.restatements == ()
    assert figures(newsroom, "prisons/people") == {"2022-08-01": "349000"}


def test_bad_rows_are_told_and_the_others_taken_in(newsroom: Newsroom, tmp_path: Path) -> None:
    rows = [
        "series,period,value,quantum",
        "people,2022-08-01,about 349000,",
        "people,2022-13-01,1,",
        "people,2022-09-01,348000,minus one",
        "people,2022-10-01",
        "people,2022-11-01,325000,1000",
        ",,,",
    ]
    done = import_history(newsroom, file(tmp_path, "\n".join(rows)), "prisons")
    assert figures(newsroom, "prisons/people") == {"2022-11-01": "325000"}
    assert {problem.cell.row for problem in done.problems} == {1, 2, 3, 4}
    assert all(problem.what for problem in done.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug,period,value\npeople,2022-08-01,1\n", "needs the column 'series'"),
        ("series,value\npeople,1\n", "needs the column 'period'"),
        ("series,period,value\nwomen,2022-08-01,1\n", "'women' is no series of the source prisons"),
        ("series,period,value\npeople,yesterday,1\n", "not one figure could be read"),
        ("series,period,value\n", "no rows below"),
        ("series,period,period,value\npeople,2022,2022,1\n", "2 columns are named 'period'"),
        ("", "the file is empty"),
        ('series,period,value\npeople,2022-08-01,"1\n', "not CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "history.csv: "),
        (b"series,period,value\npeople,2022-08-01,\xff\xfe\n", "history.csv: "),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_leaves_no_trace(
    newsroom: Newsroom, tmp_path: Path, text: str | bytes, said: str
) -> None:
    path = file(tmp_path, text)
    with pytest.raises(TableError) as refused:
        import_history(newsroom, path, "prisons")
    assert said in refused.value.message
    assert refused.value.message.startswith(f"{path}: ")
    assert newsroom.archive.count == 1
    assert tuple(newsroom.record.all_observations()) == ()


def test_a_source_or_a_file_that_is_not_there_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no source 'prison'.* There are: prisons"):
        import_history(newsroom, file(tmp_path, GOOD), "prison")
    with pytest.raises(UsageError, match=r"none\.csv: cannot be read: No such file"):
        import_history(newsroom, tmp_path / "none.csv", "prisons")
    with pytest.raises(UsageError, match="Is a directory"):
        import_history(newsroom, tmp_path, "prisons")


def test_a_name_that_is_not_text_is_taken_in(newsroom: Newsroom, tmp_path: Path) -> None:
    path = file(tmp_path, GOOD, "h\udcff \n.csv")
    done = import_history(newsroom, path, "prisons")
    assert done.release.address == "h%ED%B3%BF%20%0A.csv"
    assert verify_newsroom(newsroom.folder).ok


def test_too_large_a_file_is_refused_unread(newsroom: Newsroom, tmp_path: Path) -> None:
    path = file(tmp_path, GOOD)
    with path.open("r+b") as handle:
        handle.truncate((256 << 20) + 1)
    with pytest.raises(TallywireError, match="is larger than 256 MiB"):
        import_history(newsroom, path, "prisons")


# Files in the source's own form


def test_a_file_in_the_sources_own_form_is_read_as_its_page_is(newsroom: Newsroom, tmp_path: Path) -> None:
    mailed = file(tmp_path, csv({"2022-08": "349000", "2022-09": "348000"}), "mailed.csv")
    with pytest.raises(TableError, match=r"needs the column 'period'.*add --as-page"):
        import_history(newsroom, mailed, "prisons")
    done = import_history(newsroom, mailed, "prisons", as_page=True, note="came by mail", published_at=day(-3))
    assert (done.release.kind, done.release.note) == ("imported", "came by mail")
    assert done.release.media_type == "text/csv; read=page"
    assert newsroom.archive.body(done.release.id) == mailed.read_bytes()
    assert figures(newsroom, "prisons/people") == {"2022-08": "349000", "2022-09": "348000"}
    assert len(newsroom.record.observations("prisons/people", as_of=AsOf(day(-2), "asserted"))) == 2
    # From the archive alone it is read as a page again, and a history file as a history file.
    import_history(newsroom, file(tmp_path, GOOD), "prisons")
    assert rebuild(newsroom).differences == ()
    proof = verify_newsroom(newsroom.folder)
    assert proof.ok and proof.observations == 4
    first = newsroom.record.observations("prisons/people", as_of=AsOf(day(-2), "asserted"))[0]
    excerpt = Excerpts(newsroom).of(first.ref)
    assert excerpt is not None and (excerpt.kind, excerpt.literal) == ("imported", "349000")


def test_a_workbook_that_came_by_mail(tmp_path: Path) -> None:
    text = source_text("prisons", "https://example.org/counts.xlsx").replace('media = "csv"', 'media = "xlsx"')
    path = file(tmp_path, sheet_of(["month", "people"], ["2022-08", 349000], ["2022-09", "n/a"]), "m.xlsx")
    with simulated(tmp_path / "newsroom", {"prisons.toml": text}) as newsroom:
        tried = preview_import(newsroom, path, "prisons", as_page=True)
        assert [figure.literal for figure in tried.parsed.figures if figure.value is not None] == ["349000"]
        import_history(newsroom, path, "prisons", as_page=True)
        assert figures(newsroom, "prisons/people")["2022-08"] == "349000"
        assert rebuild(newsroom).differences == ()
    assert verify_newsroom(tmp_path / "newsroom").ok


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"month,persons\n2022-08,1\n", "there is no column 'people'"),
        (b"", "history.csv: "),
        (b"month,people\nyesterday,1\n", "not one figure could be read"),
    ],
)
def test_a_page_that_does_not_fit_is_refused_and_leaves_no_trace(
    newsroom: Newsroom, tmp_path: Path, text: bytes, said: str
) -> None:
    path = file(tmp_path, text)
    for attempt in (import_history, preview_import):
        with pytest.raises(TableError) as refused:
            attempt(newsroom, path, "prisons", as_page=True)
        assert said in refused.value.message and "--as-page" not in refused.value.message
    assert newsroom.archive.count == 1


def test_a_preview_says_what_would_be_recorded_and_records_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    import_history(newsroom, file(tmp_path, GOOD), "prisons")
    count = newsroom.archive.count
    text = GOOD.replace("348000", "347000") + "people,2022-10-01,338000,1000,,,,,\npeople,soon,1,,,,,,\n"
    tried = preview_import(newsroom, file(tmp_path, text, "more.csv"), "prisons")
    assert [figure.literal for figure in tried.new] == ["338000"]
    assert [(each.before.literal, each.after.literal) for each in tried.restated] == [("348000", "347000")]
    assert (tried.same, tried.beyond, len(tried.parsed.problems)) == (1, 0, 1)
    assert newsroom.archive.count == count
    with pytest.raises(UsageError, match="There are: prisons"):
        preview_import(newsroom, file(tmp_path, GOOD), "prison")
