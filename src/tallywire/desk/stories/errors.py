"""What a desk cannot do.

DeskError         a step that a story cannot take as it stands
└── UnknownError  a story, version, mute or check that the desk does not have
"""

from __future__ import annotations

from tallywire.errors import TallywireError


class DeskError(TallywireError):
    """A step that a story cannot take as it stands; the hint names the step that is missing."""


class UnknownError(DeskError):
    """A story, version, mute or check that the desk does not have."""
