"""Coverage 就近: how many residents have an open point within a walk, in the city and in each part of it."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from sqlmodel import Session

from geo.reach import NOBODY, Reach
from models.access import Role
from operations.areas import Area
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.making import made
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, count

_DISTRICT = (
    Column("district", Words("区代码", "District code"), Holds.CODE, "#adm3+code"),
    Column("district_name", Words("区", "District"), Holds.TEXT, "#adm3+name"),
)
_SUBDISTRICT = (
    Column("subdistrict", Words("街镇代码", "Sub-district code"), Holds.CODE, "#adm4+code"),
    Column("subdistrict_name", Words("街镇", "Sub-district"), Holds.TEXT, "#adm4+name"),
)
_MEASURES = (
    Column("residents", Words("常住人口", "Residents"), Holds.PEOPLE, "#population", totalled=True),
    count("points", Words("接收点", "Points"), "#loc+points"),
    Column("within_500m", Words("500米内居民", "Within 500 m"), Holds.PEOPLE, totalled=True),
    Column("within_1km", Words("1公里内居民", "Within 1 km"), Holds.PEOPLE, totalled=True),
    Column("share_500m", Words("500米覆盖率", "Share within 500 m"), Holds.SHARE),
    Column("share_1km", Words("1公里覆盖率", "Share within 1 km"), Holds.SHARE),
    Column("mean_m", Words("平均距离", "Mean distance"), Holds.METRES),
    Column("residents_per_point", Words("每点服务人口", "Residents per point"), Holds.COUNT),
)
_NOTES = (
    Words(
        "人口: 第七次全国人口普查 (2020年11月1日) 分区数, 按村居委会数分摊到街镇 (居委会权重2, 村委会1)。",
        "Residents: census of 1 November 2020 by district, shared out to sub-districts by their committees "
        "(a residents' committee weighs 2, a village committee 1).",
    ),
    Words(
        "街镇内的居住位置没有公开数据, 也没有街镇边界: 每个街镇取120个固定位置, 各代表同样多的人。"
        "建成区均匀分布; 乡村地区居委会人口围绕镇中心, 村委会人口散布全镇。",
        "Where people live within a sub-district is not public, nor are its borders: each has 120 fixed "
        "positions on land that stand for equally many people, even over built-up areas; in the country "
        "people of residents' committees gather around the town's centre, those of villages spread out.",
    ),
    Words(
        "因此这是估算。取样误差: 全市约0.5个百分点, 单个街镇一般2个、最多8个百分点; 假设本身的误差未知。"
        "位置为规划示意的接收点按同样假设布置, 结果说明的是规划, 不是现状。",
        "This is therefore an estimate. Taking 120 positions is right to half a point of a hundred for the "
        "city, to two as a rule and eight at worst for one sub-district; how far the assumption is off is "
        "not known. Points with a synthetic position were placed by the same assumption: with them the "
        "figures describe the plan, not the city.",
    ),
    Words(
        "距离为WGS-84椭球面直线 (测地线) 距离, 不是步行路程, 不计江河和快速路的阻隔; 跨区的最近点也算。",
        "Distances are geodesics on WGS-84, not ways on foot; rivers and expressways are no barriers here. "
        "The nearest point counts across borders too.",
    ),
    Words(
        "接收点: 目前状态为开放的点; 过去的状态不保存, 所选日期不改变结果。",
        "Points: those open at present; earlier states are not kept, so the day asked for changes nothing.",
    ),
)


class _Group(NamedTuple):
    """A row: its key and name cells, the codes by which its points are known, and how it is reached."""

    cells: tuple[str, ...]
    code: str
    reach: Reach


def make(session: Session, network: Network, question: Question) -> Report:
    """Return how residents reach the open points; raises Unfit for an unknown district or category."""
    accepts, district = question.filters.get("accepts"), question.filters.get("district")
    _check(network, accepts, district)
    areas = [area for area in network.areas if district in (None, area.district)]
    groups = _groups(network, question, areas, network.reach(accepts))
    points = _points(network, accepts, district)
    rows = [_row(group, sum(code.startswith(group.code) for code in points)) for group in groups]
    sentence = _sentence(reduce(add, (group.reach for group in groups), NOBODY), len(points))
    return made(DEFINITION, question, _columns(question.by), rows, sentence, _NOTES)


def city_reach(network: Network) -> Reach:
    """Return how the whole city's residents reach the open points."""
    return reduce(add, network.reach().values(), NOBODY)


