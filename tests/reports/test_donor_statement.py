"""A donor's statement: found by the number however it is typed, and never printed in full."""

import json
from datetime import timedelta
from typing import Any

import pytest
from builders import POINT, City, coats, donation, quilts
from chain_builders import NORTH, Chain, done, graded, now
from reports_asked import ask, rows_of
from sqlalchemy import event, text
from sqlmodel import Session

from app.migrating import migrate
from models.access import SYSTEM
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from models.store import Store
from operations.donors import read_phone
from operations.errors import Miscoded, Unfit
from operations.reports import donors
from operations.reports.tables import totals_of

NUMBER, NAME = "13812341234", "王小明"
STATEMENT = donors.DEFINITION


def _given(
    chain: Chain, *lines: Any, name: str | None = NAME, phone: str | None = NUMBER, **more: Any
) -> Any:
    donor = {"name": name, "phone": phone, "consent": True}
    (point,) = chain.points_of(NORTH, 1)
    return chain.give(point, *lines, donor=donor, **more)


def test_a_donor_sees_every_gift_and_what_became_of_it(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    first = _given(chain, coats(10, grams=8000), quilts(2, grams=2000), bag=label)
    wrong = {"id": str(uuid7()), "reason": "miscount", "lines": [quilts(1, grams=1000)]}
    done(chain.city.volunteer(point).post(f"/intakes/{first['id']}/corrections", wrong))
    done(chain.city.volunteer(point).put(f"/bags/{label}", {"point": point, "happened_at": now()}))
    chain.receive([label], pickup=chain.run({point: [label]}))
    lines = [graded(6, 6000), {"category": "clothing", "grade": "RECYCLE", "grams": 2000}]
    run = chain.sort([label], lines, loss_grams=1000, loss_reason="dust")
    lot = run["outputs"][0]["lot"]
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 3})
    shipment = chain.distribution(chain.allocate(need, lot, 3)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()}))
    chain.deliver(shipment)
    second = _given(chain, coats(1, grams=1000), name="王工")
    _given(chain, coats(5), phone="13912341234")
    _given(chain, coats(5), phone=None)
    chain.give(point, coats(9))

    report = ask(chain.city.store, STATEMENT, phone=NUMBER)

    one, two = rows_of(report)
    assert (one["tracking_code"], two["tracking_code"]) == (first["tracking_code"], second["tracking_code"])
    assert one["lines"] == "Bedding 1; Adults' winter clothing 10"
    assert (one["pieces"], one["grams"]) == (11, 9000)
    assert (one["point"], one["active"], one["status"], two["status"]) == (
        point,
        True,
        "delivered",
        "received",
    )
    traced = done(chain.city.public().get(f"/trace/{first['tracking_code']}"), 200)
    shares = {outcome["outcome"]: outcome["share"] for outcome in traced["outcomes"]}
    assert one["distributed_share"] == shares["distributed"] == pytest.approx(3 / 9, abs=0.001)
    assert one["ended_share"] == pytest.approx(shares["lost"], abs=0.001)
    assert one["in_hand_share"] == pytest.approx(1 - shares["distributed"] - shares["lost"], abs=0.001)
    assert "given (Yunnan) 33.3%" in one["outcomes"]
    assert (one["donor_name"], two["donor_name"]) == ("王**", "王**")
    assert report.totals == totals_of(report.columns, report.rows) == {"pieces": 12, "grams": 10_000}
    _tells_nobody(chain, report.filters)


def _tells_nobody(chain: Chain, filters: Any) -> None:
    for language in ("zh", "en"):
        shown = repr(ask(chain.city.store, STATEMENT, phone=NUMBER, language=language))
        assert "138****1234" in shown
        assert NUMBER not in shown
        assert NAME not in shown
    assert filters == {"phone": "138****1234"}


def test_a_number_is_known_however_it_is_typed(chain: Chain) -> None:
    gift = _given(chain, coats(1))
    for typed in (
        NUMBER,
        "138 1234 1234",
        "138-1234-1234",
        "+86 138 1234 1234",
        "+8613812341234",
        "008613812341234",
        "8613812341234",
        "\u3000１３８１２３４１２３４",
        "＋８６１３８１２３４１２３４",
        "(+86)138\u00a01234\u00a01234",
    ):
        (row,) = rows_of(ask(chain.city.store, STATEMENT, phone=typed))
        assert row["tracking_code"] == gift["tracking_code"], typed
    assert rows_of(ask(chain.city.store, STATEMENT, phone="13812341235")) == []


