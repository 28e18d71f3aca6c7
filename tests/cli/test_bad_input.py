"""What a user can get wrong ends in one line that says what, where and what to do; nothing taken in is lost."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from tallywire.cli.options import MAX_TEXT_BYTES, day, moment, text_of
from tallywire.errors import TallywireError, TextError, UsageError
from tallywire.read.limits import MAX_CHARACTERS
from tallywire.record import writer_lock
from tests.cli.conftest import Ran, Run
from tests.desk.making import put, source_text
from tests.watch.server import serving

ON = ("--published", "2022-11-21")


def told(ran: Ran, code: int, *said: str) -> None:
    """The command ended with this code, printed nothing but one line on standard error, and said this."""
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("tallywire: ") and ran.err.count("\n") == 1, ran.err
    for words in said:
        assert words in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("watch", "--once"),
        ("find",),
        ("tell",),
        ("publish",),
        ("verify",),
        ("rebuild",),
        ("import", "history.csv", "--source", "x"),
        ("check", "-", *ON),
    ],
)
def test_a_folder_that_is_no_newsroom(tmp_path: Path, run: Run, command: tuple[str, ...]) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        ran = run(*command, "--newsroom", folder, stdin=b"Numbers rose.")
        told(ran, 2, f"{folder}: is not a newsroom", "tallywire init FOLDER")
    assert list(tmp_path.iterdir()) == []


def test_a_source_file_with_an_unknown_key(folder: Path, run: Run) -> None:
    path = folder / "sources" / "prisons.toml"
    text = source_text("prisons", "https://example.org/counts")
    path.write_text(text.replace("badge", "bagde").replace("topic", "topik"), encoding="utf-8")
    told(run("watch", "--once", "-n", folder), 2, f"{path}: topik: no such key", "Did you mean topic?")
    path.write_text(text.replace("frequency", "every"), encoding="utf-8")
    told(run("watch", "--once", "-n", folder), 2, "series[0]", "every: no such key")
    path.write_text("not = toml = at all", encoding="utf-8")
    told(run("find", "-n", folder), 2, f"{path}: not TOML")
    path.write_bytes(b"\xff")
    told(run("publish", "-n", folder), 2, str(path), "UTF-8")


def test_a_source_that_points_into_the_private_network(folder: Path, run: Run) -> None:
    path = folder / "sources" / "prisons.toml"
    path.write_text(source_text("prisons", "http://169.254.1.1/counts.csv"), encoding="utf-8")
    told(run("watch", "--once", "-n", folder), 2, str(path), "address")


def test_nothing_to_watch_and_no_such_source(folder: Path, run: Run) -> None:
    told(run("watch", "--once", "-n", folder), 2, "there is nothing to watch", "tallywire watch add ADDRESS")
    told(run("watch", "-n", folder), 2, "there is nothing to watch")
    (folder / "sources" / "prisons.toml").write_text(
        source_text("prisons", "https://example.org/counts"), encoding="utf-8"
    )
    told(run("watch", "--once", "prison", "-n", folder), 2, "no source 'prison'", "There are: prisons")
    told(run("watch", "prison", "-n", folder), 2, "no source 'prison'", "There are: prisons")


def test_a_bad_event_file_is_refused_before_anything_is_fetched(folder: Path, run: Run) -> None:
    with serving() as site:
        put(site, "/counts.csv", {"2022-08": "1"})
        (folder / "sources" / "prisons.toml").write_text(
            source_text("prisons", site.address("/counts.csv")), encoding="utf-8"
        )
        (folder / "events" / "events.csv").write_text("id,kind,name,began\na,b,c,soon\n", encoding="utf-8")
        told(run("watch", "--once", "-n", folder), 2, "events.csv, row 1: began: 'soon' is no day or month")
        assert site.requests == []


def test_a_name_that_does_not_resolve_is_an_outage_that_is_told(folder: Path, run: Run) -> None:
    (folder / "sources" / "lost.toml").write_text(
        source_text("lost", "http://no-such-host.invalid/counts.csv"), encoding="utf-8"
    )
    ran = run("watch", "--once", "-n", folder)
    assert ran.code == 0
    assert ran.out.startswith("lost: outage\n") and "no-such-host.invalid" in ran.out


def test_two_watches_at_once(folder: Path, run: Run) -> None:
    with writer_lock(folder / "archive"):
        ran = run("watch", "--once", "-n", folder)
        told(ran, 75, f"process {os.getpid()} is writing here", "Wait for it to end")
        assert run("find", "-n", folder).code == 0
        assert run("verify", "-n", folder).code == 0


def test_a_file_in_the_place_of_a_folder(folder: Path, run: Run) -> None:
    (folder / "archive").rmdir()
    (folder / "archive").write_text("mine", encoding="utf-8")
    told(run("publish", "-n", folder), 2, f"{folder / 'archive'}: is not a folder")
    assert (folder / "archive").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_a_text_of_nothing(folder: Path, tmp_path: Path, run: Run, content: bytes) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    told(run("check", path, *ON, "-n", folder), 2, f"{path}: is empty")
    told(run("read", path, *ON), 2, f"{path}: is empty")
    told(run("check", "-", *ON, "-n", folder, stdin=content), 2, "standard input: is empty")


def test_a_text_that_is_too_long(folder: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "text.txt"
    with path.open("wb") as handle:
        handle.write(b"Prisons held 1 person. ")
        handle.truncate(1 << 40)
    told(run("check", path, *ON, "-n", folder), 2, f"{path}: is longer than 10 MiB. Check it in parts")
    content = b"a" * (MAX_TEXT_BYTES + 1)
    told(run("read", "-", *ON, stdin=content), 2, "standard input: is longer than 10 MiB")


def test_a_text_that_is_no_text(folder: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 23,000 fewer")
    told(run("check", path, *ON, "-n", folder), 2, f"{path}: is not UTF-8 text (byte 0)")
    told(run("check", tmp_path, *ON, "-n", folder), 2, "Is a directory")
    told(run("check", tmp_path / "none.txt", *ON, "-n", folder), 2, "No such file or directory")


def test_a_text_is_read_up_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"x" * MAX_TEXT_BYTES)
    assert len(text_of(str(path))) == MAX_TEXT_BYTES
    path.write_bytes(b"x" * (MAX_TEXT_BYTES + 1))
    with pytest.raises(TextError, match="longer than 10 MiB"):
        text_of(str(path))


HOSTILE = (
    "\x00 \x1b[2J\u202e\u2066 “““ ((( 1,000,,000 1e400 ١٢٣ −−5 %% 0x10 "
    "fell by -0 by NaN by 1/0 since 99/99/9999 <script>alert(1)</script> & e\u0301" + "\u0301" * 200 + " \U0001f480 "
)


def test_a_long_text_of_hostile_signs_is_read(folder: Path, run: Run) -> None:
    content = (HOSTILE * 1500 + "\n\nPrisons held 348,000 people in 2022. ").encode()
    ran = run("check", "-", *ON, "-n", folder, stdin=content)
    assert ran.code == 0 and ran.err == ""
    assert not set(ran.out) & {"\x00", "\x1b", "\u202e", "\u2066"}
    page = run("check", "-", *ON, "-n", folder, "--html", stdin=content)
    assert page.code == 0 and "<script" not in page.out


@pytest.mark.parametrize("unit", ["1", "1.", "1,000,", "“", "(", "he said that ", "23,000 ", "a\u0301", "Prisons "])
def test_a_megabyte_of_one_thing_over_and_over_is_read(run: Run, unit: str) -> None:
    content = (unit * (1_000_000 // len(unit.encode()))).encode()
    assert run("read", "-", *ON, stdin=content).code == 0


def test_a_text_at_the_very_limit_is_read_and_one_beyond_is_told(run: Run) -> None:
    text = b"The number of people in prisons fell to 348,000 in July 2022.\n\n"
    content = b"7" * (MAX_CHARACTERS - len(text)) + b"\n\n" + text
    assert "348,000" in run("read", "-", *ON, stdin=content[2:]).out
    told(run("read", "-", *ON, stdin=content), 2, f"the text has {MAX_CHARACTERS + 2:,} characters")


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_days_at_the_edge_of_the_calendar(folder: Path, run: Run, published: str) -> None:
    text = (
        b"Prisons held 348,000 people last year, the lowest since 2010. It fell by 23,000 in two months and will "
        b"rise next week, on Monday, in the last quarter, and a decade ago. Within two weeks it will end."
    )
    assert run("read", "-", "--published", published, "--json", stdin=text).code == 0
    assert run("check", "-", "--published", published, "-n", folder, stdin=text).code == 0
    for command in (("find",), ("tell",), ("check", "-", *ON)):
        assert run(*command, "--as-of", published, "-n", folder, stdin=text).code == 0


def test_values_that_cannot_be_used(folder: Path, run: Run) -> None:
    told(run("find", "--as-of", "soon", "-n", folder), 2, "--as-of 'soon' is not a day", "2022-11-30")
    told(run("find", "--as-of", "2022-11-30T25:00", "-n", folder), 2, "is not a time")
    told(run("find", "--as-of", "2022-11-30T12:00", "-n", folder), 2, "has no time zone")
    told(run("find", "--basis", "likely", "-n", folder), 2, "--basis 'likely' is unknown", "proven or asserted")
    told(run("read", "-", "--published", "21.11.2022", stdin=b"x"), 2, "--published '21.11.2022' is not a day")
    told(run("check", "-", *ON, "--json", "--html", "-n", folder, stdin=b"x"), 2, "cannot go together")
    told(run("init", folder.parent / "b", "--title", 'a "title"'), 2, "a title cannot hold")
    assert not (folder.parent / "b").exists()
    assert run("find", "--days", "99999999999999", "-n", folder).code == 0


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("find", "--dais", "3"), ("check", "-"), ("find", "--days", "x")],
)
def test_a_command_line_that_does_not_fit(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Error: " in ran.err and "--help" in ran.err and "Traceback" not in ran.err


def test_a_file_whose_name_is_no_text(folder: Path, tmp_path: Path, run: Run) -> None:
    ran = run("check", str(tmp_path / "h\udcff.txt"), *ON, "-n", folder)
    assert ran.code == 2 and "cannot be read: No such file" in ran.err


def test_a_day_and_a_moment() -> None:
    assert day("2022-11-30", "--published") == date(2022, 11, 30)
    end = moment("2022-11-30")
    assert end is not None and end.isoformat() == "2022-11-30T23:59:59.999999+00:00"
    exact = moment("2022-11-30T12:00+03:00")
    assert exact is not None and exact.isoformat() == "2022-11-30T12:00:00+03:00"
    assert moment("") is None
    for text in ("2022-02-30", "30-11-2022", "2022-11-30 ", "١٩٩٩-01-01"):
        with pytest.raises(UsageError):
            moment(text)


def test_every_error_has_an_exit_code_that_says_what_to_do() -> None:
    def tree(error: type[TallywireError]) -> list[type[TallywireError]]:
        return [error, *(each for sub in error.__subclasses__() for each in tree(sub))]

    codes = {error.__name__: error.exit_code for error in tree(TallywireError)}
    assert codes.pop("BusyError") == 75
    assert codes.pop("ArchiveError") == 1
    assert set(codes.values()) == {2} and len(codes) > 8
