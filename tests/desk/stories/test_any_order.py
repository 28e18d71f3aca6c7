"""Steps in any order: what always holds of a story, its versions and the log."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from tallywire.brief import Brief, Text
from tallywire.desk.store import DeskDB
from tallywire.desk.stories import (
    DeskError,
    Story,
    approve,
    dismiss,
    edit,
    history,
    publish,
    published,
    reinstate,
    restore,
    story,
    unapprove,
    undo,
    withdraw,
    withdrawn,
)
from tests.desk.stories.making import brief, later, told

ID = brief().id
WORDS = st.sampled_from(["It fell.", "It fell by 13,000.", "It rose."])


class Steps(RuleBasedStateMachine):
    """One story and everything that can be done to it, whether or not it can be done now."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = DeskDB(Path(self.folder.name) / "desk.db")
        self.hour = 0
        self.taken = 1
        self.before: Story | None = None
        told(self.db, brief())
        self.now = story(self.db, ID)

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(step=st.sampled_from([approve, unapprove, dismiss, restore, publish, reinstate, undo]))
    def step(self, step: object) -> None:
        assert callable(step)
        self._try(lambda: step(self.db, ID, who="ed", at=later(self.hour)))

    @rule(words=WORDS, headline=WORDS)
    def edit(self, words: str, headline: str) -> None:
        changed = replace(self.now.brief, lead=Text(words), headline=Text(headline))
        self._try(lambda: edit(self.db, ID, changed, who="ann", at=later(self.hour)))

    @rule()
    def withdraw(self) -> None:
        self._try(lambda: withdraw(self.db, ID, "It was wrong.", who="ed", at=later(self.hour)))

    @rule(correction=WORDS)
    def correct(self, correction: str) -> None:
        self._try(lambda: publish(self.db, ID, who="ed", at=later(self.hour), corrections=correction))

    def _try(self, step: object) -> None:
        assert callable(step)
        self.hour += 1
        self.before = self.now
        try:
            after = step()
        except DeskError:
            after = self.before
        else:
            self.taken += after != self.before
        self.now = story(self.db, ID)
        assert self.now == after

    @invariant()
    def what_stands_is_the_last_version(self) -> None:
        past = history(self.db, ID)
        assert past.versions[-1].brief == self.now.brief
        assert len(past.log) == self.taken
        assert [line.id for line in past.log] == sorted(line.id for line in past.log)

    @invariant()
    def pending_is_what_readers_do_not_see(self) -> None:
        now = self.now
        assert now.pending == (now.state == "published" and now.brief != now.public)
        assert (now.public is None) == (now.state in {"draft", "approved", "dismissed"})
        assert (now.state == "withdrawn") == (now.withdrawn_at is not None) == bool(now.withdrawn_reason)

    @invariant()
    def readers_see_what_was_published(self) -> None:
        shown: tuple[Brief, ...] = () if self.now.state != "published" else (self._public(),)
        assert published(self.db) == shown
        assert [each.id for each in withdrawn(self.db)] == ([ID] if self.now.state == "withdrawn" else [])

    @invariant()
    def what_readers_were_told_is_never_taken_back(self) -> None:
        if self.before is not None and self.before.public is not None:
            known = self.before.public.corrections
            assert self._public().corrections[: len(known)] == known
            assert self.now.brief.corrections[: len(known)] == known or not self.now.pending
            assert self._public().published == self.before.public.published

    def _public(self) -> Brief:
        assert self.now.public is not None
        return self.now.public


TestSteps = Steps.TestCase
TestSteps.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
