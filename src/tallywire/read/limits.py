"""What is too much: the bounds on a text, in one place."""

MAX_CHARACTERS = 10_000_000
"""A longer text is refused."""

MAX_TOKENS = 160
"""A sentence with more tokens is no sentence; it is passed over."""

MAX_DIGITS = 18
"""A written number with more digits is no count of anything."""

MAX_NOUN_PHRASE = 30
"""Words in the phrase that says what is counted."""

MAX_SPEAKER = 14
"""Words in the phrase that says who speaks."""

LEAN_SENTENCES = 4
"""How many sentences back "it" may lean."""
