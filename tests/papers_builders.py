"""Builders for papers: goods that came and went some days ago, and what is published of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from builders import coats, donation
from chain_builders import Chain, done

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7

FLOOD = "FLOOD-1"
#: Names that nobody may ever read in what is published.
DONOR, PHONE, SIGNER, WITNESS, CASE = "司徒金丝雀", "13955550001", "上官鹦鹉", "东方白鹭", "沪救-7788"


def today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


def ago(days: int) -> str:
    return (utc_now() - timedelta(days=days)).isoformat()


@dataclass
class Papers:
    """A city in which something has happened in the last days, and an emergency that runs."""

    chain: Chain
    first: date = field(default_factory=lambda: today() - timedelta(days=10))
    last: date = field(default_factory=lambda: today() - timedelta(days=1))

    def project(self, **more: Any) -> None:
        body = {"kind": "emergency", "name": "抗洪", "name_en": "Flood relief", "started_on": str(self.first)}
        done(self.chain.foundation.put(f"/projects/{FLOOD}", body | more), 200)

    def give(self, pieces: int, days: int = 3) -> dict[str, Any]:
        donor = {"name": DONOR, "phone": PHONE, "consent": True}
        line = coats(pieces, grams=pieces * 500)
        return done(
            self.chain.who(Role.VOLUNTEER, "P-0001").log(
                donation(line, donor=donor, note=f"给{DONOR}回电") | {"happened_at": ago(days)}
            )
        )

    def case(self, n: int, division: str) -> str:
        body = {"kind": "case", "case_reference": f"{CASE}-{n}", "division_code": division}
        done(self.chain.foundation.put(f"/recipients/CASE-{n}", body), 200)
        return f"CASE-{n}"

    def hand_over(self, recipient: str, lot: str, pieces: int, days: int = 2, people: int = 1) -> str:
        need = self.chain.need({"category": "clothing", "pieces": pieces}, recipient=recipient)
        shipment = self.chain.distribution(self.chain.allocate(need, lot, pieces)["id"])
        sent = {"happened_at": ago(days)}
        done(self.chain.foundation.post(f"/distributions/{shipment}/dispatch", sent))
        proof = {"code": "4711", "signed_by": SIGNER}
        self.chain.deliver(shipment, happened_at=ago(days), people_reached=people, proof=proof)
        return shipment

    def body(self, **more: Any) -> dict[str, Any]:
        days = {"first": str(self.first), "last": str(self.last)}
        return {"duty": "emergency", "project": FLOOD, **days, "witness": WITNESS} | more

    def publish(self, **more: Any) -> dict[str, Any]:
        return done(self.chain.foundation.put(f"/disclosures/{uuid7()}", self.body(**more)))

    def public(self, path: str) -> Any:
        answer = self.chain.city.public().get(f"/disclosures{path}")
        assert answer.status_code == 200, answer.text
        return answer

    def page(self, path: str, language: str = "zh") -> str:
        answer = self.chain.city.client.get(f"/disclosed{path}", headers={"Accept-Language": language})
        assert answer.status_code == 200, answer.text
        return str(answer.text)


def table(paper: dict[str, Any], name: str) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Return pieces and grams of a table of goods by what names the row."""
    (found,) = [entry for entry in paper["tables"] if entry["name"] == name]
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in found["rows"]}


def totals(paper: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [entry for entry in paper["tables"] if entry["name"] == name]
    return dict(found["totals"])


def rows(paper: dict[str, Any], name: str) -> list[list[Any]]:
    (found,) = [entry for entry in paper["tables"] if entry["name"] == name]
    return list(found["rows"])
