"""The classes of restatements: stated rules, one a file, applied to one release after the other."""

from tallywire.record.restating.change import Change, Told, changes
from tallywire.record.restating.classify import classify

__all__ = ["Change", "Told", "changes", "classify"]
