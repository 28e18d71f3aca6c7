"""The rules of restatements that are documented are those of the code."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import tallywire.record.restating as restating
from tallywire.record.restating import mistyped, past, redefinition, routine, swaps
from tallywire.record.restating.classify import RULES
from tallywire.series import Class
from tests.docs.markdown import codes, rows, sections, text_of

TEXT = text_of("docs/reference/restatements.md")


def test_the_classes() -> None:
    assert {codes(row[0])[0] for row in rows(sections(TEXT)["Classes"])} == set(get_args(Class))


def test_each_rule_stands_in_the_file_of_its_class_in_the_order_of_the_code() -> None:
    told: dict[str, list[str]] = {}
    for row in rows(sections(TEXT)["Rules"]):
        told.setdefault(codes(row[0])[0], []).append(codes(row[1])[0])
    files = {rule.__module__.split(".")[-1] for rule in RULES}
    assert len(told) == len(files)
    assert [kind.removesuffix("_period") for kind in told] == [rule.__name__ for rule in RULES]
    for kind, rules in told.items():
        path = Path(restating.__file__).parent / f"{kind.removesuffix('_period')}.py"
        source = path.read_text(encoding="utf-8")
        assert f'KIND: Class = "{kind}"' in source
        assert all(f'"{rule}"' in source for rule in rules), (kind, rules)


def test_the_numbers_of_the_rules() -> None:
    words = " ".join(TEXT.split())
    for said in (
        f"In fewer than {swaps.JOINT} series only where",
        f"In {swaps.JOINT} or more series the figures",
        f"All figures of a series, {redefinition.ALIKE} or more, are gone",
        f"{redefinition.LEAST} or more figures, at least half of those that stood",
        f"At least {routine.LEAST} of the last {past.LOOKED_BACK} releases",
        f"a series that has {mistyped.PAST} or more",
    ):
        assert said in words, said
