"""The demo: its agencies, its figures, and a simulated newsroom that watches them."""

from tallywire.demo.calendar import own_figures
from tallywire.demo.play import STEPS, Played, play

__all__ = ["STEPS", "Played", "own_figures", "play"]
