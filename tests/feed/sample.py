"""A realistic edition: six briefs over figures that are public, typed over as facts with their addresses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import vl_convert

from tallywire.brief import (
    Binding,
    Brief,
    Chart,
    Edition,
    Excerpt,
    Health,
    Line,
    Proof,
    Row,
    SeriesSheet,
    Sheet,
    Shelf,
    SourceSheet,
    Text,
)
from tallywire.series import Cell, Interval, ObservationRef, Period, parse_period
from tallywire.statement import Amount, Change, Evidence, Extreme, Level, Statement, Window

HEAD = hashlib.sha256(b"head").hexdigest()
COLONIES = "fsin/colonies"
NONFARM = "bls/nonfarm"
PRISON = "hmpps/population"
DEATHS = "dpc/deaths"

# Convicts in correctional colonies of Russia for adults: date, count, page that gives it.
COUNTS = (
    ("2001-07-01", "704200", "https://txt.newsru.com/amp/russia/07aug2001/zeki.html"),
    ("2006-10-01", "693100", "https://www.zashita-zk.org/stats/1161167255.html"),
    (
        "2013-01-01",
        "585000",
        "https://upik.ucoz.ru/news/kratkaja_kharakteristika_uis_po_sostojaniju_na_1_maja_2013_g/2013-05-16-264",
    ),
    (
        "2013-05-01",
        "573800",
        "https://upik.ucoz.ru/news/kratkaja_kharakteristika_uis_po_sostojaniju_na_1_maja_2013_g/2013-05-16-264",
    ),
    ("2015-01-01", "550800", "https://readboom.net/see/21541940-prestuplenie-i-nakazanie-v-vozzreniyah?page=4"),
    ("2017-01-01", "519500", "http://svom.info:12000/material/news/12697298.html"),
    (
        "2018-01-01",
        "495016",
        "http://antipytki.ru/2018/08/14/v-uchrezhdeniyah-uis-soderzhitsya-587-1-tys-chelovek-na-01-08-2018/",
    ),
    (
        "2018-08-01",
        "481300",
        "http://antipytki.ru/2018/08/14/v-uchrezhdeniyah-uis-soderzhitsya-587-1-tys-chelovek-na-01-08-2018/",
    ),
    (
        "2018-12",
        "467000",
        "http://handofmoscow.com/2018/12/14/the-number-of-prisoners-in-russia-has-reached-a-historic-low/",
    ),
    ("2019-10-01", "434303", "https://ria24.today/news/chislo-zaklyuchennyh-v-rossii-obnovilo-istor/1149196"),
    (
        "2020-08-13",
        "391614",
        "https://vedomosti.ru/society/articles/2020/08/13/836640-chislo-zaklyuchennih",
    ),
    ("2022-03-01", "351300", "https://glostat.com/statistics-countries/number-of-prisoners-in-russia"),
    (
        "2022-08-01",
        "349000",
        "https://www.txtreport.com/news/2022-11-18-more-than-20-000-prisoners-suddenly-%22disappeared%22-in-russia"
        "--amnesty-is-useless-here.Hke4nYOBIi.html",
    ),
    (
        "2022-09-01",
        "348000",
        "https://kyivindependent.com/news-feed/russian-media-number-of-inmates-shrinks-sharply-as-prisoners-are-"
        "recruited-to-fight-in-ukraine",
    ),
    (
        "2022-10-01",
        "338000",
        "https://meduza.io./en/news/2022/11/21/russian-prison-population-sees-largest-drop-in-more-than-a-decade-as-"
        "wagner-pmc-recruits-convicts",
    ),
    (
        "2022-11-01",
        "325000",
        "https://meduza.io./en/news/2022/11/21/russian-prison-population-sees-largest-drop-in-more-than-a-decade-as-"
        "wagner-pmc-recruits-convicts",
    ),
)

# Nonfarm employees in the United States, thousands (US Bureau of Labor Statistics).
JOBS = (
    ("2008-10", "136308"),
    ("2008-11", "135549"),
    ("2008-12", "134842"),
    ("2009-01", "134055"),
    ("2009-02", "133351"),
    ("2009-03", "132549"),
)

# People in prison in England and Wales (HMPPS weekly bulletins).
WEEKS = (
    ("2020-03-20", "83525"),
    ("2020-03-27", "83052"),
    ("2020-04-03", "82456"),
    ("2020-04-17", "81347"),
    ("2020-04-24", "81039"),
    ("2020-05-01", "80739"),
    ("2020-05-15", "80348"),
)


class Book:
    """A table that was archived once, and the observations in it."""

    def __init__(
        self,
        series: str,
        source: str,
        address: str,
        header: str,
        rows: tuple[tuple[str, ...], ...],
        entry: int,
        fetched: datetime,
        note: str = "",
    ) -> None:
        self.series, self.source, self.address, self.entry, self.fetched = series, source, address, entry, fetched
        self.note = note
        self.lines = tuple(Line(number, cells) for number, cells in enumerate((tuple(header.split(",")), *rows)))
        self.release = hashlib.sha256(f"{address}{fetched}".encode()).hexdigest()

    def ref(self, period: str, *, column: int, value: str | None = None) -> ObservationRef:
        line = next(line for line in self.lines[1:] if line.cells[0] == period)
        literal = line.cells[column]
        return ObservationRef(
            series=self.series,
            period=parse_period(period),
            value=Decimal(value or literal),
            release=self.release,
            cell=Cell(0, line.number, column),
            literal=literal,
            seq=self.entry * 1000 + line.number,
        )

    def excerpt(self, ref: ObservationRef, *, around: int = 2) -> Excerpt:
        row = ref.cell.row
        lines = tuple(line for line in self.lines[1:] if abs(line.number - row) <= around)
        return Excerpt(
            source_name=self.source,
            address=self.address,
            release=self.release,
            fetched_at=self.fetched,
            body_hash=hashlib.sha256(repr(self.lines).encode()).hexdigest(),
            entry=self.entry,
            chain=hashlib.sha256(f"chain {self.entry}".encode()).hexdigest(),
            kind="imported" if self.note else "fetched",
            cell=ref.cell,
            literal=ref.literal,
            period=ref.period,
            header=self.lines[0],
            lines=lines,
            note=self.note,
        )


def said(template: str, **proofs: str) -> Text:
    """`said("fell by [23,000|fall]")`: the figure in brackets is bound to the proof after the bar."""
    text, bindings = "", []
    rest = template
    while "[" in rest:
        plain, _, rest = rest.partition("[")
        figure, _, rest = rest.partition("]")
        words, _, proof = figure.partition("|")
        text += plain
        bindings.append(Binding(len(text), len(text) + len(words), proof))
        text += words
    return Text(text + rest, tuple(bindings))


def amount(value: str, unit: str = "people", wording: str = "") -> Amount:
    return Amount(Interval.point(Decimal(value)), unit, wording or value)


def _change(series: str, start: str, end: str) -> Change:
    return Change(series, Window(parse_period(start), parse_period(end)), "down", None)


def proof(
    id: str,
    wording: str,
    statement: Statement | None,
    used: tuple[ObservationRef, ...],
    *,
    actual: Amount | None = None,
    working: tuple[str, ...] = (),
    reason: str = "",
    rivals: tuple[ObservationRef, ...] = (),
    rival: Amount | None = None,
    compared: int = 0,
    since: Period | None = None,
    gaps: tuple[Period, ...] = (),
) -> Proof:
    evidence = Evidence(
        outcome="true",
        actual=actual,
        used=used,
        working=working,
        reason=reason,
        rivals=rivals,
        rival=rival,
        compared=compared,
        since=since,
        gaps=gaps,
    )
    return Proof(id, wording, statement, evidence)


def _sheets(brief: str, proofs: tuple[Proof, ...], books: tuple[Book, ...]) -> tuple[Sheet, ...]:
    by_release = {book.release: book for book in books}
    return tuple(
        Sheet(
            brief,
            each,
            tuple(by_release[ref.release].excerpt(ref) for ref in (*each.evidence.used, *each.evidence.rivals)),
        )
        for each in proofs
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _chart(
    title: str,
    points: tuple[tuple[str, str], ...],
    marked: int,
    sentence: str,
    rows: tuple[Row, ...],
    columns: tuple[str, ...],
) -> Chart:
    """A line whose last `marked` points are in the accent, with the first, the turn and the last labelled."""
    values = [
        {
            "date": f"{period}-01" if len(period) == 7 else period,
            "count": int(figure),
            "label": f"{int(figure):,}",
            "marked": place >= len(points) - marked,
            "named": place in {0, len(points) - marked},
            "last": place == len(points) - 1,
        }
        for place, (period, figure) in enumerate(points)
    ]
    x = {"field": "date", "type": "temporal", "title": None, "axis": {"grid": False, "labelFontSize": 13}}
    y = {
        "field": "count",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "domainMin": 320_000},
        "axis": {"labelFontSize": 13, "tickCount": 4, "domain": False},
    }
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 430,
        "height": 220,
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "line", "color": "#8d8b84"}},
            {
                "transform": [{"filter": "datum.marked"}],
                "mark": {"type": "line", "color": "#0b4a75", "strokeWidth": 3},
            },
            {
                "mark": {"type": "point", "filled": True, "opacity": 1, "size": 36},
                "encoding": {
                    "color": {"condition": {"test": "datum.marked", "value": "#0b4a75"}, "value": "#8d8b84"}
                },
            },
            {
                "transform": [{"filter": "datum.named"}],
                "mark": {"type": "text", "dy": -12, "fontSize": 13, "align": "center"},
                "encoding": {"text": {"field": "label"}},
            },
            {
                "transform": [{"filter": "datum.last"}],
                "mark": {"type": "text", "dx": -10, "fontSize": 13, "align": "right"},
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": {"view": {"stroke": None}},
    }
    text = json.dumps(spec)
    return Chart(title, text, vl_convert.vegalite_to_svg(text), sentence, columns, rows)


def _colonies() -> tuple[Brief, tuple[Sheet, ...]]:
    id = "colonies-2022-11"
    book = Book(
        COLONIES,
        "Russia's penitentiary service, as reported",
        "https://tallywire.test/figures/fsin-colonies.csv",
        "date,measure,value,exact,source_url",
        tuple((day, "colonies", figure, "rounded", page) for day, figure, page in COUNTS),
        entry=17,
        fetched=_moment("2022-11-21T09:12:40"),
        note="single facts typed from public pages, whose addresses stand in the rows",
    )
    refs = {day: book.ref(day, column=2) for day, _, _ in COUNTS}
    september, october, november = refs["2022-09-01"], refs["2022-10-01"], refs["2022-11-01"]
    others = tuple(ref for day, ref in refs.items() if day != "2022-11-01")
    gaps = tuple(
        Period.span(date.fromisoformat(start), date.fromisoformat(end))
        for start, end in (
            ("2001-07-02", "2006-10-01"),
            ("2006-10-02", "2013-01-01"),
            ("2013-05-02", "2015-01-01"),
            ("2015-01-02", "2017-01-01"),
            ("2020-08-14", "2022-03-01"),
        )
    )
    whole = Window(september.period, november.period)
    proofs = (
        proof(
            "fall",
            "People in correctional colonies in Russia fell by 23,000 from 1 September to 1 November 2022.",
            Change(COLONIES, whole, "down", amount("23000")),
            (september, november),
            actual=amount("-23000"),
            working=("348,000 − 325,000 = 23,000",),
            reason="The published figures differ by 23,000; rounding to thousands leaves 22,000 to 24,000.",
        ),
        proof(
            "percent",
            "They fell by 6.6% in the same two months.",
            Change(COLONIES, whole, "down", amount("6.6", "%"), "percent"),
            (september, november),
            actual=Amount(Interval.point(Decimal(-23000) / 348000 * 100), "%", ""),
            working=("348,000 − 325,000 = 23,000", "23,000 ÷ 348,000 = 6.6%"),
        ),
        proof(
            "start",
            "They numbered 348,000 on 1 September 2022.",
            Level(COLONIES, september.period, amount("348000")),
            (september,),
            actual=amount("348000"),
        ),
        proof(
            "middle",
            "They numbered 338,000 on 1 October 2022.",
            Level(COLONIES, october.period, amount("338000")),
            (october,),
            actual=amount("338000"),
        ),
        proof(
            "end",
            "They numbered 325,000 on 1 November 2022.",
            Level(COLONIES, november.period, amount("325000")),
            (november,),
            actual=amount("325000"),
        ),
        proof(
            "first-step",
            "They fell by 10,000 in September 2022.",
            _change(COLONIES, "2022-09-01", "2022-10-01"),
            (september, october),
            actual=amount("-10000"),
            working=("348,000 − 338,000 = 10,000",),
        ),
        proof(
            "second-step",
            "They fell by 13,000 in October 2022.",
            _change(COLONIES, "2022-10-01", "2022-11-01"),
            (october, november),
            actual=amount("-13000"),
            working=("338,000 − 325,000 = 13,000",),
        ),
        proof(
            "record",
            "325,000 is the lowest of 16 counts held here since July 2001.",
            Extreme(
                COLONIES,
                "level",
                "low",
                Window(end=november.period),
                "counts",
                since=parse_period("2001-07-01"),
                counts=16,
            ),
            (november,),
            actual=amount("325000"),
            rivals=others[::-1],
            rival=amount("338000"),
            compared=16,
            since=parse_period("2001-07-01"),
            gaps=gaps,
            reason="Every other count is higher, by at least 13,000.",
        ),
        proof(
            "pace",
            "11,500 a month, against at most about 4,100 a month between earlier neighbouring counts.",
            None,
            (september, november, refs["2020-08-13"], refs["2019-10-01"]),
            working=(
                "23,000 ÷ 2 months = 11,500 a month",
                "434,303 − 391,614 = 42,689 over 10 months and 12 days = 4,100 a month",
            ),
            reason="The windows are of unequal length.",
        ),
    )
    chart = _chart(
        "Two months took 23,000 people out of the colonies",
        tuple((day, figure) for day, figure, _ in COUNTS[-5:]),
        3,
        "People in correctional colonies: 348,000 on 1 September, 338,000 on 1 October and 325,000 on "
        "1 November 2022. The scale starts at 320,000.",
        (
            Row("1 September 2022", "348,000", "", "start"),
            Row("1 October 2022", "338,000", "−10,000", "middle"),
            Row("1 November 2022", "325,000", "−13,000", "end"),
        ),
        ("Date", "People", "Change"),
    )
    brief = Brief(
        id=id,
        kicker="Prisons · Russia",
        headline=said("People in Russia's penal colonies fall by about [23,000|fall] in two months"),
        lead=said(
            "The number of people in correctional colonies fell by about [23,000|fall] ([6.6%|percent]) in the two "
            "months to 1 November 2022, to [325,000|end], the lowest of [16|record] counts held here since July 2001."
        ),
        body=(
            said(
                "There were [348,000|start] on 1 September and [338,000|middle] on 1 October: a fall of "
                "[10,000|first-step], then of another [13,000|second-step]."
            ),
            said(
                "That is [11,500|pace] a month. Between earlier neighbouring counts, over windows of unequal length, "
                "the fall was never faster than about [4,100|pace] a month."
            ),
            said("Recruitment for the war in the colonies is reported to have begun in August 2022."),
        ),
        caveats=(
            said("No monthly series is public; nothing is held for [five|record] stretches longer than a year."),
            said("Counts say how many fewer there are, not where people went. An event beside a change is no cause."),
        ),
        found=said(
            "The count for 1 November was compared with every earlier one. It is the lowest, and the fall before it "
            "is the fastest between neighbours."
        ),
        labels=("New record",),
        source="fsin",
        source_name="Penitentiary service, as reported",
        topic="Prisons",
        place="Russia",
        series=(COLONIES,),
        badge="reconstructed from reports",
        chart=chart,
        proofs=proofs,
        published=_moment("2022-11-21T09:14:00"),
        updated=_moment("2022-11-21T16:40:00"),
    )
    return brief, _sheets(id, proofs, (book,))


def _jobs() -> tuple[Brief, tuple[Sheet, ...]]:
    id = "us-nonfarm-2009-03"
    book = Book(
        NONFARM,
        "US Bureau of Labor Statistics",
        "https://www.bls.gov/ces/",
        "month,nonfarm",
        JOBS,
        9,
        _moment("2009-04-03T12:31:05"),
    )
    refs = tuple(book.ref(month, column=1) for month, _ in JOBS)
    proofs = (
        proof(
            "fall",
            "Nonfarm employees in the United States fell by 802,000 in March 2009.",
            _change(NONFARM, "2009-02", "2009-03"),
            refs[-2:],
            actual=amount("-802000"),
            working=("133,351 − 132,549 = 802 (thousand)",),
        ),
        proof(
            "five",
            "They fell by 3,759,000 in the five months to March 2009.",
            _change(NONFARM, "2008-10", "2009-03"),
            (refs[0], refs[-1]),
            actual=amount("-3759000"),
            working=("136,308 − 132,549 = 3,759 (thousand)",),
            rivals=refs[1:-1],
        ),
    )
    brief = Brief(
        id=id,
        kicker="Work · United States",
        headline=said("American payrolls lose [802,000|fall] jobs in March, the most in a month since 2006"),
        lead=said(
            "Nonfarm employment fell by [802,000|fall] in March 2009, the sharpest monthly fall of the record held "
            "here, which begins in January 2006; in five months it lost [3.8 million|five]."
        ),
        body=(said("It was the fifth month in a row with a fall of more than 700,000."),),
        found=said("One month was compared with all earlier months of the series, adjusted for the season."),
        labels=("New record",),
        source="bls",
        source_name="US Bureau of Labor Statistics",
        topic="Work",
        place="United States",
        series=(NONFARM,),
        proofs=proofs,
        published=_moment("2009-04-03T12:33:00"),
    )
    return brief, _sheets(id, proofs, (book,))


def _weeks() -> tuple[Brief, tuple[Sheet, ...]]:
    id = "england-wales-prison-2020-05"
    book = Book(
        PRISON,
        "HM Prison and Probation Service",
        "https://github.com/Prison-Reform-Trust/Prison-population/blob/77ff34b/Data/prison_population.csv",
        "date,population",
        WEEKS,
        13,
        _moment("2020-08-07T10:05:00"),
    )
    refs = tuple(book.ref(day, column=1) for day, _ in WEEKS)
    proofs = (
        proof(
            "fall",
            "People in prison in England and Wales fell by 3,177 in the eight weeks to 15 May 2020.",
            _change(PRISON, "2020-03-20", "2020-05-15"),
            (refs[0], refs[-1]),
            actual=amount("-3177"),
            working=("83,525 − 80,348 = 3,177",),
            compared=462,
            since=parse_period("2014-01-03"),
            rivals=refs[1:-1],
        ),
    )
    brief = Brief(
        id=id,
        kicker="Prisons · England and Wales",
        headline=said("Prisons in England and Wales hold [3,177|fall] fewer people after eight weeks"),
        lead=said(
            "The count fell from 83,525 to 80,348 by 15 May 2020, the largest of [462|fall] eight-week falls held "
            "here since January 2014."
        ),
        body=(),
        caveats=(said("No count was published for 10 April and for 8 May."),),
        found=said("All eight-week windows of the weekly bulletins were compared."),
        labels=("New record",),
        source="hmpps",
        source_name="HM Prison and Probation Service",
        topic="Prisons",
        place="England and Wales",
        series=(PRISON,),
        proofs=proofs,
        published=_moment("2020-08-07T10:06:00"),
    )
    return brief, _sheets(id, proofs, (book,))


def _deaths() -> tuple[Brief, tuple[Sheet, ...]]:
    id = "italy-deaths-2020-05-12"
    address = (
        "https://raw.githubusercontent.com/pcm-dpc/COVID-19/master/dati-andamento-nazionale/"
        "dpc-covid19-ita-andamento-nazionale.csv"
    )
    header = (
        "data,stato,ricoverati,terapia_intensiva,ospedalizzati,isolamento,attuali,variazione,nuovi,dimessi,deceduti"
    )
    row = ("2020-05-12", "ITA", "12865", "952", "13817", "67449", "81266", "-1222", "1402", "109039")
    first = Book(
        DEATHS, "Civil Protection, Italy", address, header, ((*row, "23660"),), 14, _moment("2020-05-12T15:02:11")
    )
    second = Book(
        DEATHS, "Civil Protection, Italy", address, header, ((*row, "30911"),), 15, _moment("2020-05-12T15:41:30")
    )
    before, after = first.ref("2020-05-12", column=10), second.ref("2020-05-12", column=10)
    proofs = (
        proof(
            "before",
            "23,660 deaths were published first.",
            Level(DEATHS, before.period, amount("23660")),
            (before,),
            actual=amount("23660", "deaths"),
        ),
        proof(
            "after",
            "30,911 deaths stand in the table now.",
            Level(DEATHS, after.period, amount("30911")),
            (after,),
            actual=amount("30911", "deaths"),
        ),
    )
    brief = Brief(
        id=id,
        kicker="Health · Italy",
        headline=said("Italy corrects its count of deaths for 12 May from [23,660|before] to [30,911|after]"),
        lead=said(
            "The first file of the day gave [23,660|before], the figure of three weeks earlier; the next one gives "
            "[30,911|after]."
        ),
        body=(),
        found=said("Two releases of the same table were compared cell by cell."),
        labels=("Revision",),
        source="dpc",
        source_name="Civil Protection, Italy",
        topic="Health",
        place="Italy",
        series=(DEATHS,),
        proofs=proofs,
        published=_moment("2020-05-12T15:43:00"),
    )
    return brief, _sheets(id, proofs, (first, second))


def _small() -> tuple[Brief, ...]:
    revision = Brief(
        id="italy-revision-2020-03-07",
        kicker="Health · Italy",
        headline=said("Italy restates its first two weeks of daily counts"),
        lead=said("Figures from 24 February on were changed in place on 7 March 2020, most of them by a few cases."),
        body=(said("The earlier table stays in the archive beside the new one."),),
        found=said("Each new release is compared with the one before it."),
        labels=("Revision",),
        source="dpc",
        source_name="Civil Protection, Italy",
        topic="Health",
        place="Italy",
        series=("dpc/positive",),
        published=_moment("2020-03-07T21:30:00"),
    )
    takedown = Brief(
        id="example-takedown",
        kicker="Prisons · Demonstration",
        headline=said("A demonstration office takes its page of monthly counts down"),
        lead=said("The address answers “410 Gone” since 21 November; every count it gave is kept here."),
        body=(),
        found=said("The page is asked for on its release days."),
        labels=("Taken down",),
        source="demonstration",
        source_name="Demonstration office",
        topic="Prisons",
        place="Demonstration",
        series=("demonstration/counts",),
        published=_moment("2022-11-21T07:05:00"),
    )
    return revision, takedown


Told = tuple[Brief, tuple[Sheet, ...]]


@cache
def _told() -> tuple[Told, ...]:
    return (_colonies(), _jobs(), _weeks(), _deaths())


def sheets() -> tuple[Sheet, ...]:
    """Each proof with its excerpts."""
    return tuple(sheet for _, own in _told() for sheet in own)


class SampleStacks:
    """What the archive and the drawing room give for the sample; `state` as in an archive without redactions."""

    state = "whole"

    def __init__(self, own: tuple[Sheet, ...], shown: Callable[[Excerpt], Excerpt] | None = None) -> None:
        """shown: what becomes of each excerpt before it is handed out."""
        self._excerpts = {
            (each.release, each.cell): shown(each) if shown else each for sheet in own for each in sheet.excerpts
        }

    def excerpt(self, ref: ObservationRef) -> Excerpt | None:
        return self._excerpts.get((ref.release, ref.cell))

    def tables(self, release: str) -> tuple[Shelf, ...]:
        """The rows that the excerpts of a release hold, as its one table."""
        lines = {
            line.number: line.cells
            for excerpt in self._excerpts.values()
            if excerpt.release == release
            for line in (*((excerpt.header,) if excerpt.header else ()), *excerpt.lines)
        }
        return (Shelf(tuple(lines.get(number, ()) for number in range(max(lines) + 1))),) if lines else ()

    def chart(self, sheet: SeriesSheet) -> Chart | None:
        return None

    def card(self, svg: str) -> bytes:
        return vl_convert.svg_to_png(svg)


def stacks() -> SampleStacks:
    return SampleStacks(sheets())


def source(id: str, name: str, state: str, since: str, note: str = "") -> SourceSheet:
    return SourceSheet(
        id=id,
        name=name,
        address=f"https://tallywire.test/figures/{id}.html",
        health=Health(id, name, state, _moment(since), note),
    )


@cache
def edition() -> Edition:
    briefs = (*(brief for brief, _ in _told()), *_small())
    return Edition(
        title="Tallywire",
        desk="The Tallywire desk",
        contact="desk@tallywire.test",
        about=(
            "News from official statistics: what has never moved like this, told in a minute, with every number "
            "open to the page it came from.\n\nThis edition replays releases of the past."
        ),
        address="https://tallywire.test/wire/",
        generated=_moment("2022-11-21T16:45:00"),
        head=HEAD,
        entries=17,
        clock="simulated time",
        briefs=tuple(sorted(briefs, key=lambda brief: brief.published, reverse=True)),
        sources=(
            source("fsin", "Penitentiary service, as reported", "ok", "2022-11-21T09:12:40"),
            source("dpc", "Civil Protection, Italy", "unchanged", "2020-05-13T15:00:00"),
            source(
                "hmpps",
                "HM Prison and Probation Service",
                "outage",
                "2022-11-20T10:00:00",
                "Three requests were not answered",
            ),
            source("demonstration", "Demonstration office", "taken_down", "2022-11-21T07:00:00"),
        ),
    )
