"""A text judged against a snapshot of the newsroom."""

from __future__ import annotations

from datetime import date, datetime

from tallywire.desk.checking import Checked, check_text
from tallywire.series import Basis
from tallywire.web.snapshot import Snapshot


def judge(
    snapshot: Snapshot,
    text: str,
    *,
    published: date,
    as_of: datetime | None = None,
    basis: Basis = "proven",
    address: str = "",
    most: int,
) -> Checked:
    """Every claim of `text` with its verdict, by a catalogue that is made once a snapshot. Raises TextError.

    As of the record as it stands, where no moment is given.
    """
    return check_text(
        snapshot.newsroom,
        text,
        published=published,
        as_of=as_of if as_of is not None else snapshot.now(basis),
        basis=basis,
        address=address,
        catalogue=snapshot.catalogue,
        excerpts=snapshot.excerpts,
        most=most,
    )
