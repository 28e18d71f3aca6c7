"""GET /api/leads: what is news in the figures, best first."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tallywire.desk.plain import lead_values
from tallywire.series import AsOf
from tallywire.web.api.asked import moment, query
from tallywire.web.api.shapes import LeadsQuery
from tallywire.web.api.told import JSON, encoded
from tallywire.web.house import charge, house
from tallywire.web.shown import shown


async def leads(request: Request) -> Response:
    """The leads of the days before a moment; of this minute where none is asked for."""
    own = house(request)
    asked = query(request, LeadsQuery)
    charge(request, own.checks)
    snapshot = await own.snapshot()
    as_of = AsOf(moment(asked.as_of) or snapshot.newsroom.clock.now().replace(second=0, microsecond=0))

    def work() -> bytes:
        answer = {
            "schema": "tallywire.leads/1",
            "as_of": as_of.time,
            "basis": as_of.basis,
            "leads": [lead_values(lead) for lead in snapshot.leads(as_of, asked.days)[: asked.limit]],
        }
        return encoded(answer, clock=snapshot.newsroom.clock_word)

    return shown(request, await own.think(work), JSON)
