"""Record to statements: what is news in the figures."""

from tallywire.find.find import find
from tallywire.find.fresh import Fresh

__all__ = ["Fresh", "find"]
