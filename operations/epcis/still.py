"""Events of acts that moved nothing: bags sealed, goods picked, set apart, released, counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.acts import Act, ActKind
from models.claims import HoldReason
from models.custody import BagIntake
from models.epcis_shapes import Event
from models.identifiers import read_lot
from models.ledger import Lot, Movement, MovementKind
from models.rows import among
from models.shipments import ShipmentLine
from models.stock_shapes import HoldOut
from models.stocktakes import StocktakeLine
from operations.custody.labels import read_label
from operations.epcis.parts import Stage, belongs_to
from operations.epcis.records import Line, Operation, lines_of, movements
from operations.network import Network

#: What lets goods not be used, in CBV words.
_HELD = {
    HoldReason.DAMAGED: "damaged",
    HoldReason.WET: "damaged",
    HoldReason.INFESTED: "damaged",
    HoldReason.RECALLED: "recalled",
    HoldReason.INSPECTION: "unavailable",
    HoldReason.OTHER: "unavailable",
}
#: What a gift's record says of its lots before they are sorted.
_RECORDED = (MovementKind.INTAKE, MovementKind.CORRECTION, MovementKind.WEIGH)


def still_events(session: Session, stage: Stage, window: Iterable[Operation]) -> dict[UUID, Event]:
    """Return, for those acts of a window that say more than their movements do, what else they say."""
    by_kind: dict[str, list[Operation]] = defaultdict(list)
    for operation in window:
        by_kind[operation.kind].append(operation)
    network = stage.network
    held = _held(session, network, [*by_kind[ActKind.HOLD], *by_kind[ActKind.RELEASE]])
    picked = _picked(session, network, by_kind[ActKind.PICK])
    counted = _counted(session, network, by_kind[ActKind.FINALIZE_STOCKTAKE])
    found = {act.id: _packing(stage, act, lines) for act, lines in _packed(session, network, by_kind)}
    for act in by_kind[ActKind.HOLD]:
        reason, lines = held[act.id]
        found[act.id] = _observed(stage, act, "holding", _HELD[reason], lines)
    for act in by_kind[ActKind.RELEASE]:
        found[act.id] = _observed(stage, act, "storing", "available", held[act.id][1])
    for act in by_kind[ActKind.PICK]:
        found[act.id] = _observed(stage, act, "picking", "in_progress", picked[act.id])
    for act in by_kind[ActKind.FINALIZE_STOCKTAKE]:
        differs, lines = counted[act.id]
        disposition = "mismatch_quantity" if differs else "available"
        found[act.id] = _observed(stage, act, "stock_taking", disposition, lines)
    return found


def _observed(stage: Stage, act: Operation, step: str, disposition: str, lines: Sequence[Line]) -> Event:
    place = [act.place] if act.place is not None else []
    return {
        **stage.head("ObjectEvent", act, "seen"),
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        **stage.places(place, place),
        "quantityList": stage.quantities(lines),
        **belongs_to(act),
        "jiujin:goods": stage.shown(lines),
    }


def _packing(stage: Stage, act: Operation, lines: Sequence[Line]) -> Event:
    place = [act.place] if act.place is not None else []
    return {
        **stage.head("AggregationEvent", act, "packed"),
        "action": "ADD",
        "parentID": stage.names.bag(read_label(act.subject, "")),
        "childQuantityList": stage.quantities(lines),
        "bizStep": "packing",
        "disposition": "in_progress",
        **stage.places(place, place),
        "jiujin:goods": stage.shown(lines),
    }


def _packed(
    session: Session, network: Network, by_kind: Mapping[str, Sequence[Operation]]
) -> Iterable[tuple[Operation, list[Line]]]:
    """Yield the acts that sealed bags with what, by the record of that moment, was in them."""
    acts = {read_label(act.subject, ""): act for act in by_kind.get(ActKind.SEAL_BAG, ())}
    inside = session.execute(
        select(col(BagIntake.label), col(Lot.id))
        .join(Lot, col(Lot.intake_id) == BagIntake.intake_id)
        .where(col(BagIntake.label).in_(list(acts)))
    )
    label_of = {lot: label for label, lot in inside}
    recorded = among(session, col(Movement.lot), label_of) & col(Movement.kind).in_(
        [kind.value for kind in _RECORDED]
    )
    sums: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for hop in movements(session, network, recorded):
        label = label_of[hop.line.lot]
        if hop.recorded_at <= acts[label].recorded_at:
            sums[label][hop.line.lot][0] += hop.way * hop.line.pieces
            sums[label][hop.line.lot][1] += hop.way * hop.line.grams
    for label, act in acts.items():
        amounts = [(lot, pieces, grams) for lot, (pieces, grams) in sums[label].items()]
        filled = [amount for amount in amounts if amount[1] or amount[2]] or amounts
        yield act, lines_of(session, network, filled)


def _held(
    session: Session, network: Network, acts: Sequence[Operation]
) -> dict[UUID, tuple[HoldReason, list[Line]]]:
    """Return what was set apart or released: as it was answered, since the claim is spent by now."""
    asked = select(col(Act.id), col(Act.answer)).where(col(Act.id).in_([act.id for act in acts]))
    answers = {id_: HoldOut.model_validate_json(answer) for id_, answer in session.execute(asked)}
    return {
        id_: (
            said.reason,
            lines_of(session, network, [(read_lot(e.lot), e.pieces, e.grams) for e in said.lines]),
        )
        for id_, said in answers.items()
    }


def _picked(session: Session, network: Network, acts: Sequence[Operation]) -> dict[UUID, list[Line]]:
    shipments = {UUID(act.subject): act.id for act in acts}
    rows = session.execute(
        select(
            col(ShipmentLine.shipment_id),
            col(ShipmentLine.lot),
            col(ShipmentLine.pieces),
            col(ShipmentLine.grams),
        )
        .where(col(ShipmentLine.shipment_id).in_(list(shipments)))
        .order_by(col(ShipmentLine.shipment_id), col(ShipmentLine.n))
    )
    amounts: dict[UUID, list[tuple[int, int, int]]] = defaultdict(list)
    for shipment, lot, pieces, grams in rows:
        amounts[shipments[shipment]].append((lot, pieces, grams))
    return {act.id: lines_of(session, network, amounts[act.id]) for act in acts}


def _counted(
    session: Session, network: Network, acts: Sequence[Operation]
) -> dict[UUID, tuple[bool, list[Line]]]:
    """Return whether a count differed from the ledger, and what was counted."""
    counts = {UUID(act.subject): act.id for act in acts}
    rows = session.scalars(
        select(StocktakeLine)
        .where(
            col(StocktakeLine.stocktake_id).in_(list(counts)), col(StocktakeLine.counted_pieces).is_not(None)
        )
        .order_by(col(StocktakeLine.stocktake_id), col(StocktakeLine.lot))
    )
    lines: dict[UUID, list[StocktakeLine]] = defaultdict(list)
    for row in rows:
        lines[counts[row.stocktake_id]].append(row)
    return {
        act: (
            any(
                (row.counted_pieces, row.counted_grams) != (row.expected_pieces, row.expected_grams)
                for row in held
            ),
            lines_of(
                session,
                network,
                [(row.lot, row.counted_pieces or 0, row.counted_grams or 0) for row in held],
            ),
        )
        for act, held in lines.items()
    }
