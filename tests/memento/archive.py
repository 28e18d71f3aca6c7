"""A web archive on 127.0.0.1 that speaks Memento (RFC 7089): TimeMaps, in pages if wanted, and past versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.watch.server import Site, answer

FORMAT = (("Content-Type", "application/link-format"),)
CSV = (("Content-Type", "text/csv; charset=utf-8"),)


def at(year: int, month: int = 1, day: int = 1, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def digits(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H%M%S")


class WebArchive:
    """Past versions of one page, kept beside the answers of a site."""

    def __init__(self, site: Site, original: str) -> None:
        self.site = site
        self.original = original
        self.listed: list[tuple[str, datetime]] = []

    @property
    def template(self) -> str:
        return self.site.address("/timemap/link/{address}")

    def path(self, moment: datetime, raw: str = "") -> str:
        return f"/web/{digits(moment)}{raw}/{self.original}"

    def hold(
        self,
        moment: datetime,
        body: bytes,
        *,
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = CSV,
        said: datetime | None = None,
        original: str = "",
        raw: str = "",
        listed: bool = True,
    ) -> str:
        """Keep a version; returns its address. said: another time that the answer gives."""
        link = f'<{original or self.original}>; rel="original", <{self.site.address("/")}>; rel="timegate"'
        own = (("Memento-Datetime", http_date(said or moment)), ("Link", link))
        path = self.path(moment, raw)
        self.site.answers[path] = answer(body, status=status, headers=(*headers, *own))
        if listed:
            self.list(self.site.address(self.path(moment)), moment)
        return self.site.address(path)

    def list(self, address: str, moment: datetime) -> None:
        """List a version in the TimeMap, whether it is there or not."""
        self.listed.append((address, moment))
        self.write({"": self.listed})

    def write(self, pages: Mapping[str, Sequence[tuple[str, datetime]]]) -> None:
        """Write the TimeMap in pages by the end of their addresses; each leads to the next, as RFC 7089 shows."""
        names = list(pages)
        for number, (name, listed) in enumerate(pages.items()):
            lines = [
                f'<{self.original}>; rel="original"',
                f'<{self.template.replace("{address}", self.original + name)}>; rel="self"; type="{FORMAT[0][1]}"',
                *(f'<{address}>; rel="memento"; datetime="{http_date(moment)}"' for address, moment in listed),
            ]
            if number + 1 < len(names):
                after = names[number + 1]
                times = [moment for _, moment in pages[after]]
                span = f'from="{http_date(min(times))}"; until="{http_date(max(times))}"' if times else ""
                onward = self.template.replace("{address}", self.original + after)
                lines.append(f'<{onward}>; rel="timemap"; type="{FORMAT[0][1]}"; {span}')
            body = ",\n ".join(lines).encode()
            self.site.answers[f"/timemap/link/{self.original}{name}"] = answer(body, headers=FORMAT)
