"""The demo's source files, as an editor of its newsroom would have written them."""

from __future__ import annotations

from collections.abc import Sequence

from tallywire.demo.pages import TITLES, UTOPIA

FSIN = """\
id = "fsin"
name = "Federal Penitentiary Service of Russia"
address = "{base}/fsin/counts.html"
media = "html"
place = "Russia"
topic = "Prisons"
badge = "reconstructed from reports"
note = "The official page of each month is not public; each count is cited from the report named beside it."
contact = "demo@tallywire.invalid"
allow_hosts = ["127.0.0.1"]

[period]
column = "Date"

[marks]
quantum = "Rounded to"
bounds = {{ low = "At least", high = "Less than", high_open = true }}
citation = "Citation"

[[series]]
slug = "colonies"
title = "people in correctional colonies in Russia"
unit = "people"
kind = "stock"
frequency = "_O"
column = "In correctional colonies"
names = [
  "inmates in correctional colonies in Russia", "prisoners in correctional colonies in Russia",
  "convicts in correctional colonies in Russia", "inmates in colonies in Russia", "prisoners in colonies in Russia",
  "people in colonies in Russia", "inmates in penal colonies in Russia",
]
outside = [
  "male", "female", "men", "women", "prison", "prisons", "remand", "pre-trial", "detention", "juvenile",
]
minimum = "1000"
note = "Adults of both sexes; without prisons and remand centres."
"""

FSIN_AMNESTY = """\
id = "fsin-amnesty"
name = "Federal Penitentiary Service of Russia"
address = "http://rg.ru/2015/05/26/fsin-anons.html"
media = "html"
by_hand = true
place = "Russia"
topic = "Prisons"
badge = "reconstructed from reports"

[[series]]
slug = "released-2015"
title = "people released from colonies in Russia under the 2015 amnesty"
unit = "people"
kind = "stock"
frequency = "_O"
minimum = "1000000"
note = "A running count of releases, a gross flow: it does not say how many entered colonies meanwhile."
"""

EMPLOYMENT_HEAD = """\
id = "usbls"
name = "US Bureau of Labor Statistics"
address = "{base}/bls/us-employment.csv"
media = "csv"
place = "United States"
topic = "Employment"
badge = "final vintage, played month by month"
note = "Seasonally adjusted payroll employment by sector, as the package vega_datasets ships it."
contact = "demo@tallywire.invalid"
allow_hosts = ["127.0.0.1"]

[period]
column = "month"
granularity = "month"
"""

SECTORS = {
    "nonfarm": "employees on nonfarm payrolls",
    "private": "employees in the private sector",
    "goods_producing": "employees in goods-producing industries",
    "service_providing": "employees in service-providing industries",
    "private_service_providing": "employees in private service-providing industries",
    "mining_and_logging": "employees in mining and logging",
    "construction": "employees in construction",
    "manufacturing": "employees in manufacturing",
    "durable_goods": "employees in durable goods manufacturing",
    "nondurable_goods": "employees in nondurable goods manufacturing",
    "trade_transportation_utilties": "employees in trade, transportation and utilities",
    "wholesale_trade": "employees in wholesale trade",
    "retail_trade": "employees in retail trade",
    "transportation_and_warehousing": "employees in transportation and warehousing",
    "utilities": "employees in utilities",
    "information": "employees in information industries",
    "financial_activities": "employees in financial activities",
    "professional_and_business_services": "employees in professional and business services",
    "education_and_health_services": "employees in education and health services",
    "leisure_and_hospitality": "employees in leisure and hospitality",
    "other_services": "employees in other services",
    "government": "employees in government",
}
"""Columns of the file (one is misspelt there) and what they count."""

PARENTS = {
    "private": "nonfarm",
    "goods_producing": "nonfarm",
    "service_providing": "nonfarm",
    "private_service_providing": "service_providing",
    "mining_and_logging": "goods_producing",
    "construction": "goods_producing",
    "manufacturing": "goods_producing",
    "durable_goods": "manufacturing",
    "nondurable_goods": "manufacturing",
    "trade_transportation_utilties": "private_service_providing",
    "wholesale_trade": "trade_transportation_utilties",
    "retail_trade": "trade_transportation_utilties",
    "transportation_and_warehousing": "trade_transportation_utilties",
    "utilities": "trade_transportation_utilties",
    "information": "private_service_providing",
    "financial_activities": "private_service_providing",
    "professional_and_business_services": "private_service_providing",
    "education_and_health_services": "private_service_providing",
    "leisure_and_hospitality": "private_service_providing",
    "other_services": "private_service_providing",
    "government": "service_providing",
}

TENTHS = ("wholesale_trade", "retail_trade", "transportation_and_warehousing", "utilities")
"""Columns published with one decimal: 0.1 thousand; all others are rounded to the thousand."""

UTOPIA_HEAD = """\
id = "{id}"
name = "{name}"
address = "{{base}}/utopia/{page}.html"
media = "html"
place = "Utopia"
topic = "{topic}"
badge = "fictional"
note = "Made up for this demo: no such place, no such office."
contact = "demo@tallywire.invalid"
allow_hosts = ["127.0.0.1"]

[period]
column = "Month"
"""

UTOPIA_SERIES = {
    "bicycles": ("registered bicycles in Utopia", "bicycles", "stock", "500"),
    "ferry": ("ferry passengers in Utopia", "passengers", "flow", "1000"),
    "library": ("library visits in Utopia", "visits", "flow", "1000"),
    "unemployment": ("unemployment rate in Utopia", "%", "rate", "0.2"),
    "lighthouses": ("lighthouse keepers in Utopia", "people", "stock", "10"),
}


def fsin(base: str, *, by_hand: bool = False) -> str:
    """By hand while there is only history; without that once the page is watched."""
    text = FSIN.format(base=base)
    return text.replace("[period]", "by_hand = true\n\n[period]", 1) if by_hand else text


def employment(base: str, columns: Sequence[str]) -> str:
    parts = [EMPLOYMENT_HEAD.format(base=base)]
    for column in columns[1:]:
        parent = f'parent = "{PARENTS[column]}"\n' if column in PARENTS else ""
        parts.append(
            f'[[series]]\nslug = "{column}"\ntitle = "{SECTORS[column]} in the United States"\nunit = "people"\n'
            f'kind = "stock"\nfrequency = "M"\nadjustment = "S"\nmultiplier = 3\n'
            f'quantum = "{"0.1" if column in TENTHS else "1"}"\n{parent}minimum = "10000"\n'
        )
    return "\n".join(parts)


def utopia(base: str, id: str, page: str, topic: str, columns: Sequence[str]) -> str:
    parts = [UTOPIA_HEAD.format(id=id, name=UTOPIA, page=page, topic=topic).format(base=base)]
    for column in columns:
        title, unit, kind, minimum = UTOPIA_SERIES[column]
        parts.append(
            f'[[series]]\nslug = "{column}"\ntitle = "{title}"\nunit = "{unit}"\nkind = "{kind}"\n'
            f'frequency = "M"\ncolumn = "{TITLES[column]}"\nminimum = "{minimum}"\n'
        )
    return "\n".join(parts)
