"""Check the rows of a places file against the network, before anything is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from geo.districts import Districts
from geo.geocoding import Geocoding, GeocodingFailed
from geo.positions import Position, to_wgs84
from models.imports import GoodRow, NumberedRow, PlaceRow, RowProblem, Severity
from models.network import PlaceKind, PlaceStatus, PositionSource
from operations.hours import hours_fault
from operations.network import Network

#: A position this far outside of its stated district is worth a look; borders are not surveyed.
STRAY_MIN_M = 1.0

_WORDS: dict[str, tuple[str, str]] = {
    "shape": ("内容不对: {detail}", "is not right: {detail}"),
    "duplicate": ("第 {detail} 行已有这个编号", "row {detail} has this code already"),
    "unknown_district": ("没有这个区", "there is no such district"),
    "unknown_subdistrict": ("没有这个街镇", "there is no such sub-district"),
    "foreign_subdistrict": ("街镇不属于这个区", "the sub-district is not in the district"),
    "unknown_category": ("没有类别 {detail}", "there is no category {detail}"),
    "opening_hours": ("开放时间无法理解: {detail}", "cannot be understood: {detail}"),
    "kind_changed": (
        "已登记为 {detail}, 不能改变种类",
        "is registered as a {detail}; the kind cannot change",
    ),
    "station_status": ("整理站请用关闭/重开命令", "a station is closed and reopened by its own commands"),
    "holds_goods": (
        "还有 {detail} 克物资, 取走后才能停用",
        "still holds {detail} g; a place is closed when it is empty",
    ),
    "unknown_station": ("没有整理站 {detail}", "there is no station {detail}"),
    "no_position": ("没有位置, 也没有设置地址查询", "has no position, and no geocoder is set"),
    "half_position": ("纬度和经度要么都填, 要么都不填", "latitude and longitude come together or not at all"),
    "not_located": ("地址查不到位置", "the address was not found"),
    "geocoding_failed": ("地址查询失败: {detail}", "the geocoder failed: {detail}"),
    "located_outside": (
        "查到的位置在所填区外 {detail} 米",
        "was found {detail} m outside the stated district",
    ),
    "outside_district": ("位置在所填区外 {detail} 米", "lies {detail} m outside the stated district"),
}

#: pydantic's error types in Chinese, for what a cell can get wrong.
_SHAPES = {
    "extra_forbidden": "没有这一列",
    "missing": "必须填写",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "enum": "应为以下之一: {expected}",
    "plain_number": "应为普通数字",
    "float_type": "应为普通数字",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "text_line": "应为一行不空的文字",
    "text_characters": "含有控制或隐藏字符",
}


@dataclass(frozen=True)
class Facts:
    """What rows are checked against."""

    network: Network
    subdistricts: Mapping[str, str]
    districts: Districts
    geocoding: Geocoding
    holding: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """The rows that can be loaded, and what is wrong with the others or worth a look."""

    rows: list[GoodRow]
    problems: list[RowProblem]


def problem(
    row: int, place: str, column: str, code: str, detail: object = "", severity: Severity = "error"
) -> RowProblem:
    """Return a row's problem in both languages."""
    zh, en = (text.format(detail=detail) for text in _WORDS[code])
    return RowProblem(row, place, column, code, severity, zh, en)


def check_rows(
    rows: Iterable[NumberedRow], facts: Facts, advance: Callable[[], None] = lambda: None
) -> Checked:
    """Check every row; all problems of a row are found at once."""
    good: list[GoodRow] = []
    problems: list[RowProblem] = []
    numbered = list(rows)
    stations = _stations(numbered, facts.network)
    seen: dict[str, int] = {}
    for numbered_row in numbered:
        advance()
        row = _shaped(numbered_row, problems)
        if row is None:
            continue
        found = list(_faults(numbered_row.number, row, facts, stations, seen))
        seen.setdefault(row.code, numbered_row.number)
        located = None if found else _located(numbered_row.number, row, facts, found)
        problems.extend(found)
        if located is not None:
            good.append(located)
    return Checked(good, problems)


def _shaped(numbered: NumberedRow, problems: list[RowProblem]) -> PlaceRow | None:
    try:
        return PlaceRow.model_validate(numbered.values)
    except ValidationError as wrong:
        place = numbered.values.get("code", "")
        problems.extend(
            _misshapen(numbered.number, place, str(entry["loc"][0]), entry) for entry in wrong.errors()
        )
        return None


