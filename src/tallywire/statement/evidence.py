"""Evidence: what the evaluator found, with everything it used."""

from __future__ import annotations

from typing import Literal

import msgspec

from tallywire.series import ObservationRef, Period
from tallywire.statement.amount import Amount

Outcome = Literal["true", "false", "undetermined"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `evaluate`.

    actual: the figure as the record has it, in base units (a point, or an interval where rounding or a month
    without a day leaves one); of a change it is signed. tied: equal to another at published precision.
    basis: proven or asserted. used: the observations the answer rests on. compared: how many windows or counts
    were comparable, this one among them. rival: the strongest other one, from the observations in `rivals`.
    since: the first period compared. working: the arithmetic, one line a step. reason: why, in one sentence;
    where undetermined, what would settle it. lacks: what the record does not hold, where that is why.
    """

    outcome: Outcome
    actual: Amount | None = None
    tied: bool = False
    basis: str = "proven"
    used: tuple[ObservationRef, ...] = ()
    compared: int = 0
    gaps: tuple[Period, ...] = ()
    reason: str = ""
    rival: Amount | None = None
    rivals: tuple[ObservationRef, ...] = ()
    since: Period | None = None
    working: tuple[str, ...] = ()
    lacks: Literal["", "series", "period", "event", "measure"] = ""
