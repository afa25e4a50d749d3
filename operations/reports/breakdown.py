"""Break figures down: what a row begins with, what it is called, and which facts stand behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from geo.provinces import PROVINCES
from models.access import Language
from models.clock import SHANGHAI
from models.network import PlaceKind, PlaceStatus
from models.relief import RecipientKind, Urgency
from models.sortings import Grade
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, totals_of

F = TypeVar("F")
Key = tuple[Any, ...]
#: The value of each dimension that a fact has.
At = Mapping[str, Any]


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
    "month": Dimension(Words("月份", "Month"), Holds.MONTH),
    "day": Dimension(Words("日期", "Day"), Holds.DAY, "#date"),
    "place": Dimension(Words("地点编号", "Place code"), Holds.CODE, "#loc+code", True, "#loc+name"),
    "station": Dimension(Words("整理站编号", "Station code"), Holds.CODE, "#loc+code", True, "#loc+name"),
    "vehicle": Dimension(Words("车辆编号", "Vehicle code"), has_name=True),
    "place_kind": Dimension(Words("地点种类", "Kind of place"), Holds.CODE, "#loc+type", words=PLACE_KINDS),
    "district": Dimension(Words("区代码", "District code"), Holds.CODE, "#adm2+code", True, "#adm2+name"),
    "category": Dimension(Words("类别编号", "Category code"), Holds.CODE, "#item+code", True, "#item+name"),
    "grade": Dimension(Words("等级", "Grade"), words=GRADES),
    "age_band": Dimension(Words("库龄段", "Age band"), words=AGE_BANDS),
    "expiry_band": Dimension(Words("效期段", "Expiry band"), words=EXPIRY_BANDS),
    "recipient": Dimension(Words("受助方编号", "Recipient code"), has_name=True),
    "recipient_kind": Dimension(Words("受助方种类", "Kind of recipient"), words=RECIPIENT_KINDS),
    "urgency": Dimension(Words("紧急程度", "Urgency"), words=URGENCIES),
    "province": Dimension(Words("省份代码", "Province code"), Holds.CODE, "#adm1+code", True, "#adm1+name"),
}
_PLACES = frozenset({"place", "station", "vehicle"})
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
_ACTIVE = Column("active", Words("在用", "Active"), Holds.YES_NO)
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
    return [*found, _ACTIVE] if _PLACES & set(by) else found


def cells_of(
    network: Network, language: Language, by: Sequence[str], key: Key, names: Mapping[str, str | None]
) -> Key:
    """Return what stands under the head's columns; `names` are those the network does not know."""
    found: list[Any] = []
    for name, value in zip(by, key, strict=True):
        dimension = DIMENSIONS[name]
        found.append(value)
        if dimension.words:
            found.append(None if value is None else dimension.words[value].in_(language))
        elif dimension.has_name:
            found.append(names.get(value) if name == "recipient" else name_of(network, name, value, language))
    if _PLACES & set(by):
        places = [network.sites[value] for name, value in zip(by, key, strict=True) if name in _PLACES]
        found.append(all(site.out.status is not PlaceStatus.CLOSED for site in places))
    return tuple(found)


def name_of(network: Network, dimension: str, code: str | None, language: Language) -> str | None:
    """Return the name of a place, category, district or province in a language."""
    if code is None:
        return None
    if dimension == "province":
        name, name_en, _ = PROVINCES[code]
        return name if language == "zh" else name_en
    if dimension == "district":
        named: Any = next(district for district in network.districts if district.code == code)
    else:
        named = network.kinds[code].out if dimension == "category" else network.sites[code].out
    return str(named.name if language == "zh" else named.name_en)


def grouped(by: Sequence[str], facts: Iterable[F], at: Callable[[F], At]) -> list[tuple[Key, list[F]]]:
    """Return the facts of each row, rows in order: words as they are listed, codes, what has none last."""
    found: dict[Key, list[F]] = defaultdict(list)
    for fact in facts:
        values = at(fact)
        found[tuple(values[name] for name in by)].append(fact)
    orders = [list(DIMENSIONS[name].words) for name in by]
    return sorted(
        found.items(),
        key=lambda row: [
            (value is None, order.index(value) if order and value is not None else 0, str(value))
            for value, order in zip(row[0], orders, strict=True)
        ],
    )


def total(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def word(question: Question, name: str) -> str | None:
    """Return a filter's value when it is one of the few words it may be; raises Unfit."""
    value = question.filters.get(name)
    if value is not None and value not in (words := DIMENSIONS[name].words):
        raise Unfit(Fault(f"/{name}", "unknown_word", {"value": value, "known": ", ".join(words)}))
    return value


def is_past(question: Question) -> bool:
    """Tell whether the last day that is asked for is over."""
    return question.last < question.now.astimezone(SHANGHAI).date()


def kilograms(grams: int) -> str:
    """Return grams as kilograms for a sentence."""
    return f"{grams / 1000:,.1f}"


def table(
    definition: Definition,
    question: Question,
    columns: Sequence[Column],
    rows: Sequence[Key],
    sentence: Words,
    notes: Sequence[Words],
) -> Report:
    """Return the report; its totals are the sums of its rows and nothing else."""
    placed = (ACTIVE_NOTE,) if _ACTIVE in columns else ()
    return Report(
        name=definition.name,
        title=definition.title,
        first=question.first,
        last=question.last,
        by=question.by,
        filters=question.filters,
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows),
        generated_at=question.now,
        data_until=question.now,
        sentence=sentence,
        notes=(*notes, *placed),
    )
