"""`check`: claims and a record in, verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tallywire.check.arithmetic import arithmetic
from tallywire.check.citation import Cited
from tallywire.check.contested import contested
from tallywire.check.judge import judge
from tallywire.check.link import link
from tallywire.check.readings import Record
from tallywire.check.verdict import Verdict
from tallywire.language import pack
from tallywire.series import AsOf
from tallywire.statement import Catalogue, Claim, Holdings


def check(
    claims: Sequence[Claim],
    *,
    holdings: Holdings,
    catalogue: Catalogue,
    as_of: AsOf,
    published: date,
    address: str = "",
    cited: Cited | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for each claim of one text, in order.

    published: the day of the text. address: where it stands, and cited: the address that an observation was
    taken from, both to tell when a text is its own only support.
    """
    record = Record(holdings, as_of, published, pack(), address, cited)
    linked = link(claims, catalogue=catalogue, holdings=holdings, as_of=as_of, published=published)
    sums = arithmetic(claims)
    disputes = contested(claims, {one.claim.id for one in linked if one.failed is not None})
    verdicts = []
    for one in linked:
        verdict = judge(one, record)
        extra = (*sums.get(one.claim.id, ()), *disputes.get(one.claim.id, ()))
        verdicts.append(msgspec.structs.replace(verdict, notes=(*verdict.notes, *extra)) if extra else verdict)
    return tuple(verdicts)
