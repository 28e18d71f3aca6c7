"""Small answers in the format that each agency documents, written for these tests; the figures only look real."""

from __future__ import annotations

EUROSTAT_JSON = """{
  "version": "2.0", "class": "dataset", "label": "Unemployment by sex and age - monthly data", "source": "ESTAT",
  "updated": "2022-11-03T11:00:00+0100",
  "value": {"0": 3.1, "1": 3.1, "3": 7.4, "4": 7, "5": 7.1},
  "status": {"1": "p", "2": ":", "5": "ep"},
  "id": ["freq", "s_adj", "age", "unit", "sex", "geo", "time"],
  "size": [1, 1, 1, 1, 1, 2, 3],
  "dimension": {
    "freq": {"label": "Time frequency", "category": {"index": {"M": 0}, "label": {"M": "Monthly"}}},
    "s_adj": {"label": "Seasonal adjustment", "category": {"index": {"SA": 0},
      "label": {"SA": "Seasonally adjusted"}}},
    "age": {"label": "Age class", "category": {"index": {"TOTAL": 0}, "label": {"TOTAL": "Total"}}},
    "unit": {"label": "Unit of measure", "category": {"index": {"PC_ACT": 0},
      "label": {"PC_ACT": "Percentage of population in the labour force"}}},
    "sex": {"label": "Sex", "category": {"index": {"T": 0}, "label": {"T": "Total"}}},
    "geo": {"label": "Geopolitical entity", "category": {"index": {"DE": 0, "FR": 1},
      "label": {"DE": "Germany", "FR": "France"}}},
    "time": {"label": "Time", "category": {"index": {"2022-07": 0, "2022-08": 1, "2022-09": 2},
      "label": {"2022-07": "2022-07", "2022-08": "2022-08", "2022-09": "2022-09"}}}
  },
  "extension": {"id": "UNE_RT_M", "agencyId": "ESTAT", "status": {"label": {"p": "provisional", "e": "estimated"}}}
}"""

EUROSTAT_SDMX = """<?xml version="1.0" encoding="utf-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
  xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
  xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
  xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:UNE_RT_M(1.0):ObsLevelDim:TIME_PERIOD"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <m:Header><m:ID>DF1</m:ID><m:Test>false</m:Test><m:Prepared>2022-11-03T11:00:00</m:Prepared>
  <m:Sender id="ESTAT"/>
  <m:Structure structureID="UNE_RT_M_1.0" namespace="urn:x" dimensionAtObservation="TIME_PERIOD">
   <c:StructureUsage><Ref agencyID="ESTAT" id="UNE_RT_M" version="1.0"/></c:StructureUsage></m:Structure></m:Header>
 <m:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType"
   ss:structureRef="UNE_RT_M_1.0" ss:action="Replace">
  <Series freq="M" s_adj="SA" age="TOTAL" unit="PC_ACT" sex="T" geo="DE">
   <Obs TIME_PERIOD="2022-07" OBS_VALUE="3.1"/>
   <Obs TIME_PERIOD="2022-08" OBS_VALUE="3.1" OBS_FLAG="p"/>
   <Obs TIME_PERIOD="2022-09" OBS_VALUE="NaN" OBS_FLAG="m"/>
  </Series>
  <Series freq="M" s_adj="SA" age="TOTAL" unit="PC_ACT" sex="T" geo="FR">
   <Obs TIME_PERIOD="2022-07" OBS_VALUE="7.4"/>
   <Obs TIME_PERIOD="2022-08" OBS_VALUE="7"/>
   <Obs TIME_PERIOD="2022-09" OBS_VALUE="7.1" OBS_FLAG="ep"/>
  </Series>
 </m:DataSet>
</m:StructureSpecificData>"""

WORLD_BANK = """[{"page":1,"pages":1,"per_page":20000,"total":3,"sourceid":"2","lastupdated":"2022-09-16"},
[{"indicator":{"id":"SP.POP.TOTL","value":"Population, total"},"country":{"id":"UA","value":"Ukraine"},
"countryiso3code":"UKR","date":"2022","value":null,"unit":"","obs_status":"","decimal":0},
{"indicator":{"id":"SP.POP.TOTL","value":"Population, total"},"country":{"id":"UA","value":"Ukraine"},
"countryiso3code":"UKR","date":"2021","value":43822901,"unit":"","obs_status":"","decimal":0},
{"indicator":{"id":"SP.POP.TOTL","value":"Population, total"},"country":{"id":"UA","value":"Ukraine"},
"countryiso3code":"UKR","date":"2020","value":44132049,"unit":"","obs_status":"","decimal":0}]]"""

WORLD_BANK_ERROR = """[{"message":[{"id":"120","key":"Invalid value",
"value":"The provided parameter value is not valid"}]}]"""

ECB = (
    "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,DECIMALS,TITLE,"
    "UNIT,UNIT_MULT\n"
    'EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2022-07,1.0179,A,F,4,"US dollar, euro",USD,0\n'
    'EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2022-08,1.013,A,F,4,"US dollar, euro",USD,0\n'
    'EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2022-09,0.9904,P,F,4,"US dollar, euro",USD,0\n'
    'EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2022-10,NaN,H,F,4,"US dollar, euro",USD,0\n'
)

FRED = "observation_date,UNRATE\n1948-01-01,3.4\n1948-02-01,3.8\n1948-03-01,\n1948-04-01,4\n"


def _ons(date: str, value: str) -> str:
    year, month = date.split()
    return (
        f'{{"date":"{date}","value":"{value}","label":"{date}","year":"{year}","month":"{month}","quarter":"",'
        '"sourceDataset":"LMS","updateDate":"2022-11-14T23:00:00.000Z"}'
    )


ONS = (
    '{"type":"timeseries","uri":"/timeseries/mgsx/lms",'
    f'"years":[{_ons("2021 DEC", "4.5")}],"quarters":[],'
    f'"months":[{_ons("2022 JUL", "3.6")},{_ons("2022 AUG", "3.5")},{_ons("2022 SEP", "3.6")}],'
    '"description":{"title":"Unemployment rate","cdid":"MGSX","unit":"%","releaseDate":"2022-11-14T23:00:00.000Z"}}'
)

PERSONNEL = """[
    {"date": "2022-02-25", "day": 2, "personnel": 2800, "personnel*": "about", "POW": 0},
    {"date": "2022-02-26", "day": 3, "personnel": 4300, "personnel*": "about", "POW": 0}
]"""

EQUIPMENT = """[
    {"date": "2022-02-25", "day": 2, "aircraft": 10, "helicopter": 7, "tank": 80, "APC": 516, "field artillery": 49},
    {"date": "2022-02-26", "day": 3, "aircraft": 27, "helicopter": 26, "tank": 146, "APC": 706, "field artillery": 49}
]"""
