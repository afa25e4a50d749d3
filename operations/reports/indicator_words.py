"""The indicators of the plan's evaluation and the ministry's statistics: names, units, formulas in words."""

from dataclasses import dataclass
from enum import StrEnum

from operations.reports.tables import Words


class Unit(StrEnum):
    """What an indicator is measured in."""

    POINTS = "points"
    SHARE = "share"
    KILOGRAMS = "kg"
    PIECES = "pieces"
    TEN_THOUSAND_PIECES = "10k_pieces"
    PEOPLE = "people"
    PERSON_TIMES = "person_times"
    RECIPIENTS = "recipients"
    DAYS = "days"


UNITS: dict[Unit, Words] = {
    Unit.POINTS: Words("个", "points"),
    Unit.SHARE: Words("比例", "share"),
    Unit.KILOGRAMS: Words("公斤", "kg"),
    Unit.PIECES: Words("件", "pieces"),
    Unit.TEN_THOUSAND_PIECES: Words("万件", "ten thousand pieces"),
    Unit.PEOPLE: Words("人", "people"),
    Unit.PERSON_TIMES: Words("人次", "person-times"),
    Unit.RECIPIENTS: Words("家", "recipients"),
    Unit.DAYS: Words("天", "days"),
}

GROUPS: dict[str, Words] = {
    "network": Words("网络", "Network"),
    "intake": Words("接收", "Received"),
    "sorting": Words("分拣", "Sorting"),
    "stock": Words("库存与处置", "Stock and disposal"),
    "relief": Words("发放", "Relief"),
    "ministry": Words("民政统计", "Ministry's statistics"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: code, group, unit, names, and how its value comes about."""

    code: str
    group: str
    unit: Unit
    name: Words
    formula: Words

    def shown(self, value: float | None) -> Words | None:
        """Return a value with its unit as people read it."""
        if value is None:
            return None
        unit = UNITS[self.unit]
        if self.unit is Unit.SHARE:
            return Words(f"{value:.1%}", f"{value:.1%}")
        number = f"{value:,.1f}" if self.unit in _DECIMAL else f"{value:,.0f}"
        return Words(f"{number} {unit.zh}", f"{number} {unit.en}")


_DECIMAL = frozenset({Unit.KILOGRAMS, Unit.DAYS, Unit.TEN_THOUSAND_PIECES})


def _listed(group: str, *rows: tuple[str, Unit, str, str, str, str]) -> list[Indicator]:
    return [
        Indicator(code, group, unit, Words(name, name_en), Words(formula, formula_en))
        for code, unit, name, name_en, formula, formula_en in rows
    ]


_NETWORK = _listed(
    "network",
    ("points_open", Unit.POINTS, "开放接收点", "Points open",
     "现在状态为开放的接收点数", "points whose status is open now"),
    ("residents_500m", Unit.SHARE, "500米内居民", "Residents within 500 m",
     "500米内有开放接收点的居民 ÷ 全部居民 (估算, 见覆盖率报表)",
     "residents with an open point within 500 m / all residents (estimate, see the report coverage)"),
    ("residents_1km", Unit.SHARE, "1公里内居民", "Residents within 1 km",
     "1公里内有开放接收点的居民 ÷ 全部居民 (估算)",
     "residents with an open point within 1 km / all residents (estimate)"),
)  # fmt: skip
_INTAKE = _listed(
    "intake",
    ("received_kg", Unit.KILOGRAMS, "接收重量", "Weight received",
     "登记的捐赠重量 + 更正", "weight of gifts as logged + corrections of gifts"),
    ("received_pieces", Unit.PIECES, "接收件数", "Pieces received",
     "登记的捐赠件数 + 更正", "pieces of gifts as logged + corrections of gifts"),
    ("refused_share", Unit.SHARE, "拒收率", "Share refused",
     "拒收件数 ÷ (接收件数 + 拒收件数)", "pieces refused / (pieces received + pieces refused)"),
)  # fmt: skip
_SORTING = _listed(
    "sorting",
    ("reworn_share", Unit.SHARE, "再穿用率", "Share worn again",
     "A、B、C级重量 ÷ 分拣产出重量", "weight of grades A, B, C / weight brought out of sorting"),
    ("recycled_share", Unit.SHARE, "再生率", "Share recycled",
     "再生级重量 ÷ 分拣产出重量", "weight of grade RECYCLE / weight brought out of sorting"),
    ("wasted_share", Unit.SHARE, "废弃率", "Share wasted",
     "废弃级重量 ÷ 分拣产出重量", "weight of grade WASTE / weight brought out of sorting"),
    ("sorting_loss_share", Unit.SHARE, "分拣损耗率", "Share lost in sorting",
     "已完成分拣的损耗 ÷ (产出重量 + 损耗)",
     "loss of the runs finished in the period / (weight brought out + loss)"),
)  # fmt: skip
_STOCK = _listed(
    "stock",
    ("stock_kg", Unit.KILOGRAMS, "库存重量", "Stock",
     "期末整理站和仓库的库存重量", "weight at stations and the warehouse at the period's end"),
    ("lost_kg", Unit.KILOGRAMS, "盘亏与丢失", "Lost",
     "登记丢失 + 盘点减少", "reported lost + missing in stocktakes"),
    ("found_kg", Unit.KILOGRAMS, "盘盈与找回", "Found",
     "登记找到 + 盘点增加", "reported found + surplus in stocktakes"),
    ("disposed_recycling_kg", Unit.KILOGRAMS, "处置: 再生利用", "Disposed of: recycling",
     "批准并离开库存的再生利用重量", "weight approved for recycling that left the stock"),
    ("disposed_sale_kg", Unit.KILOGRAMS, "处置: 变卖", "Disposed of: sale",
     "批准并离开库存的变卖重量", "weight approved for sale that left the stock"),
    ("disposed_destruction_kg", Unit.KILOGRAMS, "处置: 销毁", "Disposed of: destruction",
     "批准并离开库存的销毁重量", "weight approved for destruction that left the stock"),
)  # fmt: skip
_RELIEF = _listed(
    "relief",
    ("distributed_kg", Unit.KILOGRAMS, "发放重量", "Weight distributed",
     "签收重量 - 受助方退回重量", "weight delivered - weight recipients gave back"),
    ("distributed_pieces", Unit.PIECES, "发放件数", "Pieces distributed",
     "签收件数 - 受助方退回件数", "pieces delivered - pieces recipients gave back"),
    ("recipients_served", Unit.RECIPIENTS, "受助方", "Recipients served",
     "期内有签收的受助方 (不重复)", "different recipients with a delivery in the period"),
    ("people_reached", Unit.PERSON_TIMES, "受益人次", "Person-times reached",
     "各次签收所报受益人数之和 (绝不以件数代替)", "sum of the people that deliveries report, never pieces"),
    ("delivery_days_median", Unit.DAYS, "捐赠到发放天数 (中位数)", "Days from gift to delivery (median)",
     "期内签收物资自捐赠交付起的天数, 按重量取中位数",
     "age at delivery of what was delivered, since it was handed over; median by weight"),
    ("delivery_days_p90", Unit.DAYS, "捐赠到发放天数 (90%)", "Days from gift to delivery (90 %)",
     "同上, 按重量取第90百分位", "the same; the age that 90 % of the weight stays within"),
    ("needs_met_share", Unit.SHARE, "需求满足率", "Share of needs met",
     "期内提出的需求: 至今签收件数 (以需求为限) ÷ 需求件数",
     "of needs stated in the period: pieces delivered until now, at most those asked / pieces asked"),
    ("queries_in_time_share", Unit.SHARE, "查询按期答复率", "Inquiries answered in time",
     "期内到期的捐赠人查询与投诉: 按期 (十个工作日) 答复的比例",
     "of donors' inquiries due in the period: those answered within their ten working days"),
)  # fmt: skip
_MINISTRY = _listed(
    "ministry",
    ("reception_points", Unit.POINTS, "社会捐助接收点", "Reception points",
     "现在状态为开放的接收点数", "points whose status is open now"),
    ("charity_supermarkets", Unit.POINTS, "慈善超市", "Charity supermarkets",
     "网络不登记慈善超市, 请从民政台账填报", "not registered here; report them from elsewhere"),
    ("clothing_bedding_pieces", Unit.PIECES, "接收衣被", "Clothing and bedding received",
     "接收件数中的衣物和床品", "of the pieces received, clothing and bedding"),
    ("clothing_bedding_wan", Unit.TEN_THOUSAND_PIECES, "接收衣被 (万件)",
     "Clothing and bedding received (10k pieces)",
     "接收衣被 ÷ 10000, 一位小数", "clothing and bedding received / 10,000, one decimal"),
    ("received_directly_kg", Unit.KILOGRAMS, "直接接收", "Received directly",
     "接收点直接接收的重量", "weight received at the network's own points"),
    ("transferred_in_kg", Unit.KILOGRAMS, "其他部门转入", "Transferred in",
     "转入物资不单独登记, 请从台账填报", "not recorded apart from other gifts; report it from elsewhere"),
    ("beneficiary_person_times", Unit.PERSON_TIMES, "受益人次 (统计)", "Beneficiary person-times",
     "同受益人次", "the same as person-times reached"),
    ("volunteers_active", Unit.PEOPLE, "服务志愿者", "Volunteers active",
     "期内登记过捐赠的志愿者 (不重复)", "different volunteers who logged a gift in the period"),
)  # fmt: skip

INDICATORS: tuple[Indicator, ...] = (*_NETWORK, *_INTAKE, *_SORTING, *_STOCK, *_RELIEF, *_MINISTRY)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
