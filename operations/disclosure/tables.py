"""The tables of a paper, in words that never change once they are published."""

from collections.abc import Iterable, Mapping, Sequence

from models.disclosure_shapes import Cell, PaperColumn, PaperTable, Text
from models.disclosures import DutyKind
from operations.disclosure.suppression import Grouped
from operations.network import Network
from operations.reports.tables import Column, Holds, Report, Words, count, grams, pieces
from operations.tracing.outcomes import K_ANONYMITY, area_name

DUTIES: Mapping[DutyKind, Words] = {
    DutyKind.EMERGENCY: Words("应急募捐公示", "Emergency disclosure"),
    DutyKind.PROGRESS: Words("进展公示", "Progress disclosure"),
    DutyKind.FINAL: Words("总结公示", "Final account"),
    DutyKind.ANNUAL: Words("年度公示", "Annual disclosure"),
}
_DISPATCHED = Words(
    "已送达受助方的物资, 扣除期内退回; 与实际到账是两种数字, 不可相加",
    "Goods that were handed to recipients, less what came back; not to be added to what was received",
)
_TABLES: Mapping[str, tuple[Words, Words]] = {
    "received": (
        Words("实际到账", "Received"),
        Words("接收点实际收到的物资, 不含承诺", "Goods that the donation points hold in hand; no pledges"),
    ),
    "dispatched_by_month": (Words("已拨付 (按月)", "Dispatched, by month"), _DISPATCHED),
    "dispatched_by_category": (Words("已拨付 (按类别)", "Dispatched, by category"), _DISPATCHED),
    "dispatched_by_area": (
        Words("已拨付 (按地区)", "Dispatched, by area"),
        Words(
            "上海按区, 外省市按省; " + _DISPATCHED.zh,
            "By district in Shanghai, by province elsewhere. " + _DISPATCHED.en,
        ),
    ),
    "reach": (
        Words("受益情况", "Who was reached"),
        Words("人次由送达时登记, 不由件数推算", "People are counted at delivery, never derived from pieces"),
    ),
    "stock": (Words("期末库存", "Stock at the end"), Words("期末当日结束时", "At the end of the last day")),
}
_COLUMNS = {
    "month": Column("month", Words("月份", "Month"), Holds.MONTH),
    "category": Column("category", Words("类别", "Category"), Holds.CODE),
    "area": Column("area", Words("地区", "Area"), Holds.CODE),
}
_AMOUNTS = (pieces(), grams())
_REACH = (
    Column("people_reached", Words("受益人次", "People reached"), Holds.PEOPLE, totalled=True),
    count("organisations", Words("受助单位", "Receiving organisations")),
    count("cases", Words("受助对象", "Cases")),
)
#: Words about what a paper holds and corrects, wherever it is read.
REST = Words("其他 (不单独列出)", "Others (not shown apart)")
TOTAL = Words("合计", "Total")
WITHHELD = Words(
    "受助对象太少, 为保护他们不公布。", "So few were helped that figures would point at them: not told."
)
NOTHING = Words("本期没有。", "Nothing in this period.")
PROJECT_FIELDS: Mapping[str, Words] = {
    "name": Words("项目名称", "Name of the project"),
    "name_en": Words("项目英文名称", "English name of the project"),
    "kind": Words("项目类型", "Kind of project"),
    "started_on": Words("项目开始", "Start of the project"),
    "ended_on": Words("项目结束", "End of the project"),
}
_NOT_STATED = Words("未注明", "not stated")
_NOTES = (
    Words(
        "本服务不记录承诺捐赠, 因此没有承诺数",
        "This service keeps no pledges, so there is no figure of them",
    ),
    Words(
        f"为保护受助对象, 少于 {K_ANONYMITY} 户的不单独列出, 并入其他",
        f"To protect those who are helped, fewer than {K_ANONYMITY} cases are not shown apart",
    ),
    Words(
        "登记的更正计入更正当日; 晚到的登记和送达计入发生当日, 已公布的数字因此不同的, 发布更正版",
        "A corrected record counts for the day it is corrected, a late one for the day it happened; "
        "where that changes what was published, a new version says so",
    ),
    Words("重量以克记, 页面显示为公斤; 日期为北京时间", "Weights are kept in grams; days are Shanghai's"),
)
_WHOLE_NETWORK = Words(
    "数字为整个网络在本期内的收支, 物资不按项目分开记账",
    "Figures are of the whole network in these days: goods are not booked by project",
)


def frozen(name: str, report: Report) -> PaperTable:
    """Return a report as a table of a paper: what it is grouped by, pieces and grams."""
    columns = [_COLUMNS[word] for word in report.by] + list(_AMOUNTS)
    at = {column.name: n for n, column in enumerate(report.columns)}
    rows: list[list[Cell]] = [[row[at[column.name]] for column in columns] for row in report.rows]
    kept = [row for row in rows if any(row[len(report.by) :])]
    totals: dict[str, int | None] = {column.name: report.totals[column.name] for column in _AMOUNTS}
    return _table(name, columns, kept, totals)


def summed(name: str, word: str, group: Grouped[str] | None) -> PaperTable:
    """Return what was given by group; without rows and sums where nothing may be shown."""
    columns = (_COLUMNS[word], *_AMOUNTS)
    if group is None:
        return _table(name, columns, [], {column.name: None for column in _AMOUNTS})
    rows: list[list[Cell]] = [
        [key, group.named[key].pieces, group.named[key].grams] for key in sorted(group.named)
    ]
    if group.rest is not None:
        rows.append([None, group.rest.pieces, group.rest.grams])
    everything = [*group.named.values(), *([group.rest] if group.rest else [])]
    totals: dict[str, int | None] = {
        "pieces": sum(part.pieces for part in everything),
        "grams": sum(part.grams for part in everything),
    }
    return _table(name, columns, rows, totals)


def reach(people: int, organisations: int, cases: int, *, withheld: bool) -> PaperTable:
    """Return how many were reached; cases are not told when they are too few, nothing when all are."""
    told = cases if cases == 0 or cases >= K_ANONYMITY else None
    row: list[Cell] = [None, None, None] if withheld else [people, organisations, told]
    return _table("reach", _REACH, [row], {})


def notes_of(*, of_a_project: bool) -> list[Text]:
    """Return the notes of a paper."""
    return [as_text(note) for note in ((*_NOTES, _WHOLE_NETWORK) if of_a_project else _NOTES)]


def names_of(network: Network, codes: Iterable[str]) -> dict[str, Text]:
    """Return the names of categories and areas as they are today."""
    return {code: _name(network, code) for code in sorted(codes)}


def as_text(words: Words) -> Text:
    """Return words as they are published."""
    return Text(zh=words.zh, en=words.en)


def _name(network: Network, code: str) -> Text:
    if code in network.kinds:
        out = network.kinds[code].out
        return Text(zh=out.name, en=out.name_en)
    zh, en = area_name(network, code, "zh"), area_name(network, code, "en")
    return Text(zh=zh or _NOT_STATED.zh, en=en or _NOT_STATED.en)


def _table(
    name: str, columns: Sequence[Column], rows: list[list[Cell]], totals: dict[str, int | None]
) -> PaperTable:
    title, note = _TABLES[name]
    return PaperTable(
        name=name,
        title=as_text(title),
        note=as_text(note),
        columns=[
            PaperColumn(name=column.name, title=as_text(column.title), holds=column.holds.value)
            for column in columns
        ],
        rows=rows,
        totals=totals,
    )
