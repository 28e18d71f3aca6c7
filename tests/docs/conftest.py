"""The examples look at the demo that is played once."""

from __future__ import annotations

from tests.demo.conftest import demo

__all__ = ["demo"]
