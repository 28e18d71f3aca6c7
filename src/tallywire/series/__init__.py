"""The values: series, periods, observations, releases, events. Nothing here touches network, disk or clock."""

from tallywire.series.decimals import decimal, places_of, plain, scaled_int, written_quantum
from tallywire.series.event import Event
from tallywire.series.figure import Figure, Notice, Restatement, State
from tallywire.series.interval import Interval
from tallywire.series.observation import (
    AsOf,
    Basis,
    Cell,
    Coverage,
    Observation,
    ObservationRef,
    Release,
    Status,
)
from tallywire.series.period import Granularity, Length, Period, add_months, months_between, parse_period
from tallywire.series.restating import Absence, Class, Classified, Difference, Illegible, Presence, Revision
from tallywire.series.series import Frequency, Kind, Series

__all__ = [
    "Absence",
    "AsOf",
    "Basis",
    "Cell",
    "Class",
    "Classified",
    "Coverage",
    "Difference",
    "Event",
    "Figure",
    "Frequency",
    "Granularity",
    "Illegible",
    "Interval",
    "Kind",
    "Length",
    "Notice",
    "Observation",
    "ObservationRef",
    "Period",
    "Presence",
    "Release",
    "Restatement",
    "Revision",
    "Series",
    "State",
    "Status",
    "add_months",
    "decimal",
    "months_between",
    "parse_period",
    "places_of",
    "plain",
    "scaled_int",
    "written_quantum",
]
