"""Codings and tags, as RFC 9110 has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.web.conditions import http_date, matched, takes_gzip, unchanged_since


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        (b"", False),
        (b"gzip", True),
        (b"GZIP", True),
        (b"x-gzip", True),
        (b"br, gzip;q=0.8", True),
        (b"gzip;q=0", False),
        (b"gzip; q=0.0, identity", False),
        (b"identity, gzip;q=0.5", False),
        (b"identity;q=0.5, gzip;q=1.0", True),
        (b"*", True),
        (b"*;q=0", False),
        (b"*, gzip;q=0", False),
        (b"identity;q=0, *;q=0.1", True),
        (b"deflate, br", False),
        (b"gzip;q=x", False),
        (b"gzip;q=2", False),
        (b"gzip;level=9;q=0.5", True),
        (b"gzip, deflate, br, zstd", True),
        (b"g" * 5000, False),
    ],
)
def test_codings(header: bytes, takes: bool) -> None:
    assert takes_gzip(header) is takes


@given(st.binary(max_size=200))
def test_no_header_breaks_anything(header: bytes) -> None:
    takes_gzip(header)
    unchanged_since(header, 0)
    assert matched(header, (b'"a"',)) in (None, b'"a"')


def test_a_date_is_read_back() -> None:
    assert http_date(0) == b"Thu, 01 Jan 1970 00:00:00 GMT"
    assert unchanged_since(http_date(1_000_000), 1_000_000)
    assert not unchanged_since(http_date(1_000_000), 1_000_001)
