"""One tree of errors. Each names what was wrong, where, and what to do.

TallywireError
├── UsageError         a command, option or value that cannot be used
├── TextError          a text that cannot be read: empty, too long, not text
├── StatementError     a statement that cannot be evaluated as it stands
├── NewsroomError      a folder that is no newsroom, or one that is damaged
│   └── BusyError      another process holds the newsroom
├── SourceError        a source or event file that does not fit its schema
├── FetchError         an address that could not be fetched
│   ├── RefusedError   an address that must not be fetched
│   └── OutageError    a server that could not be reached, or broke off
├── TableError         a body in which the expected table or figure is not found
│   └── EmptyTableError  the table is there and has no figures in it
└── ArchiveError       an archive that was altered or cannot be written
"""

from datetime import datetime


class TallywireError(Exception):
    """Something a user can act on: what was wrong, where (file, row, address), and what to do."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(self.message)

    @property
    def message(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.hint}" if self.hint else head


class UsageError(TallywireError):
    """A command, option or value that cannot be used."""


class TextError(TallywireError):
    """A text that cannot be read: empty, too long, not text."""


class StatementError(TallywireError):
    """A statement that cannot be evaluated as it stands."""


class NewsroomError(TallywireError):
    """A folder that is no newsroom, or one that is damaged."""


class BusyError(NewsroomError):
    """Another process holds the newsroom."""

    exit_code = 75  # EX_TEMPFAIL: try again later


class SourceError(TallywireError):
    """A source or event file that does not fit its schema."""


class FetchError(TallywireError):
    """An address that could not be fetched."""


class RefusedError(FetchError):
    """An address that must not be fetched."""


class OutageError(FetchError):
    """A server that could not be reached, or broke off: an outage, not a takedown.

    retry_at: when the server asked to be tried again, where it said so.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "", retry_at: datetime | None = None) -> None:
        self.retry_at = retry_at
        super().__init__(what, where=where, hint=hint)


class TableError(TallywireError):
    """A body in which the expected table or figure is not found."""


class EmptyTableError(TableError):
    """The table is there and has no figures in it."""


class ArchiveError(TallywireError):
    """An archive that was altered or cannot be written."""

    exit_code = 1
