"""A brief as plain text."""

from __future__ import annotations

import textwrap

from tallywire.brief import Brief

WIDTH = 88


def in_words(brief: Brief) -> str:
    """Headline, lead, body, caveats and how it was found, wrapped."""
    labels = f" [{', '.join(brief.labels)}]" if brief.labels else ""
    badge = f" ({brief.badge})" if brief.badge else ""
    parts = [
        f"{brief.kicker}{labels}",
        brief.headline.text,
        f"{brief.minutes} min read, {brief.published:%d %B %Y}, {brief.source_name}{badge}",
        "",
        *(textwrap.fill(text.text, WIDTH) for text in (brief.lead, *brief.body)),
    ]
    if brief.caveats:
        parts += ["", "What is not known:", *(textwrap.fill("- " + c.text, WIDTH) for c in brief.caveats)]
    parts += ["", textwrap.fill(brief.found.text, WIDTH)]
    return "\n".join(parts)