def _check(network: Network, accepts: str | None, district: str | None) -> None:
    if accepts is not None and accepts not in network.kinds:
        raise Unfit(Fault("/accepts", "unknown_category", {"value": accepts}))
    if district is not None and district not in network.residents:
        raise Unfit(Fault("/district", "unknown_district", {"value": district}))


def _points(network: Network, accepts: str | None, district: str | None) -> list[str]:
    """Return for each open point that counts the code of its sub-district, or of its district at least."""
    return [
        site.out.subdistrict.code or site.out.district.code
        for site in network.points
        if site.is_open
        and (accepts is None or accepts in site.handles)
        and district in (None, site.out.district.code)
    ]


def _groups(
    network: Network, question: Question, areas: Sequence[Area], reached: dict[str, Reach]
) -> list[_Group]:
    zh = question.language == "zh"
    districts = {named.code: named.name if zh else named.name_en for named in network.districts}
    if "subdistrict" in question.by:
        return [
            _Group(
                (
                    area.district,
                    districts[area.district],
                    code,
                    area.named.name if zh else area.named.name_en,
                ),
                code,
                reached[code],
            )
            for area in areas
            for code in (area.named.code,)
        ]
    if "district" in question.by:
        return [
            _Group((code, districts[code]), code, _sum(reached, (a for a in areas if a.district == code)))
            for code in sorted({area.district for area in areas})
        ]
    return [_Group((), "", _sum(reached, areas))]


def _sum(reached: dict[str, Reach], areas: Iterable[Area]) -> Reach:
    return reduce(add, (reached[area.named.code] for area in areas), NOBODY)


def _columns(by: Sequence[str]) -> tuple[Column, ...]:
    if "subdistrict" in by:
        return (*_DISTRICT, *_SUBDISTRICT, *_MEASURES)
    return (*_DISTRICT, *_MEASURES) if "district" in by else _MEASURES


def _row(group: _Group, points: int) -> tuple[Any, ...]:
    reach = group.reach
    within, shares = (reach.within, reach.shares) if reach.shares else ((None, None), (None, None))
    mean = None if reach.mean_m is None else round(reach.mean_m, 1)
    each = round(reach.residents / points) if points else None
    return (*group.cells, reach.residents, points, *within, *shares, mean, each)


def _sentence(reach: Reach, points: int) -> Words:
    if reach.shares is None:
        return Words(
            f"{points} 个开放的接收点; 没有居住位置数据, 无法估算覆盖率。",
            f"{points} open points; where residents live is not known, so coverage cannot be estimated.",
        )
    near, far = (f"{share:.1%}" for share in reach.shares)
    return Words(
        f"{points} 个开放的接收点: {near} 的居民在500米内有接收点, {far} 在1公里内 (估算)。",
        f"{points} open points: {near} of residents have one within 500 m, {far} within 1 km (estimate).",
    )


DEFINITION = Definition(
    name="coverage",
    title=Words("覆盖率", "Coverage"),
    about=Words(
        "多少居民在500米和1公里内有开放的接收点, 全市、各区、各街镇",
        "How many residents have an open point within 500 m and 1 km: city, districts, sub-districts",
    ),
    dimensions=("district", "subdistrict"),
    filters=("district", "accepts"),
    by=("district",),
    roles=frozenset({Role.FOUNDATION, Role.ADMIN, Role.AUDITOR}),
    make=make,
    dated=False,
    has_past=False,
    drawn=("share_500m", "share_1km", "residents_per_point"),
)
