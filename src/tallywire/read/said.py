"""The day from which a clause counts its periods."""

from __future__ import annotations

from datetime import date

from tallywire.read.story import Clause, Story


def said_on(story: Story, clause: Clause) -> date:
    """The day it was said where the text tells, else the day it was published."""
    return clause.said or story.published
