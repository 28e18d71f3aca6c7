"""The demo: its agencies, its figures, and a simulated newsroom that watches them."""

from tallywire.demo.calendar import own_figures, steps
from tallywire.demo.play import Played, play

__all__ = ["Played", "own_figures", "play", "steps"]
