"""The demo's agencies: a loopback web server whose pages are overwritten, restated and taken down."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

import msgspec


class Page(msgspec.Struct, frozen=True):
    """What a path answers with."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200


class Agencies:
    """Serve pages on 127.0.0.1 while the context lasts; `put` overwrites one, `take_down` leaves a 404."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = pages.get(self.path, Page(b"<p>Not found</p>", status=404))
                self.send_response(page.status)
                self.send_header("Content-Type", page.media_type)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, format: str, *args: object) -> None:
                """The demo prints its own progress."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, page: Page) -> None:
        self._pages[path] = page

    def take_down(self, path: str) -> None:
        self._pages.pop(path, None)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
