"""Which step a story can take from where it stands, and which one is missing."""

from __future__ import annotations

from tallywire.brief import Brief
from tallywire.desk.stories.errors import DeskError
from tallywire.desk.stories.story import State, Story
from tallywire.desk.stories.words import texts

MOST_WORDS = 100_000
"""Characters of a brief."""

STANDS: dict[State, str] = {
    "draft": "is a draft",
    "approved": "is approved and not yet published",
    "published": "is published",
    "withdrawn": "was withdrawn",
    "dismissed": "was dismissed",
}

MISSING: dict[tuple[State, State], str] = {
    ("draft", "approved"): "Approve it first",
    ("draft", "published"): "Approve and publish it first",
    ("approved", "draft"): "Take back the approval first",
    ("approved", "published"): "Publish it first",
    ("published", "draft"): "Edit it and publish the change, or withdraw it",
    ("withdrawn", "published"): "Reinstate it first",
    ("withdrawn", "draft"): "Reinstate it first",
    ("withdrawn", "approved"): "Reinstate it first",
    ("dismissed", "draft"): "Restore it first",
    ("dismissed", "approved"): "Restore and approve it first",
    ("dismissed", "published"): "Restore, approve and publish it first",
}


def must_be(story: Story, state: State, what: str) -> None:
    """Raises DeskError where a story does not stand where it must to be `what` ("approved", "withdrawn", ...)."""
    if story.state != state:
        raise cannot(story, what, MISSING.get((story.state, state), f"Only a story that {STANDS[state]} can be"))


def cannot(story: Story, what: str, hint: str) -> DeskError:
    return DeskError(f"{STANDS[story.state]}, so it cannot be {what}", where=story.id, hint=hint)


def sound(brief: Brief) -> None:
    """Raises DeskError for words that are too long to keep, or that no page could show."""
    said = "".join(text.text for text in (*texts(brief), *(each.text for each in brief.corrections)))
    if len(said) > MOST_WORDS:
        told = f"has {len(said):,} characters, more than {MOST_WORDS:,}"
        raise DeskError(told, where=brief.id, hint="Shorten it: a brief takes a minute to read")
    if any(0xD800 <= ord(character) <= 0xDFFF or character == "\0" for character in said):
        raise DeskError("has characters that are no text", where=brief.id, hint="Write it anew")


def complete(story: Story) -> None:
    """Raises DeskError where a brief has nothing to show readers."""
    for name, text in (("a headline", story.brief.headline.text), ("a first paragraph", story.brief.lead.text)):
        if not text.strip():
            raise DeskError(f"has no {name.removeprefix('a ')} yet", where=story.id, hint=f"Write {name} first")
