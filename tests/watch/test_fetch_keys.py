"""Keys: the server gets the value, and nothing else ever holds more than its name."""

from __future__ import annotations

import asyncio
import gzip
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from tallywire.errors import FetchError, OutageError, RefusedError, SourceError
from tallywire.record import Archive
from tallywire.watch import Fetcher, Limits, Response, Source, Validators, load_source
from tallywire.watch.keys import Keys, read_keys
from tests.watch.clocks import START, QuickClock
from tests.watch.samples import COLONIES, HEAD
from tests.watch.server import Answer, Site, answer, redirect, serving

PLAIN = "0f9c6d1e5ab84d7e"
ODD = 'a/b+c=&é d"<x>%41'.replace("é d", "-d")
"""A value that addresses, pages and JSON each write in another way."""
ADDRESS = 'keys = ["FRED_API_KEY"]'
HEADER = 'keys = ["ONS_KEY"]\nheaders = { "Ocp-Apim-Subscription-Key" = "${ONS_KEY}", Accept = "application/json" }'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def source(site: Site, more: str, path: str = "/x?api_key=${FRED_API_KEY}&b=1") -> Source:
    text = HEAD.replace("https://stat.example.org/counts", site.address(path))
    return load_source(
        f'{text}media = "csv"\nallow_hosts = ["127.0.0.1", "localhost"]\n{more}\n{COLONIES}', "keys.toml"
    )


def play(
    source: Source, value: str = PLAIN, previous: Validators | None = None, retries: int = 0
) -> Response | FetchError:
    async def run() -> Response | FetchError:
        environment = {"FRED_API_KEY": value, "ONS_KEY": value}
        fetcher = Fetcher(clock=QuickClock(), limits=Limits(retries=retries), environment=environment)
        try:
            return await fetcher.fetch(source, previous=previous)
        except FetchError as error:
            assert value not in "".join(traceback.format_exception(error))
            assert error.__context__ is None or value not in str(error.__context__)
            return error

    return asyncio.run(run())


def held(found: Response | FetchError) -> str:
    if isinstance(found, Response):
        return msgspec.json.encode(msgspec.structs.replace(found, wire=b"", body=b"")).decode() + repr(found)
    return found.message + repr(vars(found))


@pytest.mark.parametrize("value", [PLAIN, ODD])
def test_a_key_in_the_address_is_sent_and_not_kept(site: Site, value: str) -> None:
    sent = f"/x?api_key={quote(value, safe='')}&b=1"
    site.answers[sent] = answer(b"date,colonies\n", headers=(("Link", f"<{site.address(sent)}&page=2>"),))
    found = play(source(site, ADDRESS), value)
    assert isinstance(found, Response) and found.status == 200
    assert f"GET {sent} HTTP/1.1" in site.asked()
    shown = site.address("/x?api_key=${FRED_API_KEY}&b=1")
    assert (found.address, found.final_address) == (shown, shown)
    assert found.target == "/x?api_key=${FRED_API_KEY}&b=1"
    assert found.header("link") == f"<{shown}&page=2>"
    assert value not in held(found) and quote(value, safe="") not in held(found)


@pytest.mark.parametrize("value", [PLAIN, ODD])
def test_a_key_in_a_header_is_sent_and_not_kept(site: Site, value: str) -> None:
    site.answers["/x"] = answer(b"date,colonies\n")
    found = play(source(site, HEADER, "/x"), value)
    assert isinstance(found, Response)
    assert f"Ocp-Apim-Subscription-Key: {value}\r\n" in site.asked()
    assert "Accept: application/json\r\n" in site.asked() and site.asked().count("Accept:") == 1
    assert ("Ocp-Apim-Subscription-Key", "${ONS_KEY}") in found.request
    assert value not in held(found)


def test_robots_txt_is_asked_for_without_it(site: Site) -> None:
    site.answers["/x"] = answer(b"")
    play(source(site, HEADER, "/x"))
    assert PLAIN not in site.robots[0].decode()


def test_the_same_page_is_asked_for_by_what_was_kept(site: Site) -> None:
    site.answers[f"/x?api_key={PLAIN}&b=1"] = answer(b"1", headers=(("ETag", '"v1"'),))
    first = play(source(site, ADDRESS))
    assert isinstance(first, Response)
    play(source(site, ADDRESS), previous=first.validators)
    assert 'If-None-Match: "v1"' in site.asked()
    play(source(site, ADDRESS), "another-key-1", previous=first.validators)
    assert 'If-None-Match: "v1"' in site.asked()


