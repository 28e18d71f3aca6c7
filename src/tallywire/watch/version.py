"""The version of what is read out of bodies."""

from __future__ import annotations

PARSER_VERSION = 3
"""Raised whenever some body gives other figures than before: then `tallywire rebuild` says from which to which."""
