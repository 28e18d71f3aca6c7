"""Statements -> text: sentences, briefs and charts. Every number is bound to what it rests on."""

from tallywire.tell.brief import tell
from tallywire.tell.draw import svg
from tallywire.tell.phrase import Phrase, Span
from tallywire.tell.reading_time import minutes
from tallywire.tell.sentence import sentence
from tallywire.tell.voice import Voice, voice
from tallywire.tell.worded import as_worded

__all__ = ["Phrase", "Span", "Voice", "as_worded", "minutes", "sentence", "svg", "tell", "voice"]
