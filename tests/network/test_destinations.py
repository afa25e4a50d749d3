"""Goods go to the nearest suitable station; people may decide otherwise, and a closing says what moved."""

import random

import pytest
from builders import OTHER_POINT, POINT, City, coats, donation, quilts
from geopy.distance import geodesic
from sqlalchemy import text

from models.access import Role
from operations.network import current

REASON = {"reason": "roof is leaking"}


def test_a_route_equals_brute_force_by_geopy(city: City) -> None:
    network = city.store.read_now(current)
    chance = random.Random(11)
    for _ in range(300):
        lat, lon = round(chance.uniform(30.7, 31.8), 6), round(chance.uniform(120.9, 121.95), 6)
        measured = sorted(
            (geodesic((lat, lon), (s.position.lat, s.position.lon)).m, s.code) for s in network.stations
        )
        route = city.public().get(f"/route?lat={lat}&lon={lon}").json()
        found = [(route["distance_m"], route["station"]["code"])]
        found += [(other["distance_m"], other["station"]["code"]) for other in route["alternatives"]]
        assert [code for _, code in found] == [code for _, code in measured]
        assert [m for m, _ in found] == pytest.approx([m for m, _ in measured], abs=1e-3)
        assert route["method"] == "crow_flies"


def test_an_intake_and_a_route_from_its_point_agree(city: City) -> None:
    at = city.public().get(f"/points/{POINT}").json()["position"]
    route = city.public().get(f"/route?lat={at['lat']}&lon={at['lon']}&category=clothing").json()
    intake = city.volunteer().log(donation()).json()

    assert intake["station"]["code"] == route["station"]["code"]
    assert intake["station"]["distance_m"] == pytest.approx(route["distance_m"], abs=1e-3)


def test_at_night_no_station_is_open_and_the_route_says_so(city: City) -> None:
    answer = city.public().get("/route?lat=31.2&lon=121.5&at=2026-11-25T03:00:00%2B08:00")
    closed = [s for s in city.store.read_now(current).stations if s.out.opening_hours != "24/7"]

    assert answer.status_code == 200
    assert len(closed) == 0 or "closed" in answer.text


def test_closing_a_station_sends_what_waits_elsewhere_and_says_what_moved(city: City) -> None:
    intake = city.volunteer().log(donation(coats(3, grams=2000), quilts(1, grams=1500))).json()
    closed = city.admin().post(f"/stations/{intake['station']['code']}/close", REASON).json()

    assert closed["station"]["status"] == "closed"
    assert closed["rerouted"] == 1
    (moved,) = closed["moved"]
    assert (moved["intakes"], moved["pieces"], moved["grams"]) == (1, 4, 3500)
    now = city.admin().get(f"/intakes/{intake['id']}").json()
    assert now["station"] == intake["station"]
    assert now["station_now"]["code"] == moved["to"] != intake["station"]["code"]
    assert "closed" in now["station_now"]["because"]
    assert now["reroutings"][0]["reason"] == REASON["reason"]
    city.assert_sound()


def test_a_closed_station_gets_nothing_until_it_reopens(city: City) -> None:
    volunteer, admin = city.volunteer(), city.admin()
    nearest = volunteer.log(donation()).json()["station"]["code"]
    admin.post(f"/stations/{nearest}/close", REASON)

    meanwhile = volunteer.log(donation()).json()["station"]
    assert meanwhile["code"] != nearest
    assert "closed" in meanwhile["because"]

    admin.post(f"/stations/{nearest}/reopen", REASON)
    assert volunteer.log(donation()).json()["station"]["code"] == nearest
    city.assert_sound()


def test_closing_again_changes_nothing(city: City) -> None:
    code = city.volunteer().log(donation()).json()["station"]["code"]
    admin = city.admin()
    admin.post(f"/stations/{code}/close", REASON)

    again = admin.post(f"/stations/{code}/close", REASON).json()

    assert (again["rerouted"], again["moved"]) == (0, [])


def test_what_was_collected_stays_with_its_station(city: City) -> None:
    code = city.volunteer().log(donation()).json()["station"]["code"]
    _collect_everything(city)

    assert city.admin().post(f"/stations/{code}/close", REASON).json()["rerouted"] == 0


def test_a_pin_wins_until_it_is_taken_away(city: City) -> None:
    volunteer, admin = city.volunteer(), city.admin()
    nearest = volunteer.log(donation()).json()["station"]["code"]
    farther = next(f"S-0{n}" for n in (4, 3, 2, 1) if f"S-0{n}" != nearest)

    assert (
        admin.put(f"/points/{POINT}/pin", {"station": farther, "reason": "bridge works"}).status_code == 204
    )
    pinned = volunteer.log(donation()).json()["station"]
    assert pinned["code"] == farther
    assert "pinned" in pinned["because"]
    assert city.volunteer(OTHER_POINT).log(donation(point=OTHER_POINT)).status_code == 201

    assert admin("DELETE", f"/points/{POINT}/pin").status_code == 204
    assert volunteer.log(donation()).json()["station"]["code"] == nearest


