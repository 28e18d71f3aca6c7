"""From the shape of a table to a source: settings and series, each with its reason, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from tallywire.errors import TableError
from tallywire.series import Frequency, Kind, plain
from tallywire.watch.dates import Column, Dates
from tallywire.watch.grid import Grid
from tallywire.watch.number import Numbers
from tallywire.watch.propose.as_written import EXACT, rounding_doubts, share_doubts
from tallywire.watch.propose.keys import Keys, keys_of
from tallywire.watch.propose.measure import Measure, measure_of
from tallywire.watch.propose.question import Doubt, Question
from tallywire.watch.propose.shape import MAX_ROWS, Shape, cell, figure_at
from tallywire.watch.propose.slug import slug_of, unlike
from tallywire.watch.propose.style import beside, style_of
from tallywire.watch.propose.values import MAX_ENTRIES, values_doubts, values_of
from tallywire.watch.propose.wanted import Wanted, across_series, column_name, header_of, long_series, said_once
from tallywire.watch.propose.when import Settings, When, frequency_of, when_of
from tallywire.watch.propose.words import Words
from tallywire.watch.propose.written import Written, written
from tallywire.watch.source import Marks, SeriesEntry, Table

_SAMPLE = 200_000
_MOSTLY_ONCE = 0.9


class Draft(msgspec.Struct, frozen=True):
    """What is proposed for one table. notes: for each key of the file, lines that say why or what is open."""

    table: Table
    period: Dates
    numbers: Numbers
    marks: Marks
    entries: tuple[SeriesEntry, ...]
    questions: tuple[Question, ...]
    doubts: tuple[Doubt, ...]
    reasons: dict[str, str]


class Said(msgspec.Struct, frozen=True):
    """What someone has said, beside periods: the decimal mark, the column of figures, what parentheses mean.

    "" where nothing was.
    """

    periods: Settings = Settings()
    decimal: str = ""
    value: str = ""
    negative: Literal["", "parentheses"] = ""


def draft_of_table(
    grid: Grid, table: Table, shape: Shape, above: str, media: str, words: Words, said: Said, *, english: bool
) -> Draft:
    """The settings and series for one table; `above` is its caption or title."""
    when = _when(grid, shape, said.periods)
    keys = keys_of(grid, shape, when.periods, words) if shape.layout == "wide" else None
    if keys is not None and not keys.columns and len(set(when.read)) < _MOSTLY_ONCE * len(when.read):
        raise TableError(
            "periods stand more than once in the table that looks best, and no column tells its rows apart",
            hint="Choose another table with --table, or write the source file by hand",
        )
    values = values_of(shape, keys, said.value, words)
    cells = [
        (cell(grid, row, column), part)
        for row in shape.rows
        for column in values
        if (part := figure_at(grid, row, column, shape.period))
    ]
    style = style_of(cells[:_SAMPLE], english=english, exact=media in EXACT, told=said.decimal)
    numbers = Numbers(decimal=style.decimal, thousands=style.thousands, negative=said.negative)
    found = beside(cells[:_SAMPLE], words, numbers)
    missing, blanks = _missing(grid, shape, values, words)
    entries, doubts = _entries(grid, shape, keys, values, when, above, media, words)
    if len(grid.rows) > MAX_ROWS:
        what = f"the first {MAX_ROWS:,} of {len(grid.rows):,} rows were looked at; later series are not seen"
        doubts = (*doubts, Doubt("series", what))
    numbers = msgspec.structs.replace(numbers, strip=found.strip, scale=found.scale)
    if missing:
        numbers = msgspec.structs.replace(numbers, missing=(*numbers.missing, *missing))
    if not {"-", "–", "—"}.isdisjoint(blanks):
        dash = Doubt(
            "numbers.missing", "a dash is read as no figure; some agencies mean none at all by it, which is 0"
        )
        doubts = (*doubts, dash)
    zeros = [text for text in blanks if text in words.cells.zero]
    doubts = (
        *doubts,
        *(Doubt("numbers.missing", f"{text!r} may mean 0 or no figure; it is refused") for text in zeros),
    )
    unknown = [text for text in blanks if text not in words.cells.zero and text not in words.cells.missing]
    if unknown:
        shown = ", ".join(map(repr, unknown[:4]))
        doubts = (*doubts, Doubt("numbers.missing", f"{shown} among figures is refused until it is listed"))
    return Draft(
        _table(table, shape, keys, values),
        msgspec.structs.replace(when.dates, column=_period_column(shape)),
        numbers,
        msgspec.structs.replace(_marks(grid, shape, words), beside=dict(found.status)),
        entries,
        (*when.questions, *filter(None, (style.question, found.question))),
        (*when.doubts, *style.doubts, *found.doubts, *doubts),
        {"period": when.reason, "numbers": style.reason, "frequency": frequency_of(when.read)[1]},
    )


def _when(grid: Grid, shape: Shape, said: Settings) -> When:
    if shape.layout == "across":
        return when_of([shape.names[column] for column in shape.values], said)
    if shape.layout == "calendar":
        texts = [
            f"{cell(grid, row, shape.period[0])} {shape.names[column]}"
            for row in shape.rows
            for column in shape.values
        ]
        read = when_of(texts, said)
        return msgspec.structs.replace(read, dates=msgspec.structs.replace(read.dates, granularity="auto"), doubts=())
    above = dict.fromkeys(shape.period, "")
    texts = []
    for row in shape.rows:
        for column in shape.period:
            above[column] = cell(grid, row, column).strip() or (above[column] if column in shape.fill else "")
        texts.append(" ".join(above[column] for column in shape.period))
    return when_of(texts, said, column=" ".join(header_of(shape, column) for column in shape.period))


def _period_column(shape: Shape) -> Column | tuple[Column, ...]:
    if not shape.period:
        return 0
    columns = tuple(column_name(shape, column) for column in shape.period)
    return columns[0] if len(columns) == 1 else columns


def _table(table: Table, shape: Shape, keys: Keys | None, values: tuple[int, ...]) -> Table:
    long = keys is not None and bool(keys.columns)
    return msgspec.structs.replace(
        table,
        skip=shape.skip,
        header=shape.header,
        layout="long" if long else shape.layout,
        value=column_name(shape, values[0]) if long and len(values) == 1 else "",
        fill=tuple(column_name(shape, column) for column in shape.fill),
        spread=shape.spread,
    )


def _marks(grid: Grid, shape: Shape, words: Words) -> Marks:
    def named(names: frozenset[str]) -> Column | None:
        found = [column for column, name in enumerate(shape.names) if name.casefold().strip() in names]
        # Some files have a status twice, in an own code and in another's: the one that is filled counts.
        filled = [column for column in found if any(cell(grid, row, column).strip() for row in shape.rows)]
        found = filled if len(found) > 1 and len(filled) == 1 else found
        return column_name(shape, found[0]) if len(found) == 1 and found[0] not in shape.period else None

    if shape.layout != "wide":
        return Marks()
    return Marks(
        status=named(words.headers.status),
        published=named(words.headers.published),
        decimals=named(words.headers.decimals),
        multiplier=named(words.headers.multiplier),
    )


def _missing(
    grid: Grid, shape: Shape, values: Sequence[int], words: Words
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words among the figures that say there is none and have to be listed; and every cell that is no number."""
    seen: dict[str, None] = {}
    for row in shape.rows:
        for column in values:
            text = " ".join(cell(grid, row, column).split()).casefold()
            if text and written(text) is None:
                seen[text] = None
    known = {word.casefold() for word in Numbers().missing}
    listed = tuple(text for text in seen if text in words.cells.missing and text not in known)
    return listed, tuple(seen)


