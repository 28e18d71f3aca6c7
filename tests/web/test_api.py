"""The API: what it gives, as of when, how it refuses, and who may ask."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tallywire.check import report
from tallywire.cli.options import plain_json
from tallywire.desk import Newsroom, check_text
from tallywire.web.api.record import wants_csv
from tests.demo.played import Demo
from tests.web.serving import TEXT

SENT = {"text": TEXT, "published": "2022-11-12"}
OBSERVATIONS = "/api/observations?series=fsin/colonies"


def test_check_gives_the_report_of_the_command_line(demo: Demo, client: TestClient) -> None:
    from datetime import date

    answer = client.post("/api/check", json=SENT)
    with Newsroom(demo.folder) as room:
        done = check_text(room, TEXT, published=date(2022, 11, 12))
        expected = plain_json(
            report(done.verdicts, as_of=done.as_of, published=date(2022, 11, 12)), clock="simulated time"
        )
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert answer.json() == json.loads(expected)
    assert answer.json()["basis"] == "simulated time"
    assert "proven" not in {
        value for claim in answer.json()["claims"] for value in claim.values() if isinstance(value, str)
    }


def test_check_as_the_record_stood(client: TestClient) -> None:
    early = client.post("/api/check", json={**SENT, "as_of": "2010-01-01"}).json()
    assert early["as_of"] == "2010-01-01T23:59:59.999999+00:00"
    assert {claim["verdict"] for claim in early["claims"]} == {"unverifiable"}
    exact = client.post("/api/check", json={**SENT, "as_of": "2022-11-30T12:00:00+03:00"}).json()
    assert exact["as_of"] == "2022-11-30T09:00:00+00:00"


def test_read_gives_the_claims(client: TestClient) -> None:
    answer = client.post("/api/read", json=SENT).json()
    assert answer["schema"] == "tallywire.read/1"
    assert [claim["text"] for claim in answer["claims"]] == ["348,000", "23,000"]
    assert answer["claims"][0]["amount"]["low"] == "347500"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 422, "text"),
        ({"text": TEXT}, 422, "published"),
        ({**SENT, "published": "yesterday"}, 422, "published"),
        ({**SENT, "text": ""}, 422, "text"),
        ({**SENT, "text": " \n "}, 422, "text"),
        ({**SENT, "text": 7}, 422, "text"),
        ({**SENT, "texts": "x"}, 422, "texts"),
        ({**SENT, "basis": "guessed"}, 422, "basis"),
        ({**SENT, "as_of": "soon"}, 422, "as_of"),
        ({**SENT, "as_of": ""}, 422, "as_of"),
        ({**SENT, "as_of": "2022-W01-1"}, 422, "as_of"),
        ({**SENT, "as_of": "2022-02-30"}, 422, "as_of"),
        ({**SENT, "as_of": "2022-11-30T12:00:00"}, 422, "as_of"),
        ({**SENT, "text": "ё" * 600_000}, 413, "longer"),
        ([], 422, "object"),
    ],
)
def test_what_does_not_fit_is_named(client: TestClient, sent: object, status: int, said: str) -> None:
    answer = client.post("/api/check", json=sent)
    problem = answer.json()
    assert answer.status_code == status == problem["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in problem["detail"] and problem["type"] == "about:blank" and problem["title"]


def test_what_is_no_json(client: TestClient) -> None:
    kind = {"Content-Type": "application/json"}
    for body in (b"", b"{", b"[" * 100_000, b'{"text": "\\ud800", "published": "2022-11-12"}', b"\xff", b"nul"):
        answer = client.post("/api/check", content=body, headers=kind)
        assert answer.status_code in (400, 422), body[:20]
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.post("/api/check", content=json.dumps(SENT)).status_code == 415
    large = client.post("/api/check", content=b" " * (5 << 20), headers=kind)
    assert large.status_code == 413 and large.json()["detail"] == "The request is larger than 4 MiB."


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01", "9999-12-31"]
)
def test_the_ends_of_the_calendar_break_nothing(client: TestClient, moment: str) -> None:
    day = moment[:10]
    assert client.post("/api/check", json={"text": TEXT, "published": day, "as_of": moment}).status_code == 200
    assert client.get("/api/leads", params={"as_of": moment, "days": 3660}).status_code == 200
    assert client.get(OBSERVATIONS, params={"series": "fsin/colonies", "as_of": moment}).status_code == 200


def test_leads(client: TestClient) -> None:
    answer = client.get("/api/leads?as_of=2022-11-30&days=31&limit=2").json()
    assert answer["schema"] == "tallywire.leads/1" and answer["basis"] == "simulated time"
    assert len(answer["leads"]) == 2
    first = answer["leads"][0]
    assert first["statement"]["kind"] and first["evidence"]["outcome"] == "true" and first["why"]
    assert client.get("/api/leads?as_of=2005-01-01").json()["leads"] == []


def test_series_a_page_at_a_time(client: TestClient) -> None:
    whole = [item["series"]["id"] for item in client.get("/api/series?limit=200").json()["series"]]
    assert whole == sorted(whole) and "fsin/colonies" in whole
    walked: list[str] = []
    cursor = ""
    while True:
        page = client.get("/api/series", params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        walked += [item["series"]["id"] for item in page["series"]]
        cursor = page["next"]
        if cursor is None:
            break
        assert len(page["series"]) == 3
    assert walked == whole


def test_series_by_words_and_source(client: TestClient) -> None:
    found = client.get("/api/series?q=PEOPLE fsin/colonies").json()["series"]
    assert {item["series"]["id"] for item in found} == {"fsin/colonies"}
    assert found[0]["source_name"] == "Federal Penitentiary Service of Russia"
    assert client.get("/api/series?q=nothing-like-it").json()["series"] == []
    ids = [item["series"]["id"] for item in client.get("/api/series?source=fsin").json()["series"]]
    assert ids and all(id.startswith("fsin/") for id in ids)


def test_one_series(client: TestClient) -> None:
    one = client.get("/api/series/fsin/colonies").json()
    assert one["series"]["title"] == "people in correctional colonies in Russia"
    assert one["coverage"]["count"] > 10 and one["latest"]["value"] and one["basis"] == "simulated time"
    early = client.get("/api/series/fsin/colonies?as_of=1990-01-01").json()
    assert early["coverage"] is None and early["latest"] is None
    missing = client.get("/api/series/fsin/nothing")
    assert missing.status_code == 404 and missing.json()["hint"] == "GET /api/series lists them."


def test_observations_as_of_any_moment(client: TestClient) -> None:
    now = client.get(OBSERVATIONS).json()["observations"]
    assert [point["start"] for point in now] == sorted(point["start"] for point in now)
    then = client.get(f"{OBSERVATIONS}&as_of=2022-08-31").json()["observations"]
    assert then and len(then) < len(now)
    assert all(point["known_at"] < "2022-09-01" for point in then)
    point = next(point for point in now if point["period"] == "2022-08-01")
    assert point["value"] == "349000" and point["literal"] == "349,000"
    assert set(point["cell"]) == {"table", "row", "column"}
    part = client.get(f"{OBSERVATIONS}&from=2022-08-01&to=2022-08-31").json()["observations"]
    assert [each["period"] for each in part] == ["2022-08-01"]
    assert client.get(f"{OBSERVATIONS}&basis=asserted").json()["observations"]


def test_observations_as_csv(client: TestClient) -> None:
    answer = client.get(OBSERVATIONS, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    held: list[dict[str, Any]] = client.get(OBSERVATIONS).json()["observations"]
    assert [row["literal"] for row in rows] == [point["literal"] for point in held]
    assert rows[0]["unit"] == "people"


def test_a_long_series_comes_in_parts(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get(OBSERVATIONS).json()["observations"]
    monkeypatch.setattr("tallywire.web.api.record.MOST_POINTS", 5)
    walked, start = [], None
    while True:
        page = client.get(OBSERVATIONS + (f"&from={start}" if start else "")).json()
        walked += page["observations"]
        start = page["next"]
        if start is None:
            break
    assert walked == whole
    as_csv = client.get(OBSERVATIONS, headers={"Accept": "text/csv"})
    assert 'rel="next"' in as_csv.headers["link"] and "from=" in as_csv.headers["link"]


@pytest.mark.parametrize(
    ("accept", "takes"),
    [
        ("", False),
        ("*/*", False),
        ("text/csv", True),
        ("text/csv, application/json", True),
        ("application/json, text/csv", False),
        ("TEXT/CSV;q=1", True),
    ],
)
def test_csv_only_where_it_is_asked_for(accept: str, takes: bool) -> None:
    assert wants_csv(accept) is takes


@pytest.mark.parametrize(
    "address",
    [
        "/api/observations",
        "/api/observations?series=",
        f"{OBSERVATIONS}&from=soon",
        f"{OBSERVATIONS}&from=null",
        f"{OBSERVATIONS}&series=x",
        "/api/series?limit=0",
        "/api/series?limit=201",
        "/api/series?limit=ten",
        "/api/series?q=" + "a" * 201,
        "/api/series?page=2",
        "/api/leads?days=0",
        "/api/leads?as_of=",
        "/api/leads?" + "a" * 5000,
    ],
)
def test_a_query_that_does_not_fit(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/api/series", OBSERVATIONS, "/api/openapi.json", "/api/leads?as_of=2022-11-30"])
def test_what_did_not_change_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip" and packed.headers["etag"] == first.headers["etag"]
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.headers["etag"] != first.headers["etag"] and plain.content == first.content
    assert client.head(address).headers["etag"] == first.headers["etag"]


def test_any_page_may_ask_and_none_with_anyones_cookies(client: TestClient) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    before = client.options("/api/check", headers=asked)
    assert before.status_code == 204 and before.headers["access-control-allow-methods"] == "GET, POST"
    answer = client.post(
        "/api/check", json=SENT, headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers and "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in client.get("/check").headers


def test_a_method_that_is_not_taken(client: TestClient) -> None:
    answer = client.get("/api/check")
    assert answer.status_code == 405 and set(answer.headers["allow"].split(", ")) == {"POST", "OPTIONS"}
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(client.put("/check").headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.status_code == 404 and answer.json()["title"] == "Not Found"
