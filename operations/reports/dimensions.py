"""The words that reports group and limit by: their columns, the names behind codes, what they accept."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from geo.provinces import PROVINCES, province_of
from models.access import Role
from models.network import PlaceStatus
from models.relief import Recipient, RecipientIdentity, RecipientKind
from models.sortings import Grade
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.questions import Question
from operations.reports.tables import Column, Holds, Words
from operations.scope import SEES_ALL

#: Who sees reports about places: those who see all, and those of a place, each their own.
SEES_PLACES = frozenset({*SEES_ALL, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER})
#: A code becomes the cells of its columns: itself, then its name, then what else people want to know.
Naming = Callable[[Any], tuple[Any, ...]]

COLUMNS: dict[str, tuple[Column, ...]] = {
    "month": (Column("month", Words("月份", "Month"), Holds.MONTH, "#date+month"),),
    "day": (Column("day", Words("日期", "Day"), Holds.DAY, "#date"),),
    "district": (
        Column("district", Words("区代码", "District code"), Holds.CODE, "#adm3+code"),
        Column("district_name", Words("区", "District"), Holds.TEXT, "#adm3+name"),
    ),
    "province": (
        Column("province", Words("省代码", "Province code"), Holds.CODE, "#adm1+code"),
        Column("province_name", Words("省", "Province"), Holds.TEXT, "#adm1+name"),
    ),
    "station": (
        Column("station", Words("站点代码", "Station code"), Holds.CODE, "#loc+code"),
        Column("station_name", Words("站点", "Station"), Holds.TEXT, "#loc+name"),
        Column("station_active", Words("在用", "In use"), Holds.YES_NO),
    ),
    "category": (
        Column("category", Words("类别代码", "Category code"), Holds.CODE, "#item+code"),
        Column("category_name", Words("类别", "Category"), Holds.TEXT, "#item+name"),
    ),
    "grade": (Column("grade", Words("等级", "Grade"), Holds.CODE, "#item+grade"),),
    "recipient": (
        Column("recipient", Words("受助方代码", "Recipient code"), Holds.CODE, "#org+code"),
        Column("recipient_name", Words("受助方", "Recipient"), Holds.TEXT, "#org+name"),
    ),
    "recipient_kind": (
        Column("recipient_kind", Words("受助方类型", "Recipient kind"), Holds.CODE, "#org+type"),
    ),
    "emergency": (Column("emergency", Words("应急", "Emergency"), Holds.YES_NO),),
}
NOT_NAMED = Words("未注明", "not stated")


def naming(session: Session, network: Network, question: Question) -> dict[str, Naming]:
    """Return for each word of the question what turns its codes into cells."""
    zh = question.language == "zh"
    districts = {entry.code: entry.name if zh else entry.name_en for entry in network.districts}
    recipients: dict[str, str | None] = {}
    if "recipient" in question.by:
        asked = select(col(RecipientIdentity.code), col(RecipientIdentity.name))
        recipients = {row.code: row.name for row in session.execute(asked)}

    def district(code: str) -> tuple[Any, ...]:
        return code, districts.get(code) or _province(code, zh=zh) or NOT_NAMED.in_(question.language)

    def station(code: str) -> tuple[Any, ...]:
        site = network.sites.get(code)
        if site is None:
            return code, None, None
        return code, site.out.name if zh else site.out.name_en, site.out.status is PlaceStatus.OPEN

    def category(code: str) -> tuple[Any, ...]:
        out = network.kinds[code].out
        return code, out.name if zh else out.name_en

    return {
        "month": _itself,
        "day": _itself,
        "district": district,
        "province": lambda code: (code, _province(code, zh=zh) or NOT_NAMED.in_(question.language)),
        "station": station,
        "category": category,
        "grade": _itself,
        "recipient": lambda code: (code, recipients.get(code)),
        "recipient_kind": _itself,
        "emergency": lambda flag: (bool(flag),),
    }


def check_filters(session: Session, network: Network, question: Question) -> None:
    """Refuse filters that name what does not exist, all at once; raises Unfit."""
    faults = []
    for word, value in question.filters.items():
        known = _KNOWN.get(word)
        if known is not None and not known(session, network, value):
            faults.append(Fault(f"/{word}", f"unknown_{word}", {"value": value}))
    if faults:
        raise Unfit(*faults)


def _itself(code: Any) -> tuple[Any, ...]:
    return (code,)


def _province(code: str, *, zh: bool) -> str | None:
    found = province_of(code)
    return None if found is None else found[0] if zh else found[1]


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
