"""GET /api/history and /api/diff: the same as the commands give, in parts, as of any moment, or refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tallywire.web import app
from tallywire.web.limits import Limits
from tests.cli.conftest import Run
from tests.cli.conftest import run as run
from tests.desk.making import day, put, simulated, source_text, watch
from tests.watch.server import serving
from tests.web.serving import BASE, GENEROUS

FIGURES = {f"{2020 + n // 12}-{n % 12 + 1:02d}": str(1000 + n) for n in range(30)}
CHANGED = {**FIGURES, "2021-03": "1500", "2022-07": "2000"}
SHORTER = {month: figure for month, figure in CHANGED.items() if month != "2020-05"}
REWORDED = {**CHANGED, "2022-01": "1024.0"}

HISTORY = "/api/history?series=prisons/inmates"
DIFF = "/api/diff?source=prisons"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five releases of one source and one of another, in simulated time."""
    made = tmp_path_factory.mktemp("history") / "newsroom"
    with serving() as site:
        sources = {
            f"{id}.toml": source_text(id, site.address(f"/{id}"), slug=slug)
            for id, slug in (("prisons", "inmates"), ("courts", "judges"))
        }
        put(site, "/prisons", FIGURES)
        put(site, "/courts", {"2022-01": "7"})
        with simulated(made, sources, day(0)) as room:
            watch(room, day(0))
            for number, rows in enumerate((CHANGED, SHORTER, CHANGED, REWORDED), 1):
                put(site, "/prisons", rows)
                watch(room, day(number))
    return made


@pytest.fixture(scope="module")
def asking(folder: Path) -> Iterator[TestClient]:
    with TestClient(app(folder, limits=GENEROUS), base_url=BASE) as client:
        yield client


def got(asking: TestClient, address: str) -> dict[str, Any]:
    answer = asking.get(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def as_told(given: Any, like: Any) -> Any:
    """What the API gives, of the fields that the command gives."""
    if isinstance(like, dict):
        return {key: as_told(given[key], value) for key, value in like.items()}
    if isinstance(like, list):
        assert len(given) == len(like)
        return [as_told(one, other) for one, other in zip(given, like, strict=True)]
    return given


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ((), ""),
        (("--period", "2020-05"), "&period=2020-05"),
        (("--as-of", "2022-11-02"), "&as_of=2022-11-02"),
        (("--as-of", "2022-11-03", "--period", "2021-03"), "&as_of=2022-11-03&period=2021-03"),
    ],
)
def test_history_is_that_of_the_command(
    folder: Path, asking: TestClient, run: Run, arguments: tuple[str, ...], query: str
) -> None:
    told = json.loads(run("history", "prisons/inmates", *arguments, "-n", folder, "--json").out)
    given = got(asking, HISTORY + query)
    assert told["steps"] and as_told(given, told) == told
    assert given["next"] is None and given["basis"] == "simulated time"


def test_a_step_has_its_cell_and_its_class(asking: TestClient) -> None:
    steps = got(asking, f"{HISTORY}&period=2020-05")["steps"]
    assert [(each["value"], each["presence"], each["class"]) for each in steps] == [
        ("1004", "back", "reappearance"),
        (None, "gone", "deletion"),
        ("1004", None, None),
    ]
    assert [each["cell"] is None for each in steps] == [True, True, False], "it was read in the first release"
    assert steps[2]["cell"] == {"table": 0, "row": 5, "column": 1} and steps[2]["quantum"] == "1"
    newest, oldest = got(asking, f"{HISTORY}&period=2021-03")["steps"]
    assert (newest["class"], newest["rule"], newest["start"], newest["end"]) == (
        "correction",
        "isolated",
        "2021-03-01",
        "2021-04-01",
    )
    assert newest["why"].startswith("1 figure, of 2021-03, was changed from 1,014 to 1,500. ")
    assert newest["release"] != oldest["release"] and oldest["why"] is None


def test_history_as_of_a_moment_knows_nothing_later(asking: TestClient) -> None:
    now, then = got(asking, HISTORY), got(asking, f"{HISTORY}&as_of=2022-11-01")
    assert then["as_of"] == "2022-11-01T23:59:59.999999Z" and now["as_of"] == "2022-11-05T09:00:00Z"
    assert len(then["steps"]) == 30 and len(now["steps"]) == 35
    assert {each["class"] for each in then["steps"]} == {None}


