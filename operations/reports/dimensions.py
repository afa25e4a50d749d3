"""The words that reports group and limit by: their columns, the names behind codes, what they accept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from geo.provinces import PROVINCES, province_of
from models.access import Language, Role
from models.network import PlaceKind, PlaceStatus
from models.relief import Recipient, RecipientIdentity, RecipientKind, Urgency
from models.sortings import Grade
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.questions import Question
from operations.reports.tables import Column, Holds, Words
from operations.scope import SEES_ALL

#: Who sees reports about places: those who see all, and those of a place, each their own.
SEES_PLACES = frozenset({*SEES_ALL, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER})


@dataclass(frozen=True, slots=True)
class Dimension:
    """How rows are grouped: the column it gives, and the words of its values when those are few.

    `has_name`: the column is followed by one with the name of the place, category, district or recipient.
    """

    title: Words
    holds: Holds = Holds.CODE
    hxl: str = ""
    has_name: bool = False
    hxl_name: str = ""
    words: Mapping[str, Words] = field(default_factory=dict)


GRADES: dict[str, Words] = {
    Grade.A: Words("A 级", "Grade A"),
    Grade.B: Words("B 级", "Grade B"),
    Grade.C: Words("C 级", "Grade C"),
    Grade.RECYCLE: Words("再生利用", "For recycling"),
    Grade.WASTE: Words("废弃", "Waste"),
}
PLACE_KINDS: dict[str, Words] = {
    PlaceKind.POINT: Words("接收点", "Donation points"),
    PlaceKind.VEHICLE: Words("车辆", "Vehicles"),
    PlaceKind.STATION: Words("整理站", "Sorting stations"),
    PlaceKind.WAREHOUSE: Words("救灾物资仓库", "Relief warehouse"),
    PlaceKind.TRANSIT: Words("运输途中", "Under way"),
}
URGENCIES: dict[str, Words] = {
    Urgency.EMERGENCY: Words("紧急", "Emergency"),
    Urgency.HIGH: Words("较急", "High"),
    Urgency.NORMAL: Words("一般", "Normal"),
}
RECIPIENT_KINDS: dict[str, Words] = {
    RecipientKind.ORGANISATION: Words("受赠单位", "Organisations"),
    RecipientKind.CASE: Words("救助对象", "Cases"),
}
#: Bands of age in days, both ends inclusive; the last has no end.
AGE_BANDS: dict[str, Words] = {
    "0-7": Words("7 天以内", "Up to 7 days"),
    "8-30": Words("8-30 天", "8 to 30 days"),
    "31-90": Words("31-90 天", "31 to 90 days"),
    "91-180": Words("91-180 天", "91 to 180 days"),
    "over-180": Words("超过 180 天", "Over 180 days"),
}
EXPIRY_BANDS: dict[str, Words] = {
    "expired": Words("已过期", "Past its date"),
    "under_3_months": Words("3 个月内到期", "Under 3 months left"),
    "under_9_months": Words("3-9 个月内到期", "3 to 9 months left"),
    "later": Words("9 个月以上", "9 months or more left"),
    "none": Words("无保质期", "No date"),
}

DIMENSIONS: dict[str, Dimension] = {
    "month": Dimension(Words("月份", "Month"), Holds.MONTH, "#date+month"),
    "day": Dimension(Words("日期", "Day"), Holds.DAY, "#date"),
    "place": Dimension(Words("地点编号", "Place code"), Holds.CODE, "#loc+code", True, "#loc+name"),
    "station": Dimension(Words("整理站编号", "Station code"), Holds.CODE, "#loc+code", True, "#loc+name"),
    "vehicle": Dimension(Words("车辆编号", "Vehicle code"), has_name=True),
    "place_kind": Dimension(Words("地点种类", "Kind of place"), Holds.CODE, "#loc+type", words=PLACE_KINDS),
    "district": Dimension(Words("区代码", "District code"), Holds.CODE, "#adm3+code", True, "#adm3+name"),
    "category": Dimension(Words("类别编号", "Category code"), Holds.CODE, "#item+code", True, "#item+name"),
    "grade": Dimension(Words("等级", "Grade"), Holds.CODE, "#item+grade", words=GRADES),
    "age_band": Dimension(Words("库龄段", "Age band"), words=AGE_BANDS),
    "expiry_band": Dimension(Words("效期段", "Expiry band"), words=EXPIRY_BANDS),
    "recipient": Dimension(Words("受助方编号", "Recipient code"), Holds.CODE, "#org+code", True, "#org+name"),
    "recipient_kind": Dimension(
        Words("受助方种类", "Kind of recipient"), Holds.CODE, "#org+type", words=RECIPIENT_KINDS
    ),
    "urgency": Dimension(Words("紧急程度", "Urgency"), words=URGENCIES),
    "emergency": Dimension(Words("应急", "Emergency"), Holds.YES_NO),
    "province": Dimension(Words("省份代码", "Province code"), Holds.CODE, "#adm1+code", True, "#adm1+name"),
}
PLACES = frozenset({"place", "station", "vehicle"})
_NAME = {
    "place": Words("地点", "Place"),
    "station": Words("整理站", "Station"),
    "vehicle": Words("车辆", "Vehicle"),
    "district": Words("区", "District"),
    "category": Words("类别", "Category"),
    "recipient": Words("受助方", "Recipient"),
    "province": Words("省份", "Province"),
    "place_kind": Words("地点种类名称", "Kind of place, in words"),
    "grade": Words("等级名称", "Grade, in words"),
    "age_band": Words("库龄", "Age"),
    "expiry_band": Words("效期", "Shelf life left"),
    "recipient_kind": Words("受助方种类名称", "Kind of recipient, in words"),
    "urgency": Words("紧急程度名称", "Urgency, in words"),
}
ACTIVE = Column("active", Words("在用", "Active"), Holds.YES_NO)
ACTIVE_NOTE = Words(
    "在用: 做表时该地点未关闭; 已关闭的地点照列, 标为“否”。",
    "Active: the place is not closed at the time of the report; closed places are listed and say no.",
)


def head_of(by: Sequence[str]) -> list[Column]:
    """Return the columns a row begins with: each dimension, its name, and whether its places take part."""
    found = []
    for name in by:
        dimension = DIMENSIONS[name]
        found.append(Column(name, dimension.title, dimension.holds, dimension.hxl))
        if dimension.has_name or dimension.words:
            found.append(Column(f"{name}_name", _NAME[name], Holds.TEXT, dimension.hxl_name))
    return [*found, ACTIVE] if PLACES & set(by) else found


def cells_of(
    network: Network,
    language: Language,
    by: Sequence[str],
    key: tuple[Any, ...],
    names: Mapping[str, str | None],
) -> tuple[Any, ...]:
    """Return what stands under the head's columns; `names` are those the network does not know."""
    found = [
        cell
        for name, value in zip(by, key, strict=True)
        for cell in named(network, language, name, value, names)
    ]
    if PLACES & set(by):
        codes = [value for name, value in zip(by, key, strict=True) if name in PLACES]
        found.append(all(is_active(network, code) for code in codes))
    return tuple(found)


