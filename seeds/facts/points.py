"""The 1500 points: which committees have one, and what is known of each.

Everything is decided by chance with a fixed seed, so the same tables give the same file. Only
`random.Random.random` is asked, whose numbers Python promises to keep.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely import MultiPolygon, get_parts
from shapely.geometry import shape

from seeds.facts.census import shares_of_at_least_one
from seeds.facts.land import habitable
from seeds.facts.names import committee_in_english, committee_stem
from seeds.facts.placing import Placer, grounds
from seeds.facts.practice import accepts_of, one_of, operator_of
from seeds.facts.tables import (
    CommitteeRow,
    PlaceRow,
    SubdistrictRow,
    by_subdistrict,
    read_committees,
    read_subdistricts,
)

POINTS = 1500
#: Any number would do, but it must stay.
SEED = 20061108


@dataclass(frozen=True, slots=True)
class District:
    """A district's names and boundary (WGS-84)."""

    name: str
    name_en: str
    boundary: MultiPolygon


def read_district_file(path: Path) -> dict[str, District]:
    """Return the districts of the GeoJSON file that `seeds.facts` wrote, by code."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: _district(feature) for feature in features}


def points_from(data: Path) -> list[PlaceRow]:
    """Return the points that follow from the districts, sub-districts and committees in a data folder."""
    districts = read_district_file(data / "districts.geojson")
    subdistricts = read_subdistricts(data / "subdistricts.csv")
    chosen = choose_committees(subdistricts, read_committees(data / "committees.csv"))
    land = habitable({code: district.boundary for code, district in districts.items()})
    placer = Placer(grounds(land, subdistricts))
    by_code = {subdistrict.code: subdistrict for subdistrict in subdistricts}
    return [
        _point(f"P-{n:04}", committee, by_code[committee.subdistrict], districts, placer)
        for n, committee in enumerate(chosen, start=1)
    ]


def choose_committees(
    subdistricts: Sequence[SubdistrictRow], committees: Sequence[CommitteeRow]
) -> list[CommitteeRow]:
    """Choose the committees with a point: by residents, at least one a sub-district, in order of code."""
    counts = shares_of_at_least_one(POINTS, [subdistrict.residents for subdistrict in subdistricts])
    grouped = by_subdistrict(committees)
    chosen: list[CommitteeRow] = []
    for subdistrict, count in zip(subdistricts, counts, strict=True):
        drawn = _drawn(_differently_named(grouped[subdistrict.code]), subdistrict.code)
        if len(drawn) < count:
            raise ValueError(f"{subdistrict.name} has only {len(drawn)} committees for {count} points")
        chosen.extend(drawn[:count])
    return sorted(chosen, key=lambda committee: committee.code)


def _differently_named(committees: Sequence[CommitteeRow]) -> list[CommitteeRow]:
    """Keep the first of committees that share a name (a residents' and a village committee may)."""
    return list({_name(committee): committee for committee in reversed(committees)}.values())[::-1]


def _drawn(committees: Sequence[CommitteeRow], code: str) -> list[CommitteeRow]:
    chance = random.Random(f"{SEED}:committees:{code}")
    marked = [(chance.random(), committee.code, committee) for committee in committees]
    return [committee for *_, committee in sorted(marked, key=lambda entry: entry[:2])]


def _point(
    code: str,
    committee: CommitteeRow,
    subdistrict: SubdistrictRow,
    districts: dict[str, District],
    placer: Placer,
) -> PlaceRow:
    # Chance begins anew with every committee, so that a change of one leaves the others as they are.
    chance = random.Random(f"{SEED}:point:{committee.code}")
    district = districts[subdistrict.district]
    operator = operator_of(chance, is_village=committee.is_village)
    lat, lon = placer.place(subdistrict.code, is_village=committee.is_village, chance=chance)
    site, site_en = (
        operator.site.format(committee.name),
        operator.site_en.format(_committee_en(committee)),
    )
    return PlaceRow(
        code=code,
        kind="point",
        name=f"{_name(committee)}捐赠接收点",
        name_en=_name_en(committee),
        district=subdistrict.district,
        subdistrict=subdistrict.code,
        committee=committee.code,
        address=f"{district.name} {subdistrict.name} {site}",
        address_en=f"{site_en[0].upper()}{site_en[1:]}, {subdistrict.name_en}, {district.name_en}",
        lat=f"{lat:.6f}",
        lon=f"{lon:.6f}",
        datum="WGS84",
        position_source="synthetic",
        operator=operator.name,
        phone="",
        opening_hours=one_of(operator.hours, chance),
        accepts=accepts_of(operator, chance),
        capacity_kg=one_of(operator.capacities_kg, chance),
        status="open",
        pinned_station="",
    )


def _name(committee: CommitteeRow) -> str:
    stem = committee_stem(committee.name)
    return stem if stem.endswith(("村", "社区", "）")) else f"{stem}社区"


def _name_en(committee: CommitteeRow) -> str:
    stem = committee_in_english(committee_stem(committee.name))
    is_complete = committee.is_village or "Village" in stem
    return f"{stem} Donation Point" if is_complete else f"{stem} Community Donation Point"


def _committee_en(committee: CommitteeRow) -> str:
    stem = committee_in_english(committee_stem(committee.name))
    if committee.is_village:
        return f"{stem.removesuffix(' Village')} Village Committee"
    return f"{stem} Residents' Committee"


def _district(feature: dict[str, dict[str, str]]) -> District:
    about = feature["properties"]
    boundary = MultiPolygon(list(get_parts(shape(feature["geometry"]))))
    return District(about["name"], about["name_en"], boundary)
