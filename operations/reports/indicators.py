"""Indicators 指标: what the plan's evaluation and the ministry ask, each beside its goal."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from geo.reach import Reach
from models.access import Role
from models.claims import DisposalKind
from models.clock import SHANGHAI
from models.indicators import IndicatorGoal
from models.ledger import MovementKind
from models.sortings import Grade
from models.tally import Way
from operations.network import Network
from operations.reports.coverage import city_reach
from operations.reports.deliveries import Ages, Delivered, ages, deliveries
from operations.reports.drawing import Chart, ChartKind
from operations.reports.indicator_words import GROUPS, INDICATORS, UNITS, Indicator
from operations.reports.making import made
from operations.reports.measured import (
    Moves,
    Period,
    active_volunteers,
    lost_in_sorting,
    moves,
    needs_met,
    queries_in_time,
    refused_pieces,
    stock_grams,
)
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words

#: Values by the indicator's code; what is not known is None.
Values = dict[str, float | None]

_COLUMNS = (
    Column("code", Words("代码", "Code"), Holds.CODE, "#indicator+code"),
    Column("name", Words("指标", "Indicator"), Holds.TEXT, "#indicator+name"),
    Column("group", Words("类别", "Group"), Holds.TEXT, "#indicator+type"),
    Column("unit", Words("单位", "Unit"), Holds.TEXT, "#indicator+unit"),
    Column("formula", Words("计算方法", "Formula"), Holds.TEXT),
    Column("value", Words("数值", "Value"), Holds.NUMBER, "#indicator+value"),
    Column("value_text", Words("数值与单位", "Value with unit"), Holds.TEXT),
    Column("baseline", Words("基期值", "Baseline"), Holds.NUMBER),
    Column("baseline_on", Words("基期日", "Baseline on"), Holds.DAY),
    Column("target", Words("目标值", "Target"), Holds.NUMBER),
    Column("target_on", Words("目标日", "Target on"), Holds.DAY),
    Column("midterm", Words("中期值", "Mid-term"), Holds.NUMBER),
    Column("midterm_on", Words("中期评估日", "Mid-term on"), Holds.DAY),
    Column("final", Words("终期值", "Final"), Holds.NUMBER),
    Column("final_on", Words("终期评估日", "Final on"), Holds.DAY),
    Column("achieved", Words("完成率", "Achieved"), Holds.SHARE),
)
_NOTES = (
    Words(
        "日期为上海日, 最后一天计入; 更正和迟报按登记日 (已关账月份之后的第一天) 计入。",
        "Days are Shanghai's, the last one inclusive; corrections, and what is reported late into a closed "
        "month, count for the day the ledger gives them.",
    ),
    Words(
        "完成率 = (数值 - 基期值) ÷ (目标值 - 基期值): 要降低的指标同样适用, 可以为负或超过100%。"
        "比例以小数表示 (0.25即25%)。",
        "Achieved = (value - baseline) / (target - baseline), for goals downward too; it may be negative or "
        "above 100 %. Shares are fractions: 0.25 is 25 %.",
    ),
    Words(
        "接收重量含志愿者估重; 之后的称重差异不计入接收。分拣重量 = 各等级重量 + 已完成分拣的损耗。",
        "Weight received includes volunteers' estimates; what a scale says later is a weighing difference, "
        "no gift. Weight sorted = the weight of all grades + the loss of finished runs.",
    ),
    Words(
        "接收点和覆盖率为现在的状态; 库存为期末整理站和仓库的库存, 不含分拣台上和运输途中的物资。",
        "Points and coverage are as they are now; stock is that of stations and the warehouse at the "
        "period's end, without what lies on sorting tables or is under way.",
    ),
    Words(
        "拒收不进账, 按登记时间计; 志愿者为期内以志愿者身份登记过捐赠的人, 服务时长不在此统计。",
        "Refused goods never enter the ledger and count by when they were noted. Volunteers are people with "
        "that role who logged a gift; their hours are not counted here.",
    ),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Return every indicator of a period beside its goal."""
    period = Period(question.first, question.last)
    moved = moves(session, network, period)
    handed = deliveries(session, period)
    aged = ages(session, handed)
    values: Values = {
        **_of_network(network),
        **_of_goods(session, period, moved),
        **_of_stock(session, network, question, moved),
        **_of_relief(session, period, moved, handed, aged),
    }
    values |= _of_ministry(session, network, period, moved, values)
    goals = {goal.code: goal for goal in session.scalars(select(IndicatorGoal))}
    rows = [_row(entry, values[entry.code], goals.get(entry.code), question) for entry in INDICATORS]
    notes = (*_NOTES, *_notes_on_deliveries(handed, aged))
    return made(DEFINITION, question, _COLUMNS, rows, _sentence(values), notes)


def achieved(value: float | None, goal: IndicatorGoal | None) -> float | None:
    """Return how much of the way from baseline to target is done; None where there is no way or no value."""
    if value is None or goal is None or goal.target == goal.baseline:
        return None
    return (value - goal.baseline) / (goal.target - goal.baseline)


def _of_network(network: Network) -> Values:
    reach: Reach = city_reach(network)
    near, far = reach.shares or (None, None)
    opened = sum(point.is_open for point in network.points)
    return {"points_open": opened, "residents_500m": near, "residents_1km": far}


