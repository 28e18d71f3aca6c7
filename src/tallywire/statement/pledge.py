"""Pledge: something will be so by a date."""

from __future__ import annotations

import msgspec

from tallywire.series import Period
from tallywire.statement.change import Change
from tallywire.statement.level import Level


class Pledge(msgspec.Struct, frozen=True, tag="pledge", tag_field="kind"):
    """`what`, in the text's words, will be so by the end of `by`; `outcome` says it of a series where it can."""

    what: str
    by: Period | None
    outcome: Level | Change | None = None
