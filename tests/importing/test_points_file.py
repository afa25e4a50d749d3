"""The import a foundation uses: it says what is wrong, changes all or nothing, and may be repeated."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY
from places_rows import GOOD, as_csv
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import cli
from app.settings import Settings
from geo.distance import geodesic_m
from geo.positions import Datum, Position, from_wgs84
from models.store import Store
from models.vault import Vault
from operations.network import Network, current
from operations.places_files import UnreadableFile, parse_places
from seeds.loading import read, seed


class Importer:
    """`jiujin import points` as a foundation runs it."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        assert settings.secret_key is not None
        self._environment = {
            "JIUJIN_DATABASE_URL": settings.database,
            "JIUJIN_SECRET_KEY": settings.secret_key.get_secret_value(),
            "JIUJIN_DATA_DIR": str(settings.data_dir),
            "COLUMNS": "220",
        }
        self._file = folder / "points.csv"

    def __call__(
        self, *rows: dict[str, str], options: tuple[str, ...] = (), text: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        self._file.write_text(text if text is not None else as_csv(*rows), encoding="utf-8")
        command = ["import", "points", str(self._file), "--json", *options]
        done = CliRunner().invoke(cli, command, env=self._environment)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, json.loads(done.stdout) if done.stdout.startswith("{") else {
            "said": done.stderr
        }


@pytest.fixture
def load(settings: Settings, tmp_path: Path) -> Importer:
    return Importer(settings, tmp_path)


@pytest.fixture(scope="module")
def network(sqlite_template: Path) -> Iterator[Network]:
    """The network that ships, for checks that only read it."""
    store = Store(f"sqlite:///{sqlite_template}", Vault(KEY), readers=1)
    yield store.read_now(current)
    store.close()


def test_a_dry_run_tells_and_changes_nothing(load: Importer, store: Store) -> None:
    status, report = load(GOOD, options=("--dry-run",))

    assert (status, report["loadable"], report["created"]) == (0, 1, 0)
    assert "N-0001" not in store.read_now(current).sites


def test_a_new_point_is_there_with_its_poster_and_the_same_file_again_changes_nothing(
    load: Importer, store: Store
) -> None:
    assert load(GOOD)[1]["created"] == 1
    assert store.read_now(current).sites["N-0001"].out.name == GOOD["name"]
    poster = "SELECT COUNT(*) FROM poster p JOIN place l ON l.id = p.place_id WHERE l.code = 'N-0001'"
    assert store.read_now(lambda session: session.execute(text(poster)).scalar_one()) == 1

    again = load(GOOD)[1]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_a_moved_point_is_reported_with_its_metres(load: Importer, store: Store) -> None:
    load(GOOD)
    lat, lon = float(GOOD["lat"]) + 0.001, float(GOOD["lon"])
    report = load(GOOD | {"lat": f"{lat:.6f}"})[1]

    ((code, metres),) = report["moved"]
    assert code == "N-0001"
    assert metres == pytest.approx(geodesic_m(Position(float(GOOD["lat"]), lon), Position(lat, lon)), abs=0.5)
    assert store.read_now(current).sites["N-0001"].position.lat == pytest.approx(lat)


def test_a_position_outside_of_the_stated_district_is_loaded_and_reported(load: Importer) -> None:
    status, report = load(GOOD | {"lat": "31.6", "lon": "121.5"})

    (warning,) = report["problems"]
    assert status == 0
    assert (warning["code"], warning["severity"]) == ("outside_district", "warning")
    assert "m outside" in warning["message_en"]


def test_positions_in_another_datum_land_where_they_belong(load: Importer, store: Store) -> None:
    at = Position(float(GOOD["lat"]), float(GOOD["lon"]))
    for code, datum in (("N-0002", Datum.GCJ02), ("N-0003", Datum.BD09)):
        lat, lon = from_wgs84(at, datum)
        load(GOOD | {"code": code, "lat": f"{lat:.9f}", "lon": f"{lon:.9f}", "datum": datum.value})
        assert geodesic_m(store.read_now(current).sites[code].position, at) < 0.01


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", ""),
        ("code", "N 1"),
        ("kind", "bin"),
        ("kind", "outside"),
        ("name", ""),
        ("name", "\u202eevil"),
        ("district", "310199"),
        ("district", "31"),
        ("subdistrict", "310101999"),
        ("subdistrict", "310104003"),
        ("committee", "12"),
        ("lat", "91"),
        ("lat", "1e1"),
        ("lat", "NaN"),
        ("lat", "31,2"),
        ("lon", "x"),
        ("lat", ""),
        ("datum", "WGS"),
        ("position_source", "guess"),
        ("opening_hours", "from nine to five"),
        ("accepts", "clothing;moonstones"),
        ("capacity_kg", "-1"),
        ("capacity_kg", "many"),
        ("status", "gone"),
        ("pinned_station", "S-99"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(network: Network, column: str, value: str) -> None:
    from geo.geocoding import NoGeocoding
    from models.imports import NumberedRow
    from operations.import_checks import Facts, check_rows

    subdistricts = {site.out.subdistrict.code: site.out.district.code for site in network.points}
    facts = Facts(network, subdistricts, network.district_areas, NoGeocoding())
    checked = check_rows([NumberedRow(2, GOOD | {column: value})], facts)

    found = [(problem.row, problem.column, problem.severity) for problem in checked.problems]
    assert (2, column, "error") in found, checked.problems
    assert checked.rows == []
    assert all(problem.message_zh and problem.message_en for problem in checked.problems)


def test_one_bad_row_keeps_all_out_unless_bad_ones_are_to_be_skipped(load: Importer, store: Store) -> None:
    bad = GOOD | {"code": "N-0002", "district": "999999"}

    status, report = load(GOOD, bad)
    assert (status, report["created"]) == (1, 0)
    assert "N-0001" not in store.read_now(current).sites

    status, report = load(GOOD, bad, options=("--skip-bad",))
    assert (status, report["created"]) == (1, 1)
    assert "N-0001" in store.read_now(current).sites


def test_a_code_twice_a_kind_that_changes_and_a_station_that_closes_are_refused(
    load: Importer, store: Store
) -> None:
    station = next(row.values for row in parse_places(read("stations.csv")))
    _, report = load(GOOD, GOOD, GOOD | {"code": "S-01"}, station | {"code": "S-02", "status": "closed"})

    assert {problem["code"] for problem in report["problems"] if problem["severity"] == "error"} == {
        "duplicate",
        "kind_changed",
        "station_status",
    }
    assert len(store.read_now(current).points) == 1500


def test_what_excel_saves_is_read(load: Importer) -> None:
    assert load(text="\ufeff" + as_csv(GOOD).replace("\n", "\r\n"))[1]["created"] == 1
    assert load(text=as_csv(GOOD | {"code": "N-0002"}, delimiter=";"))[1]["created"] == 1
    assert load(text=as_csv(GOOD | {"code": "N-0003"}, delimiter="\t"))[1]["created"] == 1


def test_a_header_that_cannot_be_used_is_explained() -> None:
    with pytest.raises(UnreadableFile, match=r"missing columns: kind.*unknown columns: Name"):
        parse_places("code,Name\nP-1,x\n")


def test_a_stray_delimiter_is_not_guessed_at() -> None:
    (row,) = parse_places(as_csv(GOOD).rstrip("\n") + ",stray\n")

    assert "(more cells than columns)" in row.values


def test_seeding_again_changes_nothing(store: Store) -> None:
    report = seed(store)

    assert (report.places.created, report.places.updated, report.places.unchanged) == (0, 0, 1505)
    assert report.districts == report.subdistricts == report.categories == 0


@pytest.mark.parametrize(
    ("q", "found"),
    [("changning", "310105"), ("xinzhuang", "310112"), ("caohejing", "310104")],
)
def test_readings_that_are_often_wrong_are_right(network: Network, q: str, found: str) -> None:
    from operations.places import Wanted, search

    districts = {item.district.code for item in search(network, Wanted(q=q), limit=100, cursor=None).items}
    assert found in districts
