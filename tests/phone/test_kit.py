"""A phone's kit: what it needs where there is no reception, in one answer, and briefly."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import brotli
import pytest
from builders import POINT, City, Somebody, coats, donation, quilts
from chain_builders import NORTH, Chain, done, now
from sqlalchemy import event, text

from app.examples import RESPONSES
from app.settings import Settings
from models.access import PUBLIC, Role
from models.clock import utc_now
from models.identifiers import uuid7
from operations import kit

FAR_BACK = timedelta(days=91)


def kit_of(somebody: Somebody) -> dict[str, Any]:
    return done(somebody.get("/kit"), 200)


def bags(count: int) -> dict[str, Any]:
    return {"category": "school.bag", "pieces": count}


@contextmanager
def counted(city: City) -> Iterator[list[str]]:
    """Collect the statements that readers send."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = city.store._reader
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_volunteer_gets_place_station_and_neighbours(city: City) -> None:
    found = kit_of(city.volunteer())

    assert (found["name"], found["role"], found["place"]["code"]) == ("somebody", "volunteer", POINT)
    routed = city.volunteer().log(donation()).json()["station"]["code"]
    assert found["station"]["code"] == routed
    assert len(found["categories"]) == len(city.public().get("/categories?limit=100").json()["items"])
    assert found["expires_at"] > found["server_time"]
    assert set(found) == set(RESPONSES["get_kit"])
    assert set(found["near"][0]) == set(RESPONSES["get_kit"]["near"][0])
    assert (found["next_pickup"], found["asked_pickup"]) == (None, None)


def test_without_a_token_nothing_is_about_a_place(city: City) -> None:
    found = kit_of(city.public())

    for name in ("name", "role", "place", "expires_at", "station", "next_pickup", "asked_pickup"):
        assert found[name] is None, name
    assert (found["near"], found["help_phone"]) == ([], "")
    assert found["categories"]


def test_a_dead_token_gets_no_kit(city: City) -> None:
    somebody = city.volunteer()
    newest = city.admin().get("/tokens").json()["items"][1]["id"]
    assert city.admin()("DELETE", f"/tokens/{newest}").status_code == 204

    assert somebody.get("/kit").status_code == 401


def test_neighbours_are_the_ten_nearest_others_and_a_closed_one_is_none(city: City) -> None:
    place = kit_of(city.volunteer())["place"]["position"]
    listed = city.public().get(f"/points?near={place['lat']},{place['lon']}&limit=12").json()["items"]
    others = [point for point in listed if point["code"] != POINT]

    assert kit_of(city.volunteer())["near"] == others[:10]

    with city.store._writer.begin() as connection:
        connection.execute(
            text("UPDATE place SET status = 'suspended' WHERE code = :code"), {"code": others[0]["code"]}
        )
        connection.execute(text("UPDATE revision SET token = token + 1"))
    city.store.cache.clear()
    assert [p["code"] for p in kit_of(city.volunteer())["near"]] == [p["code"] for p in others[1:11]]


def test_a_point_without_a_record_gets_everyday_tiles(city: City) -> None:
    assert kit_of(city.public())["usual"] == list(kit.EVERYDAY)


def test_tiles_are_what_the_point_takes_in_most_often_then_the_city(city: City) -> None:
    volunteer = city.volunteer()
    for _ in range(2):
        volunteer.log(donation(bags(1)))
    volunteer.log(donation(coats(900)))
    other = city.volunteer("P-0900")
    for _ in range(3):
        other.log(donation({"category": "toys.plush", "pieces": 1}, point="P-0900"))

    # By how often, not by how much: a tile saves a tap each time.
    assert kit_of(volunteer)["usual"][:3] == ["school.bag", "clothing.winter.adult", "toys.plush"]
    assert kit_of(city.public())["usual"][:2] == ["toys.plush", "school.bag"]
    assert len(set(kit_of(volunteer)["usual"])) == 9