def _misshapen(row: int, place: str, column: str, entry: Mapping[str, Any]) -> RowProblem:
    """Return what the shape says is wrong with a cell, in both languages."""
    found = problem(row, place, column, "shape", entry["msg"])
    chinese = _SHAPES.get(entry["type"], "格式不对").format_map(entry.get("ctx", {}))
    return replace(found, message_zh=chinese)


def _stations(rows: Iterable[NumberedRow], network: Network) -> set[str]:
    in_file = {row.values.get("code", "") for row in rows if row.values.get("kind") == PlaceKind.STATION}
    return in_file | {station.code for station in network.stations}


def _faults(
    number: int, row: PlaceRow, facts: Facts, stations: set[str], seen: Mapping[str, int]
) -> Iterable[RowProblem]:
    """Yield what keeps a row out."""
    network, code = facts.network, row.code
    if code in seen:
        yield problem(number, code, "code", "duplicate", seen[code])
    if row.district not in network.residents:
        yield problem(number, code, "district", "unknown_district")
    elif row.subdistrict not in facts.subdistricts:
        yield problem(number, code, "subdistrict", "unknown_subdistrict")
    elif facts.subdistricts[row.subdistrict] != row.district:
        yield problem(number, code, "subdistrict", "foreign_subdistrict")
    for category in row.accepted:
        if category not in network.kinds:
            yield problem(number, code, "accepts", "unknown_category", category)
    fault = hours_fault(row.opening_hours) if row.opening_hours else None
    if fault is not None:
        yield problem(number, code, "opening_hours", "opening_hours", fault)
    if row.pinned_station and row.pinned_station not in stations:
        yield problem(number, code, "pinned_station", "unknown_station", row.pinned_station)
    if (row.lat is None) is not (row.lon is None):
        yield problem(number, code, "lat", "half_position")
    yield from _contradictions(number, row, facts)


def _contradictions(number: int, row: PlaceRow, facts: Facts) -> Iterable[RowProblem]:
    network = facts.network
    known = network.sites.get(row.code)
    if row.code in network.outside or row.kind is PlaceKind.OUTSIDE:
        yield problem(number, row.code, "kind", "kind_changed", PlaceKind.OUTSIDE.value)
    elif known is not None and known.kind is not row.kind:
        yield problem(number, row.code, "kind", "kind_changed", known.kind.value)
    elif known is not None and known.kind is PlaceKind.STATION and known.out.status is not row.status:
        yield problem(number, row.code, "status", "station_status")
    elif row.status is PlaceStatus.CLOSED and facts.holding.get(row.code):
        yield problem(number, row.code, "status", "holds_goods", facts.holding[row.code])


def _located(number: int, row: PlaceRow, facts: Facts, found: list[RowProblem]) -> GoodRow | None:
    """Return the row with its position, looked up from the address when it has none."""
    if row.lat is not None and row.lon is not None:
        position = to_wgs84(row.lat, row.lon, row.datum)
        strayed = facts.districts.distance_to_m(row.district, position)
        if strayed > STRAY_MIN_M:
            found.append(problem(number, row.code, "lat", "outside_district", round(strayed), "warning"))
        return GoodRow(number, row, position.lat, position.lon, row.position_source)
    position_or_fault = _looked_up(number, row, facts)
    if isinstance(position_or_fault, RowProblem):
        found.append(position_or_fault)
        return None
    return GoodRow(number, row, position_or_fault.lat, position_or_fault.lon, PositionSource.GEOCODED)


def _looked_up(number: int, row: PlaceRow, facts: Facts) -> Position | RowProblem:
    try:
        located = facts.geocoding.locate(row.address) if row.address else None
    except GeocodingFailed as failed:
        return problem(number, row.code, "address", "geocoding_failed", failed)
    if located is None:
        code = "not_located" if facts.geocoding.is_on else "no_position"
        return problem(number, row.code, "lat" if code == "no_position" else "address", code)
    strayed = facts.districts.distance_to_m(row.district, located.position)
    if strayed > STRAY_MIN_M:
        return problem(number, row.code, "address", "located_outside", round(strayed))
    return located.position
