"""POST /api/check and /api/read: a text in, what it claims or what the record says of it out. No text is kept."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tallywire.check import report
from tallywire.read import claims_json, read
from tallywire.web.api.asked import body, moment
from tallywire.web.api.shapes import CheckRequest, ReadRequest
from tallywire.web.api.told import encoded, said
from tallywire.web.house import House, charge, house
from tallywire.web.judging import judge
from tallywire.web.refusals import NotFit, Refusal


async def check(request: Request) -> Response:
    """A tallywire.check/1 report."""
    own = house(request)
    charge(request, own.checks)
    asked = await body(request, CheckRequest)
    fits(asked.text, own)
    as_of = moment(asked.as_of)
    snapshot = await own.snapshot()

    def work() -> bytes:
        done = judge(
            snapshot,
            asked.text,
            published=asked.published,
            as_of=as_of,
            basis=asked.basis,
            address=asked.address,
            most=own.limits.claims,
        )
        found = report(done.verdicts, as_of=done.as_of, published=done.published)
        return encoded(found, clock=snapshot.newsroom.clock_word)

    return said(await own.think(work))


async def read_claims(request: Request) -> Response:
    """A tallywire.read/1 answer; no record is asked."""
    own = house(request)
    charge(request, own.checks)
    asked = await body(request, ReadRequest)
    fits(asked.text, own)

    def work() -> bytes:
        claims = read(asked.text, published=asked.published)
        if len(claims) > own.limits.claims:
            raise NotFit(f"the text holds {len(claims):,} claims", hint=f"At most {own.limits.claims:,} are read")
        return claims_json(claims, text=asked.text, published=asked.published.isoformat())

    return said(await own.think(work))


def fits(text: str, own: House) -> None:
    """Raises Refusal (413) for a text that is too long."""
    if len(text.encode("utf-8", "surrogatepass")) > own.limits.text_bytes:
        raise Refusal(413, f"the text is longer than {own.limits.text_bytes >> 10:,} KiB", hint="Check it in parts")
