"""The same table as different agencies would publish it: each gives bodies and the sources that read them."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec

from tallywire.series import Period
from tallywire.watch import Source
from tests.watch.papers import Paper, Workbook, workbook
from tests.watch.restyled.table import Look, Observations
from tests.watch.samples import source_of


class Page(msgspec.Struct, frozen=True):
    """A body with its media type, the source that reads it, and which series of the table that source gives."""

    body: bytes
    media_type: str
    source: Source
    series: tuple[int, ...]


Rendering = Callable[[Observations, Look], list[Page]]
PLAIN = Look()
_KIND = 'title = "t"\nunit = "people"\nkind = "stock"\nfrequency = "_O"\n'


def csv_wide(table: Observations, look: Look) -> list[Page]:
    """Comma and quotes, a column per series."""
    return [_page(_delimited(wide_rows(table, look), ","), "csv", _wide(table), table, look)]


def csv_wide_cyrillic(table: Observations, look: Look) -> list[Page]:
    """Semicolons in Windows-1251, with only the signs that it has."""
    signs = msgspec.structs.replace(look, minus="-", mark="*", note="†" if look.note else "", thousands="")
    text = _delimited(wide_rows(table, signs), ";")
    keys = 'table = { delimiter = ";", encoding = "cp1251" }'
    return [_page(text, "csv", _wide(table), table, signs, keys, encoding="cp1251")]


def tsv_long(table: Observations, look: Look) -> list[Page]:
    """Tabs, a row per figure, its status in a column of its own."""
    keys = 'marks.status = "Status"\ntable = { layout = "long", value = "Figure", delimiter = "\\t" }'
    return [_page(_delimited(long_rows(table, look, status=True), "\t"), "csv", _picked(table), table, look, keys)]


def csv_long_by_parts(table: Observations, look: Look) -> list[Page]:
    """A row per figure; the year in a column of its own and given once, the rest of the period beside it."""
    rows = [["What", "Year", "Part", "Figure"]]
    for label, periods in _by_label(table, look):
        before = ""
        for when, period in periods:
            year, part = _parts(period)
            rows.append([label, "" if year == before else year, part, _cell(table, look, label, when)])
            before = year
    keys = 'period.column = ["Year", "Part"]\ntable = { layout = "long", value = "Figure", fill = ["Year"] }'
    if table.periods[0].granularity == "year":
        keys = keys.replace('["Year", "Part"]', '"Year"')
    return [_page(_delimited(rows, ","), "csv", _picked(table), table, look, keys)]


def csv_across_spread(table: Observations, look: Look) -> list[Page]:
    """A row per series; the year above the first of its columns only; the group of the rows given once."""
    parts = [_parts(period) for _, period in _ordered(table, look)]
    years = [year for year, _ in parts]
    top = ["", "", *("" if number and years[number - 1] == year else year for number, year in enumerate(years))]
    rows = [top, ["Group", "What", *(part for _, part in parts)]]
    for number, label in enumerate(table.labels):
        cells = [_cell(table, look, label, when) for when, _ in _ordered(table, look)]
        rows.append(["" if number else "People", label, *cells])
    keys = 'table = { layout = "across", header = 2, spread = true, fill = ["Group"] }'
    entries = _picked(table, more='Group = "People", ')
    return [_page(_delimited(rows, ","), "csv", entries, table, look, keys)]


def html_wide(table: Observations, look: Look) -> list[Page]:
    """A plain table, with paragraphs and entities in its cells."""
    rows = wide_rows(table, look)
    lines = "".join("<tr>" + "".join(f"<td> <b>{_marked(text)}</b>\n</td>" for text in row) for row in rows)
    return [_page(_html(lines), "html", _wide(table), table, look)]


def html_long_spanning(table: Observations, look: Look) -> list[Page]:
    """A label once for all the rows of its series, beside them."""
    lines = "<tr><th>What<th>Date<th colspan=2>Figure<tr><td colspan=4>"
    for label, periods in _by_label(table, look):
        for number, (when, period) in enumerate(periods):
            head = f"<th rowspan={len(periods)}>{html.escape(label)}" if number == 0 else ""
            figure = _marked(_cell(table, look, label, when))
            lines += f"<tr>{head}<td>{_marked(look.period(period))}<td>{figure}<td>people"
    keys = 'table = { layout = "long", value = 2 }'
    return [_page(_html(lines), "html", _picked(table), table, look, keys)]


def html_across(table: Observations, look: Look) -> list[Page]:
    """A row per series under a header of two rows, years above their parts."""
    ordered = _ordered(table, look)
    years = [(year, len(list(parts))) for year, parts in groupby(ordered, key=lambda pair: _parts(pair[1])[0])]
    top = "".join(f"<th colspan={size}>{year}{_marked(look.note)}" for year, size in years)
    low = "".join(f"<th>{_parts(period)[1]}" for _, period in ordered)
    lines = f"<tr><th rowspan=2>What{top}<tr>{low}"
    for label in table.labels:
        lines += f"<tr><th>{html.escape(label)}"
        lines += "".join(f"<td>{_marked(_cell(table, look, label, when))}" for when, _ in ordered)
    keys = 'table = { layout = "across", header = 2 }'
    return [_page(_html(lines), "html", _picked(table), table, look, keys)]


def calendar(table: Observations, look: Look) -> list[Page]:
    """A table for each series, a row per year and a column per month or quarter."""
    size = {"month": 12, "quarter": 4}[table.periods[0].granularity]
    names = [
        _parts(Period.month(2000, number + 1) if size == 12 else Period.quarter(2000, number + 1))[1]
        for number in range(size)
    ]
    where = {
        (period.start.year, (period.start.month - 1) * size // 12): when for when, period in enumerate(table.periods)
    }
    years = sorted({year for year, _ in where}, reverse=look.reverse)
    pages = []
    for number, label in enumerate(table.labels):
        rows = [["Year", *names, "Total"]]
        for year in years:
            found = [where.get((year, part)) for part in range(size)]
            rows.append(
                [str(year), *("" if when is None else _cell(table, look, label, when) for when in found), "1"]
            )
        entries = f'[[series]]\nslug = "s{number}"\n{_KIND}'
        keys = 'table.layout = "calendar"\nperiod.column = "Year"'
        page = _page(_delimited(rows, ","), "csv", entries, table, look, keys)
        pages.append(msgspec.structs.replace(page, series=(number,)))
    return pages


def json_records(table: Observations, look: Look) -> list[Page]:
    """A list of objects; numbers as JSON has them, the status in a member of its own."""
    items = []
    for what, when, figure, status in long_rows(table, _exact(look), status=True)[1:]:
        value = figure or "null"
        items.append(
            f'{{"what": {_json(what)}, "when": {{"date": {_json(when)}}}, "n": {value}, "s": {_json(status)}}}'
        )
    body = f'{{"count": {len(items)}, "items": [{", ".join(items)}]}}'
    keys = 'table = { layout = "long", value = "n", path = "items" }\nperiod.column = "when.date"\nmarks.status = "s"'
    return [_page(body, "json", _picked(table, column="what"), table, _exact(look), keys)]


def jsonstat(table: Observations, look: Look) -> list[Page]:
    """JSON-stat 2: series by label, periods by code, values in one list, statuses where there are any."""
    codes = [str(period) for period in table.periods]
    pairs = [(series, when) for series in range(len(table.labels)) for when in range(len(codes))]
    values = ["null" if table.values[pair] is None else f"{table.values[pair]:f}" for pair in pairs]
    status = [f'"{place}": "p"' for place, pair in enumerate(pairs) if pair in table.provisional]
    labels = ", ".join(f'"c{number}": {_json(label)}' for number, label in enumerate(table.labels))
    body = f"""{{"version": "2.0", "class": "dataset", "id": ["what", "time"],
        "size": [{len(table.labels)}, {len(codes)}], "dimension": {{
        "what": {{"category": {{"index": [{", ".join(f'"c{n}"' for n in range(len(table.labels)))}],
        "label": {{{labels}}}}}}},
        "time": {{"category": {{"index": [{", ".join(map(_json, codes))}]}}}}}},
        "value": [{", ".join(values)}], "status": {{{", ".join(status)}}}}}"""
    keys = 'table = { layout = "long", value = "value" }\nperiod.column = "time"\nmarks.status = "status"'
    return [_page(body, "jsonstat", _picked(table, column="what label"), table, PLAIN, keys)]


def sdmx_csv(table: Observations, look: Look) -> list[Page]:
    """SDMX-CSV: codes for columns, a row per observation."""
    rows = [["DATAFLOW", "WHAT", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]]
    rows += [["X:Y(1.0)", *row] for row in long_rows(table, _exact(Look(reverse=look.reverse)), status=True)[1:]]
    keys = (
        'table = { layout = "long", value = "OBS_VALUE" }\nperiod.column = "TIME_PERIOD"\nmarks.status = "OBS_STATUS"'
    )
    return [_page(_delimited(rows, ","), "csv", _picked(table, column="WHAT"), table, _exact(PLAIN), keys)]


def sdmx_ml(table: Observations, look: Look) -> list[Page]:
    """SDMX-ML 2.1, structure-specific."""
    series = ""
    for label, periods in _by_label(table, look):
        number = table.labels.index(label)
        series += f'<Series WHAT="{html.escape(label)}">'
        for when, period in periods:
            value = table.values[number, when]
            series += f'<Obs TIME_PERIOD="{period}" OBS_VALUE="{"NaN" if value is None else format(value, "f")}"'
            series += f' OBS_STATUS="{"P" if (number, when) in table.provisional else "A"}"/>'
        series += "</Series>"
    message = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
    <message:StructureSpecificData xmlns:message="{message}"><message:Header><message:ID>a</message:ID>
    </message:Header><message:DataSet>{series}</message:DataSet></message:StructureSpecificData>"""
    keys = (
        'table = { layout = "long", value = "OBS_VALUE" }\nperiod.column = "TIME_PERIOD"\nmarks.status = "OBS_STATUS"'
    )
    return [_page(body, "sdmx", _picked(table, column="WHAT"), table, _exact(PLAIN), keys)]


