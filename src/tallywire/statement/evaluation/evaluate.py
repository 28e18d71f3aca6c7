"""`evaluate`: the one meaning of every kind of statement."""

from __future__ import annotations

from tallywire.series import AsOf
from tallywire.statement.change import Change
from tallywire.statement.coincidence import Coincidence
from tallywire.statement.comparison import Comparison
from tallywire.statement.evaluation.change import evaluate_change
from tallywire.statement.evaluation.coincidence import evaluate_coincidence
from tallywire.statement.evaluation.comparison import evaluate_comparison
from tallywire.statement.evaluation.extreme import evaluate_extreme
from tallywire.statement.evaluation.level import evaluate_level
from tallywire.statement.evaluation.pledge import evaluate_pledge
from tallywire.statement.evaluation.sum import evaluate_sum
from tallywire.statement.evidence import Evidence
from tallywire.statement.extreme import Extreme
from tallywire.statement.holdings import Holdings
from tallywire.statement.level import Level
from tallywire.statement.pledge import Pledge
from tallywire.statement.statement import Statement
from tallywire.statement.sum import Sum


def evaluate(statement: Statement, holdings: Holdings, as_of: AsOf) -> Evidence:
    """Judge `statement` on the record as it stood at `as_of`: true, false or undetermined, and on what.

    Figures are compared in base units. Raises StatementError where a series is not yet linked.
    """
    match statement:
        case Level():
            return evaluate_level(statement, holdings, as_of)
        case Change():
            return evaluate_change(statement, holdings, as_of)
        case Extreme():
            return evaluate_extreme(statement, holdings, as_of)
        case Sum():
            return evaluate_sum(statement, holdings, as_of)
        case Comparison():
            return evaluate_comparison(statement, holdings, as_of)
        case Coincidence():
            return evaluate_coincidence(statement, holdings, as_of)
        case Pledge():
            return evaluate_pledge(statement, holdings, as_of)
