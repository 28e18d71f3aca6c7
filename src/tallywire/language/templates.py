"""The sentences that are written, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from tallywire.errors import UsageError
from tallywire.series import Class


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for one direction."""

    noun: str
    moved: str
    move: str
    fewer: str
    lower: str


class Directions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for falls and rises."""

    down: Moved
    up: Moved


class Ranked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for one end of the order."""

    superlative: str
    noun: str


class Senses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for the lowest and the highest."""

    low: Ranked
    high: Ranked


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names, dates and numbers stand in sentences."""

    count: str
    counts: str
    figure: str
    figures: str
    kicker: str
    counted: str
    measured: str
    on_day: str
    in_period: str
    from_span: str
    with_unit: str
    cued: str
    ranked: str
    from_to: str
    comma: str
    both: str
    ellipsis: str
    moment: str
    multiples: dict[str, Decimal]
    scales: dict[str, str]


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One canonical sentence for each kind of statement."""

    level: str
    change: str
    change_bare: str
    change_to: str
    factor: str
    per_month: str
    lowest_of: str
    lowest_since: str
    lowest_ever: str
    sharpest_of: str
    sharpest_since: str
    sharpest_ever: str
    sum: str
    pace: str
    compared: str
    events: str
    coincidence: str
    pledge_below: str
    pledge_above: str
    pledge: str


class Headlines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headlines, each from the fullest to the shortest."""

    fewer: tuple[str, ...]
    moved: tuple[str, ...]
    level: tuple[str, ...]
    tied: tuple[str, ...]
    restated: tuple[str, ...]
    returned: tuple[str, ...]
    withdrawn: tuple[str, ...]
    added: tuple[str, ...]
    remarked: tuple[str, ...]
    restated_many: tuple[str, ...]
    returned_many: tuple[str, ...]
    withdrawn_many: tuple[str, ...]
    remarked_many: tuple[str, ...]
    taken_down: tuple[str, ...]
    table_gone: tuple[str, ...]
    page_back: tuple[str, ...]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a series is called without an article."""

    counted: str
    measured: str


class Remarks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a brief says, a sentence each."""

    change: str
    change_percent: str
    level: str
    level_tied: str
    level_plain: str
    rival: str
    steps: str
    step: str
    step_list: str
    step_last: str
    record_level: str
    record_level_tied: str
    record_change: str
    record_change_tied: str
    tie: str
    pace: str
    pace_none: str
    rate: str
    event: str
    gross: str
    class_true: str
    class_false: str
    class_open: str
    named_event: str
    others: str
    sibling: str
    sibling_one: str
    source: str
    open_range: str
    gaps: str
    gaps_uneven: str
    gap: str
    provisional: str
    asserted: str
    found: str
    found_plain: str
    restated: str
    returned: str
    withdrawn: str
    added: str
    remarked: str
    difference: str
    difference_percent: str
    restated_many: str
    returned_many: str
    withdrawn_many: str
    remarked_many: str
    all_between: str
    both_periods: str
    some_between: str
    classed: str
    classes: str
    class_part: str
    class_more: str
    archived: str
    published: str
    of_the_record: str
    gone: str
    table_gone: str
    back: str
    last_figure: str
    no_reason: str


class ChartWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words on and beside charts."""

    moved: str
    moved_plain: str
    stood: str
    restated: str
    restated_many: str
    sentence: str
    stretch: str
    marked: str
    replaced: str
    earlier: str
    axis: str
    broken: str
    rival: str
    period: str
    thousands: str
    millions: str
    billions: str
    powers: str
    change: str
    many: str


class Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is written in one language; explained in templates.toml.

    rules and classes: what is said of restated figures by the rule, or by the class, that the record gives them.
    """

    direction: Directions
    sense: Senses
    words: Words
    sentences: Sentences
    headlines: Headlines
    labels: Labels
    brief: Remarks
    rules: dict[str, str]
    classes: dict[Class, str]
    chart: ChartWords


@cache
def templates(code: str = "en") -> Templates:
    """The templates of language `code`, read from package data once; raises UsageError where there are none."""
    if not code.isalpha() or not (files(__package__) / code / "templates.toml").is_file():
        raise UsageError(f"no templates for the language {code[:20]!r}", hint="There is: en")
    body = (files(__package__) / code / "templates.toml").read_bytes()
    return msgspec.toml.decode(body, type=Templates, strict=False)
