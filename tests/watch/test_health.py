from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tallywire.errors import EmptyTableError, FetchError, OutageError, RefusedError, TableError
from tallywire.series import Notice, State
from tallywire.watch import Parsed, Redirect, Response, Seen, judge, look, parse
from tests.watch.samples import COLONIES, html_of, source_of

SOURCE = source_of()
AT = datetime(2022, 11, 21, 9, 0, tzinfo=UTC)
READ = Parsed((), ())
DRIFTED = TableError("there is no column 'colonies'", hint="Columns here: 0 'date', 1 'people'")
EMPTY = EmptyTableError("the table is empty")


def got(status: int = 200, *hops: tuple[int, str]) -> Response:
    redirects: list[Redirect] = []
    at = SOURCE.address
    for code, to in hops:
        redirects.append(Redirect(at, code, to))
        at = to
    return Response(
        address=SOURCE.address,
        final_address=at,
        redirects=tuple(redirects),
        status=status,
        headers=(),
        wire=b"",
        body=b"",
        media_type="",
        elapsed=0.1,
    )


Fetched = Response | FetchError
Read = Parsed | TableError | None
OK: tuple[Fetched, Read] = (got(), READ)
SAME: tuple[Fetched, Read] = (got(304), None)
GONE: tuple[Fetched, Read] = (got(404), None)
DOWN: tuple[Fetched, Read] = (OutageError("the connection failed"), None)
BUSY: tuple[Fetched, Read] = (got(503), None)
ODD: tuple[Fetched, Read] = (got(), DRIFTED)
BARE: tuple[Fetched, Read] = (got(), EMPTY)
AWAY: tuple[Fetched, Read] = (got(200, (301, "https://new.example.org/counts")), READ)


def told(*steps: tuple[Fetched, Read]) -> tuple[list[State], list[Notice]]:
    """The states after each step, and every notice on the way."""
    state: State | None = None
    states: list[State] = []
    notices: list[Notice] = []
    for fetched, parsed in steps:
        state, notice = judge(SOURCE, state, Seen(fetched=fetched, parsed=parsed, release="r1"), at=AT)
        states.append(state)
        if notice is not None:
            notices.append(notice)
    return states, notices


@pytest.mark.parametrize(
    ("steps", "states", "changes"),
    [
        ([OK, OK, SAME, OK], ["ok", "ok", "unchanged", "ok"], []),
        ([GONE, GONE], ["taken_down", "taken_down"], [(None, "taken_down")]),
        (
            [OK, GONE, GONE, OK, OK],
            ["ok", "taken_down", "taken_down", "returned", "ok"],
            [("ok", "taken_down"), ("taken_down", "returned")],
        ),
        ([SAME, (got(410), None)], ["unchanged", "taken_down"], [("unchanged", "taken_down")]),
        ([OK, DOWN, DOWN, OK], ["ok", "outage", "outage", "returned"], [("ok", "outage"), ("outage", "returned")]),
        ([OK, BUSY, SAME], ["ok", "outage", "returned"], [("ok", "outage"), ("outage", "returned")]),
        (
            [OK, GONE, BUSY, DOWN, GONE, OK],
            ["ok", "taken_down", "taken_down", "taken_down", "taken_down", "returned"],
            [("ok", "taken_down"), ("taken_down", "returned")],
        ),
        (
            [OK, DOWN, GONE],
            ["ok", "outage", "taken_down"],
            [("ok", "outage"), ("outage", "taken_down")],
        ),
        (
            [OK, ODD, ODD, SAME, OK],
            ["ok", "drifted", "drifted", "drifted", "ok"],
            [("ok", "drifted"), ("drifted", "ok")],
        ),
        ([OK, BARE, SAME, OK], ["ok", "empty", "empty", "returned"], [("ok", "empty"), ("empty", "returned")]),
        ([OK, (got(204), None)], ["ok", "empty"], [("ok", "empty")]),
        ([OK, AWAY, AWAY, OK], ["ok", "moved", "moved", "ok"], [("ok", "moved"), ("moved", "ok")]),
        ([OK, ODD, BARE], ["ok", "drifted", "empty"], [("ok", "drifted"), ("drifted", "empty")]),
        ([OK, DOWN, ODD], ["ok", "outage", "drifted"], [("ok", "outage"), ("outage", "drifted")]),
    ],
)
def test_each_change_of_health_is_told_once(
    steps: list[tuple[Fetched, Read]], states: list[State], changes: list[tuple[State | None, State]]
) -> None:
    seen, notices = told(*steps)
    assert seen == states
    assert [(notice.before, notice.after) for notice in notices] == changes


