"""The demo: its agencies, its figures, and a simulated newsroom that watches them."""

from tallywire.demo.play import STEPS, Played, play

__all__ = ["STEPS", "Played", "play"]
