"""Where residents are taken to live: a fixed number of positions in each sub-district, all of equal weight.

The census tells how many live in a district, not where. The positions follow the same assumption as the
places of points (`placing.py`): even over a built-up reach; in a rural one residents of towns gather
around the centre and those of villages spread over it, in the proportion of their committees. They are
taken at even steps of that weight from square to square, so that they do not clot as chance would.
"""

import json
import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from seeds.facts.census import committees_weight
from seeds.facts.land import from_plane, inhabited, to_plane
from seeds.facts.placing import MESH_M, Ground, Reach, grounds
from seeds.facts.points import SEED, read_district_file
from seeds.facts.tables import CommitteeRow, by_subdistrict, read_committees, read_subdistricts

#: Positions of a sub-district: its share of residents in reach is right to a hundredth or two.
HOMES = 120
#: A metre, which is more than the assumption is worth.
_DECIMALS = 5
_TRIES_MAX = 20

Positions = list[tuple[float, float]]


def homes_from(data: Path) -> str:
    """Return GeoJSON text, one line a sub-district, that follows from the other files in a data folder."""
    districts = read_district_file(data / "districts.geojson")
    subdistricts = read_subdistricts(data / "subdistricts.csv")
    committees = by_subdistrict(read_committees(data / "committees.csv"))
    land = inhabited({code: district.boundary for code, district in districts.items()})
    ground_of = grounds(land, subdistricts)
    features = [
        _feature(s.code, _homes(s.code, ground_of[s.district], committees[s.code])) for s in subdistricts
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _homes(code: str, ground: Ground, committees: Sequence[CommitteeRow]) -> Positions:
    reach = ground.reaches[code]
    chances = list(accumulate(_weights(reach, committees)))
    chance = random.Random(f"{SEED}:homes:{code}")
    steps = ((n + 0.5) / HOMES * chances[-1] for n in range(HOMES))
    return [_within(reach.squares[bisect(chances, step)], code, ground, chance) for step in steps]


def _weights(reach: Reach, committees: Sequence[CommitteeRow]) -> list[float]:
    """Return how many of the sub-district's residents live in each square, up to a factor."""
    towns = committees_weight([committee for committee in committees if not committee.is_village])
    villages = committees_weight(committees) - towns
    in_town, in_village = (reach.weights(is_village=is_village) for is_village in (False, True))
    of_town, of_village = towns / sum(in_town), villages / sum(in_village)
    return [of_town * t + of_village * v for t, v in zip(in_town, in_village, strict=True)]


def _within(
    square: tuple[float, float], code: str, ground: Ground, chance: random.Random
) -> tuple[float, float]:
    """Return a position (longitude, latitude) in a square of the lattice, on land of that sub-district."""
    for _ in range(_TRIES_MAX):
        east, north = (middle + (chance.random() - 0.5) * MESH_M for middle in square)
        lon, lat = (round(degrees, _DECIMALS) for degrees in from_plane(east, north))
        if ground.is_inside(code, to_plane(lon, lat)):
            return lon, lat
    lon, lat = from_plane(*square)
    return round(lon, _DECIMALS), round(lat, _DECIMALS)


def _feature(code: str, homes: Positions) -> str:
    feature = {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "MultiPoint", "coordinates": homes},
    }
    return json.dumps(feature, separators=(",", ":"))
