"""The one evaluator: `evaluate(statement, holdings, as_of) -> Evidence`."""

from tallywire.statement.evaluation.evaluate import evaluate

__all__ = ["evaluate"]