def _entries(
    grid: Grid,
    shape: Shape,
    keys: Keys | None,
    values: tuple[int, ...],
    when: When,
    above: str,
    media: str,
    words: Words,
) -> tuple[tuple[SeriesEntry, ...], tuple[Doubt, ...]]:
    doubts: list[Doubt] = []
    if keys is not None and keys.columns:
        wanted = long_series(grid, shape, keys, values, words)
        doubts += values_doubts(shape, keys, values)
    elif shape.layout == "across":
        wanted = across_series(grid, shape, words)
        picks = Counter(tuple(each.where.items()) for each in wanted)
        alike = {", ".join(each.where.values()) for each in wanted if picks[tuple(each.where.items())] > 1}
        wanted = [each for each in wanted if picks[tuple(each.where.items())] == 1]
        if alike:
            named = ", ".join(map(repr, sorted(alike)[:4]))
            doubts.append(
                Doubt("series", f"several rows are named {named}; nothing tells them apart, and none is proposed")
            )
        if not wanted:
            raise TableError("no row has a name of its own", hint="Choose another table with --table")
    elif shape.layout == "calendar":
        wanted = [Wanted(above or "figures", "", {}, None, list(shape.rows), list(shape.values))]
    else:
        wanted = [Wanted(header_of(shape, column), "", {}, column, list(shape.rows), [column]) for column in values]
        above = above or said_once(grid, shape, words)
        if keys is not None:
            doubts.append(
                Doubt("table", "periods stand more than once, and no column tells them apart; the last counts")
            )
    if len(wanted) > MAX_ENTRIES:
        doubts.append(Doubt("series", f"{len(wanted)} series are in the table; the first {MAX_ENTRIES} are proposed"))
    entries: list[SeriesEntry] = []
    frequency, rhythm = frequency_of(when.read)
    if frequency == "_O":
        doubts.append(Doubt("series.frequency", f"{rhythm}; with _O no release is ever late"))
    instants = all(period.granularity == "day" for period in when.read)
    if frequency in {"M", "Q", "S", "A"} and instants and {period.start.day for period in when.read} == {1}:
        what = 'every row is the first day of a month: set granularity = "month" (or another) if it means all of it'
        doubts.append(Doubt("period.granularity", what))
    for number, each in enumerate(wanted[:MAX_ENTRIES]):
        cells = [figure_at(grid, row, column, shape.period) for row in each.rows for column in each.columns]
        numbers = [part for part in cells if part is not None]
        power = _multiplier(grid, shape, each, words)
        measure = measure_of(
            each.name,
            each.above or above,
            words,
            instants=instants,
            below_zero=any(part.sign in {"-", "–"} and part.sign for part in numbers),
            unit=each.unit or ("%" if numbers and all("%" in part.after for part in numbers) else ""),
            part=each.part,
        )
        slug = unlike(slug_of(measure.name, f"series-{number + 1}"), [entry.slug for entry in entries])
        if power is not None:
            measure = msgspec.structs.replace(measure, multiplier=power)
        entries.append(_entry(slug, measure, frequency, each, shape, numbers, media))
        doubts += [Doubt(f"series.{slug}", what) for what in measure.doubts]
        doubts += rounding_doubts(slug, numbers, media)
        doubts += share_doubts(slug, measure.unit, numbers, media)
    return tuple(entries), tuple(doubts)


