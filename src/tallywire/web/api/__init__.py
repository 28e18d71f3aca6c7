"""The HTTP API: JSON for programs, open to any page, without cookies."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tallywire.web.api.operations import OPERATIONS
from tallywire.web.api.page import about, openapi
from tallywire.web.session import Endpoint

WAYS: tuple[tuple[str, tuple[str, ...], Endpoint], ...] = (
    ("/api", ("GET",), about),
    ("/api/openapi.json", ("GET",), openapi),
    *((each.path.replace("{id}", "{id:path}"), (each.method,), each.endpoint) for each in OPERATIONS),
)

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def open_to_all(endpoint: Endpoint) -> Endpoint:
    """An endpoint that pages of other sites may call (CORS)."""

    async def opened(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        return await endpoint(request)

    return opened