ECHOES = [
    b"your key is 0f9c6d1e5ab84d7e\n",
    '{"next": "https://x/?api_key=0f9c6d1e5ab84d7e"}'.encode("utf-16-le"),
]


@pytest.mark.parametrize("body", ECHOES)
@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_repeats_the_key_is_not_taken(site: Site, body: bytes, packed: bool) -> None:
    wire = answer(gzip.compress(body), headers=(("Content-Encoding", "gzip"),)) if packed else answer(body)
    site.answers[f"/x?api_key={PLAIN}&b=1"] = wire
    found = play(source(site, ADDRESS))
    assert isinstance(found, FetchError) and "repeats the key ${FRED_API_KEY}" in found.message
    assert PLAIN not in held(found)


@pytest.mark.parametrize(
    "form", ['a/b+c=&-d"<x>%41', "a%2Fb%2Bc%3D%26-d%22%3Cx%3E%2541", "a%2fb%2bc%3d%26-d%22%3cx%3e%2541"]
)
def test_every_form_of_it_is_found(form: str) -> None:
    keys = Keys({"K": ODD})
    assert keys.hidden(f"x?k={form}&y") == "x?k=${K}&y"
    assert keys.in_bytes(f"<a>{form}</a>".encode()) == "${K}"
    assert keys.in_bytes(b'{"k": "a\\/b+c=&-d\\"<x>%41"}') == "${K}"
    assert keys.in_bytes(b"k=a/b+c=&amp;-d&quot;&lt;x&gt;%41") == "${K}"
    assert ODD not in repr(keys) and ODD not in str(keys)


def test_redirects_of_the_same_host_keep_it_and_record_its_name(site: Site) -> None:
    site.answers |= {
        f"/x?api_key={PLAIN}&b=1": redirect(f"/y?api_key={PLAIN}"),
        f"/y?api_key={PLAIN}": answer(b"here"),
    }
    found = play(source(site, ADDRESS))
    assert isinstance(found, Response) and found.body == b"here"
    (hop,) = found.redirects
    assert hop.location == site.address("/y?api_key=${FRED_API_KEY}") == found.final_address
    assert ("Location", "/y?api_key=${FRED_API_KEY}") in hop.headers
    assert PLAIN not in held(found)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_another_host_or_port_never_gets_a_header_with_it(site: Site, host: str) -> None:
    with serving() as other:
        other.answers["/"] = answer(b"elsewhere")
        site.answers["/x"] = redirect(other.address("/", host))
        found = play(source(site, HEADER, "/x"))
        assert isinstance(found, Response) and found.body == b"elsewhere"
        assert PLAIN not in other.asked() and "Accept: application/json" in other.asked()
        assert all("${ONS_KEY}" not in value for _, value in found.request)


def test_a_redirect_that_carries_it_to_another_host_is_refused(site: Site) -> None:
    with serving() as other:
        site.answers[f"/x?api_key={PLAIN}&b=1"] = redirect(other.address(f"/?from=/x%3Fapi_key%3D{PLAIN}"))
        found = play(source(site, ADDRESS))
        assert isinstance(found, RefusedError) and "carries a key to another host" in found.message
        assert other.requests == [] == other.robots
        assert PLAIN not in held(found)


FAILURES: list[Answer] = [
    b"",
    answer(b"x", headers=(("Content-Encoding", "br"),)),
    redirect(f"http://10.0.0.1/?api_key={PLAIN}"),
    redirect(f"http://[{PLAIN}/"),
    redirect(f"ftp://{PLAIN}/"),
    redirect(f"/x?api_key={PLAIN}&b=1"),
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
    b"HTTP/1.1 " + PLAIN.encode() + b"\r\n\r\n",
    answer(status="429 No", headers=(("Retry-After", "9999"),)),
    answer(status="206 Part"),
]


@pytest.mark.parametrize("given", FAILURES)
def test_no_error_says_it(site: Site, given: bytes, caplog: pytest.LogCaptureFixture) -> None:
    site.answers[f"/x?api_key={PLAIN}&b=1"] = given
    with caplog.at_level(logging.DEBUG):
        found = play(source(site, ADDRESS))
    assert isinstance(found, FetchError)
    assert PLAIN not in held(found) and PLAIN not in caplog.text


