"""Statements, the protocols they are judged by, and the one evaluator."""

from tallywire.statement.amount import Amount
from tallywire.statement.change import Change, Direction, Measure
from tallywire.statement.claim import Attribution, Claim, Nature, Relation
from tallywire.statement.coincidence import Coincidence, EventMention
from tallywire.statement.comparison import Comparison, EventClass, Neighbours
from tallywire.statement.evaluation import evaluate
from tallywire.statement.evidence import Evidence, Outcome
from tallywire.statement.extreme import Extreme
from tallywire.statement.holdings import Candidate, Catalogue, Holdings
from tallywire.statement.lead import Finding, Lead, Story
from tallywire.statement.level import Level
from tallywire.statement.pledge import Pledge
from tallywire.statement.statement import Statement
from tallywire.statement.subject import Description, Subject
from tallywire.statement.sum import Sum
from tallywire.statement.window import Window

__all__ = [
    "Amount",
    "Attribution",
    "Candidate",
    "Catalogue",
    "Change",
    "Claim",
    "Coincidence",
    "Comparison",
    "Description",
    "Direction",
    "EventClass",
    "EventMention",
    "Evidence",
    "Extreme",
    "Finding",
    "Holdings",
    "Lead",
    "Level",
    "Measure",
    "Nature",
    "Neighbours",
    "Outcome",
    "Pledge",
    "Relation",
    "Statement",
    "Story",
    "Subject",
    "Sum",
    "Window",
    "evaluate",
]
