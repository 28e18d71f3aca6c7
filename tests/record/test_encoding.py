from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.record.encoding import decoded

BODY = b"348,000 in August\n" * 20


def bare(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("coding", "wire"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY)),
        ("GZIP", gzip.compress(BODY[:7]) + gzip.compress(BODY[7:]) + b"\0\0\0"),
        ("gzip", gzip.compress(BODY) + b"rubbish"),
        ("deflate", zlib.compress(BODY)),
        ("deflate", bare(BODY)),
        ("deflate, gzip", gzip.compress(zlib.compress(BODY))),
        ("identity", BODY),
        ("", BODY),
    ],
)
def test_codings(coding: str, wire: bytes) -> None:
    assert decoded(wire, [("Content-Encoding", coding)]) == BODY


@pytest.mark.parametrize(
    ("coding", "wire"),
    [
        ("br", b"\x0b"),
        ("gzip", BODY),
        ("gzip", gzip.compress(BODY)[:-3]),
        ("deflate", b"\xff\xff"),
        ("gzip, gzip, gzip, gzip, gzip", BODY),
        ("gzip, br", gzip.compress(BODY)),
    ],
)
def test_what_does_not_fit(coding: str, wire: bytes) -> None:
    assert decoded(wire, [("content-encoding", coding)]) is None


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_more_than_the_limit_is_not_unpacked(pack: object) -> None:
    assert callable(pack)
    coding = "gzip" if pack is gzip.compress else "deflate"
    wire = pack(b"\0" * 1_000_000)
    assert decoded(wire, [("Content-Encoding", coding)], limit=999_999) is None
    assert decoded(wire, [("Content-Encoding", coding)], limit=1_000_000) == b"\0" * 1_000_000


def test_empty_deflate() -> None:
    assert decoded(zlib.compress(b""), [("Content-Encoding", "deflate")]) == b""
    assert decoded(b"", [("Content-Encoding", "gzip")]) == b""


def test_very_many_members() -> None:
    wire = gzip.compress(b"1") * 3000
    assert decoded(wire, [("Content-Encoding", "gzip")]) == b"1" * 3000
    assert decoded(wire, [("Content-Encoding", "gzip")], limit=2999) is None
    assert decoded(gzip.compress(b"") * 100_001, [("Content-Encoding", "gzip")]) is None


def test_a_long_body() -> None:
    body = bytes(range(256)) * 40_000
    assert decoded(gzip.compress(body, 0) + gzip.compress(body), [("Content-Encoding", "gzip")]) == body * 2


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, deflate"]))
def test_any_bytes_are_taken(wire: bytes, coding: str) -> None:
    body = decoded(wire, [("Content-Encoding", coding)], limit=1000)
    assert body is None or len(body) <= 1000
