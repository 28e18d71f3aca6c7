"""A newsroom killed over and over: what it acknowledged stands, once, and the record is what the agency sent.

Forty-four kills here; `python -m tests.kills 300` plays as many as one likes.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.kills.moments import MOMENTS
from tests.kills.playing import TIMED, Kill, hits, order_of, playing

GROUPS = {
    "fetch and archive": ("fetch", "entry begun", "entry written", "entries on their way to the disk", "a new file"),
    "the archive's end": (
        "the index added to",
        "a notice",
        "the index was added to",
        "timetable",
        "timetable written",
    ),
    "append": ("a release learned", "flushing", "rows written", "a commit", "committed", "absences committed"),
    "compaction": ("compacting", "checkpoint", "vacuum", "vacuumed", "compacted"),
    "matrix": ("matrix patch begun", "matrix manifest", "matrix folding", "matrix block", "matrix sweep"),
    "index": ("the index half added to", "the index being made anew", "the index was made anew"),
    "restart": ("entry begun", "a torn tail", "a release learned", "catching up", "timetable written", "caught up"),
    "rebuild": ("a rebuild", "a rebuilt matrix", "the old record aside", "the new record in place"),
    "at random": (TIMED,) * 5,
}
"""Forty-four lives; the last of each group is looked at with a rebuild and every literal."""


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[Kill]]:
    """All of them one after the other, in two newsrooms."""
    done: dict[str, Sequence[Kill]] = {}
    names = list(GROUPS)
    for seed, groups in enumerate((names[:4], names[4:])):
        with playing(tmp_path_factory.mktemp("kills") / "newsroom", seed) as play:
            for group in groups:
                moments = GROUPS[group]
                done[group] = [play.kill(name, whole=name == moments[-1]) for name in moments]
    return done


@pytest.mark.parametrize("group", list(GROUPS))
def test_a_kill_loses_nothing_and_doubles_nothing(kills: dict[str, Sequence[Kill]], group: str) -> None:
    assert {kill.moment: kill.faults for kill in kills[group] if kill.faults} == {}


@pytest.mark.parametrize("group", list(GROUPS))
def test_each_kind_of_moment_was_hit(kills: dict[str, Sequence[Kill]], group: str) -> None:
    hit = hits(kills[group])
    assert sum(hit.values()) >= len(GROUPS[group]) - 1
    assert set(hit) <= {*MOMENTS, TIMED}


def test_there_was_something_to_lose(kills: dict[str, Sequence[Kill]]) -> None:
    assert sum(kill.acknowledged for group in kills.values() for kill in group) > 100


def test_as_many_kills_as_are_asked_for_are_spread_over_all_kinds() -> None:
    order = order_of(300, seed=1)
    assert len(order) == 300
    assert set(order) == {TIMED, *MOMENTS}
    assert 100 <= order.count(TIMED) <= 150