def test_an_override_needs_a_reason_and_moves_the_expectation(city: City) -> None:
    admin = city.admin()
    intake = city.volunteer().log(donation()).json()
    other = next(f"S-0{n}" for n in range(1, 5) if f"S-0{n}" != intake["station"]["code"])
    path = f"/intakes/{intake['id']}/override"

    assert admin.post(path, {"station": other}).status_code == 422
    moved = admin.post(path, {"station": other, "reason": "truck goes there today"}).json()
    assert moved["station_now"]["code"] == other
    assert admin.post(path, {"station": other, "reason": "again"}).json()["reroutings"] == moved["reroutings"]
    city.assert_sound()


def test_what_was_collected_cannot_be_overridden(city: City) -> None:
    intake = city.volunteer().log(donation()).json()
    _collect_everything(city)

    refused = city.admin().post(f"/intakes/{intake['id']}/override", {"station": "S-01", "reason": "x"})

    assert refused.status_code == 409


def test_a_full_station_is_passed_over_and_when_all_are_full_goods_are_taken_and_flagged(city: City) -> None:
    volunteer = city.volunteer()
    nearest = volunteer.log(donation()).json()["station"]["code"]
    _set_capacity(city, 0, nearest)
    meanwhile = volunteer.log(donation()).json()
    assert meanwhile["station"]["code"] != nearest
    assert "no room" in meanwhile["station"]["because"]

    _set_capacity(city, 0, "")
    flagged = volunteer.log(donation())
    assert flagged.status_code == 201
    assert "no_suitable_station" in flagged.json()["flags"]
    city.assert_sound()


def test_a_station_manager_closes_only_the_own_station(city: City) -> None:
    manager = city.somebody(Role.STATION_MANAGER, "S-01")

    assert manager.post("/stations/S-02/close", REASON).status_code == 404
    assert manager.post("/stations/S-01/close", REASON).status_code == 200
    assert city.volunteer().post("/stations/S-01/close", REASON).status_code == 403


def test_measured_ways_win_over_straight_lines_until_the_point_moves(city: City) -> None:
    import anyio
    import numpy as np

    from geo.travel import TravelTable
    from models.access import SYSTEM
    from models.clock import utc_now
    from operations import distances

    network = city.store.read_now(current)
    nearest = network.by_id[network.ways[network.sites[POINT].id][0].station_id].code

    class Detours:
        """Roads that make the station which is nearest as the crow flies the farthest."""

        method = "osrm"

        async def table(self, origins, destinations):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            column = [s.code for s in network.stations].index(nearest)
            metres = np.full((len(origins), len(destinations)), 5000.0)
            metres[:, column] = 90_000.0
            return TravelTable(metres, self.method)

    rows = anyio.run(distances.measure, network, Detours(), utc_now())
    assert city.store.write_now(distances.keep, rows, by=SYSTEM, now=utc_now()) == 6000

    station = city.volunteer().log(donation()).json()["station"]
    assert (station["method"], station["distance_m"]) == ("osrm", 5000.0)
    assert station["code"] != nearest


def test_a_travel_engine_that_fell_back_changes_nothing(city: City) -> None:
    import anyio

    from geo.travel import OsrmTravel
    from models.clock import utc_now
    from operations import distances

    network = city.store.read_now(current)
    with pytest.raises(distances.NotMeasured):
        anyio.run(distances.measure, network, OsrmTravel("http://127.0.0.1:9", retries=0), utc_now())


def _collect_everything(city: City) -> None:
    """Empty the points, as if everything had been collected; collecting itself is not built yet."""
    from models.access import SYSTEM
    from models.clock import utc_now

    def empty(session, *, by, now) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG001
        session.execute(text("UPDATE balance SET pieces = 0, grams = 0"))

    city.store.write_now(empty, by=SYSTEM, now=utc_now())


def _set_capacity(city: City, grams: int, station: str) -> None:
    from models.access import SYSTEM
    from models.clock import utc_now
    from operations.network import changed

    def shrink(session, *, by, now) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG001
        session.execute(
            text(
                "UPDATE place SET capacity_grams = :grams"
                " WHERE kind = 'station' AND (:code = '' OR code = :code)"
            ),
            {"grams": grams, "code": station},
        )
        changed(session)

    city.store.write_now(shrink, by=SYSTEM, now=utc_now())
