"""Load lists: what goes on a vehicle, for those who give, carry and take it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from models.access import Caller
from models.clock import SHANGHAI
from models.identifiers import read_lot
from models.ledger import Lot
from models.shipment_shapes import ShipmentOut
from models.shipments import ShipmentKind
from operations.network import Network, current
from operations.relief.recipients import get_recipient
from operations.relief.shipment_views import get_shipment
from operations.reports.tables import Column, Holds, Report, Words, grams, pieces, totals_of

_COLUMNS = (
    Column("lot", Words("批次", "Lot"), Holds.CODE),
    Column("category", Words("品类", "Category"), Holds.TEXT),
    Column("expires_on", Words("有效期至", "Use by"), Holds.DAY),
    pieces(title=Words("应装件数", "Pieces to load")),
    grams(),
    pieces("sent_pieces", Words("已发件数", "Pieces sent")),
    Column("loaded", Words("装车点数", "Counted at loading"), Holds.TEXT),
    Column("taken", Words("收货点数", "Counted at taking"), Holds.TEXT),
)


@dataclass(frozen=True, slots=True)
class LoadList:
    """A load list: its table, and what stands above it."""

    table: Report
    facts: list[tuple[Words, Words]]


def load_list(
    session: Session, shipment_id: UUID, *, kind: ShipmentKind, now: datetime, by: Caller
) -> LoadList:
    """Return the load list of a shipment that the caller may see; raises NotFound."""
    shipment = get_shipment(session, shipment_id, kind=kind, now=now, by=by)
    network = current(session)
    rows = [
        (
            line.lot,
            _kind(network, line.category).in_(by.language),
            session.get_one(Lot, read_lot(line.lot)).expires_on,
            line.pieces,
            line.grams,
            line.sent_pieces,
            None,
            None,
        )
        for line in shipment.lines
    ]
    day = shipment.planned_at.astimezone(SHANGHAI).date()
    target = _target(session, shipment, by)
    source = Words(shipment.from_place.name, shipment.from_place.name_en)
    table = Report(
        name="load_list",
        title=Words("装车单", "Load list"),
        first=day,
        last=day,
        by=(),
        filters={},
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows),
        generated_at=now,
        data_until=now,
        sentence=Words(f"从 {source.zh} 到 {target.zh}", f"From {source.en} to {target.en}"),
    )
    return LoadList(table, _facts(shipment, day.isoformat()))


def _facts(shipment: ShipmentOut, day: str) -> list[tuple[Words, Words]]:
    none = Words("不用自己的车", "None of ours")
    due = shipment.due_by.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if shipment.due_by else "—"
    return [
        (Words("单号", "Id"), Words(str(shipment.id), str(shipment.id))),
        (Words("计划日期", "Planned"), Words(day, day)),
        (Words("最晚送到", "Due by"), Words(due, due)),
        (Words("车辆", "Vehicle"), Words(shipment.vehicle, shipment.vehicle) if shipment.vehicle else none),
    ]


def _target(session: Session, shipment: ShipmentOut, by: Caller) -> Words:
    """Return where a shipment goes; of a case only its code stands on paper."""
    if shipment.to_place is not None:
        return Words(shipment.to_place.name, shipment.to_place.name_en)
    shown = get_recipient(session, shipment.recipient or "", by=by)
    name = shown.name
    return Words(name, name) if name is not None else Words(f"个案 {shown.code}", f"Case {shown.code}")


def _kind(network: Network, code: str) -> Words:
    kind = network.kinds[code]
    return Words(kind.out.name, kind.out.name_en)
