"""SDMX-ML data to grids: a row for each observation, with its key and every attribute that holds for it.

Source of the format: SDMX 2.1, section 3A (generic and structure-specific data); the same elements in 2.0 and 3.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from lxml import etree

from tallywire.errors import EmptyTableError, TableError
from tallywire.watch.grid import MAX_CELLS, Grid
from tallywire.watch.json_text import plain_number
from tallywire.watch.sdmx_rows import DataSet, Group, Run, data_grid

MAX_TAGS = 6_000_000
"""Tags and attributes in one message, as its `<` and its `=` count them: what a tree of it takes in memory."""
MAX_ATTRIBUTES = 300
"""Of one element, as its `=` count them: libxml2 takes time with their square."""
_PIECE = 1 << 24
_FIRST = 1 << 16
_DATA = frozenset(
    {
        "GenericData",
        "GenericTimeSeriesData",
        "StructureSpecificData",
        "StructureSpecificTimeSeriesData",
        "CompactData",
        "MessageGroup",
    }
)
_PARTS = ("{*}Header", "{*}DataSet", "{*}Series", "{*}Obs", "{*}Footer")
_DELETE = frozenset({"Delete", "D"})
_OF_DATA_SET = frozenset(
    {
        *("action", "structureRef", "setID", "dataScope", "datasetID", "keyFamilyURI", "type"),
        *("validFromDate", "validToDate", "reportingBeginDate", "reportingEndDate"),
        *("publicationYear", "publicationPeriod", "dataProviderSchemeAgencyId", "dataProviderSchemeId"),
        *("dataProviderID", "dataflowAgencyID", "dataflowID"),
    }
)


def sdmx_grids(body: bytes) -> tuple[Grid, ...]:
    """The data sets of an SDMX-ML message, each a grid under the id of its structure.

    Columns: the key and the attributes of a series, then those of the observation, then those of groups and of
    the data set, each in the order in which they first stand. In generic data the time is `TIME_PERIOD` (or what
    the header names) and the value `OBS_VALUE`. OBS_VALUE, OBS_STATUS, OBS_FLAG, DECIMALS and UNIT_MULT have a
    column, at the end and empty, even where nothing gives them. A value of NaN, which is SDMX's word for none, is
    an empty cell. No entity is read and nothing is fetched. Raises TableError for XML that is not well-formed or
    declares a document type, for a message that is no data or that deletes, and past the bounds; EmptyTableError
    for a message without a data set.
    """
    _check_size(body)
    try:
        _check_root(body)
        sets, said = _read(body)
    except etree.XMLSyntaxError as error:
        raise TableError(f"not XML: {error.msg}") from None
    if said and not any(run.observations for data in sets for run in data.runs):
        raise TableError(f"a message without data, which says: {said}")
    if not sets:
        raise EmptyTableError("the message has no data set")
    grids = tuple(data_grid(data) for data in sets)
    if sum(len(grid.rows) * len(grid.rows[0]) for grid in grids if grid.rows) > MAX_CELLS:
        raise TableError(f"more than {MAX_CELLS} cells")
    return grids


def _check_size(body: bytes) -> None:
    """Raise TableError for more tags or attributes than are held, before anything is."""
    if body.count(b"<") > MAX_TAGS or body.count(b"=") > MAX_TAGS:
        raise TableError(f"more than {MAX_TAGS} tags or attributes")
    for place in range(0, len(body), _PIECE):
        if any(tag.count(b"=") > MAX_ATTRIBUTES for tag in body[place : place + _PIECE].split(b"<")):
            raise TableError(f"more than {MAX_ATTRIBUTES} attributes in one element")


def _check_root(body: bytes) -> None:
    """Raise TableError unless the outermost element is that of a data message, without a document type."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    for place in range(0, max(len(body), 1), _FIRST):
        parser.feed(body[place : place + _FIRST])
        for _, root in parser.read_events():
            assert isinstance(root, etree._Element), "only elements start"
            if root.getroottree().docinfo.internalDTD is not None:
                raise TableError("a document type is declared, which SDMX does not have")
            if _name(root) not in _DATA:
                raise TableError(
                    f"not SDMX data: the outermost element is {_name(root)[:60]}",
                    hint="Ask for data in SDMX-ML, generic or structure-specific; SDMX-CSV is read as csv",
                )
            return
    parser.close()


