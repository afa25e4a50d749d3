"""A whole day with its accidents, exported: it conforms, it is complete, and it names nobody."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from builders import City, Somebody, coats, donation, quilts
from chain_builders import NORTH, SCHOOL, done, graded
from chain_day import CASE, RECIPIENTS, Day
from epcis.exports import (
    Event,
    assert_conforms,
    balance_by_standard,
    document,
    events,
    lines,
    really_moved,
    really_on_hand,
    said_moved,
    windows,
)

from models.access import SYSTEM, Role, TokenIn
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations import access

#: Names of people that must never leave: a donor, a volunteer, a driver, a witness, a recipient's.
CANARIES = ("王金丝", "李雀儿", "赵司机", "钱见证", "金丝雀小学", "13800009999", "喜鹊", "画眉")
#: Every step and action that the day, and what is added to it, must show.
SHOWN = {
    ("accepting", "ADD"),
    ("packing", "ADD"),
    ("collecting", "OBSERVE"),
    ("receiving", "OBSERVE"),
    ("receiving", "ADD"),
    ("sorting", None),
    ("weighing", "ADD"),
    ("weighing", "DELETE"),
    ("holding", "OBSERVE"),
    ("storing", "OBSERVE"),
    ("picking", "OBSERVE"),
    ("shipping", "OBSERVE"),
    ("dispensing", "DELETE"),
    ("stock_taking", "OBSERVE"),
    ("stock_taking", "DELETE"),
    ("recycling", "DELETE"),
    ("destroying", "DELETE"),
    ("selling", "DELETE"),
    ("finding", "ADD"),
    ("losing", "DELETE"),
    ("correcting", "OBSERVE"),
}


class Longer(Day):
    """The day, and what it leaves out: things set apart, found, sold, destroyed, logged late or twice."""

    late: dict[str, Any]
    twice: dict[str, Any]
    unlike: dict[str, Any]
    stays: str

    def whole(self) -> None:
        super().whole()
        self.gifts_with_names()
        self.set_apart()
        self.pick_and_send()

    def volunteer_named(self, name: str, point: str) -> Somebody:
        body = TokenIn(name=name, role=Role.VOLUNTEER, place=point, days=7)
        issued = self.city.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
        return Somebody(self.city.client, issued.token)

    def gifts_with_names(self) -> None:
        """One gift was logged hours ago without reception, one twice, one without its weight."""
        point = self.points[NORTH][3]
        volunteer = self.volunteer_named("李雀儿", point)
        donor = {"name": "王金丝", "phone": "13800009999", "consent": True}
        early = (utc_now() - timedelta(hours=5)).isoformat()
        gift = donation(coats(2, grams=1500), quilts(1), point=point, donor=donor, note="喜鹊")
        self.late = done(volunteer.log(gift | {"happened_at": early}))
        self.twice = done(volunteer.log(gift))
        self.correct(self.twice, coats(0), reason="not_received")
        self.correct(self.twice, quilts(0), reason="duplicate", note="画眉")
        self.unlike = done(volunteer.log(donation(coats(3, grams=1000), point=point)))
        self.correct(self.unlike, coats(3, grams=1200))
        self.correct(self.unlike, coats(2, grams=900))

    def correct(self, gift: dict[str, Any], line: dict[str, Any], **more: Any) -> None:
        body = {"id": str(uuid7()), "reason": "miscount", "lines": [line]} | more
        admin = self.who(Role.ADMIN)
        done(admin.post(f"/intakes/{gift['id']}/corrections", body))

    def set_apart(self) -> None:
        """Wet coats are set apart and released; some are sold, some burnt, some found, some lost."""
        station = self.at(NORTH)
        label = self.brought(coats(9, grams=4000))
        sorted_ = self.sort([{"bag": label, "grams": 4500}], [graded(9, 4500)])
        self.stays = lot = sorted_["outputs"][0]["lot"]
        hold = str(uuid7())
        body = {"place": NORTH, "lines": [{"lot": lot, "pieces": 2}], "reason": "wet"}
        done(station.put(f"/holds/{hold}", body))
        done(station.post(f"/holds/{hold}/release", {"reason": "dry"}))
        for kind, more in (("sale", {"taker": "赵司机", "price_fen": 500}), ("destruction", {})):
            disposal = str(uuid7())
            line = {"lot": lot, "pieces": 1}
            body = {"place": NORTH, "kind": kind, "lines": [line], "reason": "torn"} | more
            done(station.put(f"/disposals/{disposal}", body))
            done(self.foundation.post(f"/disposals/{disposal}/approve", {}))
        for direction in ("found", "lost"):
            body = {"place": NORTH, "lot": lot, "direction": direction, "pieces": 1, "reason": "钱见证"}
            done(station.put(f"/adjustments/{uuid7()}", body))

    def pick_and_send(self) -> None:
        """A recipient with a name gets two coats, picked first."""
        self.recipient(SCHOOL, 0, name="金丝雀小学")
        need = self.need({"category": "clothing", "pieces": 2})
        shipment = self.distribution(self.allocate(need, self.stays, 2)["id"])
        done(self.foundation.post(f"/distributions/{shipment}/pick", {}))
        sent = {"happened_at": utc_now().isoformat()}
        done(self.foundation.post(f"/distributions/{shipment}/dispatch", sent))
        self.deliver(shipment, proof={"code": "4711", "signed_by": "金丝雀小学"})


@pytest.mark.timeout(240)
def test_a_day_is_exported_whole(city: City) -> None:
    day = Longer(city)
    day.whole()
    auditor = city.somebody(Role.AUDITOR)
    today = utc_now().astimezone(SHANGHAI).date()
    asked = {"from": today - timedelta(days=1), "to": today}

    exported = document(auditor, limit=1000, **asked)
    found = exported["epcisBody"]["eventList"]

    assert_conforms(exported)
    assert _shown(found) == SHOWN
    assert len({event["eventID"] for event in found}) == len(found)
    assert said_moved(found) == city.store.read_now(really_moved)
    assert balance_by_standard(found) == city.store.read_now(really_on_hand)
    _weights_are_the_same_in_both_vocabularies(found)
    _windows_are_the_whole(auditor, found, asked)
    _nobody_is_named(exported)
    _corrections_lead_on(found, day)
    _late_facts_say_when_they_were_recorded(found, day)
    _subjects_are_parts_of_the_whole(auditor, found, day)


def _shown(found: list[Event]) -> set[tuple[str, str | None]]:
    steps = {(event["bizStep"], event.get("action")) for event in found}
    return {(step.rsplit("BizStep-", 1)[-1], action) for step, action in steps}


def _weights_are_the_same_in_both_vocabularies(found: list[Event]) -> None:
    for event in found:
        for standard, ours in (
            ("quantityList", "jiujin:goods"),
            ("childQuantityList", "jiujin:goods"),
            ("inputQuantityList", "jiujin:input"),
            ("outputQuantityList", "jiujin:output"),
        ):
            if standard in event and ours in event:
                elements = event[standard]
                assert {element["epcClass"] for element in elements} == {e["jiujin:lot"] for e in event[ours]}
                weighed = sum(round(e["quantity"] * 1000) for e in elements if "uom" in e)
                assert weighed == sum(line["jiujin:grams"] for line in event[ours])


def _windows_are_the_whole(auditor: Somebody, found: list[Event], asked: dict[str, Any]) -> None:
    for limit in (7, 100):
        read = list(windows(auditor, limit=limit, **asked))
        assert [event for window in read for event in window] == found
        assert all(len(window) == limit for window in read[:-1])
        assert 0 < len(read[-1]) <= limit


def _nobody_is_named(exported: dict[str, Any]) -> None:
    text = str(exported)
    names = [name for _, _, name in RECIPIENTS]
    for secret in (
        *CANARIES,
        *names,
        *(code for code, _, _ in RECIPIENTS),
        CASE,
        SCHOOL,
        "2026-0417",
        "somebody",
    ):
        assert secret not in text
    for party in ("party/anonymous", "party/foundation"):
        assert party in text
    # Goods without a company prefix have no GS1 key, and none is made up.
    assert "urn:epc:" not in text
    assert "id.gs1.org" not in text


def _corrections_lead_on(found: list[Event], day: Longer) -> None:
    by_id = {event["eventID"]: event for event in found}
    for gift, reasons in (
        (day.unlike, ["incorrect_data"] * 2),
        (day.twice, ["incorrect_data", "did_not_occur"]),
    ):
        (first,) = [e for e in found if _of(e, gift) and "jiujin:corrects" not in e]
        chain = [first]
        while "errorDeclaration" in chain[-1]:
            (after,) = chain[-1]["errorDeclaration"]["correctiveEventIDs"]
            chain.append(by_id[after])
        assert [event["errorDeclaration"]["reason"] for event in chain[:-1]] == reasons
        for wrong, right in pairwise(chain):
            assert right["jiujin:corrects"] == first["eventID"]
            assert right["recordTime"] == wrong["errorDeclaration"]["declarationTime"]
    (last,) = [e for e in found if _of(e, day.unlike) and "errorDeclaration" not in e]
    assert [e["quantity"] for e in last["quantityList"]] == [0.9]
    assert [line["jiujin:pieces"] for line in last["jiujin:goods"]] == [2]
    assert [(e["jiujin:pieces"], e["jiujin:grams"]) for e in last["jiujin:change"]] == [(-1, -300)]
    sorted_wrong = [e for e in found if e["type"] == "TransformationEvent" and "errorDeclaration" in e]
    assert len(sorted_wrong) == 1
    assert sorted_wrong[0]["errorDeclaration"]["reason"] == "incorrect_data"


def _late_facts_say_when_they_were_recorded(found: list[Event], day: Longer) -> None:
    (late,) = [event for event in found if _of(event, day.late)]
    assert late["eventTime"] == day.late["happened_at"]
    assert late["recordTime"] == day.late["recorded_at"]
    assert late["eventTime"] < late["recordTime"]


def _subjects_are_parts_of_the_whole(auditor: Somebody, found: list[Event], day: Longer) -> None:
    label, corrected = day.bags[NORTH][0], day.lots[NORTH][4]
    of_bag = events(auditor, bag=label, limit=3)
    intake = of_bag[0]["bizTransactionList"][0]["bizTransaction"].removeprefix("urn:uuid:")
    of_intake = events(auditor, intake=intake)
    of_lot = events(auditor, lot=day.stays)
    beside_corrected = events(auditor, lot=corrected)

    assert set(_steps(of_bag)) == {"accepting", "packing", "collecting", "receiving", "weighing", "sorting"}
    assert _ids(e for e in found if f"/id/{label}" in str(e)) <= _ids(of_bag)
    assert _ids(of_intake) == _ids(of_bag)
    used = {"sorting", "holding", "storing", "picking", "shipping", "dispensing", "selling", "destroying"}
    assert set(_steps(of_lot)) == used | {"finding", "losing", "weighing"}
    for lot, part in ((day.stays, of_lot), (corrected, beside_corrected)):
        assert _ids(e for e in found if lot in str(lines(e))) <= _ids(part)
    same = {event["eventID"]: event for event in found}
    for part in (of_bag, of_intake, of_lot, beside_corrected):
        assert all(event == same[event["eventID"]] for event in part)
        corrective = {e["errorDeclaration"]["correctiveEventIDs"][0] for e in part if "errorDeclaration" in e}
        assert corrective <= _ids(part)
    assert any("errorDeclaration" in event for event in beside_corrected)


def _ids(found: Iterable[Event]) -> set[str]:
    return {event["eventID"] for event in found}


def _steps(found: list[Event]) -> list[str]:
    return [event["bizStep"].rsplit("BizStep-", 1)[-1] for event in found]


def _of(event: Event, gift: dict[str, Any]) -> bool:
    return {"bizTransaction": f"urn:uuid:{gift['id']}"} in event.get("bizTransactionList", ())
