"""The needs report: what is asked for and not yet met, against what there is to give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from geo.provinces import PROVINCES
from models.access import Role
from models.intakes import Intake
from models.ledger import Balance, Lot
from models.relief import Need, NeedLine, NeedStatus, Recipient, RecipientIdentity
from models.rows import among
from operations.errors import Fault, Unfit
from operations.lots import earmark_now
from operations.network import Network
from operations.relief.checks import GIVEN
from operations.reports.breakdown import At, grouped, is_past, word
from operations.reports.dimensions import cells_of, head_of
from operations.reports.making import table
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, pieces
from operations.stock.adjustments import STORES
from operations.stock.stocks import below


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of an open need."""

    at: At
    need: UUID
    category: int
    wearer: str | None
    size: str | None
    pieces: int
    allocated: int
    delivered: int

    @property
    def missing(self) -> int:
        """Return the pieces for which nothing is reserved yet."""
        return self.pieces - self.allocated


@dataclass(frozen=True, slots=True)
class Free:
    """Goods of one kind that can be given: pieces for anybody, pieces their donors meant for somebody."""

    category: int
    wearer: str | None
    size: str | None
    pieces: int
    earmarked: int


_MEASURES = (
    Column("needs", Words("未结需求数", "Open needs"), Holds.COUNT),
    pieces("asked_pieces", Words("需求件数", "Pieces asked for")),
    pieces("allocated_pieces", Words("已分配件数", "Pieces allocated")),
    pieces("delivered_pieces", Words("其中已送达件数", "Of these delivered")),
    pieces("missing_pieces", Words("尚缺件数", "Pieces still missing")),
    Column("available_pieces", Words("全网可用件数", "Pieces available in the network"), Holds.PIECES),
    Column("earmarked_pieces", Words("另有定向物资件数", "Earmarked pieces besides"), Holds.PIECES),
    Column("gap_pieces", Words("缺口件数", "Gap in pieces"), Holds.PIECES),
)
_NOTES = (
    Words(
        "未结需求: 已提出、未关闭的需求; 一份需求跨多个类别时会出现在多行, 因此该列不合计。",
        "Open needs: stated and not closed. A need for several categories stands in several rows, so the "
        "column has no total.",
    ),
    Words(
        "已分配: 已预留或已送达; 尚缺 = 需求 - 已分配。",
        "Allocated: reserved for the need or delivered. Still missing: asked for less allocated.",
    ),
    Words(
        "全网可用: 各整理站和救灾仓库中, 符合该行需求 (含下级类别、对象、尺码)、已分拣为 A-C 级、未过期、"
        "未预留、未隔离、未定向的件数; 定向物资只能给捐赠人指定的对象, 单独列出。"
        "同一库存可能满足多行需求, 不能相加。",
        "Available: pieces in stations and the warehouse that fit what the row asks for (with all below its "
        "category, wearer and size), sorted into grade A to C, in date, not reserved or set apart, not "
        "earmarked; what donors earmarked stands apart. The same stock may answer several rows.",
    ),
    Words(
        "缺口 = 尚缺 - 全网可用; 负数为富余。件数不代表人数。",
        "Gap: missing less available; a negative gap is a surplus. Pieces never stand for people.",
    ),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Return open needs against stock, now; raises Unfit for a past day and for unknown codes."""
    if is_past(question):
        raise Unfit(Fault("/to", "only_today"))
    names = {row.code: row.name for row in session.scalars(select(RecipientIdentity))}
    asked = list(_asked(session, network, question, names.keys()))
    fitting = _Fitting(network, list(_free(session, network, question)))
    rows = []
    for key, lines in grouped(question.by, asked, lambda line: line.at):
        missing = sum(line.missing for line in lines)
        available, earmarked = fitting.any_of(lines)
        rows.append(
            (
                *cells_of(network, question.language, question.by, key, names),
                len({line.need for line in lines}),
                sum(line.pieces for line in lines),
                sum(line.allocated for line in lines),
                sum(line.delivered for line in lines),
                missing,
                available,
                earmarked,
                missing - available,
            )
        )
    columns = [*head_of(question.by), *_MEASURES]
    return table(DEFINITION, question, columns, rows, _sentence(question, asked, fitting), _NOTES)


class _Fitting:
    """What of the free goods fits lines of needs."""

    def __init__(self, network: Network, free: list[Free]) -> None:
        self._network = network
        self._by_category: dict[int, list[Free]] = defaultdict(list)
        for goods in free:
            self._by_category[goods.category].append(goods)

    def any_of(self, lines: Iterable[Asked]) -> tuple[int, int]:
        """Return the free and the earmarked pieces that fit any of the lines, each counted once."""
        found: set[Free] = set()
        for category, wearer, size in {(line.category, line.wearer, line.size) for line in lines}:
            for below_ in below(self._network, self._network.kind_codes[category]):
                found.update(
                    goods
                    for goods in self._by_category.get(below_, ())
                    if wearer in (None, goods.wearer) and size in (None, goods.size)
                )
        return sum(goods.pieces for goods in found), sum(goods.earmarked for goods in found)


def _asked(session: Session, network: Network, question: Question, known: Iterable[str]) -> Iterator[Asked]:
    rows = session.execute(
        select(NeedLine, col(Need.urgency), Recipient)
        .join(Need, col(Need.id) == NeedLine.need_id)
        .join(Recipient, col(Recipient.code) == Need.recipient)
        .where(*_conditions(session, network, question, known))
        .order_by(col(NeedLine.need_id), col(NeedLine.n))
    )
    for line, urgency, recipient in rows:
        at = {
            "category": network.kind_codes[line.category_id],
            "recipient": recipient.code,
            "recipient_kind": recipient.kind,
            "province": recipient.division_code[:2],
            "urgency": urgency,
        }
        amounts = (line.pieces, line.allocated_pieces, line.delivered_pieces)
        yield Asked(at, line.need_id, line.category_id, line.wearer, line.size, *amounts)


def _conditions(session: Session, network: Network, question: Question, known: Iterable[str]) -> list[Any]:
    filters: Mapping[str, str] = question.filters
    found: list[Any] = [col(Need.status) == NeedStatus.OPEN.value]
    if (category := filters.get("category")) is not None:
        found.append(among(session, col(NeedLine.category_id), below(network, category)))
    if (recipient := filters.get("recipient")) is not None:
        if recipient not in known:
            raise Unfit(Fault("/recipient", "unknown_recipient", {"value": recipient}))
        found.append(col(Recipient.code) == recipient)
    if (kind := word(question, "recipient_kind")) is not None:
        found.append(col(Recipient.kind) == kind)
    if (urgency := word(question, "urgency")) is not None:
        found.append(col(Need.urgency) == urgency)
    if (province := filters.get("province")) is not None:
        if province not in PROVINCES:
            raise Unfit(Fault("/province", "unknown_province", {"value": province}))
        found.append(func.substr(col(Recipient.division_code), 1, 2) == province)
    return found


def _free(session: Session, network: Network, question: Question) -> Iterator[Free]:
    """Return what a proposal could draw on today, by what it is."""
    stores = [site.id for site in network.sites.values() if site.kind in STORES]
    lots = (
        select(
            col(Lot.category_id),
            col(Lot.wearer),
            col(Lot.size),
            earmark_now().is_not(None).label("earmarked"),
            (col(Balance.pieces) - col(Balance.reserved_pieces)).label("pieces"),
        )
        .join(Balance, col(Balance.lot) == Lot.id)
        .outerjoin(Intake, col(Intake.id) == Lot.intake_id)
        .where(
            col(Balance.place_id).in_(stores),
            col(Balance.pieces) > col(Balance.reserved_pieces),
            col(Lot.grade).in_([grade.value for grade in GIVEN]),
            or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= question.last),
        )
        .subquery("lots")
    )
    keys = (lots.c.category_id, lots.c.wearer, lots.c.size, lots.c.earmarked)
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for *kind, earmarked, there in session.execute(select(*keys, func.sum(lots.c.pieces)).group_by(*keys)):
        sums[tuple(kind)][1 if earmarked else 0] += int(there)
    for (category, wearer, size), (anybody, somebody) in sums.items():
        yield Free(category, wearer, size, anybody, somebody)


def _sentence(question: Question, asked: list[Asked], fitting: _Fitting) -> Words:
    needs, missing = len({line.need for line in asked}), sum(line.missing for line in asked)
    available, _ = fitting.any_of(asked)
    return Words(
        f"{question.last} 有 {needs:,} 份未结需求, 尚缺 {missing:,} 件; "
        f"全网可用的相符物资 {available:,} 件。",
        f"On {question.last} {needs:,} needs are open and {missing:,} pieces missing; "
        f"{available:,} pieces that fit are available in the network.",
    )


DEFINITION = Definition(
    name="needs",
    title=Words("需求与库存", "Needs against stock"),
    about=Words(
        "未结需求、已分配、已送达、尚缺与全网库存对照",
        "Open needs, what is met of them, and what there is to give",
    ),
    dimensions=("category", "recipient", "recipient_kind", "urgency", "province"),
    filters=("category", "recipient", "recipient_kind", "urgency", "province"),
    by=("category",),
    roles=frozenset(
        {Role.FOUNDATION, Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER}
    ),
    make=make,
    dated=False,
    has_past=False,
    drawn=("gap_pieces", "asked_pieces", "allocated_pieces", "delivered_pieces", "missing_pieces"),
)