def _read(body: bytes) -> tuple[list[DataSet], str]:
    """The data sets, and what the message's footer says."""
    sets: list[DataSet] = []
    runs: list[Run] = []
    pending: list[dict[str, str]] = []
    times: dict[str, str] = {}
    said = ""
    cells = 0
    parts = etree.iterparse(
        BytesIO(body), events=("end",), tag=_PARTS, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, part in parts:
        match _name(part):
            case "Obs":
                observation = _observation(part, times)
                cells += len(observation) + 1
                if cells > MAX_CELLS:
                    raise TableError(f"more than {MAX_CELLS} cells")
                parent = part.getparent()
                if parent is not None and _name(parent) == "Series":
                    pending.append(observation)
                else:
                    runs.append(Run({}, [observation]))
            case "Series":
                series = _series(part)
                cells += len(series) + 1
                if cells > MAX_CELLS:
                    raise TableError(f"more than {MAX_CELLS} cells")
                runs.append(Run(series, pending))
                pending = []
            case "DataSet":
                sets.append(_data_set(part, runs))
                runs = []
            case "Header":
                times = _times(part)
            case _:
                said = _words(part)
        _let_go(part)
    return sets, said


def _let_go(part: etree._Element) -> None:
    """Free what was read. The element itself stays until the next one, as the parser still stands in it."""
    if _name(part) == "Header":
        return
    part.clear()
    before = part.getprevious()
    parent = part.getparent()
    if parent is not None and before is not None and before.tag == part.tag:
        parent.remove(before)


def _observation(part: etree._Element, times: dict[str, str]) -> dict[str, str]:
    cells = _own(part)
    for child in _children(part):
        match _name(child):
            case "ObsKey" | "Attributes":
                _add(cells, _values(child))
            case "ObsDimension":
                _add(cells, [(child.get("id") or _time(part, times), child.get("value", ""))])
            case "Time":
                _add(cells, [("TIME_PERIOD", (child.text or "").strip())])
            case "ObsValue":
                _add(cells, [("OBS_VALUE", child.get("value", ""))])
            case "Comp":
                _add(cells, [_component(child)])
    if "OBS_VALUE" in cells:
        value = cells["OBS_VALUE"].strip()
        cells["OBS_VALUE"] = "" if value == "NaN" else plain_number(value)
    return cells


def _series(part: etree._Element) -> dict[str, str]:
    cells = _own(part)
    for child in _children(part):
        match _name(child):
            case "SeriesKey" | "Attributes":
                _add(cells, _values(child))
            case "Comp":
                _add(cells, [_component(child)])
    return cells


def _data_set(part: etree._Element, runs: list[Run]) -> DataSet:
    """The data set that ends here: its groups still stand in it, its observations have been read."""
    attributes = {name: value for name, value in _own(part).items() if name not in _OF_DATA_SET}
    groups: list[Group] = []
    structure = part.get("structureRef") or next(
        (value for name, value in part.attrib.items() if str(name).endswith("}structureRef")), ""
    )
    for child in _children(part):
        match _name(child):
            case "Attributes":
                _add(attributes, _values(child))
            case "KeyFamilyRef":
                structure = structure or (child.text or "").strip()
            case name if name.endswith("Group"):
                groups.append(_group(child))
    return DataSet(str(structure)[:200], attributes, groups, runs)


def _group(part: etree._Element) -> Group:
    attributes = _own(part)
    key: dict[str, str] | None = None
    for child in _children(part):
        match _name(child):
            case "GroupKey":
                # The type of a generic group stands beside its key and is no attribute of it.
                attributes.pop("type", None)
                key = dict(_values(child))
            case "Attributes":
                _add(attributes, _values(child))
            case "Comp":
                _add(attributes, [_component(child)])
    return Group(key, attributes)


def _own(part: etree._Element) -> dict[str, str]:
    """An element's attributes without a namespace: the cells of structure-specific data."""
    cells: dict[str, str] = {}
    for name, value in ((str(name), str(value)) for name, value in part.items()):
        if name.endswith("action") and name.rpartition("}")[2] == "action" and value in _DELETE:
            raise TableError("the message says that figures are deleted, so what it holds are none")
        if not name.startswith("{"):
            cells[name] = value
    return cells


def _values(part: etree._Element) -> Iterator[tuple[str, str]]:
    """The id (in SDMX 2.0: concept) and the value of each `Value` in an element."""
    for child in _children(part):
        if _name(child) == "Value":
            name = child.get("id") or child.get("concept")
            if not name:
                raise TableError("a Value without an id", where=f"line {child.sourceline}")
            yield str(name), str(child.get("value", ""))


def _component(part: etree._Element) -> tuple[str, str]:
    """An attribute that SDMX 3.0 writes as an element, its values joined."""
    return str(part.get("id", "")), "; ".join("".join(map(str, value.itertext())) for value in _children(part))


def _add(cells: dict[str, str], more: Iterable[tuple[str, str]]) -> None:
    for name, value in more:
        if name in cells:
            raise TableError(f"{name[:60]!r} stands twice in one element, so which value counts is not said")
        cells[name] = value


def _times(header: etree._Element) -> dict[str, str]:
    """What the header names as the dimension of observations, by the id of each structure."""
    return {
        child.get("structureID", ""): child.get("dimensionAtObservation", "")
        for child in _children(header)
        if _name(child) == "Structure"
    }


def _time(observation: etree._Element, times: dict[str, str]) -> str:
    """The name of the dimension that an observation gives without its id."""
    data = next(observation.iterancestors("{*}DataSet"), None)
    return times.get(data.get("structureRef", "") if data is not None else "") or "TIME_PERIOD"


def _words(footer: etree._Element) -> str:
    return " ".join(" ".join(map(str, footer.itertext())).split())[:300]


def _children(part: etree._Element) -> Iterator[etree._Element]:
    """The child elements, without comments."""
    return (child for child in part if isinstance(child.tag, str))


def _name(part: etree._Element) -> str:
    return str(part.tag).rpartition("}")[2]
