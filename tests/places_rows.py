"""Rows of places files, and the files they make."""

from models.imports import COLUMNS
from operations.places_files import parse_places
from seeds.loading import read

#: A point that is not in the network yet.
GOOD = dict(
    zip(COLUMNS, next(row for row in parse_places(read("points.csv"))).values.values(), strict=True)
) | {"code": "N-0001", "name": "新的社区捐赠接收点", "name_en": "New Community Donation Point"}


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> str:
    lines = [delimiter.join(COLUMNS)]
    lines += [delimiter.join(f'"{row[name]}"' for name in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"
