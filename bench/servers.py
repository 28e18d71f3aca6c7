"""Servers as they are put under load: `python -m bench.servers KIND PORT FOLDER`, all under the same settings.

tallywire: the newsroom in FOLDER, as `tallywire serve` has it, but for the bound on checks a minute.
ceiling: bare Starlette routes that answer with the bytes of files in FOLDER. files: Starlette's StaticFiles.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

ANSWERS = "answers.json"
"""In a ceiling's folder: path of the request, name of the file with the body, headers."""


def tallywire(folder: Path) -> ASGIApp:
    from msgspec.structs import replace

    from tallywire.web.app import app
    from tallywire.web.limits import LIMITS

    return app(folder, hosts=["127.0.0.1"], limits=replace(LIMITS, checks_a_minute=1_000_000_000))


def ceiling(folder: Path) -> ASGIApp:
    """A GET is answered at once; a POST has its form read first."""
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    def route(path: str, body: bytes, headers: dict[str, str]) -> Route:
        async def answer(request: Request) -> Response:
            if request.method == "POST":
                await request.form()
            return Response(body, headers=headers)

        return Route(path, answer, methods=["GET", "POST"])

    listed = json.loads((folder / ANSWERS).read_bytes())
    return Starlette(routes=[route(path, (folder / name).read_bytes(), headers) for path, name, headers in listed])


def files(folder: Path) -> ASGIApp:
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    return Starlette(routes=[Mount("/", StaticFiles(directory=folder, follow_symlink=True))])


KINDS = {"tallywire": tallywire, "ceiling": ceiling, "files": files}


def settings(app: ASGIApp, port: int) -> uvicorn.Config:
    """Those of `tallywire.web.serve`: one process, httptools, uvloop, no log of requests."""
    return uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        http="httptools",
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=1000,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )


def main(kind: str, port: str, folder: str) -> None:
    uvicorn.Server(settings(KINDS[kind](Path(folder)), int(port))).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
