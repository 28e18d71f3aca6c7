"""Recognises dates and periods in tokens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallywire.language import Pack
from tallywire.read.amounts import number_at
from tallywire.read.chunks import Span
from tallywire.read.tokens import Token
from tallywire.read.when import When
from tallywire.series import Length

_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_ARTICLES = ("the",)


def period_at(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    """The period that begins at token `i`, and the token after it; None where there is none."""
    return (
        _iso(row, i)
        or _part(pack, row, i)
        or _fiscal(pack, row, i)
        or _month(pack, row, i)
        or _day_month(pack, row, i)
        or _quarter(pack, row, i)
        or _relative(pack, row, i)
        or _ago(pack, row, i)
        or _year(pack, row, i)
    )


def length_at(pack: Pack, row: Sequence[Token], i: int) -> tuple[Span, int] | None:
    """The length of time that begins at token `i` ("just two months"), and the token after it; None where none."""
    j, cue = i, ""
    for _ in range(3):
        for size in (2, 1):
            phrase = _phrase(row, j, size)
            if phrase and phrase in pack.dates.words.just:
                cue = phrase if phrase in pack.cues else cue
                j += size
                break
            if size == 1 and phrase in {"more", "less"} and _phrase(row, j, 2) in pack.cues:
                cue, j = _phrase(row, j, 2), j + 2
                break
        else:
            break
    count, after = Decimal(1), j
    word = _lower(row, j)
    if word in pack.grammar.words["articles"]:
        after = j + 1
    found = number_at(pack, row, after)
    if found is not None:
        count, after = found.value, found.after
    elif after == j and (j == i or _phrase(row, j - 1, 1) not in {"past", "last", "previous", "next", "the"}):
        return None
    if _lower(row, after) == "-":
        return None
    unit = pack.dates.lengths.get(_lower(row, after), "")
    if not unit or count != int(count) or not 0 < count <= 1200 or _lower(row, after + 1) in {"old", "-"}:
        return None
    if found is None and after == j and not (unit and row[after].lower in pack.dates.lengths):
        return None
    number = int(count)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 0)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit, 0)
    return Span(Length(months=number * months, days=number * days), cue), after + 1


def _lower(row: Sequence[Token], i: int) -> str:
    return row[i].lower if 0 <= i < len(row) else ""


def _phrase(row: Sequence[Token], i: int, size: int) -> str:
    return " ".join(token.lower for token in row[i : i + size]) if i + size <= len(row) else ""


def _is_year(row: Sequence[Token], i: int) -> int | None:
    if not 0 <= i < len(row):
        return None
    token = row[i]
    if token.kind != "number" or len(token.text) != 4 or not token.text.isascii() or not token.text.isdecimal():
        return None
    year = int(token.text)
    glued = i + 1 < len(row) and row[i + 1].start == token.end and row[i + 1].kind == "word"
    return year if _FIRST_YEAR <= year <= _LAST_YEAR and not glued else None


def _is_day(row: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A day of the month at `i`, with or without its ending (14th), and the token after it."""
    if not 0 <= i < len(row) or row[i].kind != "number" or len(row[i].text) > 2 or not row[i].text.isascii():
        return None
    day = int(row[i].text)
    if not 1 <= day <= 31:
        return None
    after = i + 1
    if after < len(row) and row[after].start == row[i].end:
        if row[after].lower in {"st", "nd", "rd", "th"}:
            return day, after + 1
        if row[after].text in "-–/:%" or row[after].kind == "word":
            return None
    return day, after