def workbook_across(table: Observations, look: Look) -> list[Page]:
    """A workbook: a title over the sheet, years merged above their parts, numbers as a workbook keeps them."""
    ordered = _ordered(table, look)
    look = msgspec.structs.replace(look, decimal=".", thousands="", minus="-")

    def write(book: Workbook) -> None:
        sheet = book.add_worksheet("Figures")
        sheet.merge_range(0, 0, 0, len(ordered), "Head counts")
        sheet.merge_range(1, 0, 2, 0, "What")
        for year, columns in groupby(range(1, len(ordered) + 1), key=lambda at: _parts(ordered[at - 1][1])[0]):
            first, *rest = columns
            if rest:
                sheet.merge_range(1, first, 1, rest[-1], year)
            else:
                sheet.write_string(1, first, year)
        for column, (_, period) in enumerate(ordered, 1):
            sheet.write_string(2, column, _parts(period)[1])
        for row, label in enumerate(table.labels):
            sheet.write_string(row + 3, 0, label)
            for column, (when, _) in enumerate(ordered, 1):
                value = table.values[row, when]
                if value is None or (row, when) in table.provisional:
                    sheet.write_string(row + 3, column, _cell(table, look, label, when))
                else:
                    sheet.write_number(row + 3, column, float(value))

    keys = 'table = { layout = "across", skip = 1, header = 2 }'
    # A workbook keeps no zeros at the end: the rounding step is the source's to say.
    steps = [f'quantum = "{10**-places:f}"' if False else f'quantum = "{_step(places)}"' for places in table.places]
    page = _page("", "xlsx", _picked(table, steps=steps), table, look, keys)
    return [msgspec.structs.replace(page, body=workbook(write))]


