"""What a driver needs at each stop, kept on the phone: where it is, what waits there, why it asked."""

from typing import Any

import pytest
from builders import City, coats
from chain_builders import NORTH, Chain, done, now
from sqlalchemy import event, text

from models.access import Role
from models.identifiers import show_code, uuid7


def planned(chain: Chain, stops: list[str]) -> str:
    run = str(uuid7())
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": stops}))
    return run


def stops_of(chain: Chain, run: str) -> list[dict[str, Any]]:
    stops: list[dict[str, Any]] = done(chain.driver().get(f"/pickups/{run}"), 200)["stops"]
    return stops


def ask(chain: Chain, point: str, reason: str, happened_at: str) -> None:
    body = {"id": str(uuid7()), "reason": reason, "happened_at": happened_at}
    done(chain.who(Role.VOLUNTEER, point).post(f"/points/{point}/pickup-requests", body))


def statements(city: City, work: Any) -> int:
    """Return how many statements readers send for some work."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(city.store._reader, "before_cursor_execute", note)
    work()
    event.remove(city.store._reader, "before_cursor_execute", note)
    return len(seen)


def test_a_stop_says_where_it_is_what_waits_and_why_it_asked(chain: Chain) -> None:
    first, second = chain.points_of(NORTH, 2)
    bags = [chain.bag(first, coats(1)), chain.bag(first, coats(2))]
    chain.give(second)
    ask(chain, first, "spoiling", "2026-01-02T10:00:00+08:00")
    ask(chain, first, "full", "2026-01-01T10:00:00+08:00")

    full, empty = stops_of(chain, planned(chain, [first, second]))

    place = chain.city.public().get(f"/points/{first}").json()
    for name in ("address", "address_en", "position", "phone", "opening_hours"):
        assert full[name] == place[name], name
    assert full["waiting"] == [show_code(label) for label in bags]
    assert full["requests"] == ["full", "spoiling"]
    # What lies there loose has no label to scan.
    assert (empty["waiting"], empty["requests"]) == ([], [])


def test_what_was_collected_waits_no_more_and_what_came_since_does(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(1))
    ask(chain, point, "full", "2026-01-01T10:00:00+08:00")
    run = planned(chain, [point])
    body = {"point": point, "happened_at": now(), "bags": [label]}
    done(chain.driver().post(f"/pickups/{run}/collect", body))
    assert (stops_of(chain, run)[0]["waiting"], stops_of(chain, run)[0]["requests"]) == ([], [])

    later = chain.bag(point, coats(1))
    assert stops_of(chain, run)[0]["waiting"] == [show_code(later)]
    assert done(chain.driver().post(f"/pickups/{run}/finish", {}))["stops"][0]["waiting"] == []
    assert stops_of(chain, run)[0]["waiting"] == []


def test_a_bag_that_is_missing_waits_nowhere(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    lost, there = chain.bag(point, coats(1)), chain.bag(point, coats(1))
    with chain.city.store._writer.begin() as connection:
        connection.execute(text("UPDATE bag SET status = 'missing' WHERE label = :label"), {"label": lost})

    assert stops_of(chain, planned(chain, [point]))[0]["waiting"] == [show_code(there)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_more_stops_take_no_more_questions(chain: Chain) -> None:
    points = chain.points_of(NORTH, 12)
    for point in points:
        chain.bag(point, coats(1))
    short, long = planned(chain, points[:1]), planned(chain, points)
    stops_of(chain, short)

    few = statements(chain.city, lambda: stops_of(chain, short))
    many = statements(chain.city, lambda: stops_of(chain, long))

    assert 0 < few == many
