"""An agency whose pages change with every request, and which remembers what it answered to each."""

from __future__ import annotations

import gzip
import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

COLUMNS = ("men", "women")
SOURCES = 20
FREQUENCIES = ("M", "D", "Q", "_O")
FIRST = date(2019, 1, 1)
VERSION = "X-Version"

Row = tuple[str, ...]
Table = dict[str, Row]
"""A page: period as written -> the figures as written, in the order of `COLUMNS`."""


class Sent(msgspec.Struct, frozen=True):
    """What one request was answered with: the page that the answer means, and its rows where it can be read."""

    body: bytes
    rows: Table | None


class Page:
    """One page: each request may find it grown, restated, put back, shortened, broken or gone."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self.tagged = number % 2 == 0
        self._chance = random.Random(f"{seed} {number}")
        self._grown = 0
        self._table: Table = {}
        self._before: Table = {}
        for _ in range(6):
            self._grow()

    @property
    def frequency(self) -> str:
        return FREQUENCIES[self.number % len(FREQUENCIES)]

    def next(self) -> tuple[str, Table]:
        """How the next request is answered, and the table as it stands."""
        kind = self._chance.choices(("same", "grow", "restate", "shorten", "back"), weights=(32, 30, 24, 5, 9))[0]
        if kind != "same":
            before = dict(self._table)
            {"grow": self._grow, "restate": self._restate, "shorten": self._shorten, "back": self._back}[kind]()
            self._before = before
        kinds = ("page", "gone", "down", "hang-up", "redirect", "empty", "restyled", "packed")
        how = self._chance.choices(kinds, weights=(72, 4, 4, 3, 5, 3, 3, 6))[0]
        return how, self._table

    def _grow(self) -> None:
        self._table[self._period(self._grown)] = (self._figure(), self._figure())
        self._grown += 1

    def _restate(self) -> None:
        period = self._chance.choice(list(self._table))
        row = list(self._table[period])
        row[self._chance.randrange(len(row))] = self._figure()
        self._table[period] = tuple(row)

    def _shorten(self) -> None:
        if len(self._table) > 3:
            del self._table[self._chance.choice(list(self._table))]

    def _back(self) -> None:
        self._table = dict(self._before)

    def _figure(self) -> str:
        kind = self._chance.random()
        if kind < 0.8:
            return str(self._chance.randint(1000, 400_000))
        if kind < 0.95:
            return f"{self._chance.randint(10, 4000)}.{self._chance.randint(1, 9)}"
        return str(self._chance.randint(10**20, 10**21))

    def _period(self, number: int) -> str:
        if self.frequency == "D":
            return (FIRST + timedelta(days=number)).isoformat()
        if self.frequency == "_O":
            return (FIRST + timedelta(days=17 * number + number % 5)).isoformat()
        step = 3 if self.frequency == "Q" else 1
        year, month = divmod(number * step, 12)
        return f"{FIRST.year + year}-Q{month // 3 + 1}" if step == 3 else f"{FIRST.year + year}-{month + 1:02}"


class Agency:
    """The pages by path and everything that was sent, by the number that each answer carries in its head."""

    def __init__(self, seed: int) -> None:
        self.port = 0
        self.sent: dict[str, Sent] = {}
        self._pages = {f"/s{number:02}": Page(number, seed) for number in range(SOURCES)}
        self._kept: dict[str, Sent] = {}
        self._lock = threading.Lock()

    def source_text(self, number: int) -> str:
        """The source file of a page."""
        page = self._pages[f"/s{number:02}"]
        series = "".join(
            f'\n[[series]]\nslug = "{name}"\ntitle = "{name} counted by office {number}"\nunit = "people"\n'
            f'kind = "stock"\nfrequency = "{page.frequency}"\ncolumn = "{name}"\n'
            for name in COLUMNS
        )
        return (
            f'id = "s{number:02}"\nname = "Office {number}"\naddress = "http://127.0.0.1:{self.port}/s{number:02}"\n'
            f'media = "csv"\ntopic = "Counts"\nallow_hosts = ["127.0.0.1"]\n\n[period]\ncolumn = "period"\n{series}'
        )

    def answer(self, path: str, tag: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """Status, headers and body; None to hang up. tag: the If-None-Match of the request."""
        with self._lock:
            if path.startswith("/moved"):
                return self._page(path.removeprefix("/moved"), tag, "page", None)
            if path not in self._pages:
                return 404, [], b"not found"
            how, table = self._pages[path].next()
            return self._page(path, tag, how, table)

    def _page(
        self, path: str, tag: str, how: str, table: Table | None
    ) -> tuple[int, list[tuple[str, str]], bytes] | None:
        number = str(len(self.sent) + 1)
        headers = [(VERSION, number), ("Content-Type", "text/csv; charset=utf-8")]
        if how == "hang-up":
            return None
        if how in ("gone", "down"):
            body = how.encode()
            self.sent[number] = Sent(body, None)
            return (404 if how == "gone" else 503), headers, body
        page = self._pages[path]
        table = dict(page._table if table is None else table)
        if how == "redirect":
            return 302, [*headers, ("Location", f"/moved{path}")], b""
        names = ("boys", *COLUMNS[1:]) if how == "restyled" else COLUMNS
        rows = {} if how == "empty" else table
        lines = [",".join(("period", *names)), *(",".join((period, *row)) for period, row in rows.items())]
        body = "\n".join(lines).encode()
        mine = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        self.sent[number] = self._kept[mine] = Sent(body, rows if how not in ("empty", "restyled") else None)
        if page.tagged:
            headers.append(("ETag", mine))
            if tag and tag == mine:
                return 304, headers, b""
        if how == "packed":
            return 200, [*headers, ("Content-Encoding", "gzip")], gzip.compress(body, mtime=0)
        return 200, headers, body


@contextmanager
def opened(seed: int) -> Iterator[Agency]:
    """A running agency on 127.0.0.1."""
    agency = Agency(seed)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = agency.answer(self.path, self.headers.get("If-None-Match", ""))
            self.close_connection = True
            if found is None:
                return
            status, headers, body = found
            self.send_response_only(status)
            for name, value in (*headers, ("Connection", "close")):
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Who asked was killed: that is what it is about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        agency.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield agency
        finally:
            server.shutdown()
            thread.join()
