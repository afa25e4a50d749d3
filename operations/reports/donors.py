"""The donor's statement: what one donor gave, and what became of each gift. No name or number in full."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import Session, col

from models.access import Language, Role
from models.clock import counting_day
from models.identifiers import show_code
from models.intakes import Intake
from models.ledger import Lot, Movement, MovementKind
from models.network import PlaceStatus
from models.trace import TraceOut, TraceStatus
from operations.donors import Masked, gifts_of, masked, read_phone
from operations.errors import Fault, Unfit
from operations.masking import mask_phone
from operations.network import Network
from operations.reports.breakdown import Key, kilograms
from operations.reports.making import table
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, grams, pieces
from operations.tracing.gifts import gift_with, trace

_STATUS = {
    TraceStatus.RECEIVED: Words("已接收", "Received"),
    TraceStatus.COLLECTED: Words("已收取", "Collected"),
    TraceStatus.AT_STATION: Words("已到站", "At the station"),
    TraceStatus.SORTED: Words("已分拣", "Sorted"),
    TraceStatus.DISPATCHED: Words("已发出", "Dispatched"),
    TraceStatus.DELIVERED: Words("已送达", "Delivered"),
    TraceStatus.ENDED: Words("已处置", "Ended"),
    TraceStatus.WITHDRAWN: Words("已撤销", "Withdrawn"),
}
_OUTCOMES = {
    "distributed": Words("已发放", "given"),
    "at_point": Words("在接收点", "at the point"),
    "at_station": Words("在整理站", "at a station"),
    "at_warehouse": Words("在救灾仓库", "in the warehouse"),
    "under_way": Words("运输途中", "under way"),
    "in_sorting": Words("分拣中", "being sorted"),
    "recycled": Words("再生利用", "recycled"),
    "sold": Words("变卖", "sold"),
    "destroyed": Words("销毁", "destroyed"),
    "lost": Words("损耗", "lost"),
}
_ENDED = frozenset({"recycled", "sold", "destroyed", "lost"})
_COLUMNS = (
    Column("tracking_code", Words("追踪码", "Tracking code"), Holds.CODE),
    Column("day", Words("日期", "Day"), Holds.DAY, "#date"),
    Column("point", Words("接收点编号", "Point code"), Holds.CODE, "#loc+code"),
    Column("point_name", Words("接收点", "Point"), Holds.TEXT, "#loc+name"),
    Column("active", Words("在用", "Active"), Holds.YES_NO),
    Column("donor_name", Words("捐赠人", "Donor"), Holds.TEXT),
    Column("donor_phone", Words("电话", "Telephone"), Holds.TEXT),
    Column("lines", Words("物资", "Goods"), Holds.TEXT, "#item"),
    pieces(),
    grams(),
    Column("status", Words("状态代码", "Status code"), Holds.CODE),
    Column("status_name", Words("状态", "Status"), Holds.TEXT, "#status"),
    Column("outcomes", Words("去向", "What became of it"), Holds.TEXT),
    Column("distributed_share", Words("已发放比例", "Share given"), Holds.SHARE),
    Column("in_hand_share", Words("在库在途比例", "Share in our hands"), Holds.SHARE),
    Column("ended_share", Words("处置与损耗比例", "Share recycled, sold, destroyed, lost"), Holds.SHARE),
)
_NOTES = (
    Words(
        "一行为一次捐赠。物资、件数、重量: 登记数, 含以后的更正; 后来的复秤不在内, 重量可能为估重。",
        "A row is a gift. Goods, pieces and weight: as recorded and set right since; later weighings are not "
        "in them, and a weight may be an estimate.",
    ),
    Words(
        "去向按重量分摊, 混合分拣的部分按投入比例计算; 受助方不具名。",
        "What became of it is shared out by weight; where gifts were sorted together, in proportion. "
        "Recipients are not named.",
    ),
    Words("姓名和电话只显示部分。", "Names and numbers are shown in part only."),
    Words(
        "按追踪码查询时不限日期, 报告期间延伸到该次捐赠之日。",
        "A tracking code is found whatever the days asked for; the report reaches to the day of the gift.",
    ),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What an intake brought in as it stands corrected: pieces and grams by category."""

    lines: dict[int, tuple[int, int]]

    @property
    def pieces(self) -> int:
        """Return all pieces."""
        return sum(amount[0] for amount in self.lines.values())

    @property
    def grams(self) -> int:
        """Return all grams."""
        return sum(amount[1] for amount in self.lines.values())


def make(session: Session, network: Network, question: Question) -> Report:
    """Return the gifts of the donor with this number, or the gift with this code.

    Raises Unfit unless exactly one of the two is given, for what cannot be a mobile number, and for a code
    that nobody was given; Miscoded for a code that cannot be right.
    """
    phone, code = question.filters.get("phone"), question.filters.get("tracking_code")
    unsealed = 0
    if (phone is None) == (code is None):
        raise Unfit(Fault("/phone", "one_donor"))
    if code is not None:
        intake = _by_code(session, code)
        intakes, asked = (
            [intake],
            replace(
                question,
                first=min(question.first, _day(intake)),
                last=max(question.last, _day(intake)),
                filters={"tracking_code": show_code(intake.tracking_code)},
            ),
        )
    else:
        number = read_phone(phone or "")
        if number is None:
            raise Unfit(Fault("/phone", "phone_form"))
        gifts = gifts_of(session, number)
        intakes, unsealed = _in_days(session, gifts.intakes, question), gifts.unsealed
        asked = replace(question, filters={"phone": mask_phone(number) or ""})
    rows = _rows(session, network, asked, intakes)
    notes = (*_NOTES, _unsealed_note(unsealed)) if unsealed else _NOTES
    return table(DEFINITION, asked, _COLUMNS, rows, _sentence(asked, rows), notes)


