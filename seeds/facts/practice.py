"""How points are run: by whom, when they are open, what they take, how much room they have. Synthetic."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Option = TypeVar("Option")

_EVERYWHERE = "clothing"
#: How likely a point that takes most kinds, many or few takes a category besides clothing.
_MOST = {
    "bedding": 0.95, "shoes": 0.8, "accessories": 0.7, "toys": 0.8, "books": 0.8, "school": 0.7,
    "household": 0.6, "food": 0.7, "hygiene": 0.5, "medical": 0.3, "relief": 0.25,
}  # fmt: skip
_MANY = {
    "bedding": 0.8, "shoes": 0.5, "accessories": 0.3, "toys": 0.45, "books": 0.5, "school": 0.4,
    "household": 0.2, "food": 0.2, "hygiene": 0.15, "medical": 0.08, "relief": 0.05,
}  # fmt: skip
_FEW = {"bedding": 0.35, "shoes": 0.5, "accessories": 0.3, "toys": 0.15, "books": 0.1}


@dataclass(frozen=True, slots=True)
class Operator:
    """A kind of operator: its names, its site in words, and its usual practice.

    `site` and `site_en` hold the committee's name at `{}`; `frequency` is relative to the other kinds.
    """

    name: str
    site: str
    site_en: str
    frequency: int
    hours: tuple[str, ...]
    accepts: Mapping[str, float]
    capacities_kg: tuple[int, ...]


_COMMITTEE_HOURS = (
    "Mo-Fr 09:00-11:30,13:30-16:30; PH off",
    "Mo-Fr 08:30-17:00; Sa 09:00-12:00; PH off",
    "Mo-Fr 09:00-12:00; PH off",
    "Mo,We,Fr 18:30-20:30; Sa 09:00-11:30; PH off",
    "We 13:00-17:00; Sa[1],Sa[3] 09:00-12:00; PH off",
    "Jul-Aug Mo-Fr 08:00-11:00,15:00-18:00; Sep-Jun Mo-Fr 09:00-11:00,14:00-17:00; PH off",
)
COMMITTEE_POST = Operator(
    "居委会志愿服务站 Residents' committee volunteer post",
    "{}门口", "at the door of {}", 45,
    _COMMITTEE_HOURS, _MANY, (80, 100, 120, 150, 200),
)  # fmt: skip
VILLAGE_POST = Operator(
    "村委会志愿服务站 Village committee volunteer post",
    "{}门口", "at the door of {}", 75,
    (*_COMMITTEE_HOURS, "Mo-Fr 08:00-11:00,13:00-16:00; Sa,Su 08:00-10:00; Oct 01-07 off"),
    _MANY, (80, 100, 150, 200),
)  # fmt: skip
_CHARITY_SHOP = Operator(
    "社区慈善超市 Community charity supermarket",
    "{}旁慈善超市", "charity supermarket beside {}", 15,
    (
        "Mo-Su 09:00-17:00; Oct 01-07 off",
        "Tu-Su 10:00-18:30; PH off",
        "Mo-Fr 09:00-17:00; Sa 09:00-12:00; 2026 Oct 01-2026 Oct 07 off; PH off",
        "Mo-Su 09:30-19:00; PH 10:00-16:00",
    ), _MOST, (250, 300, 400),
)  # fmt: skip
_SERVICE_CENTRE = Operator(
    "社区党群服务中心 Community service centre",
    "{}旁社区服务中心", "community service centre beside {}", 22,
    (
        "Mo-Sa 08:30-17:00; PH off",
        "Mo-Fr 08:30-20:00; Sa,Su 09:00-16:00; Oct 01-03 off",
        "Mo-Fr 09:00-16:30; Sa 09:00-15:00; PH off",
    ), _MANY, (150, 200, 250),
)  # fmt: skip
_SHOP_BIN = Operator(
    "便利店内捐赠箱 Donation bin in a convenience shop",
    "{}附近便利店内", "in a convenience shop near {}", 10,
    ("24/7", "Mo-Su 07:00-22:00", "Mo-Su 06:30-23:00"), _FEW, (60, 80),
)  # fmt: skip
_WEEKEND_POST = Operator(
    "志愿者周末接收站 Volunteers' weekend post",
    "{}旁活动室", "activity room beside {}", 8,
    (
        "Sa,Su 09:00-16:00; PH off",
        "Sa 09:00-12:00",
        "Fr 17:00-20:00; Sa,Su 09:00-11:30,14:00-17:00; 2026 Oct 01-2026 Oct 07 off",
    ), _MANY, (60, 100, 120),
)  # fmt: skip
_ELSEWHERE = (_CHARITY_SHOP, _SERVICE_CENTRE, _SHOP_BIN, _WEEKEND_POST)


def operator_of(chance: random.Random, *, is_village: bool) -> Operator:
    """Choose who runs a point; most are run by the committee itself."""
    kinds = (VILLAGE_POST if is_village else COMMITTEE_POST, *_ELSEWHERE)
    mark = chance.random() * sum(kind.frequency for kind in kinds)
    for kind in kinds:
        mark -= kind.frequency
        if mark < 0:
            return kind
    return kinds[-1]


def accepts_of(operator: Operator, chance: random.Random) -> str:
    """Choose what a point takes: clothing always, the rest by its operator's practice (`;` between)."""
    return ";".join(
        [_EVERYWHERE, *(code for code, likely in operator.accepts.items() if chance.random() < likely)]
    )


def one_of(options: Sequence[Option], chance: random.Random) -> Option:
    """Choose one of several."""
    return options[int(chance.random() * len(options))]
