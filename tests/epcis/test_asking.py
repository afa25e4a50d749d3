"""What can be asked for, by whom, and which days it means."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from builders import City, coats, donation
from chain_builders import Chain, done, faults
from epcis.exports import EVENTS, Event, assert_conforms, document, events

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations.pages import write_cursor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = utc_now().astimezone(SHANGHAI).date()


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, ("", "epcis_one_subject")),
        ({"lot": "L-1-Y", "bag": "B-1"}, ("", "epcis_one_subject")),
        ({"lot": "L-1-Y", "from": "2026-01-01", "to": "2026-01-02"}, ("", "epcis_one_subject")),
        ({"from": "2026-01-01"}, ("", "epcis_one_subject")),
        ({"to": "2026-01-01"}, ("", "epcis_one_subject")),
        ({"from": "2026-01-02", "to": "2026-01-01"}, ("/to", "epcis_days")),
        ({"from": "2026-02-30", "to": "2026-03-01"}, ("/from", "day")),
        ({"lot": "L-1-Z"}, ("/lot", "unknown_lot")),
        ({"intake": "1"}, ("/intake", "uuid")),
        ({"lot": "L-1-Y", "limit": "0"}, ("/limit", "greater_than_equal")),
        ({"lot": "L-1-Y", "limit": "1001"}, ("/limit", "less_than_equal")),
        ({"lot": "L-1-Y", "limit": "1_0"}, ("/limit", "int_parsing")),
        ({"lot": "L-1-Y", "page": "2"}, ("/page", "extra_forbidden")),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    city: City, asked: dict[str, str], fault: tuple[str, str]
) -> None:
    answer = city.somebody(Role.AUDITOR).get(EVENTS, params=asked)

    assert answer.status_code == 422
    assert faults(answer) == [fault]


def test_what_does_not_exist_is_not_found(city: City) -> None:
    auditor = city.somebody(Role.AUDITOR)

    for asked in ({"intake": str(uuid7())}, {"lot": "L-1-Y"}, {"bag": "B-90117"}):
        assert auditor.get(EVENTS, params=asked).status_code == 404, asked
    assert auditor.get(EVENTS, params={"bag": "2CL7D3MQ52GE"}).json()["code"] == "miscoded"


def test_a_foreign_cursor_is_refused(city: City) -> None:
    auditor, at = city.somebody(Role.AUDITOR), "2026-01-01T00:00:00+00:00"
    key = str(uuid7())
    for cursor in (
        "nonsense",
        write_cursor(1),
        write_cursor("2026-13-01", False, 1, at, key, 0),
        write_cursor("2026-01-01", False, 2**63, at, key, 0),
        write_cursor("2026-01-01", True, 0, "2026-01-01T00:00:00", key, 0),
        write_cursor("2026-01-01", True, 0, "0001-01-01T00:00:00+00:00", key, 0),
        write_cursor("2026-01-01", True, 0, at, "x", 0),
        write_cursor("2026-01-01", True, 0, at, key, -1),
    ):
        answer = auditor.get(EVENTS, params={"from": "2026-01-01", "to": "2026-01-02", "cursor": cursor})
        assert faults(answer) == [("/cursor", "cursor")], cursor


def test_only_those_who_see_everything_may_ask(city: City) -> None:
    asked = {"from": str(TODAY), "to": str(TODAY)}

    for role in (Role.FOUNDATION, Role.ADMIN, Role.AUDITOR):
        assert city.somebody(role).get(EVENTS, params=asked).status_code == 200
    assert city.volunteer().get(EVENTS, params=asked).status_code == 403
    assert city.somebody(Role.STATION_MANAGER, "S-01").get(EVENTS, params=asked).status_code == 403
    assert city.public().get(EVENTS, params=asked).status_code == 401


def test_nothing_is_an_empty_document(city: City) -> None:
    exported = document(city.admin(), **{"from": "2001-01-01", "to": "2001-12-31"})

    assert exported["epcisBody"]["eventList"] == []
    assert_conforms(exported)


def test_the_last_day_is_inclusive_and_days_are_shanghais(chain: Chain) -> None:
    day = TODAY - timedelta(days=3)
    midnight = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
    moments = (midnight - timedelta(days=1), midnight - timedelta(seconds=1), midnight)
    auditor = chain.city.somebody(Role.AUDITOR)
    for label, at in zip(chain.labels(3), moments, strict=True):
        _given_and_sealed(chain, label, at.isoformat())

    def on(first: Any, last: Any) -> list[str]:
        return sorted(e["eventTime"][:19] for e in events(auditor, **{"from": first, "to": last}, limit=1))

    def twice(*at: datetime) -> list[str]:
        return sorted([moment.isoformat()[:19] for moment in at] * 2)

    assert on(day, day) == twice(*moments[:2])
    assert on(day, day + timedelta(days=1)) == twice(*moments)
    assert on(day + timedelta(days=1), TODAY) == twice(moments[2])
    assert on(day - timedelta(days=900), day - timedelta(days=1)) == []


def _given_and_sealed(chain: Chain, label: str, at: str) -> None:
    volunteer = chain.who(Role.VOLUNTEER, "P-0001")
    done(volunteer.log(donation(coats(1), bag=label, happened_at=at)))
    done(volunteer.put(f"/bags/{label}", {"point": "P-0001", "happened_at": at}))


def test_an_export_without_public_address_names_things_under_the_one_asked(chain: Chain) -> None:
    gift = chain.give("P-0001", coats(1))
    settings: Any = chain.city.client.app.state.settings  # type: ignore[attr-defined]
    auditor = chain.city.somebody(Role.AUDITOR)

    assert settings.public_url is None
    assert _site(events(auditor, intake=gift["id"])) == "http://testserver/site/P-0001"
    chain.city.client.app.state.settings = settings.model_copy(  # type: ignore[attr-defined]
        update={"public_url": "https://jiujin.example.org/"}
    )
    assert _site(events(auditor, intake=gift["id"])) == "https://jiujin.example.org/site/P-0001"


def _site(found: list[Event]) -> str:
    (event,) = found
    place: str = event["readPoint"]["id"]
    return place


def test_a_seal_is_found_however_its_label_was_typed(chain: Chain) -> None:
    (label,) = chain.labels(1)
    chain.give("P-0001", coats(1), bag=label)
    typed = f"{label[:4]}-{label[4:8].lower()}-{label[8:]}"
    done(chain.who(Role.VOLUNTEER, "P-0001").put(f"/bags/{typed}", {"point": "P-0001"}))

    found = events(chain.city.admin(), bag=label)

    assert [event["bizStep"] for event in found] == ["accepting", "packing"]
    assert found[1]["parentID"].endswith(f"/id/{label}")


def test_an_emptied_bag_is_carried_on_all_the_same(chain: Chain) -> None:
    (point,) = chain.points_of("S-01", 1)
    (label,) = chain.labels(1)
    gift = chain.give(point, coats(2, grams=900), bag=label)
    done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point}))
    wrong = {"id": str(uuid7()), "reason": "not_received", "lines": [coats(0)]}
    done(chain.city.admin().post(f"/intakes/{gift['id']}/corrections", wrong))
    chain.receive([label], pickup=chain.run({point: [label]}))
    chain.sort([label], [])
    auditor = chain.city.somebody(Role.AUDITOR)

    exported = document(auditor, bag=label)

    assert_conforms(exported)
    steps = [event["bizStep"].rsplit("-", 1)[-1] for event in exported["epcisBody"]["eventList"]]
    assert steps == ["accepting", "correcting", "packing", "collecting", "receiving", "sorting"]
    packing = exported["epcisBody"]["eventList"][2]
    # It was packed before it was taken back: what was in it then, was in it.
    assert [element["quantity"] for element in packing["childQuantityList"]] == [0.9]
    assert (
        events(auditor, **{"from": TODAY, "to": utc_now().astimezone(SHANGHAI).date()}, limit=2)
        == (exported["epcisBody"]["eventList"])
    )


def test_where_a_recipient_was_met_is_not_said(chain: Chain) -> None:
    shipment, lot, _ = chain.sent(vehicle="V-11")
    chain.deliver(shipment)

    by_step = {event["bizStep"]: event for event in events(chain.city.admin(), lot=lot)}

    assert by_step["shipping"]["bizLocation"]["id"].endswith("/site/V-11")
    assert not {"readPoint", "bizLocation"} & set(by_step["dispensing"])
    assert by_step["dispensing"]["destinationList"][0]["destination"].endswith("/party/anonymous")


def test_taking_back_more_than_was_logged_never_says_less_than_nothing(chain: Chain) -> None:
    (label,) = chain.labels(1)
    gift = chain.give("P-0001", coats(2, grams=1000), bag=label)
    volunteer = chain.who(Role.VOLUNTEER, "P-0001")
    done(volunteer.put(f"/bags/{label}", {"point": "P-0001", "grams": 1500}))
    wrong = {"id": str(uuid7()), "reason": "misweighed", "lines": [coats(2, grams=400)]}
    done(chain.city.admin().post(f"/intakes/{gift['id']}/corrections", wrong))

    found = [e for e in events(chain.city.admin(), intake=gift["id"]) if "jiujin:corrects" in e]

    assert [element["quantity"] for event in found for element in event["quantityList"]] == [2]
    assert [line["jiujin:grams"] for line in found[0]["jiujin:change"]] == [-1100]
