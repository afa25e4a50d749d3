"""Lay both sides of a contradiction beside each other, from where each was recorded."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Person
from models.acts import Act, ActKind
from models.conflict_shapes import RowOut, ValueOut
from models.conflicts import ConflictKind, Contradiction, Turned
from models.custody import BagIntake, ReceiptBag
from models.identifiers import show_lot
from models.intakes import Intake
from models.ledger import Lot
from models.shapes import show_instant
from models.shipments import ShipmentLine
from operations.network import current

Source = Literal["logged", "received", "sent", "arrived", "recorded", "refused"]
_NOBODY: tuple[str | None, datetime | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Side:
    """Where a side comes from, who recorded it and when."""

    source: Source
    by: str | None
    at: datetime | None

    def says(self, value: Any) -> ValueOut:
        """Return what this side says."""
        return ValueOut(value=value, source=self.source, by=self.by, at=self.at)


def rows_of(session: Session, row: Contradiction) -> list[RowOut]:
    """Return in what the sides differ, field by field."""
    ways: dict[str, Callable[[Session, Contradiction], list[RowOut]]] = {
        ConflictKind.RECEIVED_OTHERWISE: _received,
        ConflictKind.SHIPMENT_OTHERWISE: _shipped,
        ConflictKind.RECORDED_TWICE: _twice,
    }
    return ways[row.kind](session, row)


def surplus_of(session: Session, shipment: str) -> dict[str, tuple[int, int]]:
    """Return by lot what came of a shipment beyond what was sent, pieces and grams."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    asked = select(col(Act.answer)).where(col(Act.subject) == shipment, col(Act.kind) == ActKind.ARRIVE.value)
    for answer in session.scalars(asked):
        for more in json.loads(answer).get("surplus", ()):
            pieces, grams = found[more["lot"]]
            found[more["lot"]] = (pieces + more["pieces"], grams + more["grams"])
    return dict(found)


def bag_intakes(session: Session, label: str) -> list[UUID]:
    """Return the intakes in a bag."""
    return list(session.scalars(select(col(BagIntake.intake_id)).where(col(BagIntake.label) == label)))


def _received(session: Session, row: Contradiction) -> list[RowOut]:
    label = row.subject.replace("-", "")
    counted = session.get_one(ReceiptBag, (row.document, label))
    logged = Side("logged", *_logged(session, label))
    received = Side("received", *_acted(session, [ActKind.RECEIVE_BAGS], str(row.document)))
    return [
        RowOut(field="outcome", unit=None, values=[received.says(counted.outcome)]),
        RowOut(
            field="pieces",
            unit="piece",
            values=[logged.says(counted.expected_pieces), received.says(counted.pieces)],
        ),
        RowOut(
            field="grams",
            unit="g",
            values=[logged.says(counted.expected_grams), received.says(counted.grams)],
        ),
    ]


def _shipped(session: Session, row: Contradiction) -> list[RowOut]:
    sent = Side("sent", *_acted(session, [ActKind.DISPATCH], row.subject))
    arrived = Side("arrived", *_acted(session, [ActKind.ARRIVE], row.subject))
    more = surplus_of(session, row.subject)
    asked = select(ShipmentLine).where(col(ShipmentLine.shipment_id) == row.document)
    shown = []
    for line in session.scalars(asked.order_by(col(ShipmentLine.n))):
        lot = show_lot(line.lot)
        pieces, grams = more.get(lot, (0, 0))
        here = (line.arrived_pieces + pieces, line.arrived_grams + grams)
        if line.sent_pieces != here[0]:
            values = [sent.says(line.sent_pieces), arrived.says(here[0])]
            shown.append(RowOut(field=lot, unit="piece", values=values))
        if line.sent_grams + line.weighed_grams != here[1]:
            values = [sent.says(line.sent_grams + line.weighed_grams), arrived.says(here[1])]
            shown.append(RowOut(field=lot, unit="g", values=values))
    return shown


def _twice(session: Session, row: Contradiction) -> list[RowOut]:
    turned = session.get_one(Turned, row.id)
    person = session.get(Person, turned.by)
    refused = Side("refused", person.name if person else None, turned.recorded_at)
    other = json.loads(turned.body)
    if "happened_at" in other:
        other["happened_at"] = _moment(datetime.fromisoformat(other["happened_at"]))
    if turned.what == "intake":
        known, side = _intake(session, UUID(row.subject))
        other["lines"] = sorted(
            ({"category": line["category"], "pieces": line["pieces"]} for line in other.get("lines", ())),
            key=_by_category,
        )
    else:
        known, side = _act(session, row)
    return [
        RowOut(field=name, unit=None, values=[side.says(known.get(name)), refused.says(value)])
        for name, value in other.items()
        if name in known and known[name] != value
    ]


def _intake(session: Session, intake_id: UUID) -> tuple[dict[str, Any], Side]:
    intake = session.get_one(Intake, intake_id)
    network = current(session)
    lots = session.scalars(select(Lot).where(col(Lot.intake_id) == intake_id))
    lines = [{"category": network.kind_codes[lot.category_id], "pieces": lot.pieces} for lot in lots]
    person = session.get(Person, intake.by)
    return {
        "point": network.by_id[intake.point_id].code,
        "happened_at": _moment(intake.happened_at),
        "bag": intake.bag,
        "earmark": intake.earmark,
        "lines": sorted(lines, key=_by_category),
    }, Side("recorded", person.name if person else None, intake.recorded_at)


def _act(session: Session, row: Contradiction) -> tuple[dict[str, Any], Side]:
    found = session.get(Act, row.document)
    if found is None:
        return {}, Side("recorded", *_NOBODY)
    person = session.get(Person, found.by)
    known = json.loads(found.answer) | {"happened_at": _moment(found.happened_at)}
    return known, Side("recorded", person.name if person else None, found.recorded_at)


def _by_category(line: dict[str, Any]) -> tuple[str, int]:
    return line["category"], line["pieces"]


def _moment(moment: datetime) -> str:
    return show_instant(moment)


def _logged(session: Session, label: str) -> tuple[str | None, datetime | None]:
    """Return who logged the first gift of a bag, and when."""
    row = session.execute(
        select(col(Person.name), col(Intake.recorded_at))
        .join(Intake, col(Intake.by) == Person.id)
        .join(BagIntake, col(BagIntake.intake_id) == Intake.id)
        .where(col(BagIntake.label) == label)
        .order_by(col(Intake.recorded_at))
        .limit(1)
    ).first()
    return (row.name, row.recorded_at) if row is not None else _NOBODY


def _acted(session: Session, kinds: list[ActKind], subject: str) -> tuple[str | None, datetime | None]:
    """Return who did the last act of these kinds on a document, and when."""
    row = session.execute(
        select(col(Person.name), col(Act.recorded_at))
        .join(Act, col(Act.by) == Person.id)
        .where(col(Act.subject) == subject, col(Act.kind).in_([kind.value for kind in kinds]))
        .order_by(col(Act.recorded_at).desc())
        .limit(1)
    ).first()
    return (row.name, row.recorded_at) if row is not None else _NOBODY
