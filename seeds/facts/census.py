"""Residents: the census by district, and how a number is shared out in whole parts.

Source: Seventh National Population Census, 1 November 2020, Shanghai; the sixteen numbers add up to the
published 24 870 895. There is no open table by sub-district, so a district's number is shared out by its
committees: a village committee weighs half a residents' committee. An assumption for planning, no count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from seeds.facts.tables import CommitteeRow

CENSUS_SOURCE = "Seventh National Population Census 2020"
_RESIDENTS_COMMITTEE_WEIGHT = 2
_VILLAGE_COMMITTEE_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Census:
    """A district's English name and its residents in 2020."""

    name_en: str
    residents: int


CENSUS_2020 = {
    "310101": Census("Huangpu District", 662_030),
    "310104": Census("Xuhui District", 1_113_078),
    "310105": Census("Changning District", 693_051),
    "310106": Census("Jing'an District", 975_707),
    "310107": Census("Putuo District", 1_239_800),
    "310109": Census("Hongkou District", 757_498),
    "310110": Census("Yangpu District", 1_242_548),
    "310112": Census("Minhang District", 2_653_489),
    "310113": Census("Baoshan District", 2_235_218),
    "310114": Census("Jiading District", 1_834_258),
    "310115": Census("Pudong New Area", 5_681_512),
    "310116": Census("Jinshan District", 822_776),
    "310117": Census("Songjiang District", 1_909_713),
    "310118": Census("Qingpu District", 1_271_424),
    "310120": Census("Fengxian District", 1_140_872),
    "310151": Census("Chongming District", 637_921),
}


def committees_weight(committees: Sequence[CommitteeRow]) -> int:
    """Return the weight of a sub-district's committees when its district's residents are shared out."""
    return sum(
        _VILLAGE_COMMITTEE_WEIGHT if committee.is_village else _RESIDENTS_COMMITTEE_WEIGHT
        for committee in committees
    )


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Share a whole number out by weights, by the largest remainder; ties go to the earlier weight.

    The parts add up to the total exactly (Hamilton's method).
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in by_remainder[: total - sum(parts)]:
        parts[n] += 1
    return parts


def shares_of_at_least_one(total: int, weights: Sequence[int]) -> list[int]:
    """Share a number out as `shares` does, but give every weight one before the rest is shared out.

    Raises ValueError when there are fewer parts than weights.
    """
    if total < len(weights):
        raise ValueError(f"{total} cannot give {len(weights)} one each")
    parts = shares(total, weights)
    while 0 in parts:
        parts[parts.index(0)] = 1
        parts[parts.index(max(parts))] -= 1
    return parts