@pytest.mark.parametrize(
    "typed", ["", "1381234123", "138123412345", "12812341234", "abc", "+8513812341234", "138٤2341234"]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert read_phone(typed) is None


def test_a_code_finds_its_gift_alone_whatever_the_days(chain: Chain) -> None:
    long_ago = utc_now() - timedelta(days=45)
    gift = _given(chain, coats(2), happened_at=long_ago.isoformat())
    _given(chain, coats(3))
    code = gift["tracking_code"]

    report = ask(chain.city.store, STATEMENT, tracking_code=code.replace("-", "").lower())

    (row,) = rows_of(report)
    assert (row["tracking_code"], row["pieces"], row["donor_phone"]) == (code, 2, "138****1234")
    assert report.first == row["day"] == long_ago.astimezone(SHANGHAI).date()
    assert report.filters == {"tracking_code": code}


def test_a_number_counts_the_days_asked_for_to_shanghais_midnight(city: City) -> None:
    today = utc_now().astimezone(SHANGHAI)
    noon = today.replace(hour=12, minute=0) - timedelta(days=5)
    donor = {"phone": NUMBER, "consent": True}
    codes = [
        city.volunteer()
        .log(donation(coats(1), donor=donor, happened_at=(noon + timedelta(hours=hours)).isoformat()))
        .json()["tracking_code"]
        for hours in (-12.5, -11.5, 11.5, 12.5)
    ]
    day = noon.date()
    found = rows_of(ask(city.store, STATEMENT, first=day, last=day, phone=NUMBER))
    assert [row["tracking_code"] for row in found] == codes[1:3]
    assert len(rows_of(ask(city.store, STATEMENT, first=day - timedelta(1), phone=NUMBER))) == 4


def test_a_gift_of_nobody_and_one_taken_back_are_shown_as_they_are(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    gift = chain.give(point, coats(2))
    back = {"id": str(uuid7()), "reason": "not_received", "lines": [coats(0, grams=0)]}
    done(chain.city.volunteer(point).post(f"/intakes/{gift['id']}/corrections", back))

    (row,) = rows_of(ask(chain.city.store, STATEMENT, tracking_code=gift["tracking_code"]))

    assert (row["status"], row["pieces"], row["grams"], row["lines"]) == ("withdrawn", 0, 0, None)
    assert row["donor_name"] is row["donor_phone"] is row["outcomes"] is row["distributed_share"] is None


def test_exactly_one_donor_must_be_named(store: Store) -> None:
    for filters, code in (
        ({}, "one_donor"),
        ({"phone": NUMBER, "tracking_code": "000-000-0000"}, "one_donor"),
        ({"phone": "12345"}, "phone_form"),
        ({"tracking_code": "000-000-0000"}, "unknown_code"),
    ):
        with pytest.raises(Unfit) as refused:
            ask(store, STATEMENT, **filters)
        (fault,) = refused.value.faults
        assert fault.code == code
        assert "12345" not in json.dumps(fault.values)
    with pytest.raises(Miscoded):
        ask(store, STATEMENT, tracking_code="000-000-0001")


def test_the_number_is_kept_as_a_keyed_print_and_gifts_from_before_are_found_too(chain: Chain) -> None:
    gift = _given(chain, coats(1))
    _given(chain, coats(1), phone=None)
    kept = chain.city.store.read_now(
        lambda s: [bytes(row[0]) for row in s.execute(text("SELECT phone_print FROM donor_contact"))]
    )
    assert sorted(map(len, kept)) == [0, 16]
    assert all(NUMBER.encode() not in print_ for print_ in kept)
    report = ask(chain.city.store, STATEMENT, phone=NUMBER)
    assert not [note for note in report.notes if "fingerprint" in note.en]

    chain.city.store.write_now(_forget_prints, by=SYSTEM, now=utc_now())

    again = ask(chain.city.store, STATEMENT, phone=NUMBER)
    assert [row["tracking_code"] for row in rows_of(again)] == [gift["tracking_code"]]
    assert [note for note in again.notes if note.en.startswith("2 older contacts")]


def _forget_prints(session: Session, **_: Any) -> None:
    session.execute(text("UPDATE donor_contact SET phone_print = NULL"))


def test_contacts_from_before_the_prints_live_through_the_migration(chain: Chain, database_url: str) -> None:
    gift = _given(chain, coats(1))
    migrate(database_url, "0002")
    migrate(database_url)
    (row,) = rows_of(ask(chain.city.store, STATEMENT, phone=NUMBER))
    assert row["tracking_code"] == gift["tracking_code"]


def test_a_gift_without_a_donor_writes_nothing_about_one(city: City) -> None:
    city.volunteer().log(donation(coats(1)))
    sent: list[str] = []
    engine = city.store._writer

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert city.volunteer().log(donation(coats(1), point=POINT)).status_code == 201
    event.remove(engine, "before_cursor_execute", note)
    assert any("INSERT INTO intake" in statement for statement in sent)
    assert not any("donor_contact" in statement for statement in sent)
