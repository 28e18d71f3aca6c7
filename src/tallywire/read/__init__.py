"""Reads text: which figures it claims, about what, over which time, and who says so."""

from tallywire.read.claims_json import claims_json
from tallywire.read.read import read

__all__ = ["claims_json", "read"]
