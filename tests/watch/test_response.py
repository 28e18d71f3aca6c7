"""A response is written out without its body, wherever it stands."""

from __future__ import annotations

from tallywire.watch import Response

ADDRESS = "https://stat.example.org/counts.csv"


def test_a_response_is_written_out_in_a_few_words() -> None:
    body = b"2022-09,348000\n" * 100_000
    got = Response(
        address=ADDRESS,
        final_address=ADDRESS + "?" + "x" * 10_000,
        redirects=(),
        status=200,
        headers=(("Content-Type", "text/csv"),) * 1000,
        wire=body,
        body=body,
        media_type="text/csv; charset=" + "u" * 10_000,
        elapsed=0.1,
    )
    written = repr([got])
    assert len(written) < 500
    assert written.startswith(f"[<Response 200 '{ADDRESS}?x") and "'text/csv; charset=u" in written
    assert written.endswith(" 1500000 bytes>]")