def _multiplier(grid: Grid, shape: Shape, wanted: Wanted, words: Words) -> int | None:
    """The power of ten that a column beside the figures gives for the whole series; None where there is none."""
    named = [column for column, name in enumerate(shape.names) if name.casefold().strip() in words.headers.multiplier]
    if len(named) != 1:
        return None
    said = {cell(grid, row, named[0]).strip() for row in wanted.rows}
    power = said.pop() if len(said) == 1 else ""
    return int(power) if power.isascii() and power.isdigit() and len(power) < 3 else None


def _entry(
    slug: str,
    measure: Measure,
    frequency: Frequency,
    wanted: Wanted,
    shape: Shape,
    numbers: list[Written],
    media: str,
) -> SeriesEntry:
    kind: Kind = measure.kind
    return SeriesEntry(
        slug=slug,
        title=measure.title,
        unit=measure.unit,
        kind=kind,
        frequency=frequency,
        multiplier=measure.multiplier,
        column=None if wanted.column is None else column_name(shape, wanted.column),
        where=wanted.where,
        quantum=_quantum(numbers) if media in EXACT else "",
    )


def _quantum(numbers: list[Written]) -> str:
    """The finest step that is written: these formats drop zeros at the end, so that 4 may stand for 4.0."""
    places = max((part.places if part.meaning != "either" else 3 for part in numbers), default=0)
    return plain(Decimal(1).scaleb(-places)) if places else ""
