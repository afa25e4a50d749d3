"""Coverage counts every resident once at every level, and follows the points that are open and take it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from models.access import SYSTEM, Role
from models.clock import utc_now
from models.network import Place, PlaceStatus, Subdistrict
from models.store import Store
from operations.errors import Unfit
from operations.network import changed, current
from operations.reports.coverage import DEFINITION
from operations.reports.questions import Question
from operations.reports.tables import Report

CITY = 24_870_895
DAY = date(2026, 11, 24)


def asked(store: Store, *by: str, caller: Any = SYSTEM, **filters: str) -> Report:
    def make(session: Session) -> Report:
        return DEFINITION.make(session, current(session), Question(DAY, DAY, by, filters, caller, utc_now()))

    return store.read_now(make)


def rows(report: Report) -> list[dict[str, Any]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def change(store: Store, model: Any, where: Any, **to: Any) -> None:
    def write(session: Session, **_: Any) -> None:
        session.execute(update(model).where(where).values(**to))
        changed(session)

    store.write_now(write, by=SYSTEM, now=utc_now())


def test_every_level_counts_the_same_people_and_points(store: Store) -> None:
    reports = [asked(store), asked(store, "district"), asked(store, "subdistrict")]

    assert [len(report.rows) for report in reports] == [1, 16, 215]
    assert len({tuple(sorted(report.totals.items())) for report in reports}) == 1
    assert (reports[0].totals["residents"], reports[0].totals["points"]) == (CITY, 1500)
    city, by_district, by_subdistrict = (rows(report) for report in reports)
    assert 0 < city[0]["share_500m"] < city[0]["share_1km"] < 1
    assert city[0]["share_500m"] == reports[0].totals["within_500m"] / CITY
    assert city[0]["residents_per_point"] == round(CITY / 1500)
    assert city[0]["mean_m"] == pytest.approx(
        sum(row["mean_m"] * row["residents"] for row in by_district) / CITY, abs=0.1
    )
    for found in (by_district, by_subdistrict):
        keys = [row.get("subdistrict", row["district"]) for row in found]
        assert keys == sorted(keys)
        assert all(row["within_500m"] <= row["within_1km"] <= row["residents"] for row in found)
    assert "54.3%" in reports[0].sentence.en
    assert len(reports[0].notes) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_filters_limit_whose_residents_and_which_points(store: Store) -> None:
    pudong, city = rows(asked(store, "subdistrict", district="310115")), rows(asked(store))[0]
    assert {row["district"] for row in pudong} == {"310115"}
    assert sum(row["residents"] for row in pudong) == 5_681_512
    everywhere = {row["subdistrict"]: row for row in rows(asked(store, "subdistrict"))}
    assert all(row == everywhere[row["subdistrict"]] for row in pudong)

    food = rows(asked(store, accepts="food"))[0]
    takers = store.read_now(lambda s: sum("food" in site.handles for site in current(s).points))
    assert food["points"] == takers < 1500
    assert food["share_500m"] < city["share_500m"]
    assert food["mean_m"] > city["mean_m"]
    for fault in ({"district": "310199"}, {"accepts": "happiness"}):
        with pytest.raises(Unfit):
            asked(store, **fault)


def test_a_point_that_closes_serves_nobody_and_its_neighbours_residents_walk_farther(store: Store) -> None:
    before = rows(asked(store, "subdistrict"))
    change(store, Place, col(Place.code) == "P-0001", status=PlaceStatus.SUSPENDED.value)
    after = rows(asked(store, "subdistrict"))

    assert sum(row["points"] for row in after) == 1499
    worse = [a["subdistrict"] for a, b in zip(after, before, strict=True) if a["mean_m"] > b["mean_m"]]
    assert "310101002" in worse
    assert all(a["within_1km"] <= b["within_1km"] for a, b in zip(after, before, strict=True))
    change(store, Place, col(Place.kind) == "point", status=PlaceStatus.CLOSED.value)
    (nothing,) = rows(asked(store))
    assert (nothing["points"], nothing["within_1km"], nothing["share_1km"]) == (0, 0, 0.0)
    assert nothing["mean_m"] is nothing["residents_per_point"] is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_homes_are_not_known_nothing_is_made_up(store: Store) -> None:
    change(store, Subdistrict, col(Subdistrict.code) == "310101002", homes=None)

    found = {row["subdistrict"]: row for row in rows(asked(store, "subdistrict"))}
    unknown = found["310101002"]
    assert (unknown["residents"], unknown["points"] > 0) == (73_992, True)
    measures = ("within_500m", "within_1km", "share_500m", "share_1km", "mean_m")
    assert [unknown[measure] for measure in measures] == [None] * 5
    change(store, Subdistrict, col(Subdistrict.code) != "", homes=None)
    assert "is not known" in asked(store).sentence.en


def test_the_board_and_the_auditor_may_ask_and_it_is_a_picture_of_today() -> None:
    assert DEFINITION.roles == {Role.FOUNDATION, Role.ADMIN, Role.AUDITOR}
    assert not DEFINITION.dated