def _by_code(session: Session, typed: str) -> Intake:
    intake = gift_with(session, typed)
    if intake is None:
        raise Unfit(Fault("/tracking_code", "unknown_code"))
    return intake


def _in_days(session: Session, ids: Collection[UUID], question: Question) -> list[Intake]:
    rows = session.scalars(select(Intake).where(col(Intake.id).in_(ids)))
    within = [row for row in rows if question.first <= _day(row) <= question.last]
    return sorted(within, key=lambda row: (_day(row), row.recorded_at, row.id))


def _day(intake: Intake) -> date:
    return counting_day(intake.happened_at, intake.recorded_at)


def _rows(session: Session, network: Network, question: Question, intakes: Sequence[Intake]) -> list[Key]:
    ids = [intake.id for intake in intakes]
    given, donors = _given(session, network, ids), masked(session, ids)
    rows = []
    for intake in intakes:
        traced = trace(session, intake.tracking_code, by=question.caller)
        gift, donor = given[intake.id], donors.get(intake.id, Masked(None, None))
        site = network.by_id[intake.point_id]
        row = (
            show_code(intake.tracking_code),
            _day(intake),
            site.code,
            site.out.name if question.language == "zh" else site.out.name_en,
            site.out.status is not PlaceStatus.CLOSED,
            donor.name,
            donor.phone,
            _lines(network, gift, question.language) or None,
            gift.pieces,
            gift.grams,
            traced.status.value,
            _STATUS[traced.status].in_(question.language),
            _outcomes(traced, question.language) or None,
        )
        rows.append(row + _shares(traced))
    return rows


def _given(session: Session, network: Network, ids: Sequence[UUID]) -> dict[UUID, Given]:
    """Return what came in of intakes less what a correction took back."""
    back: ColumnElement[bool] = col(Movement.to_place) == network.donor
    sums = [
        func.sum(case((back, -amount), else_=amount))
        for amount in (col(Movement.pieces), col(Movement.grams))
    ]
    rows = session.execute(
        select(col(Lot.intake_id), col(Lot.category_id), *sums)
        .join(Movement, col(Movement.lot) == Lot.id)
        .where(col(Lot.intake_id).in_(ids), or_(back, col(Movement.from_place) == network.donor))
        .group_by(col(Lot.intake_id), col(Lot.category_id))
        .order_by(col(Lot.category_id))
    )
    found: dict[UUID, dict[int, tuple[int, int]]] = defaultdict(dict)
    for intake, category, there, weight in rows:
        if there or weight:
            found[intake][category] = (int(there), int(weight))
    return {intake: Given(found[intake]) for intake in ids}


def _lines(network: Network, gift: Given, language: Language) -> str:
    said = []
    for category, (there, _) in gift.lines.items():
        kind = network.kinds[network.kind_codes[category]].out
        said.append(f"{kind.name} {there} {kind.unit_zh}" if language == "zh" else f"{kind.name_en} {there}")
    return ("、" if language == "zh" else "; ").join(said)


def _outcomes(traced: TraceOut, language: Language) -> str:
    said = []
    for outcome in traced.outcomes:
        where = "" if outcome.district is None else f" ({outcome.district})"
        said.append(f"{_OUTCOMES[outcome.outcome].in_(language)}{where} {outcome.share:.1%}")
    return ("、" if language == "zh" else "; ").join(said)


def _shares(traced: TraceOut) -> tuple[float | None, ...]:
    """Return the shares that were given, are in our hands, and ended otherwise; None for nothing at all."""
    if not traced.outcomes:
        return (None, None, None)
    given = _share(traced, {"distributed"})
    ended = _share(traced, _ENDED)
    return given, _share(traced, _OUTCOMES.keys() - _ENDED - {"distributed"}), ended


def _share(traced: TraceOut, outcomes: Iterable[str]) -> float:
    among = set(outcomes)
    return round(sum(outcome.share for outcome in traced.outcomes if outcome.outcome in among), 4)


def _unsealed_note(unsealed: int) -> Words:
    return Words(
        f"另有 {unsealed:,} 条较早的联系方式没有电话指纹, 已逐条解封核对。",
        f"{unsealed:,} older contacts have no fingerprint of their number; each was unsealed to compare it.",
    )


def _sentence(question: Question, rows: Sequence[Key]) -> Words:
    there, weight = sum(row[8] for row in rows), kilograms(sum(row[9] for row in rows))
    who = question.filters.get("phone") or question.filters["tracking_code"]
    return Words(
        f"{who}: {question.first} 至 {question.last} 捐赠 {len(rows):,} 次, 共 {there:,} 件、{weight} 公斤。",
        f"{who}: gifts {question.first} to {question.last}: {len(rows):,}; {there:,} pieces, {weight} kg.",
    )


DEFINITION = Definition(
    name="donors",
    title=Words("捐赠人对账单", "Donor's statement"),
    about=Words(
        "一位捐赠人的每次捐赠及其去向, 按手机号或追踪码", "One donor's gifts and what became of them"
    ),
    dimensions=("tracking_code",),
    filters=("tracking_code", "phone"),
    by=("tracking_code",),
    roles=frozenset({Role.FOUNDATION, Role.ADMIN}),
    private=True,
    kinds=(MovementKind.INTAKE,),
    make=make,
)