def _of_goods(session: Session, period: Period, moved: Moves) -> Values:
    received, refused = moved.received(), refused_pieces(session, period)
    loss = lost_in_sorting(session, period)
    # Shares are of what came out, as in the sorting report; the loss is of what went in.
    out = moved.graded(*Grade)
    return {
        "received_kg": received.grams / 1000,
        "received_pieces": received.pieces,
        "refused_share": _share(refused, received.pieces + refused),
        "reworn_share": _share(moved.graded(Grade.A, Grade.B, Grade.C), out),
        "recycled_share": _share(moved.graded(Grade.RECYCLE), out),
        "wasted_share": _share(moved.graded(Grade.WASTE), out),
        "sorting_loss_share": _share(loss, out + loss),
    }


def _of_stock(session: Session, network: Network, question: Question, moved: Moves) -> Values:
    today = question.now.astimezone(SHANGHAI).date()
    stock = stock_grams(session, network, Period(question.first, question.last), today)
    disposed = {f"disposed_{way.value}_kg": moved.disposed(way) / 1000 for way in DisposalKind}
    return {
        "stock_kg": stock / 1000,
        "lost_kg": moved.astray(MovementKind.LOST, Way.OUT) / 1000,
        "found_kg": moved.astray(MovementKind.FOUND, Way.IN) / 1000,
        **disposed,
    }


def _of_relief(session: Session, period: Period, moved: Moves, handed: list[Delivered], aged: Ages) -> Values:
    given = moved.distributed()
    return {
        "distributed_kg": given.grams / 1000,
        "distributed_pieces": given.pieces,
        "recipients_served": len({delivered.recipient for delivered in handed}),
        "people_reached": sum(delivered.people or 0 for delivered in handed),
        "delivery_days_median": aged.median,
        "delivery_days_p90": aged.p90,
        "needs_met_share": needs_met(session, period),
        "queries_in_time_share": queries_in_time(session, period),
    }


def _of_ministry(
    session: Session, network: Network, period: Period, moved: Moves, values: Mapping[str, float | None]
) -> Values:
    worn = moved.received(worn_only=True).pieces
    return {
        "reception_points": values["points_open"],
        "charity_supermarkets": None,
        "clothing_bedding_pieces": worn,
        "clothing_bedding_wan": round(worn / 10_000, 1),
        "received_directly_kg": values["received_kg"],
        "transferred_in_kg": None,
        "beneficiary_person_times": values["people_reached"],
        "volunteers_active": active_volunteers(session, period),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def _row(
    entry: Indicator, value: float | None, goal: IndicatorGoal | None, question: Question
) -> tuple[Any, ...]:
    shown, language = entry.shown(value), question.language
    return (
        entry.code,
        entry.name.in_(language),
        GROUPS[entry.group].in_(language),
        UNITS[entry.unit].in_(language),
        entry.formula.in_(language),
        value,
        None if shown is None else shown.in_(language),
        *(_goal_cells(goal)),
        achieved(value, goal),
    )


def _goal_cells(goal: IndicatorGoal | None) -> tuple[Any, ...]:
    if goal is None:
        return (None,) * 8
    return (
        goal.baseline,
        goal.baseline_on,
        goal.target,
        goal.target_on,
        goal.midterm,
        goal.midterm_on,
        goal.final,
        goal.final_on,
    )


def _sentence(values: Values) -> Words:
    received, given, people = (
        values[code] or 0 for code in ("received_kg", "distributed_kg", "people_reached")
    )
    return Words(
        f"期内接收 {received:,.1f} 公斤, 发放 {given:,.1f} 公斤, 受益 {people:,.0f} 人次。",
        f"{received:,.1f} kg were received, {given:,.1f} kg distributed, {people:,.0f} person-times reached.",
    )


def _notes_on_deliveries(handed: list[Delivered], aged: Ages) -> tuple[Words, ...]:
    silent = sum(delivered.people is None for delivered in handed)
    return (
        Words(
            f"{len(handed)} 次签收中 {silent} 次没有填受益人数, 计为零。",
            f"{silent} of {len(handed)} deliveries do not say how many people they reached: they count as 0.",
        ),
        Words(
            f"捐赠到发放天数: {len(handed)} 次签收中等距取 {aged.traced} 次追溯; 一起分拣的物资按重量分摊。",
            f"Days from gift to delivery: {aged.traced} of {len(handed)} deliveries, at even steps, were "
            "traced back to their gifts; what was sorted together is shared out by weight.",
        ),
    )


DEFINITION = Definition(
    name="indicators",
    title=Words("评估指标", "Indicators"),
    about=Words(
        "规划评估和民政统计的指标: 数值、基期、目标、中期和终期",
        "Indicators of the plan's evaluation and the ministry's statistics, with baseline, target, reviews",
    ),
    dimensions=(),
    filters=(),
    by=(),
    roles=frozenset({Role.FOUNDATION, Role.ADMIN, Role.AUDITOR}),
    make=make,
    charts=(Chart(ChartKind.BAR, x=("name",), y=("achieved",)),),
)