def sentences(table: Observations, look: Look) -> list[Page]:
    """A paragraph for each figure, among others."""
    lines = [
        f"<p>{html.escape(label)} | {_marked(figure)} | {_marked(when)} | were held</p>"
        for label, when, figure in long_rows(table, look)[1:]
    ]
    pattern = r"(?P<What>[^|\n]+) \| (?P<Figure>[^|\n]*?) ?\| (?P<Date>[^|\n]+) \| were held"
    keys = f"table = {{ layout = 'long', value = 'Figure', pattern = '{pattern}' }}"
    body = f"<!doctype html><meta charset=utf-8><h1>News | of</h1>{''.join(lines)}<p>All | 5 | 2000</p>"
    return [_page(body, "text", _picked(table), table, look, keys)]


def paper(table: Observations, look: Look) -> list[Page]:
    """A PDF with a ruled table, with only the signs that its plain typeface has."""
    latin = tuple(f"Series {number}" for number in range(len(table.labels)))
    table = msgspec.structs.replace(table, labels=latin)
    signs = msgspec.structs.replace(
        look,
        language="en",
        minus="-",
        mark="*",
        thousands=look.thousands.replace("\u202f", " "),
        missing="..",
        note="¹" if look.note else "",
    )
    rows = long_rows(table, signs)
    xs, top, high = (40.0, 120.0, 300.0, 460.0), 60.0, 18.0
    page = Paper(8).ruled(xs, [top + high * row for row in range(len(rows) + 1)])
    body = page.rows([x + 4 for x in xs[:3]], top + 12, rows, leading=high).bytes()
    keys = 'table = { layout = "long", value = "Figure" }'
    return [msgspec.structs.replace(_page("", "pdf", _picked(table), table, signs, keys), body=body)]


