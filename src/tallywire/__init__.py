"""Tallywire: watches official statistics, tells what is unprecedented, checks the numbers in any text."""

__version__ = "0.1.0"
