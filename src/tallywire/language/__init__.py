"""Words as data, per language: what is read from a text and what is written into one."""

from tallywire.language.approximation import Approximation
from tallywire.language.bounds import bounds
from tallywire.language.pack import Pack, pack
from tallywire.language.units import Unit
from tallywire.language.write_number import write_amount, write_number
from tallywire.language.write_period import write_date, write_length, write_period
from tallywire.language.written_step import written_step

__all__ = [
    "Approximation",
    "Pack",
    "Unit",
    "bounds",
    "pack",
    "write_amount",
    "write_date",
    "write_length",
    "write_number",
    "write_period",
    "written_step",
]
