"""The desk's stories: what was found or written, from its draft to its publication, correction and withdrawal."""

from tallywire.desk.stories.approve import approve, unapprove
from tallywire.desk.stories.checks import KeptCheck, drop_check, keep_check, kept_check, kept_checks, put_on_ledger
from tallywire.desk.stories.choices import Mute, Rule, allow, disallow, mute, mutes, rules, unmute
from tallywire.desk.stories.dismiss import dismiss, restore
from tallywire.desk.stories.edit import edit
from tallywire.desk.stories.errors import DeskError, UnknownError
from tallywire.desk.stories.history import history, log
from tallywire.desk.stories.list import counts, lines, stories, story
from tallywire.desk.stories.publish import publish
from tallywire.desk.stories.published import published, published_hashes, published_raw, withdrawn
from tallywire.desk.stories.review import review
from tallywire.desk.stories.settle import settle
from tallywire.desk.stories.story import KINDS, Draft, History, LogLine, Story, StoryLine
from tallywire.desk.stories.take_in import take_in
from tallywire.desk.stories.undo import can_undo, undo
from tallywire.desk.stories.withdraw import reinstate, withdraw
from tallywire.desk.stories.words import differences
from tallywire.desk.stories.write import write

__all__ = [
    "KINDS",
    "DeskError",
    "Draft",
    "History",
    "KeptCheck",
    "LogLine",
    "Mute",
    "Rule",
    "Story",
    "StoryLine",
    "UnknownError",
    "allow",
    "approve",
    "can_undo",
    "counts",
    "differences",
    "disallow",
    "dismiss",
    "drop_check",
    "edit",
    "history",
    "keep_check",
    "kept_check",
    "kept_checks",
    "lines",
    "log",
    "mute",
    "mutes",
    "publish",
    "published",
    "published_hashes",
    "published_raw",
    "put_on_ledger",
    "reinstate",
    "restore",
    "review",
    "rules",
    "settle",
    "stories",
    "story",
    "take_in",
    "unapprove",
    "undo",
    "unmute",
    "withdraw",
    "withdrawn",
    "write",
]