def wide_rows(table: Observations, look: Look) -> list[list[str]]:
    """A header of labels, then a row for each period."""
    rows = [["Date", *table.labels]]
    for when, period in _ordered(table, look):
        rows.append([look.period(period), *(_cell(table, look, label, when) for label in table.labels)])
        if look.blank_rows:
            rows.append([""] * len(rows[0]))
    if not look.extra:
        return rows
    return [[*rows[0], "Note"], *([*row, "see 12" if any(row) else ""] for row in rows[1:])]


def long_rows(table: Observations, look: Look, *, status: bool = False) -> list[list[str]]:
    """A row for each figure: label, period, figure, and its status in a column of its own where asked for."""
    rows = [["What", "Date", "Figure", *(["Status"] if status else [])]]
    for label, periods in _by_label(table, look):
        series = table.labels.index(label)
        for when, period in periods:
            provisional = (series, when) in table.provisional
            figure = look.number(table.values[series, when], provisional and not status)
            rows.append([label, look.period(period), figure, *(["P" if provisional else "A"] if status else [])])
    return rows


def _ordered(table: Observations, look: Look) -> list[tuple[int, Period]]:
    pairs = list(enumerate(table.periods))
    return pairs[::-1] if look.reverse else pairs


def _by_label(table: Observations, look: Look) -> list[tuple[str, list[tuple[int, Period]]]]:
    return [(label, _ordered(table, look)) for label in table.labels]


def _cell(table: Observations, look: Look, label: str, when: int) -> str:
    series = table.labels.index(label)
    return look.number(table.values[series, when], (series, when) in table.provisional)


def _parts(period: Period) -> tuple[str, str]:
    """The year of a period, and what stands below or beside it."""
    year, month = f"{period.start.year}", period.start.month
    match period.granularity:
        case "day":
            return year, f"{period.start:%B} {period.start.day}"
        case "month":
            return year, f"{period.start:%b}"
        case "quarter":
            return year, f"Q{(month + 2) // 3}"
        case _:
            return year, ""


def _exact(look: Look) -> Look:
    """A look whose numbers are plain decimals, as data formats write them."""
    return msgspec.structs.replace(look, decimal=".", thousands="", minus="-", missing="", note="")


def _step(places: int) -> str:
    return "1" if places == 0 else "0." + "0" * (places - 1) + "1"


def with_steps(page: Page, table: Observations) -> Page:
    """A page whose source says how each series is rounded."""
    entries = tuple(
        msgspec.structs.replace(entry, quantum=_step(table.places[number]))
        for number, entry in zip(page.series, page.source.entries, strict=True)
    )
    return msgspec.structs.replace(page, source=msgspec.structs.replace(page.source, entries=entries))


def _wide(table: Observations) -> str:
    return "\n".join(
        f'[[series]]\nslug = "s{number}"\n{_KIND}column = {_json(label)}' for number, label in enumerate(table.labels)
    )


def _picked(table: Observations, *, column: str = "What", more: str = "", steps: Sequence[str] = ()) -> str:
    return "\n".join(
        f'[[series]]\nslug = "s{number}"\n{_KIND}where = {{ {more}"{column}" = {_json(label)} }}\n'
        + (steps[number] if steps else "")
        for number, label in enumerate(table.labels)
    )


def _page(
    text: str, media: str, entries: str, table: Observations, look: Look, keys: str = "", encoding: str = "utf-8"
) -> Page:
    if "period.column" not in keys and "across" not in keys:
        keys += '\nperiod.column = "Date"'
    source = source_of(f"{look.source_keys(table)}\n{keys}", entries, media)
    return Page(text.encode(encoding), "", source, tuple(range(len(table.labels))))


def _delimited(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _html(lines: str) -> str:
    return f"<!doctype html><meta charset=utf-8><table><caption>Figures</caption>{lines}</table>"


def _marked(text: str) -> str:
    """A cell's text as HTML; a note in brackets is raised, as pages have it."""
    return html.escape(text).replace("[1]", "<sup>1</sup>").replace("\u00a0", "&nbsp;")


def _json(text: str) -> str:
    return msgspec.json.encode(text).decode()


HERE: tuple[Rendering, ...] = (
    *(csv_wide, csv_wide_cyrillic, tsv_long, csv_long_by_parts, csv_across_spread, html_wide, html_long_spanning),
    *(html_across, calendar, json_records, jsonstat, sdmx_csv, sdmx_ml, sentences),
)
APART: tuple[Rendering, ...] = (workbook_across, paper)
"""Those that take a process of their own for each body."""
