"""Words by which descriptions and names of series are compared, one data file a language."""

from tallywire.record.words.phrase import Phrase
from tallywire.record.words.words import Words

__all__ = ["Phrase", "Words"]