def test_when_to_come_back_is_kept_with_the_error(site: Site) -> None:
    site.answers[f"/x?api_key={PLAIN}&b=1"] = FAILURES[-2]
    found = play(source(site, ADDRESS))
    assert isinstance(found, OutageError) and found.retry_at is not None and found.retry_at > START


def test_robots_txt_may_disallow_it_without_saying_it(site: Site) -> None:
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /x\n")
    found = play(source(site, ADDRESS))
    assert isinstance(found, RefusedError) and "does not let" in found.message
    assert PLAIN not in held(found)


def test_nothing_in_the_archive_holds_it(site: Site, tmp_path: Path) -> None:
    site.answers |= {
        f"/x?api_key={PLAIN}&b=1": redirect(f"/y?api_key={PLAIN}"),
        f"/y?api_key={PLAIN}": answer(b"date,colonies\n", headers=(("X-Echo", PLAIN), ("Content-Type", "text/csv"))),
    }
    watched = source(site, ADDRESS)
    found = play(watched)
    assert isinstance(found, Response)
    with Archive(tmp_path, write=True) as archive:
        archive.append_response(
            source=watched.id,
            address=watched.address,
            at=START,
            real=START,
            status=found.status,
            headers=found.headers,
            wire=found.wire,
            media_type=found.media_type,
        )
    written = b"".join(_unpacked(path) for path in sorted(tmp_path.rglob("*")) if path.is_file())
    assert b"${FRED_API_KEY}" in written
    assert PLAIN.encode() not in written


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "FRED_API_KEY is not set"),
        ("short", "holds no key"),
        ("has a space", "holds no key"),
        ("line\nbreak-and-more", "holds no key"),
        ("ключ-ключ", "holds no key"),
        ("x" * 513, "holds no key"),
    ],
)
def test_a_key_that_is_missing_or_none_is_told_when_it_is_needed(value: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said) as refused:
        read_keys(["FRED_API_KEY"], {"FRED_API_KEY": value}, "https://x.example/")
    assert not value or value not in refused.value.message


@pytest.mark.parametrize(
    ("address", "more", "said"),
    [
        ("https://a.example/?k=${K}", "", "keys: 'K' is used and not listed"),
        ("https://a.example/", 'keys = ["K"]', "keys: K is listed and not used"),
        ("https://a.example/?k=${k}", 'keys = ["k"]', "keys: 'k' names no environment variable"),
        ("https://a.example/?k=${K", 'keys = ["K"]', "address: "),
        ("https://${K}.example/", 'keys = ["K"]', "address: a key may not stand in the host"),
        ("https://a.example:${K}/", 'keys = ["K"]', "address: a key may not stand in the host"),
        ("http://a.example/?k=${K}", 'keys = ["K"]', "address: a key would be sent where all can read it"),
        ("https://a.example/?k=${A}", f"keys = {[f'K{n}' for n in range(9)]}", "keys: 9 of them"),
        ("https://a.example/", 'headers = { Host = "b.example" }', "headers: Host is not for a source to send"),
        ("https://a.example/", 'headers = { Cookie = "a=b" }', "headers: Cookie is not for a source"),
        ("https://a.example/", 'headers = { "If-Match" = "a" }', "headers: If-Match is not for a source"),
        ("https://a.example/", 'headers = { "X Y" = "a" }', "headers: 'X Y' is no header"),
        ("https://a.example/", 'headers = { X = "a\\r\\nHost: b" }', "headers: the value of X is not printable"),
        ("https://a.example/", 'headers = { X = "" }', "headers: the value of X is not printable"),
        ("https://a.example/", 'robots = "ignore"', "robots: 'ignore' gives no reason"),
        ("https://a.example/", 'robots = "ignored because  "', "gives no reason"),
    ],
)
def test_mistakes_about_fetching_are_told(address: str, more: str, said: str) -> None:
    head = HEAD.replace("https://stat.example.org/counts", address)
    with pytest.raises(SourceError) as error:
        load_source(f'{head}media = "csv"\n{more}\n{COLONIES}', "keys.toml")
    assert said in error.value.message
