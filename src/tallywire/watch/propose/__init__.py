"""From a body that no one has watched before to a source file; pure, given the body."""

from tallywire.watch.propose.answers import Answers, answered, check_slug, media_of
from tallywire.watch.propose.propose import Found, Proposal, propose
from tallywire.watch.propose.question import Doubt, Question
from tallywire.watch.propose.slug import slug_of

__all__ = [
    "Answers",
    "Doubt",
    "Found",
    "Proposal",
    "Question",
    "answered",
    "check_slug",
    "media_of",
    "propose",
    "slug_of",
]