def _month_name(pack: Pack, row: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A month at `i` and the token after it, the point of an abbreviation skipped."""
    if not 0 <= i < len(row) or not row[i].text[0].isupper():
        return None
    name = row[i].lower.removesuffix("'s")
    month = pack.dates.months.get(name)
    if month is None:
        return None
    after = i + 1
    if len(name) <= 4 and name not in {"may", "june", "july"} and _lower(row, after) == "." and after + 1 < len(row):
        after += 1
    return month, after


def _year_after(row: Sequence[Token], i: int) -> tuple[int | None, int]:
    """A year at `i`, after "of" or a comma too; None and `i` where there is none."""
    for j in (i, i + 1):
        year = _is_year(row, j)
        if year is not None and (j == i or row[i].lower in {",", "of"}):
            return year, j + 1
    return None, i


def _iso(row: Sequence[Token], i: int) -> tuple[When, int] | None:
    year = _is_year(row, i)
    if year is None or i + 4 >= len(row) or row[i + 1].text != "-" or row[i + 3].text != "-":
        return None
    if row[i + 4].end - row[i].start != 10 or row[i + 2].kind != "number" or row[i + 4].kind != "number":
        return None
    return When(form="date", year=year, month=int(row[i + 2].text), day=int(row[i + 4].text)), i + 5


def _part(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    for size in (4, 3, 1):
        part = pack.dates.parts.get(_phrase(row, i, size))
        if part is None:
            continue
        after = i + size
        if size == 1 and _lower(row, after) == "-":
            after += 1
        found = _month(pack, row, after)
        if found is not None and found[0].form == "month":
            return When(form="month", year=found[0].year, month=found[0].month, part=part), found[1]
        year = _is_year(row, after)
        if year is not None and part != "mid":
            return When(form="year", year=year, part=part), after + 1
        if size > 1:
            return None
    return None


def _fiscal(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    j = i + 1 if _lower(row, i) in _ARTICLES else i
    if _lower(row, j) in pack.dates.words.fiscal:
        after = j + 1
        while _lower(row, after) in {"year", "years", "quarter", "of", "-"} or _is_year(row, after) is not None:
            after += 1
        if after > j + 1:
            return When(form="unreadable"), after
    year = _is_year(row, i)
    if year is not None and _lower(row, i + 1) in {"-", "–", "/"} and i + 2 < len(row):
        second = row[i + 2]
        if second.kind == "number" and second.start == row[i].end + 1:
            until = _is_year(row, i + 2)
            if until is not None and row[i + 1].text != "/" and until > year + 1:
                return When(form="years", year=year, until=until), i + 3
            return When(form="unreadable"), i + 3
    return None


def _month(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    """October; October 2022; October 14; Oct. 14, 2022."""
    found = _month_name(pack, row, i)
    if found is None:
        return None
    month, after = found
    year, end = _year_after(row, after)
    if year is not None:
        return When(form="month", year=year, month=month), end
    day = _is_day(row, after)
    if day is not None:
        year, end = _year_after(row, day[1])
        return When(form="date", year=year, month=month, day=day[0]), end
    ambiguous = pack.dates.months[row[i].lower.removesuffix("'s")] in (3, 5) and row[i].lower in {"may", "march"}
    if ambiguous and (i == 0 or (row[i - 1].kind == "mark" and row[i - 1].text in "\"“'.(")):
        return None
    return When(form="month", month=month), after


def _day_month(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    """1 November 2022; the 14th of October."""
    j = i + 1 if _lower(row, i) in _ARTICLES else i
    day = _is_day(row, j)
    if day is None:
        return None
    after = day[1] + 1 if _lower(row, day[1]) == "of" else day[1]
    found = _month_name(pack, row, after)
    if found is None:
        return None
    year, end = _year_after(row, found[1])
    return When(form="date", year=year, month=found[0], day=day[0]), end


def _quarter(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    """the third quarter of 2022; Q3 2022; the first half of 2022."""
    if _lower(row, i) == "q" and i + 1 < len(row) and row[i + 1].start == row[i].end and row[i + 1].text in "1234":
        year, end = _year_after(row, i + 2)
        return When(form="quarter", year=year, number=int(row[i + 1].text)), end
    j = i + 1 if _lower(row, i) in _ARTICLES else i
    number = pack.numbers.ordinals.get(_lower(row, j))
    form = {"quarter": "quarter", "half": "half"}.get(_lower(row, j + 1))
    if number is None or form is None or number > (4 if form == "quarter" else 2):
        return None
    year, end = _year_after(row, j + 2)
    if year is None and _lower(row, j + 2) == "of":
        return When(form="unreadable"), j + 3
    if form == "quarter":
        return When(form="quarter", year=year, number=number), end
    return When(form="half", year=year, number=number), end


def _relative(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    word = _lower(row, i)
    if word in pack.dates.days:
        return When(form="day", number=pack.dates.days[word]), i + 1
    if word in pack.dates.weekdays and row[i].text[0].isupper():
        return When(form="weekday", number=pack.dates.weekdays[word]), i + 1
    j = i + 1 if word in _ARTICLES else i
    step = pack.dates.relative.get(_lower(row, j))
    if step is None:
        return None
    named = _lower(row, j + 1)
    unit = pack.dates.lengths.get(named)
    if unit in {"week", "month", "quarter", "year"} and not named.endswith("s") and _lower(row, j) != "past":
        carried = _lower(row, j) in {"previous", "preceding"}
        return When(form="relative", number=step, unit=unit, carried=carried), j + 2
    if step == -1 and named in pack.dates.weekdays:
        return When(form="weekday", number=pack.dates.weekdays[named], unit="last"), j + 2
    found = _month(pack, row, j + 1) if step <= 0 else None
    if found is not None and found[0].form == "month":
        return found
    return None


def _ago(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    """two years ago; a year earlier."""
    found = length_at(pack, row, i)
    if found is None or found[0].cue or _lower(row, found[1]) not in pack.dates.words.ago:
        return None
    return When(form="ago", length=found[0].length), found[1] + 1


def _year(pack: Pack, row: Sequence[Token], i: int) -> tuple[When, int] | None:
    year = _is_year(row, i)
    if year is None:
        return None
    if i + 1 < len(row) and row[i + 1].start == row[i].end and row[i + 1].text in "-–/:%":
        return None
    if i and row[i - 1].end == row[i].start and row[i - 1].text in "-–/:$€£¥+#.":
        return None
    return When(form="year", year=year), i + 1
