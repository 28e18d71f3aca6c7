"""The union of all kinds of statement."""

from __future__ import annotations

from tallywire.statement.change import Change
from tallywire.statement.coincidence import Coincidence
from tallywire.statement.comparison import Comparison
from tallywire.statement.extreme import Extreme
from tallywire.statement.level import Level
from tallywire.statement.pledge import Pledge
from tallywire.statement.sum import Sum

Statement = Level | Change | Extreme | Sum | Comparison | Coincidence | Pledge
