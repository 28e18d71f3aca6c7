"""A newsroom: a folder with settings, sources, events, archive, record, told briefs and the site."""

from __future__ import annotations

import tomllib
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tallywire.desk.clock import Clock, RealClock, SetClock
from tallywire.errors import NewsroomError, SourceError, UsageError
from tallywire.record import Archive, Matrix, Record, Store
from tallywire.series import AsOf, Basis, Series
from tallywire.watch import PARSER_VERSION, Source, load_sources

SETTINGS = "tallywire.toml"
SIMULATED = "simulated time"

FIRST_SETTINGS = """\
# The newsroom's own name and address. Every feed and page carries them.
title = "{title}"
desk = "The {title} desk"
contact = ""                # how readers write to the desk, e.g. "desk@example.org"
about = "Briefs on what is new in official statistics. Every number leads to the archived page it came from."
address = "http://127.0.0.1:8000/"   # where the published site will be found
"""

EXAMPLE_SOURCE = """\
# One file for each page that is watched. `tallywire watch add ADDRESS` writes one for you; or rename this one to
# end in .toml and fill it in, see with `tallywire watch test agency` what it reads, and run:
#   tallywire watch
id = "agency"
name = "The agency's name"
address = "https://agency.example/table.html"
media = "html"              # or csv, xlsx, pdf, text, json, jsonstat, sdmx
topic = "Topic"
place = "Place"
contact = "you@example.org" # sent with each request

[period]
column = "Month"            # the column of dates

[[series]]
slug = "people"
title = "people counted by the agency"   # the noun phrase that briefs use
unit = "people"
kind = "stock"              # stock, flow, rate or index
frequency = "M"             # A, S, Q, M, W, D, or _O for irregular dates
column = "People"
# quantum = "1000"          # the rounding step, where the page does not show it
"""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """tallywire.toml: the newsroom's name, its desk, how to write to it, and where its site is."""

    title: str
    desk: str
    contact: str = ""
    about: str = ""
    address: str = "http://127.0.0.1:8000/"


class Newsroom:
    """An open newsroom. `write=True` takes its lock (BusyError if another process has it).

    Opening for writing also derives what a crash had left underived; `told` says what was mended.
    """

    def __init__(self, folder: Path, *, write: bool = False, clock: Clock | None = None) -> None:
        self.folder = folder
        self.settings = read_settings(folder)
        self.sources = load_sources(folder / "sources")
        _no_series_twice(self.sources)
        if (folder / "archive").exists() and not (folder / "archive").is_dir():
            raise NewsroomError("is not a folder", where=str(folder / "archive"), hint="Move it away")
        self._held = ExitStack()
        try:
            self.archive = self._held.enter_context(Archive(folder / "archive", write=write))
            self.record = self._open_record()
            # How far the archive was read when the record was last in step with it.
            self.derived = self.archive.count
        except BaseException:
            self._held.close()
            raise
        self.clock = clock if clock is not None else self._own_clock()
        if isinstance(self.clock, SetClock) and not self.archive.simulated and self.archive.count:
            self._held.close()
            raise NewsroomError("only a simulated newsroom has a clock that can be set", where=str(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def series(self) -> tuple[Series, ...]:
        return tuple(series for source in self.sources for series in source.series())

    def source(self, id: str) -> Source:
        for source in self.sources:
            if source.id == id:
                return source
        known = ", ".join(s.id for s in self.sources) or "none yet"
        raise UsageError(f"no source {id!r} in {self.folder / 'sources'}", hint=f"There are: {known}")

    def as_of(self, time: datetime | None = None, basis: Basis = "proven") -> AsOf:
        """The moment to read at; the newsroom's now where none is given."""
        return AsOf(time if time is not None else self.clock.now(), basis)

    @property
    def simulated(self) -> bool:
        return self.archive.simulated

    @property
    def clock_word(self) -> str:
        """What everything that a simulated newsroom says calls its time; "" for real time."""
        return SIMULATED if self.simulated else ""

    @property
    def desk(self) -> Path:
        """The desk's database: see `DeskDB`."""
        return self.folder / "desk.db"

    def reload_sources(self) -> None:
        """Read the source files again, for a newsroom that gains sources while it is open."""
        self.sources = load_sources(self.folder / "sources")
        _no_series_twice(self.sources)
        self.record.flush()
        self.reopen_record()

    def reopen_record(self) -> None:
        """Read the record's tables anew, after they were made anew."""
        self.record = self._open_record()

    def _open_record(self) -> Record:
        store = Store(self.folder / "record", parser=PARSER_VERSION)
        return Record(self.archive, store, self.series(), matrix=Matrix(self.folder / "matrix"))

    def _own_clock(self) -> Clock:
        last = self.archive.last_at
        return RealClock() if last is None or not self.archive.simulated else SetClock(last)


def init(folder: Path, *, title: str = "") -> Path:
    """Make a newsroom; raises NewsroomError if there is something in the folder already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewsroomError("is not an empty folder", where=str(folder), hint="Name a new or empty one")
    name = title or "Newsroom"
    if not name.isprintable() or any(c in name for c in '"\\'):
        raise UsageError(f"a title cannot hold quotes, backslashes or line breaks: {name!r}")
    try:
        for part in ("sources", "events", "archive"):
            (folder / part).mkdir(parents=True)
        (folder / "sources" / "example.toml.txt").write_text(EXAMPLE_SOURCE, encoding="utf-8")
        (folder / SETTINGS).write_text(FIRST_SETTINGS.format(title=name), encoding="utf-8")
    except OSError as error:
        raise NewsroomError(f"cannot be made: {error.strerror}", where=str(folder)) from None
    return folder


def read_settings(folder: Path) -> Settings:
    """The settings of a newsroom's folder; raises NewsroomError where it has none, or they do not fit."""
    path = folder / SETTINGS
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except (FileNotFoundError, NotADirectoryError):
        raise NewsroomError(
            "is not a newsroom: it has no tallywire.toml",
            where=str(folder),
            hint="Make one with `tallywire init FOLDER`, or name one with --newsroom",
        ) from None
    except OSError as error:
        raise NewsroomError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise NewsroomError(f"does not fit: {error}", where=str(path)) from None


def _no_series_twice(sources: tuple[Source, ...]) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        for series in source.series():
            if series.id in seen:
                raise SourceError(
                    f"the series {series.id} stands in {seen[series.id]} already", where=f"source {source.id}"
                )
            seen[series.id] = source.id
