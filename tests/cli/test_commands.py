"""From an empty folder to a published site, by commands alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tallywire.desk import DeskDB
from tallywire.desk.accounts import accept
from tallywire.errors import NewsroomError
from tallywire.record import Store
from tests.cli.conftest import Run
from tests.desk.making import day, fail, put, simulated, source_text, watch
from tests.watch.server import Site, answer, serving

COUNTS = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(100_000 + (n * 7919) % 601) for n in range(30)}
FALL = {**COUNTS, "2022-07": "95000"}
TEXT = (
    "The number of people in prisons fell to 95,000 in July 2022, the office said.\n\n"
    "The number of people in prisons rose to 99,000 in July 2022.\n"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        put(site, "/counts.csv", COUNTS)
        yield site


@pytest.fixture
def watched(folder: Path, site: Site, run: Run) -> Path:
    """A newsroom whose one page was fetched twice: before and after the last count."""
    text = source_text("prisons", site.address("/counts.csv"))
    (folder / "sources" / "prisons.toml").write_text(text, encoding="utf-8")
    assert run("watch", "--once", "-n", folder).out == "prisons: ok, 30 new figures\n"
    put(site, "/counts.csv", FALL)
    assert run("watch", "--once", "-n", folder).out == "prisons: ok, 1 new figure\n"
    return folder


def test_init_makes_a_newsroom_and_says_what_comes_next(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "newsroom"
    ran = run("init", folder, "--title", "Numbers")
    assert ran.code == 0 and ran.err == ""
    assert f"tallywire watch add ADDRESS --newsroom {folder}" in ran.out
    assert 'title = "Numbers"' in (folder / "tallywire.toml").read_text(encoding="utf-8")
    again = run("init", folder)
    assert (again.code, again.out) == (2, "")
    assert again.err == f"tallywire: {folder}: is not an empty folder. Name a new or empty one\n"


def test_the_newsroom_can_be_named_by_the_environment(
    watched: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYWIRE_NEWSROOM", str(watched))
    assert run("verify").code == 0
    monkeypatch.delenv("TALLYWIRE_NEWSROOM")
    monkeypatch.chdir(watched)
    assert run("verify").code == 0


def test_watch_says_what_changed(watched: Path, site: Site, run: Run) -> None:
    assert run("watch", "--once", "-n", watched).out == "prisons: unchanged\n"
    put(site, "/counts.csv", {**FALL, "2020-01": "100001", "2020-02": "1"})
    assert run("watch", "--once", "-n", watched).out == "prisons: ok, 2 figures restated\n"
    put(site, "/counts.csv", {**FALL, "2020-01": "100,001.0".replace(",", ""), "2022-08": "unknown"})
    ran = run("watch", "--once", "prisons", "-n", watched)
    assert ran.code == 0
    assert ran.out == "prisons: ok, 1 figure restated, 1 figure written otherwise\n"
    assert ran.err.startswith("  row 32, column 1 (prisons/people): 'unknown' is not a number.")
    fail(site, "/counts.csv", "404 Not Found")
    ran = run("watch", "--once", "-n", watched)
    assert ran.code == 0 and ran.out.startswith("prisons: taken_down\n  HTTP 404 at http://127.0.0.1")


def test_many_cells_that_cannot_be_read_are_counted(watched: Path, site: Site, run: Run) -> None:
    put(site, "/counts.csv", {month: f"see note {n}" if n % 2 else "1" for n, month in enumerate(COUNTS)})
    ran = run("watch", "--once", "-n", watched)
    assert len(ran.err.splitlines()) == 11
    assert ran.err.splitlines()[-1] == "  and 5 more cells of prisons that could not be read"


def test_watch_as_json(watched: Path, run: Run) -> None:
    ran = run("watch", "--once", "-n", watched, "--json")
    [told] = msgspec.json.decode(ran.out)
    assert told["source"] == "prisons" and told["state"] == "unchanged"
    assert told["release"]["revisit"] and told["arrivals"]["observations"] == []


def test_find_tell_publish_and_verify(watched: Path, run: Run) -> None:
    found = run("find", "-n", watched)
    assert found.code == 0 and "prisons-people-fall-2022-07" in found.out
    [lead] = msgspec.json.decode(run("find", "-n", watched, "--json").out)
    assert lead["id"] == "prisons-people-fall-2022-07" and lead["why"] and lead["score"] > 0
    assert lead["statement"]["kind"] == "change" and lead["evidence"]["outcome"] == "true"
    amount = lead["statement"]["amount"]["interval"]
    assert isinstance(amount["low"], str) and "E" not in amount["low"]
    assert msgspec.json.decode(run("find", "-n", watched, "--json", "--as-of", "2020-01-01").out) == []

    told = run("tell", "-n", watched)
    assert told.code == 0 and "fewer people in prisons" in told.out and "tallywire approve" in told.out
    assert run("publish", "-n", watched).code == 0
    assert not (watched / "site" / "briefs").exists(), "a draft is not published"
    assert run("approve", "--all", "-n", watched).out == "prisons-people-fall-2022-07: approved\n"
    published = run("publish", "-n", watched)
    assert published.code == 0 and published.out.startswith("Published 1 story.")
    assert (watched / "site" / "briefs" / "prisons-people-fall-2022-07.html").is_file()
    done = msgspec.json.decode(run("publish", "-n", watched, "--json").out)
    assert done["written"] == 0 and done["files"] > 10

    withdrawn = run("withdraw", "prisons-people-fall-2022-07", "--reason", "Counted twice.", "-n", watched)
    assert withdrawn.code == 0
    assert run("publish", "-n", watched).code == 0
    page = (watched / "site" / "briefs" / "prisons-people-fall-2022-07.html").read_text(encoding="utf-8")
    assert "This item was withdrawn" in page and "Counted twice." in page

    verified = run("verify", "-n", watched)
    assert verified.code == 0 and "31 figures stand in their cells" in verified.out
    head = verified.out.split()[-1]
    feed = (watched / "site" / "feed.atom").read_text(encoding="utf-8")
    assert head in feed
    assert run("verify", "-n", watched, "--head", head).code == 0
    assert run("rebuild", "-n", watched).out == "Read 2 releases again.\nThe record is the same.\n"


def test_a_head_from_before_is_still_in_the_chain_and_another_is_not(watched: Path, site: Site, run: Run) -> None:
    head = msgspec.json.decode(run("verify", "-n", watched, "--json").out)["head"]
    run("watch", "--once", "-n", watched)
    assert run("verify", "-n", watched, "--head", head).code == 0
    wrong = run("verify", "-n", watched, "--head", head[::-1])
    assert wrong.code == 1 and wrong.out == ""
    assert f"no entry has the hash {head[::-1]}" in wrong.err
    for text in ("", "abc", head.upper() + "!"):
        assert run("verify", "-n", watched, "--head", text).code == 2


def test_an_altered_archive_is_told_with_its_entry(watched: Path, run: Run) -> None:
    [path] = (watched / "archive").glob("*.warc.gz")
    altered = bytearray(path.read_bytes())
    altered[len(altered) // 4] ^= 255
    path.write_bytes(altered)
    ran = run("verify", "-n", watched)
    assert ran.code == 1 and ran.err.startswith(f"tallywire: entry 2, {path.name}, byte ")
    proof = msgspec.json.decode(run("verify", "-n", watched, "--json").out)
    assert proof["fault"]["entry"] == 2 and proof["fault"]["what"]
    refused = run("rebuild", "-n", watched)
    assert refused.code == 1 and path.name in refused.err


def test_a_torn_archive_is_told_cut_and_whole_again(watched: Path, run: Run) -> None:
    [path] = (watched / "archive").glob("*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    ran = run("verify", "-n", watched)
    assert ran.code == 0
    assert "100 bytes at the end were never acknowledged; the next watch cuts them off." in ran.out
    ran = run("watch", "--once", "-n", watched)
    assert ran.code == 0 and ran.out == "prisons: unchanged\n"
    assert ran.err.startswith(f"tallywire: {path}: the last 100 bytes were an append that was cut off")
    assert path.read_bytes().startswith(whole)
    assert "never acknowledged" not in run("verify", "-n", watched).out


def test_what_was_archived_and_not_recorded_is_told_by_the_next_round(
    watched: Path, site: Site, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, "/counts.csv", {**FALL, "2022-08": "96000", "2022-09": "x"})
    with monkeypatch.context() as patch:
        patch.setattr(Store, "append_frame", no_room)
        assert run("watch", "--once", "-n", watched).code == 2
    ran = run("watch", "--once", "-n", watched)
    told, now = ran.out.splitlines()
    assert told.startswith("prisons: archived 20") and told.endswith(" and recorded only now, 1 new figure")
    assert now == "prisons: unchanged" and ran.err.startswith("  row 33, column 1 (prisons/people): 'x' is not")
    assert run("watch", "--once", "-n", watched).out == "prisons: unchanged\n"
    put(site, "/counts.csv", {**FALL, "2022-08": "97000"})
    with monkeypatch.context() as patch:
        patch.setattr(Store, "append_frame", no_room)
        assert run("watch", "--once", "-n", watched).code == 2
    late, asked = msgspec.json.decode(run("watch", "--once", "-n", watched, "--json").out)
    assert [len(each["arrivals"]["restatements"]) for each in (late, asked)] == [1, 0]


def no_room(*_: object, **__: object) -> None:
    raise NewsroomError("no space left on device", where="record")


def test_import_takes_history_in(watched: Path, tmp_path: Path, run: Run) -> None:
    history = tmp_path / "history.csv"
    history.write_text("series,period,value\npeople,2019-12,99000\npeople,2019-11,unknown\n", encoding="utf-8")
    ran = run(
        "import", history, "--source", "prisons", "--published", "2020-01-05", "--note", "a year book", "-n", watched
    )
    assert ran.code == 0 and ran.out.startswith(f"{history}: archived as release ") and "1 new figure" in ran.out
    assert ran.err.startswith("  row 2, column 2 (prisons/people): 'unknown' is not a number")
    again = msgspec.json.decode(run("import", history, "--source", "prisons", "-n", watched, "--json").out)
    assert again["release"]["revisit"] and again["arrivals"]["observations"] == []
    history.write_text("period,value\n", encoding="utf-8")
    refused = run("import", history, "--source", "prisons", "-n", watched)
    assert refused.code == 2 and "a history file needs the column 'series'" in refused.err


def test_check_judges_a_text_and_its_exit_code_says_so(watched: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    arguments = ("check", path, "--published", "2022-08-10", "-n", watched)
    ran = run(*arguments)
    assert ran.code == 1 and ran.err == ""
    report = msgspec.json.decode(run(*arguments, "--json").out)
    assert report["schema"] == "tallywire.check/1" and report["basis"] == "proven" and "clock" not in report
    verdicts = {TEXT[slice(*claim["span"])]: claim["verdict"] for claim in report["claims"]}
    assert verdicts["95,000"].startswith("holds")
    assert "contradicted" in verdicts.values()
    piped = run("check", "-", "--published", "2022-08-10", "-n", watched, stdin=TEXT.partition("\n")[0].encode())
    assert piped.code == 0
    page = run(*arguments, "--html")
    assert page.code == 1 and page.out.startswith("<!doctype html>")
    assert "95,000" in page.out


def test_a_simulated_newsroom_is_read_like_any_other_and_never_called_proven(
    tmp_path: Path, site: Site, run: Run
) -> None:
    folder = tmp_path / "simulated"
    with simulated(folder, {"prisons.toml": source_text("prisons", site.address("/counts.csv"))}) as newsroom:
        watch(newsroom, day(0))
        put(site, "/counts.csv", FALL)
        watch(newsroom, day(31))
    refused = run("watch", "--once", "-n", folder)
    assert refused.code == 2 and "a simulated newsroom is only played" in refused.err
    check = ("check", "-", "--published", "2022-12-02", "-n", folder)
    for command in (check, (*check, "--json"), (*check, "--html"), ("find", "-n", folder, "--json")):
        ran = run(*command, stdin=TEXT.encode())
        assert "95000" in ran.out.replace(",", "")
        assert "simulated time" in ran.out and "proven" not in ran.out.lower()
    assert "fewer people in prisons" in run("tell", "-n", folder).out
    assert run("approve", "--all", "-n", folder).code == 0
    assert run("publish", "-n", folder).code == 0
    assert "simulated time" in (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert run("verify", "-n", folder).code == 0
    assert run("rebuild", "-n", folder).out.endswith("The record is the same.\n")


def test_check_reads_the_record_as_it_stood(watched: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    report = msgspec.json.decode(
        run("check", path, "--published", "2022-08-10", "--as-of", "2020-01-01", "-n", watched, "--json").out
    )
    assert report["as_of"].startswith("2020-01-01T23:59:59")
    assert {claim["verdict"] for claim in report["claims"]} <= {"unverifiable", "undetermined"}


def test_read_needs_no_newsroom(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    told = msgspec.json.decode(run("read", path, "--published", "2022-08-10", "--json").out)
    assert told["schema"] == "tallywire.read/1"
    assert [TEXT[slice(*claim["span"])] for claim in told["claims"]] == [claim["text"] for claim in told["claims"]]
    assert "95,000" in run("read", path, "--published", "2022-08-10").out
    nothing = run("read", "-", "--published", "2022-08-10", stdin=b"Nothing is counted here.")
    assert (nothing.code, nothing.out) == (0, "No claims about figures were found.\n")


def test_what_a_server_says_cannot_rewrite_the_terminal(watched: Path, site: Site, run: Run) -> None:
    body = "month,\x1b[2J\x9b31mpeople\u202e\r\n".encode()
    site.answers["/counts.csv"] = answer(body, headers=(("Content-Type", "text/csv; charset=utf-8"),))
    ran = run("watch", "--once", "-n", watched)
    assert ran.code == 0 and "31mpeople" in ran.out
    assert not set(ran.out) & {"\x1b", "\x9b", "\u202e", "\r"}


def test_a_page_that_is_no_table_is_told(watched: Path, site: Site, run: Run) -> None:
    body = b"<h1>We moved</h1>\n<p>Find us elsewhere</p>\n"
    site.answers["/counts.csv"] = answer(body, headers=(("Content-Type", "text/html"),))
    ran = run("watch", "--once", "-n", watched)
    assert ran.code == 0
    assert ran.out.startswith("prisons: drifted\n")
    assert run("watch", "--once", "-n", watched).out == "prisons: drifted\n"


def test_what_cannot_be_approved_is_told(watched: Path, run: Run) -> None:
    assert run("approve", "-n", watched).err.startswith("tallywire: name the drafts to approve, or say --all")
    assert run("approve", "--all", "-n", watched).out.startswith("No draft is on the desk.")
    nothing = run("approve", "no-such-story", "-n", watched)
    assert nothing.code == 2 and "no-such-story" in nothing.err
    assert run("withdraw", "no-such-story", "--reason", "x", "-n", watched).code == 2


def test_a_link_to_the_desk_is_good_for_an_account_and_for_its_password(watched: Path, run: Run) -> None:
    made = run("invite", "--role", "reporter", "-n", watched)
    assert made.code == 0 and made.out.startswith("http://127.0.0.1:8000/accept?token=")
    db, now = DeskDB(watched / "desk.db"), datetime.now(UTC)
    token = made.out.splitlines()[0].partition("token=")[2]
    account = accept(db, token, "A reporter", "words that are long enough", now)
    assert account.role == "reporter"
    again = run("invite", "a REPORTER", "-n", watched).out.splitlines()[0].partition("token=")[2]
    assert accept(db, again, "", "other words, as long", now).name == "A reporter"
    unknown = run("invite", "Nobody else", "-n", watched)
    assert unknown.code == 2 and "There are: A reporter" in unknown.err
    assert run("invite", "--role", "king", "-n", watched).code == 2