def test_what_is_older_than_a_season_has_no_say_at_the_point(city: City) -> None:
    long_ago = (utc_now() - timedelta(days=40)).isoformat()
    volunteer = city.volunteer()
    volunteer.log(donation(bags(1), happened_at=long_ago))
    for _ in range(2):
        volunteer.log(donation(quilts(1)))

    def tiles(later: timedelta) -> list[str]:
        def asked(session: Any) -> list[str]:
            network = kit.current(session)
            day = (utc_now() + later).date()
            return kit._of_point(session, network, network.sites[POINT], day)

        return city.store.read_now(asked)

    assert tiles(timedelta()) == ["bedding", "school.bag"]
    assert tiles(timedelta(days=60)) == ["bedding"]
    assert tiles(FAR_BACK + timedelta(days=1)) == []


def test_months_before_the_season_have_no_say_in_the_city(city: City) -> None:
    city.volunteer().log(donation(bags(1)))

    def asked(later: timedelta) -> list[str]:
        day = (utc_now() + later).date()
        return city.store.read_now(lambda session: kit._of_city(session, kit.current(session), day))

    assert asked(timedelta(days=80)) == ["school.bag"]
    assert asked(timedelta(days=130)) == []
    assert asked(timedelta(days=-40)) == []


def test_setting_a_record_right_makes_no_tile_more_frequent(city: City) -> None:
    volunteer = city.volunteer()
    wrong = volunteer.log(donation(coats(9))).json()["id"]
    for pieces in (8, 7, 6):
        body = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(pieces)]}
        done(volunteer.post(f"/intakes/{wrong}/corrections", body))
    for _ in range(2):
        volunteer.log(donation(bags(1)))

    for somebody in (volunteer, city.public()):
        assert kit_of(somebody)["usual"][:2] == ["school.bag", "clothing.winter.adult"]


def test_what_nobody_accepts_gets_no_tile_however_often_it_comes(city: City) -> None:
    volunteer = city.volunteer()
    away = {"category": "clothing.socks", "pieces": 1, "reason": "not_accepted"}
    for _ in range(3):
        volunteer.log(donation(coats(1), refused=[away]))
        volunteer.log(donation({"category": "books.child", "pieces": 1}))
    with city.store._writer.begin() as connection:
        connection.execute(text("UPDATE category SET accepted = 0 WHERE code = 'clothing.winter.adult'"))
        connection.execute(text("UPDATE revision SET token = token + 1"))
    city.store.cache.clear()

    found = kit_of(volunteer)
    assert "clothing.winter.adult" not in found["usual"]
    # The point does not take books.
    assert "books" not in found["place"]["accepts"]
    assert "books.child" not in found["usual"]
    assert "books.child" in kit_of(city.public())["usual"]


def test_a_point_that_takes_little_still_has_nine_tiles(city: City) -> None:
    with city.store._writer.begin() as connection:
        connection.execute(text("UPDATE place SET accepts = 'toys' WHERE code = :code"), {"code": POINT})
        connection.execute(text("UPDATE revision SET token = token + 1"))
    city.store.cache.clear()

    found = kit_of(city.volunteer())["usual"]
    assert len(set(found)) == 9
    assert all(code.startswith("toys") for code in found[:5])


def test_the_kit_says_who_comes_by_and_since_when_one_asks(chain: Chain) -> None:
    point, other = chain.points_of(NORTH, 2)
    volunteer = chain.who(Role.VOLUNTEER, point)
    later, soon = "2031-05-02", "2031-05-01"
    runs = {}
    for day, stops in ((later, [point]), (soon, [point, other]), ("2031-04-30", [other])):
        runs[day] = str(uuid7())
        body = {"station": NORTH, "stops": stops, "planned_for": day}
        done(chain.driver().put(f"/pickups/{runs[day]}", body))
    for moment in ("2026-01-02T10:00:00+08:00", "2026-01-01T10:00:00+08:00"):
        body = {"id": str(uuid7()), "reason": "full", "happened_at": moment}
        done(volunteer.post(f"/points/{point}/pickup-requests", body))

    found = kit_of(volunteer)
    assert found["next_pickup"] == {"planned_for": soon, "status": "planned"}
    assert found["asked_pickup"] == "2026-01-01T10:00:00.000+08:00"

    label = chain.bag(point, coats(1))
    body = {"point": point, "happened_at": now(), "bags": [label]}
    done(chain.driver().post(f"/pickups/{runs[soon]}/collect", body))
    found = kit_of(volunteer)
    assert found["next_pickup"] == {"planned_for": later, "status": "planned"}
    assert found["asked_pickup"] is None
    done(chain.driver().post(f"/pickups/{runs[later]}/finish", {}))
    assert kit_of(volunteer)["next_pickup"] is None
    done(
        chain.driver().post(
            f"/pickups/{runs['2031-04-30']}/collect", body | {"point": other, "bags": [], "cannot": "closed"}
        )
    )


