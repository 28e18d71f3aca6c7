"""Sentences whose figures are right and that are wrong all the same, or say more than the record does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallywire.brief import Text
from tallywire.desk.wording import unsupported
from tests.desk.wording.told_briefs import ToldBriefs, edited

FERRY = "The number of ferry passengers in Utopia "
WINDOW = "between August 2022 and October 2022"

NOT_BORNE_OUT = [
    f"{FERRY}fell by 2,970 {WINDOW} among women.",
    f"{FERRY}fell by 2,970 every month {WINDOW}.",
    f"{FERRY}fell by 2,970 on average {WINDOW}.",
    f"It is a myth that the number of ferry passengers in Utopia fell by 2,970 {WINDOW}.",
    f"{FERRY}fell by 2,970 {WINDOW}, the minister wrongly said.",
    f"{FERRY}fell by 2,970 {WINDOW} in Finland.",
    f"{FERRY}fell by 2,970 {WINDOW}, and library visits fell by 820.",
    f"{FERRY}fell by 2,970 {WINDOW}; library visits fell by 2,970.",
    f"{FERRY}fell by 2,970 {WINDOW}, to 49,210.",
    f"{FERRY}fell by 2,970 {WINDOW}, the sharpest fall since January 2019.",
    f"{FERRY}fell by 2,970 {WINDOW}, the sharpest of 25 such windows.",
    f"{FERRY}fell by 2,970 {WINDOW}, twice as fast as before.",
    f"{FERRY}fell by 2,970 twice {WINDOW}.",
    f"{FERRY}fell by 2,970 {WINDOW}, a 60% fall.",
    f"{FERRY}fell by 2,970 {WINDOW}, and the rise goes on.",
    f"{FERRY}fell by 2,970 {WINDOW}, faster than in 2021.",
    f"{FERRY}fell by 2,970 {WINDOW}, as in April 2022.",
    f"{FERRY}never fell by 2,970 {WINDOW}.",
    f"{FERRY}will fall by 2,970 {WINDOW}.",
    f"{FERRY}would have fallen by 2,970 {WINDOW}.",
    f"Did the number of ferry passengers in Utopia fall by 2,970 {WINDOW}?",
    f"{FERRY}fell by a third {WINDOW}.",
    f"{FERRY}fell by $2,970 {WINDOW}.",
    f"{FERRY}fell by 2.970 {WINDOW}.",
    f"{FERRY}fell by 2,970k {WINDOW}.",
    f"{FERRY}fell by two {WINDOW}.",
    f"{FERRY}fell by 2,970 since October 2022.",
    f"{FERRY}was 46,240 a day in October 2022.",
    f"{FERRY}was 46,240 in October 2022 and 49,210 in September 2022.",
    f"{FERRY}was 46,240 in October 2022, 3 of them foreign.",
    f"{FERRY}was 46,240 in October 2022, without counting children.",
    f"{FERRY}without tickets was 46,240 in October 2022.",
    f"{FERRY}who died was 46,240 in October 2022.",
    f"{FERRY}rose to 46,240 in October 2022.",
    f"{FERRY}was 46,240 in October 2022, the highest ever.",
    f"{FERRY}was a record 46,240 in October 2022.",
    f"{FERRY}was 46,240 in October 2022, the third-lowest since January 2021.",
    "The number of stranded ferry passengers in Utopia was 46,240 in October 2022.",
    "Half of the 46,240 ferry passengers in Utopia in October 2022 were tourists.",
    "In October 2022, 46,240 ferry passengers in Utopia drowned.",
    "The highest number of ferry passengers in Utopia since January 2021.",
    "At 46,240, it is the lowest of 22 counts published since January 2021.",
]

BORNE_OUT = [
    f"{FERRY}fell by 2,970 {WINDOW}, according to the office.",
    f"{FERRY}fell by 1,485 a month {WINDOW}.",
    f"{FERRY}fell to 46,240 in October 2022.",
    f"{FERRY}was 46,240 in October 2022, the lowest since January 2021.",
    f"{FERRY}fell by 2,970 {WINDOW}, the sharpest fall since January 2021.",
    f"{FERRY}fell by at least 2,970 {WINDOW}.",
]


@pytest.mark.parametrize("words", NOT_BORNE_OUT)
@pytest.mark.parametrize("by_hand", [False, True], ids=["told", "by hand"])
def test_not_borne_out(told: ToldBriefs, words: str, by_hand: bool) -> None:
    brief = told.briefs["ferry"]
    turned = replace(edited(brief, "lead", words), headline=Text("Ferries"), body=(), caveats=(), found=Text(""))
    assert unsupported(told.judge(turned, None if by_hand else brief))


@pytest.mark.parametrize("words", BORNE_OUT)
def test_borne_out(told: ToldBriefs, words: str) -> None:
    brief = told.briefs["ferry"]
    assert unsupported(told.judge(replace(edited(brief, "lead", words), body=()), brief)) == ()
