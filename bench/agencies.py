"""Forty made-up agencies with five monthly series each, whose pages a watch finds changed."""

from __future__ import annotations

import random
from datetime import date

import msgspec

from tallywire.demo.agencies import Agencies, Page
from tallywire.series import add_months

TOPICS = (
    *("Airports", "Births", "Breweries", "Bridges", "Bus travel", "Cement", "Childcare", "Cinemas", "Coal", "Cotton"),
    *("Courts", "Dairy", "Dentists", "Deaths", "Electricity", "Exports", "Fisheries", "Forests", "Freight", "Gas"),
    *(
        "Grain",
        "Hospitals",
        "Hotels",
        "Housing",
        "Imports",
        "Libraries",
        "Marriages",
        "Migration",
        "Mining",
        "Museums",
    ),
    *("Patents", "Pensions", "Ports", "Rail travel", "Rents", "Schools", "Steel", "Tourism", "Water", "Wool"),
)
MEASURES = ("north", "south", "east", "west", "islands")
MONTHS = 60
BEGIN = date(2017, 11, 1)


class Agency(msgspec.Struct, frozen=True):
    """One page with the figures of one topic. number: from 0."""

    number: int
    topic: str

    @property
    def id(self) -> str:
        return f"office-{self.number + 1:02d}"

    @property
    def name(self) -> str:
        return f"Benchmark Office of {self.topic}"

    @property
    def place(self) -> str:
        return f"Province {self.number % 8 + 1}"

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(f"{self.id}/{measure}" for measure in MEASURES)

    @property
    def path(self) -> str:
        return f"/{self.id}.csv"

    def source(self, base: str) -> str:
        """The source file of an agency that answers at `base`."""
        head = (
            f'id = "{self.id}"\nname = "{self.name}"\naddress = "{base}{self.path}"\nmedia = "csv"\n'
            f'place = "{self.place}"\ntopic = "{self.topic}"\nbadge = "made up for a benchmark"\n'
            'contact = "bench@tallywire.invalid"\nallow_hosts = ["127.0.0.1"]\n'
            '\n[period]\ncolumn = "month"\ngranularity = "month"\n'
        )
        parts = (
            f'\n[[series]]\nslug = "{measure}"\ntitle = "{self.topic.lower()} counted in the {measure}"\n'
            f'unit = "units"\nkind = "flow"\nfrequency = "M"\ncolumn = "{measure}"\nminimum = "1000"\n'
            for measure in MEASURES
        )
        return head + "".join(parts)

    def page(self, months: int) -> Page:
        """The first `months` months, the same figures each time."""
        drawn = random.Random(self.number)
        level = [drawn.randrange(20_000, 90_000) for _ in MEASURES]
        lines = [",".join(("month", *MEASURES))]
        for month in range(months):
            level = [max(1_000, value + drawn.randrange(-900, 901)) for value in level]
            lines.append(",".join((f"{add_months(BEGIN, month):%Y-%m-%d}", *(str(value) for value in level))))
        return Page(("\n".join(lines) + "\n").encode(), "text/csv; charset=utf-8")


AGENCIES = tuple(Agency(number, topic) for number, topic in enumerate(TOPICS))


def put_pages(agencies: Agencies, *, grown: int = 0) -> None:
    """Put all pages; the first `grown` months beyond the usual ones stand on a tenth of them, by turns."""
    for agency in AGENCIES:
        more = (grown + 9 - agency.number % 10) // 10
        agencies.put(agency.path, agency.page(MONTHS + more))
