"""Requests and redirects beside the releases, and past versions from a Memento archive."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from tallywire.errors import ArchiveError
from tallywire.record import Archive, Hop, verify
from tallywire.record.chain import file_name
from tallywire.record.entry import Entry
from tallywire.record.http import request_block
from tallywire.record.index import NAME
from tests.record.making import ADDRESS, day, fetch

FIRST = file_name(1)
SENT = (("Host", "example.org"), ("User-Agent", "Tallywire/1"), ("If-None-Match", '"one"'))
MEMENTO = "https://archive.example/web/20210301090000id_/https://example.org/figures"


def asked(archive: Archive, body: bytes, number: float, *, hops: tuple[Hop, ...] = ()) -> str:
    return archive.append_response(
        source="s",
        address=ADDRESS,
        at=day(number),
        real=day(number),
        status=200,
        headers=[("Content-Type", "text/csv")],
        wire=body,
        media_type="text/csv",
        request=SENT,
        redirects=hops,
        final_address="https://example.org/moved?t=1" if hops else "",
    ).id


def warcs(path: Path) -> list[dict[str, str]]:
    """Every record of a file as another tool reads it: its headers, and its content under ""."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            found.append({**dict(record.rec_headers.headers), "": record.raw_stream.read().decode()})
    return found


def test_a_request_stands_before_its_answer_and_each_names_the_other(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = asked(archive, b"A", 0)
        assert archive.body(release) == b"A"
    request, response = warcs(tmp_path / FIRST)
    assert (request["WARC-Type"], response["WARC-Type"]) == ("request", "response")
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert request["WARC-Target-URI"] == response["WARC-Target-URI"] == ADDRESS
    assert request["Content-Type"] == "application/http; msgtype=request"
    assert request[""] == (
        'GET /figures HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Tallywire/1\r\nIf-None-Match: "one"\r\n\r\n'
    )
    again = Archive(tmp_path)
    assert [entry.type for entry in again.entries()] == ["request", "response"]
    assert tuple(again.entries()) == tuple(archive.entries())
    assert len(tuple(again.releases())) == 1
    assert verify(tmp_path, head=archive.head).ok


def test_a_revisit_and_a_304_have_their_requests(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        asked(archive, b"A", 0)
        asked(archive, b"A", 1)
        archive.append_not_modified(source="s", address=ADDRESS, at=day(2), real=day(2), request=SENT)
    assert [entry.type for entry in archive.entries()] == ["request", "response", *(["request", "revisit"] * 2)]
    assert verify(tmp_path, head=archive.head).ok


def test_what_cannot_be_archived_leaves_no_request_behind(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        with pytest.raises(ArchiveError, match="304 without an earlier release"):
            archive.append_not_modified(source="s", address=ADDRESS, at=day(0), real=day(0), request=SENT)
        fetch(archive, b"A", day(2))
        before = archive.head, (tmp_path / FIRST).read_bytes()
        with pytest.raises(ArchiveError, match="before the last entry"):
            asked(archive, b"B", 1)
        assert (archive.head, (tmp_path / FIRST).read_bytes()) == before


def test_keys_are_not_archived_with_a_request(tmp_path: Path) -> None:
    sent = [
        ("Authorization", "Bearer hush"),
        ("Cookie", "session=hush"),
        ("X-Api-Key", "hush"),
        ("Ocp-Apim-Subscription-Key", "hush"),
        ("Proxy-Authorization", "Basic hush"),
        ("Referer", "https://example.org/?token=hush"),
        ("Accept", "text/csv\r\nX: 1"),
    ]
    block = request_block("https://me:hush@example.org/d?token=hush&page=2#top", sent)
    assert b"hush" not in block
    assert block.startswith(b"GET /d?token=REDACTED&page=2 HTTP/1.1\r\nAuthorization: REDACTED\r\n")
    assert b"\r\nAccept: text/csv X: 1\r\n\r\n" in block


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org", "/"),
        ("https://example.org/", "/"),
        ("https://example.org?a=1", "/?a=1"),
        ("https://example.org/a?b=/c", "/a?b=/c"),
        ("https://[::1", "/"),
        ("no address at all", "/"),
    ],
)
def test_the_target_of_a_request(address: str, target: str) -> None:
    assert request_block(address, ()) == f"GET {target} HTTP/1.1\r\n\r\n".encode()


HOPS = (
    Hop("https://example.org/figures", 301, (("Location", "/old?token=hush"),), SENT),
    Hop("https://example.org/old?token=hush", 302, (("Location", "/moved?t=1"), ("Content-Length", "12"))),
)


def test_redirects_are_records_of_their_own_and_no_releases(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        release = asked(archive, b"A", 0, hops=HOPS)
        assert [each.id for each in archive.releases()] == [release]
        assert next(archive.releases()).address == ADDRESS
        assert archive.entry(release).target == "https://example.org/moved?t=1"
        assert archive.last("s", ADDRESS) == next(archive.releases())
    read = warcs(tmp_path / FIRST)
    assert [(each["WARC-Type"], each["WARC-Target-URI"]) for each in read] == [
        ("request", ADDRESS),
        ("response", ADDRESS),
        ("response", "https://example.org/old?token=REDACTED"),
        ("request", "https://example.org/moved?t=1"),
        ("response", "https://example.org/moved?t=1"),
    ]
    assert read[1][""] == "HTTP/1.1 301 Moved Permanently\r\nLocation: /old?token=REDACTED\r\n\r\n"
    assert "WARC-Truncated" in read[1] and "WARC-Truncated" not in read[4]
    assert "hush" not in gzip.decompress((tmp_path / FIRST).read_bytes()).decode()
    again = Archive(tmp_path)
    assert list(again.releases()) == list(archive.releases())
    assert tuple(again.entries()) == tuple(archive.entries())
    assert verify(tmp_path, head=archive.head).ok


def test_a_past_version_from_a_memento_archive(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        now = fetch(archive, b"A", day(0))
        past, same, again = (
            archive.append_memento(
                source="s",
                address=ADDRESS,
                at=day(number),
                real=day(number),
                status=200,
                headers=[("Memento-Datetime", "Mon, 01 Mar 2021 09:00:00 GMT")],
                wire=body,
                media_type="text/csv",
                published_at=day(number - 600),
                memento_address=MEMENTO,
                request=SENT,
            )
            for number, body in ((1, b"B"), (2, b"A"), (3, b"B"))
        )
        assert (past.kind, past.note, past.address) == ("memento", MEMENTO, ADDRESS)
        assert (past.published_at, past.fetched_at) == (day(-599), day(1))
        # The server's own answer stands where it was: the next request is conditional on that alone.
        assert archive.last("s", ADDRESS) == now
        assert (same.revisit, again.revisit) == ("", past.id)
        assert archive.body(again.id) == b"B"
        later = fetch(archive, b"B", day(4))
        assert later.revisit == "" and archive.last("s", ADDRESS) == later
    assert list(Archive(tmp_path).releases()) == list(archive.releases())
    assert [each["WARC-Target-URI"] for each in warcs(tmp_path / FIRST)[1:3]] == [MEMENTO, MEMENTO]
    assert verify(tmp_path, head=archive.head).ok


def test_an_archive_without_requests_is_opened_verified_and_added_to(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
    with Archive(tmp_path, write=True) as archive:
        asked(archive, b"B", 1)
    assert [entry.type for entry in Archive(tmp_path).entries()] == ["response", "request", "response"]
    assert verify(tmp_path, head=archive.head).ok


def without(folder: Path, entries: list[Entry], gone: int) -> None:
    """End the last file before the entry at `gone`, as a crash would, its index gone too."""
    path = folder / entries[gone].file
    path.write_bytes(path.read_bytes()[: entries[gone].offset])
    (folder / NAME).unlink()


def test_a_request_whose_answer_was_cut_off_is_told(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(0))
        asked(archive, b"B", 1)
    without(tmp_path, list(archive.entries()), 2)
    assert verify(tmp_path).ok
    with Archive(tmp_path, write=True) as archive:
        assert archive.warnings == ()
        asked(archive, b"C", 2)
    entries = list(Archive(tmp_path).entries())
    assert [entry.type for entry in entries] == ["response", "request", "metadata", "request", "response"]
    assert entries[2].fields == {"after": "2", "bytes": "0", "kept": ""}
    assert verify(tmp_path, head=archive.head).ok


def test_a_request_without_its_answer_in_the_middle_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path, write=True) as archive:
        asked(archive, b"A", 0)
    without(tmp_path, list(archive.entries()), 1)
    monkeypatch.setattr("tallywire.record.writing.untold", lambda *_: ())
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"B", day(1))
    fault = verify(tmp_path).fault
    assert fault is not None and fault.entry == 2
    assert fault.what == "is not the answer to the request in entry 1"


def test_an_answer_to_another_address_than_was_asked_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path, write=True) as archive:
        monkeypatch.setattr(archive, "_ask", astray(archive))
        asked(archive, b"A", 0)
    fault = verify(tmp_path).fault
    assert fault is not None and (fault.entry, fault.what) == (2, "is not the answer to the request in entry 1")


def astray(archive: Archive) -> object:
    whole = archive._ask
    return lambda release, real, target, request: whole(release, real, "https://example.org/else", request)


def test_a_time_set_back_a_little_is_the_same_for_both(tmp_path: Path) -> None:
    with Archive(tmp_path, write=True) as archive:
        fetch(archive, b"A", day(1))
        release = archive.append_response(
            source="s",
            address=ADDRESS,
            at=day(1) - timedelta(seconds=2),
            real=day(1) - timedelta(seconds=2),
            status=200,
            headers=[],
            wire=b"B",
            media_type="text/csv",
            request=SENT,
        )
        request, response = list(archive.entries())[1:]
        assert request.at == response.at == release.fetched_at == day(1)
    assert verify(tmp_path).ok


def test_warcio_finds_nothing_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(tmp_path, write=True) as archive:
        asked(archive, b"A", 0, hops=HOPS)
        asked(archive, b"A", 1)
        archive.append_not_modified(source="s", address=ADDRESS, at=day(2), real=day(2), request=SENT)
        archive.append_note(at=day(3), real=day(3), topic="remark", fields={"a": "b"})

    class Asked(msgspec.Struct):
        inputs: list[str]
        verbose: bool = True

    checker = Checker(Asked([str(tmp_path / FIRST)]))
    checker.process_all()
    said = capsys.readouterr().out
    assert checker.exit_value == 0, said
    # The two revisits have no bytes of their own to check.
    assert said.count("digest pass") == 8 and said.count("(revisit)") == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=4))
def test_any_header_makes_a_request_that_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, path: str, headers: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder, write=True) as archive:
        archive.append_response(
            source="s",
            address=f"https://example.org/{path}",
            at=day(0),
            real=day(0),
            status=200,
            headers=headers,
            wire=b"x",
            media_type="text/csv",
            request=headers,
        )
    proof = verify(folder, head=archive.head)
    assert proof.ok and proof.entries == 2
