"""Donors ask and complain; each is numbered, answered within ten working days, and nobody is exposed."""

from datetime import datetime, timedelta
from typing import Any

from builders import City, Somebody
from chain_builders import Chain, done, faults
from sqlalchemy import text

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations.inquiries.working_days import due_after
from routers.rates import INQUIRIES_PER_MINUTE

NAME, PHONE = "欧阳金丝雀", "13977770042"
CONTACT = {"name": NAME, "phone": PHONE, "consent": True}
LETTER = f"我是{NAME}, 我捐的棉被到哪里去了?"


def asked(days_ago: float = 0, **more: Any) -> dict[str, Any]:
    received = utc_now() - timedelta(days=days_ago)
    return {"kind": "query", "received_at": received.isoformat(), "subject": LETTER} | more


def due(days_ago: float) -> str:
    received = (utc_now() - timedelta(days=days_ago)).astimezone(SHANGHAI).date()
    return due_after(received).on.isoformat()


def record(who: Somebody, body: dict[str, Any]) -> dict[str, Any]:
    return done(who.put(f"/inquiries/{uuid7()}", body))


def test_inquiries_are_numbered_and_the_most_urgent_come_first(chain: Chain) -> None:
    staff, auditor = chain.foundation, chain.who(Role.AUDITOR)
    year = utc_now().astimezone(SHANGHAI).year
    new = record(staff, asked(contact=CONTACT, tracking_code=chain.give("P-0001")["tracking_code"]))
    late = record(staff, asked(40, kind="complaint"))
    answered = record(staff, asked(3))
    assert [new["number"], late["number"]] == [f"Q-{year}-0001", f"Q-{year}-0002"]
    assert new["due_on"] == due(0)
    assert late["due_on"] == due(40)
    told = {"summary": f"已电话告知{NAME}", "answered_at": utc_now().isoformat()}
    first = staff.post(f"/inquiries/{answered['id']}/answer", told)
    again = staff.post(f"/inquiries/{answered['id']}/answer", told)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert first.json()["in_time"] is True

    listed = auditor.get("/inquiries").json()["items"]
    assert [row["number"] for row in listed] == [late["number"], new["number"], answered["number"]]
    assert [row["status"] for row in listed] == ["overdue", "open", "answered"]
    assert listed[0]["days_left"] < 0 < listed[1]["days_left"] <= 10
    assert listed[2]["days_left"] is None
    for status, number in (("overdue", late), ("open", new), ("answered", answered)):
        only = auditor.get(f"/inquiries?status={status}").json()["items"]
        assert [row["number"] for row in only] == [number["number"]]
    windows, path = [], "/inquiries?limit=1"
    while path:
        window = auditor.get(path).json()
        windows += [row["number"] for row in window["items"]]
        path = window["next_cursor"] and f"/inquiries?limit=1&cursor={window['next_cursor']}"
    assert windows == [row["number"] for row in listed]
    assert auditor.get("/inquiries?cursor=WzAsIngiLCJ5Il0").status_code == 422

    shown = auditor.get(f"/inquiries/{new['id']}").json()
    assert shown["contact"] == {"name": "欧**", "phone": "139****0042"}
    assert shown["subject"] == LETTER
    assert auditor.get(f"/inquiries/{answered['id']}").json()["answer"] == told["summary"]
    _assert_sealed(chain.city)


def _assert_sealed(city: City) -> None:
    """Fail when anything that says who asked stands in plain anywhere in the database."""

    def everything(session: Any) -> str:
        tables = ("inquiry", "inquiry_contact", "act", "audit_entry")
        values = [v for t in tables for row in session.execute(text(f"SELECT * FROM {t}")) for v in row]
        return " ".join(
            bytes(v).decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values
        )

    kept = city.store.read_now(everything)
    assert "Q-" in kept
    assert NAME not in kept
    assert PHONE not in kept


def test_what_does_not_fit_is_refused(chain: Chain) -> None:
    staff = chain.foundation
    known = record(staff, asked(5))

    def refused(body: dict[str, Any]) -> list[tuple[str, str]]:
        answer = staff.put(f"/inquiries/{uuid7()}", body)
        assert answer.status_code == 422
        return faults(answer)

    assert refused(asked(-1)) == [("/received_at", "still_to_come")]
    assert refused(asked(contact=CONTACT | {"consent": False})) == [("/contact", "consent")]
    assert refused(asked(kind="recheck")) == [("", "recheck")]
    assert refused(asked(about=known["id"])) == [("", "recheck")]
    assert refused(asked(kind="recheck", about=str(uuid7()))) == [("/about", "unknown_inquiry")]
    assert refused(asked(tracking_code="123-456-7890"))[0][0] == "/tracking_code"
    assert refused(asked(subject=" \n "))[0] == ("/subject", "text_line")
    early = {"summary": "?", "answered_at": (utc_now() - timedelta(days=9)).isoformat()}
    answer = staff.post(f"/inquiries/{known['id']}/answer", early)
    assert faults(answer) == [("/answered_at", "answered_before_received")]
    late = {"summary": "?", "answered_at": (utc_now() + timedelta(days=1)).isoformat()}
    assert faults(staff.post(f"/inquiries/{known['id']}/answer", late)) == [("/answered_at", "still_to_come")]
    assert staff.post(f"/inquiries/{uuid7()}/answer", early).status_code == 404
    # Nothing that was refused used up a number, and a recheck of what is known is taken.
    done(staff.post(f"/inquiries/{known['id']}/answer", early | {"answered_at": utc_now().isoformat()}))
    twice = staff.post(f"/inquiries/{known['id']}/answer", early | {"answered_at": utc_now().isoformat()})
    assert (twice.status_code, faults(twice)) == (409, [("", "inquiry_answered")])
    assert record(staff, asked(kind="recheck", about=known["id"]))["number"].endswith("-0002")


def test_donors_ask_without_a_token_and_not_too_often(chain: Chain) -> None:
    public = chain.city.public()
    body = {"id": str(uuid7()), "kind": "query", "subject": LETTER, "contact": CONTACT}
    first, again = public.post("/inquiries", body), public.post("/inquiries", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert set(first.json()) == {"number", "due_on"}
    assert first.json() == again.json()
    assert public.post("/inquiries", body | {"subject": "another"}).status_code == 409
    shown = chain.foundation.get(f"/inquiries/{body['id']}").json()
    assert (shown["source"], shown["status"], shown["due_on"]) == ("public", "open", due(0))
    assert datetime.fromisoformat(shown["received_at"]) <= utc_now()
    _assert_sealed(chain.city)

    for _ in range(INQUIRIES_PER_MINUTE - 3):
        done(public.post("/inquiries", body | {"id": str(uuid7())}))
    refused = public.post("/inquiries", body | {"id": str(uuid7())})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
