"""The rows that the facts are made of, and how they are read and written as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """A neighbourhood or village committee: twelve digits and its full name."""

    code: str
    subdistrict: str
    name: str

    @property
    def is_village(self) -> bool:
        """Tell a village committee 村委会 from a residents' committee 居委会."""
        return self.name.endswith("村委会")


@dataclass(frozen=True, slots=True)
class SubdistrictRow:
    """A sub-district, town or township with its (synthetic) centre, WGS-84 degrees, and its residents."""

    code: str
    district: str
    name: str
    name_en: str
    kind: str
    lat: float
    lon: float
    residents: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A point, station or warehouse in the columns of the import file."""

    code: str
    kind: str
    name: str
    name_en: str
    district: str
    subdistrict: str
    committee: str
    address: str
    address_en: str
    lat: str
    lon: str
    datum: str
    position_source: str
    operator: str
    phone: str
    opening_hours: str
    accepts: str
    capacity_kg: int
    status: str
    pinned_station: str


Row = TypeVar("Row", CommitteeRow, SubdistrictRow, PlaceRow)


def to_csv(kind: type[Row], rows: Iterable[Row]) -> str:
    """Return rows as CSV text with a header and plain line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(kind)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue()


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return a CSV file's rows by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_committees(path: Path) -> list[CommitteeRow]:
    """Return the committees of the file that `seeds.facts` wrote."""
    return [CommitteeRow(**row) for row in read_rows(path)]


def read_subdistricts(path: Path) -> list[SubdistrictRow]:
    """Return the sub-districts of the file that `seeds.facts` wrote."""
    return [_subdistrict(row) for row in read_rows(path)]


def by_subdistrict(committees: Sequence[CommitteeRow]) -> dict[str, list[CommitteeRow]]:
    """Group committees by the code of their sub-district, keeping their order."""
    grouped: dict[str, list[CommitteeRow]] = {}
    for committee in committees:
        grouped.setdefault(committee.subdistrict, []).append(committee)
    return grouped


def _subdistrict(row: dict[str, str]) -> SubdistrictRow:
    return SubdistrictRow(
        code=row["code"],
        district=row["district"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        residents=int(row["residents"]),
    )