def test_a_notice_says_which_source_when_and_why() -> None:
    _, (notice,) = told(OK, ODD)
    assert (notice.source, notice.address, notice.at, notice.release) == ("prisons", SOURCE.address, AT, "r1")
    assert notice.detail == "there is no column 'colonies'. Columns here: 0 'date', 1 'people'"


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 502, 503, 504, 206, 300])
def test_an_outage_is_no_takedown(status: int) -> None:
    (state,), (notice,) = told((got(status), None))
    assert state == "outage"
    assert str(status) in notice.detail


@pytest.mark.parametrize(
    "error", [RefusedError("a redirect is refused"), FetchError("the body is larger than 5 bytes")]
)
def test_a_page_that_could_not_be_had_says_why(error: FetchError) -> None:
    (state,), (notice,) = told((error, None))
    assert (state, notice.detail) == ("outage", error.message)


@pytest.mark.parametrize(
    ("hops", "state"),
    [
        ([(301, "https://new.example.org/counts")], "moved"),
        ([(308, "https://new.example.org/counts")], "moved"),
        ([(302, "https://stat.example.org/b"), (301, "https://new.example.org/")], "moved"),
        ([(302, "https://new.example.org/counts")], "ok"),
        ([(301, "https://stat.example.org/elsewhere")], "ok"),
        ([(301, "https://www.stat.example.org/counts")], "ok"),
    ],
)
def test_only_a_permanent_redirect_to_another_host_is_a_move(hops: list[tuple[int, str]], state: State) -> None:
    states, _ = told((got(200, *hops), READ))
    assert states == [state]


def test_a_page_that_moved_and_no_longer_fits_has_drifted_and_both_are_told() -> None:
    (state,), (notice,) = told((got(200, (301, "https://new.example.org/")), DRIFTED))
    assert state == "drifted"
    assert "there is no column 'colonies'" in notice.detail
    assert "moved for good from https://stat.example.org/counts to https://new.example.org/" in notice.detail


OTHER = [["Office", "Room"], ["Press", "12"]]
LAYOUTS = [
    ("", "", [["date", "colonies"], ["2022", "1"]]),
    (
        'table = { layout = "long", value = "n" }',
        'where = { Where = "A" }',
        [["date", "Where", "n"], ["2022", "A", "1"]],
    ),
    (
        'table.layout = "long"',
        'column = "n"\nwhere = { Where = "A" }',
        [["date", "Where", "n"], ["2022", "A", "1"]],
    ),
    ('table.layout = "across"', 'where = { Where = "A" }', [["Where", "2021", "2022"], ["A", "1", "2"]]),
]


@pytest.mark.parametrize(("table", "series", "rows"), LAYOUTS)
def test_a_table_that_is_gone_from_its_page_is_no_drift_in_any_layout(
    table: str, series: str, rows: list[list[str]]
) -> None:
    source = source_of(table, COLONIES + series, "html")

    def state(*tables: list[list[str]]) -> State:
        before = page(rows, OTHER)
        with pytest.raises(TableError) as error:
            parse(source, page(*tables), "text/html")
        seen = Seen(
            fetched=got(),
            parsed=error.value,
            release="r2",
            was=look(source, before, "text/html"),
            now=look(source, page(*tables), "text/html"),
        )
        return judge(source, "ok", seen, at=AT)[0]

    assert parse(source, page(rows, OTHER), "text/html").figures
    assert state(OTHER) == "taken_down"
    renamed = [[f"new {name}" if name != rows[0][0] else name for name in rows[0]], ["x", *rows[1][1:]]]
    assert state(renamed, OTHER) == "drifted"


def page(*tables: list[list[str]]) -> bytes:
    body = b"".join(html_of(table) for table in tables)
    return b"<html><title>Counts</title><body>" + body