def named(
    network: Network, language: Language, name: str, value: Any, names: Mapping[str, str | None]
) -> tuple[Any, ...]:
    """Return a value of a dimension, followed by its name where it has one."""
    dimension = DIMENSIONS[name]
    if dimension.words:
        words = dimension.words.get(value)
        return value, None if words is None else words.in_(language)
    if dimension.has_name:
        return value, names.get(value) if name == "recipient" else name_of(network, name, value, language)
    return (value,)


def is_active(network: Network, code: str) -> bool:
    """Tell whether a place takes part: closed places are listed and marked."""
    site = network.sites.get(code)
    return site is not None and site.out.status is not PlaceStatus.CLOSED


def name_of(network: Network, dimension: str, code: str | None, language: Language) -> str | None:
    """Return the name of a place, category, district or province; None for what has none.

    A division outside the city is called by its province.
    """
    if not code:
        return None
    found: Any = None
    if dimension == "district":
        found = next((district for district in network.districts if district.code == code), None)
    elif dimension == "category":
        found = network.kinds[code].out
    elif dimension in PLACES:
        found = network.sites[code].out if code in network.sites else None
    if found is not None:
        return str(found.name if language == "zh" else found.name_en)
    province = province_of(code)
    return None if province is None else province[0] if language == "zh" else province[1]


def recipient_names(session: Session, question: Question) -> dict[str, str | None]:
    """Return what recipients are called, where the question groups by them; a case has no name."""
    if "recipient" not in question.by:
        return {}
    asked = select(col(RecipientIdentity.code), col(RecipientIdentity.name))
    return {row.code: row.name for row in session.execute(asked)}


def check_filters(session: Session, network: Network, question: Question) -> None:
    """Refuse filters that name what does not exist, all at once; raises Unfit."""
    faults = []
    for word, value in question.filters.items():
        known = _KNOWN.get(word)
        if known is not None and not known(session, network, value):
            faults.append(Fault(f"/{word}", f"unknown_{word}", {"value": value}))
    if faults:
        raise Unfit(*faults)


_KNOWN: dict[str, Callable[[Session, Network, str], bool]] = {
    "district": lambda _, network, value: value in network.residents or value[:2] in PROVINCES,
    "province": lambda _, __, value: value[:2] in PROVINCES,
    "station": lambda _, network, value: value in network.sites,
    "place": lambda _, network, value: value in network.sites,
    "category": lambda _, network, value: value in network.kinds,
    "grade": lambda _, __, value: value in set(Grade),
    "recipient": lambda session, _, value: session.get(Recipient, value) is not None,
    "recipient_kind": lambda _, __, value: value in set(RecipientKind),
    "emergency": lambda _, __, value: value in ("true", "false"),
}
