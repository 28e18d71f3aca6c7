"""The matrix: dense blocks of what stands, for scanning, derived from the record."""

from tallywire.record.matrix.axis import Axis
from tallywire.record.matrix.block import (
    ABSENT,
    ASIDE,
    BOUNDED,
    DERIVED,
    FINAL,
    MISSING,
    PROVISIONAL,
    Block,
    Dense,
    Standing,
)
from tallywire.record.matrix.dense import DenseReads, Frequencies
from tallywire.record.matrix.matrix import Matrix

__all__ = [
    "ABSENT",
    "ASIDE",
    "BOUNDED",
    "DERIVED",
    "FINAL",
    "MISSING",
    "PROVISIONAL",
    "Axis",
    "Block",
    "Dense",
    "DenseReads",
    "Frequencies",
    "Matrix",
    "Standing",
]