def test_help_is_the_setting_then_the_station(city: City, settings: Settings) -> None:
    with city.store._writer.begin() as connection:
        connection.execute(text("UPDATE place SET phone = '021-5000' WHERE kind = 'station'"))
        connection.execute(text("UPDATE revision SET token = token + 1"))
    city.store.cache.clear()

    assert kit_of(city.volunteer())["help_phone"] == "021-5000"
    assert kit_of(city.somebody(Role.DRIVER, NORTH))["help_phone"] == "021-5000"
    assert kit_of(city.public())["help_phone"] == ""
    state: Any = city.client.app
    state.state.settings = settings.model_copy(update={"help_phone": "12349"})
    assert kit_of(city.volunteer())["help_phone"] == kit_of(city.public())["help_phone"] == "12349"


@pytest.mark.parametrize("phone", ["call us", "1" * 41])
def test_a_setting_that_is_no_telephone_is_refused(phone: str) -> None:
    with pytest.raises(ValueError, match="help_phone"):
        Settings(help_phone=phone)


def test_what_the_phone_has_is_not_sent_again(city: City) -> None:
    volunteer = city.volunteer()
    first = volunteer.get("/kit")
    tag = first.headers["etag"]

    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = volunteer.get("/kit", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert volunteer.get("/kit", headers={"If-None-Match": 'W/"x"'}).status_code == 200

    body = {"id": str(uuid7()), "reason": "full"}
    done(volunteer.post(f"/points/{POINT}/pickup-requests", body))
    changed = volunteer.get("/kit", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_the_kit_is_compressed_for_whoever_takes_that(city: City) -> None:
    plain = city.public().get("/kit", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    for refused in ("gzip;q=0", "gzip; q=0.0, br;q=0", "zstd"):
        answer = city.public().get("/kit", headers={"Accept-Encoding": refused})
        assert "content-encoding" not in answer.headers, refused
    sizes = []
    for asked, coding, unpack in (
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("gzip;q=0.5, br", "br", brotli.decompress),
    ):
        with city.client.stream("GET", "/api/v1/kit", headers={"Accept-Encoding": asked}) as packed:
            raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == coding
        assert packed.headers["etag"] == plain.headers["etag"]
        assert unpack(raw)[:10] == plain.content[:10]
        sizes.append(len(raw))
    assert sizes[1] < sizes[0] < len(plain.content) / 4


def test_a_kit_takes_few_questions_and_no_look_at_lots(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    volunteer = chain.who(Role.VOLUNTEER, point)
    for _ in range(3):
        chain.bag(point, coats(1), quilts(2))
    kit_of(volunteer)

    with counted(chain.city) as seen:
        kit_of(volunteer)

    asked = [statement for statement in seen if "SELECT" in statement]
    assert 0 < len(asked) <= 8
    assert not any(" lot" in statement or "FROM intake" in statement for statement in asked)


def test_a_kit_can_be_packed_for_somebody_whose_place_is_no_point(city: City) -> None:
    found = kit_of(city.somebody(Role.STATION_MANAGER, NORTH))

    assert found["place"]["code"] == NORTH
    assert (found["station"], found["near"]) == (None, [])
    assert city.store.read_now(lambda s: kit.pack(s, help_phone="", now=utc_now(), by=PUBLIC)).place is None
