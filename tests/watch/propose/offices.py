"""Pages and files in the manner of statistical offices, made up for the tests."""

from __future__ import annotations

from tests.watch.papers import Workbook, sheet_of, workbook

ENGLISH = b"""<!doctype html><html lang="en-GB">
<head><title>Prison statistics | Ministry of Justice of Utopia</title></head>
<body><table class="nav"><tr><td><a href="/">Home</a></td><td>News</td><td>2024</td></tr></table>
<h1>Prison statistics</h1>
<table><caption>Prison population by sex</caption>
<thead><tr><th rowspan="2">Date</th><th colspan="2">Inmates</th><th rowspan="2">Occupancy rate (%)</th></tr>
<tr><th>Women</th><th>Men</th></tr></thead>
<tbody><tr><td>31 January 2025</td><td>1,204</td><td>23,411<sup>1</sup></td><td>98.4</td></tr>
<tr><td>28 February 2025</td><td>1,198</td><td>23,502 p</td><td>98.9</td></tr>
<tr><td>31 March 2025</td><td>1,187</td><td>n/a</td><td>..</td></tr></tbody>
<tfoot><tr><td colspan="4">1 Without those on leave. Source: Ministry.</td></tr></tfoot></table>
<table><tr><th>Contact</th><td>Press office, 12 Main Street</td></tr></table></body></html>"""

RUSSIAN_CSV = (
    "Численность лиц, содержащихся в учреждениях;;;\n"
    "по состоянию на отчётную дату;;;\n"
    "\n"
    "Дата;Всего, тыс. чел.;из них женщины, тыс. чел.;Доля, %\n"
    "01.08.2022;348,5;27,1;7,8\n"
    "01.09.2022;338,2;26,9;8,0\n"
    "15.10.2022;325,0;…;8,0\n"
    "Примечание: оперативные данные;;;\n"
).encode("cp1251")

UKRAINIAN = """<html lang="uk"><head><title>Ціни</title></head><body><table>
<tr><th rowspan="2">Показник</th><th colspan="2">2023</th><th colspan="2">2024</th></tr>
<tr><th>I квартал</th><th>II квартал</th><th>I квартал</th><th>II квартал</th></tr>
<tr><td>Народжені, осіб</td><td>1 200</td><td>1 300</td><td>1 250</td><td>1 280</td></tr>
<tr><td>Індекс цін, %</td><td>101,2</td><td>102,0</td><td>100,4</td><td>…</td></tr>
</table></body></html>""".encode()

LONG = (
    b"region,measure,month,value,flag\n"
    b"North,pupils,2025-01,100,A\nNorth,teachers,2025-01,10,A\n"
    b"South,pupils,2025-01,200,P\nSouth,teachers,2025-01,20,A\n"
    b"North,pupils,2025-02,101,A\nNorth,teachers,2025-02,11,A\n"
    b"South,pupils,2025-02,201,A\nSouth,teachers,2025-02,21,A\n"
)

ACROSS = (
    b"Indicator,Unit,2021,2022,2023\n"
    b"Births,thousand persons,1234.5,1200.1,1180.0\n"
    b"Deaths,thousand persons,1334.5,1300.1,-\n"
)

CALENDAR = """<html lang="uk"><table><caption>Опади, мм</caption>
<tr><th>Рік</th><th>січень</th><th>лютий</th><th>березень</th></tr>
<tr><td>2024</td><td>81,5</td><td>60,5</td><td>44,0</td></tr>
<tr><td>2025</td><td>77,9</td><td>..</td><td></td></tr></table></html>""".encode()

API = (
    b'{"meta":{"page":1,"pages":1},"data":[{"date":"2024-01","region":"Utopia","value":3.5},'
    b'{"date":"2024-02","region":"Utopia","value":4},{"date":"2024-03","region":"Utopia","value":4.25}]}'
)

JSON_STAT = (
    b'{"version":"2.0","class":"dataset","label":"Unemployment rate","id":["geo","time"],"size":[2,2],'
    b'"dimension":{"geo":{"category":{"index":["UT","NO"],"label":{"UT":"Utopia","NO":"Nowhere"}}},'
    b'"time":{"category":{"index":["2024-01","2024-02"]}}},"value":[5.1,5.25,7,null],"status":["","p","",":"]}'
)

SDMX = b"""<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
 xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><m:Header><m:ID>1</m:ID></m:Header>
<m:DataSet s:structureRef="X" x:type="X:DataSetType">
<Series FREQ="M" REF_AREA="UT" UNIT_MULT="3"><Obs TIME_PERIOD="2024-01" OBS_VALUE="12.5" OBS_STATUS="A"/>
<Obs TIME_PERIOD="2024-02" OBS_VALUE="12.75" OBS_STATUS="P"/></Series>
<Series FREQ="M" REF_AREA="NO" UNIT_MULT="3"><Obs TIME_PERIOD="2024-01" OBS_VALUE="7" OBS_STATUS="A"/>
<Obs TIME_PERIOD="2024-02" OBS_VALUE="8" OBS_STATUS="A"/></Series>
</m:DataSet></m:StructureSpecificData>"""

YEAR_AND_MONTH = b"Year;Month;Births\n2023;November;1204\n;December;1304\n2024;January;1100\n;February;999\n"

UTF16 = "Date\tPeople\n2024-01-05\t10\n2024-01-12\t12\n2024-01-19\t11\n".encode("utf-16")


def titled_workbook() -> bytes:
    """A workbook with title rows, a merged header, and names that were not merged over the second column."""
    return sheet_of(
        ["Число безработных по регионам"],
        ["(тыс. человек)"],
        [],
        ["Период", "Всего", "в том числе", ""],
        ["", "", "мужчины", "женщины"],
        ["январь 2024", 1234.5, 700, 534.5],
        ["февраль 2024", 1230, 698.2, 531.8],
        ["март 2024", "…", None, 530],
        ["Источник: служба занятости"],
        name="Лист1",
    )


def workbook_of_two_sheets() -> bytes:
    """A workbook whose first sheet is a list of contents."""

    def write(book: Workbook) -> None:
        contents = book.add_worksheet("Contents")
        contents.write_row(0, 0, ["Sheet", "Title"])
        contents.write_row(1, 0, ["Births", "Births by month, 2024"])
        data = book.add_worksheet("Births")
        data.write_row(0, 0, ["Month", "Births"])
        for number, births in enumerate((410, 398, 415), 1):
            data.write_row(number, 0, [f"2024-{number:02d}", births])

    return workbook(write)