def test_a_long_history_comes_in_parts_of_whole_periods(asking: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = got(asking, HISTORY)["steps"]
    assert [each["start"] for each in whole] == sorted((each["start"] for each in whole), reverse=True)
    monkeypatch.setattr("tallywire.web.api.looking_back_shapes.MOST_STEPS", 2)
    walked, last, parts = [], None, 0
    while True:
        page = got(asking, HISTORY + (f"&to={last}" if last else ""))
        walked += page["steps"]
        parts += 1
        last = page["next"]
        if last is None:
            break
        assert len(page["steps"]) <= 2 or len({each["period"] for each in page["steps"]}) == 1
    assert walked == whole and parts > 12
    part = got(asking, f"{HISTORY}&from=2022-05-01&to=2022-05-31")
    assert [each["period"] for each in part["steps"]] == ["2022-05"]


@pytest.mark.parametrize(
    ("a", "b"),
    [("first", "latest"), ("2022-11-01", "2022-11-03"), ("2022-11-03", "2022-11-04"), ("latest", "latest")],
)
def test_diff_is_that_of_the_command(folder: Path, asking: TestClient, run: Run, a: str, b: str) -> None:
    told = json.loads(run("diff", a, b, "--source", "prisons", "-n", folder, "--json").out)
    given = got(asking, f"{DIFF}&a={a}&b={b}")
    assert as_told(given, told) == told
    assert got(asking, f"{DIFF}&a={b}&b={a}") == given, "either may be the earlier"
    assert got(asking, f"{DIFF}&series=prisons/inmates&a={a}&b={b}") == given


def test_diff_between_releases_and_every_kind_of_change(asking: TestClient) -> None:
    first, second = (got(asking, f"{HISTORY}&period=2021-03")["steps"][place]["release"] for place in (1, 0))
    found = got(asking, f"{DIFF}&a={first[:8]}&b={second}")
    assert (found["a"]["release"], found["b"]["release"], found["b"]["source"]) == (first, second, "prisons")
    assert [(each["change"], each["period"], each["class"]) for each in found["figures"]] == [
        ("restated", "2021-03", "correction"),
        ("new", "2022-07", None),
    ]
    restated = found["figures"][0]
    assert restated["before"]["cell"] == restated["after"]["cell"] == {"table": 0, "row": 15, "column": 1}
    assert got(asking, f"{DIFF}&a=2022-11-02&b=2022-11-03")["figures"][0]["change"] == "gone"
    assert got(asking, f"{DIFF}&a=2022-11-03&b=2022-11-04")["figures"][0]["change"] == "back"
    assert got(asking, f"{DIFF}&a=2022-11-04&b=2022-11-05")["figures"][0]["change"] == "reworded"


def test_a_long_difference_comes_in_parts(asking: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = got(asking, f"{DIFF}&a=2022-10-31&b=latest")["figures"]
    assert len(whole) == 31
    monkeypatch.setattr("tallywire.web.api.looking_back_shapes.MOST_STEPS", 7)
    walked: list[Any] = []
    cursor: int | None = 0
    while cursor is not None:
        page = got(asking, f"{DIFF}&a=2022-10-31&b=latest&cursor={cursor}")
        walked += page["figures"]
        cursor = page["next"]
    assert walked == whole
    assert got(asking, f"{DIFF}&a=2022-10-31&b=latest&cursor=31")["figures"] == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/history?series=prisons/none", 404, "no series"),
        (f"{HISTORY}&period=1999-01", 404, "Nearest: 2020-01, 2020-02"),
        (f"{HISTORY}&period=2021-W53", 404, "no period"),
        (f"{HISTORY}&period=2022-13", 404, "no period"),
        (f"{HISTORY}&period=soon", 422, "period"),
        (f"{HISTORY}&as_of=soon", 422, "as_of"),
        (f"{HISTORY}&to=2022", 422, "to"),
        (f"{HISTORY}&basis=asserted", 422, "There are: series, period, as_of, from, to"),
        ("/api/history", 422, "series"),
        ("/api/diff?source=none&a=first&b=latest", 404, "no source"),
        (f"{DIFF}&series=courts/judges&a=first&b=latest", 404, "no series"),
        (f"{DIFF}&a=first", 422, "`b`"),
        (f"{DIFF}&a=&b=latest", 422, "a"),
        (f"{DIFF}&a=abc&b=latest", 404, "is no release, day or time"),
        (f"{DIFF}&a=2022-13-01&b=latest", 422, "'2022-13-01' is no time"),
        (f"{DIFF}&a=first&b=2022-11-01T10:00", 404, "has no time zone"),
        (f"{DIFF}&a=first&b=latest&cursor=-1", 422, "cursor"),
    ],
)
def test_what_is_not_there_or_does_not_fit_is_said(asking: TestClient, address: str, status: int, said: str) -> None:
    answer = asking.get(address)
    assert answer.status_code == status and said in answer.text, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_release_of_another_source_is_refused(asking: TestClient) -> None:
    judge = got(asking, "/api/history?series=courts/judges")["steps"][0]["release"]
    answer = asking.get(f"{DIFF}&a={judge}&b=latest")
    assert answer.status_code == 404 and "is one of courts, not of prisons" in answer.json()["detail"]


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00%2B14:00"])
def test_the_ends_of_the_calendar_break_nothing(asking: TestClient, moment: str) -> None:
    assert asking.get(f"{HISTORY}&as_of={moment}").status_code == 200
    assert asking.get(f"{DIFF}&a={moment}&b=latest").status_code == 200


@pytest.mark.parametrize("address", [HISTORY, f"{DIFF}&a=first&b=latest"])
def test_what_did_not_change_is_not_sent_again(asking: TestClient, address: str) -> None:
    first = asking.get(address)
    again = asking.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_what_is_worked_out_anew_is_bounded_by_address(folder: Path) -> None:
    with TestClient(app(folder, limits=Limits(checks_a_minute=2)), base_url=BASE) as client:
        past, differing = f"{HISTORY}&as_of=2022-11-01", f"{DIFF}&a=first&b=latest"
        assert [client.get(each).status_code for each in (past, differing, past, differing)] == [200, 200, 429, 429]
        assert [client.get(HISTORY).status_code for _ in range(5)] == [200] * 5
