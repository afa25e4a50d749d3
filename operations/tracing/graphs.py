"""The staff's graph: from an intake to recipients, from a recipient to points, from any lot both ways."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.identifiers import show_code, show_lot
from models.intakes import Intake
from models.ledger import Balance, Lot
from models.rows import among
from models.shipments import Shipment, ShipmentLine
from models.sortings import Grade, Side
from models.trace import GraphEdge, GraphEnd, GraphFlow, GraphLot, GraphOrigin, GraphOut
from operations.custody.bags import place_ref
from operations.errors import NotFound
from operations.intake_queries import find
from operations.lots import lot_number
from operations.network import Network, current
from operations.relief.recipients import get_recipient
from operations.scope import SEES_ALL
from operations.tracing.outcomes import Ended, endings, outcomes
from operations.tracing.walk import Node, Way, back, forward, meet_roots

Direction = Literal["forward", "back"]


def intake_graph(session: Session, intake_id: UUID, *, by: Caller) -> GraphOut:
    """Return where the goods of an intake went; raises NotFound."""
    intake = find(session, intake_id, by=by)
    start = {lot.id or 0: float(lot.grams) for lot in _lots_of(session, intake.id)}
    way = _onward(session, start)
    return _graph(session, show_code(intake.tracking_code), "forward", start, way)


def lot_graph(session: Session, typed: str, direction: Direction, *, by: Caller) -> GraphOut:
    """Return where a lot's goods went, or came from; raises NotFound for a lot that never was in sight."""
    number = lot_number(typed, "/lot")
    lot = session.get(Lot, number)
    if lot is None or not sees_lot(session, number, by):
        raise NotFound
    start = {number: float(lot.grams)}
    way = _onward(session, start) if direction == "forward" else back(session, start)
    return _graph(session, show_lot(number), direction, start, way)


def recipient_graph(session: Session, code: str, *, detail: bool, by: Caller) -> GraphOut:
    """Return the points where everything a recipient was given came from; raises NotFound.

    `detail` adds every lot, run and intake on the way: thousands, for one that is given to often.
    """
    get_recipient(session, code, by=by)
    rows = session.execute(
        select(col(ShipmentLine.lot), func.sum(col(ShipmentLine.arrived_grams)))
        .join(Shipment, col(Shipment.id) == ShipmentLine.shipment_id)
        .where(col(Shipment.recipient) == code)
        .group_by(col(ShipmentLine.lot))
    )
    start = {lot: float(grams) for lot, grams in rows if grams}
    return _graph(session, code, "back", start, back(session, start), detail=detail)


def _onward(session: Session, start: dict[int, float]) -> Way:
    """Return the way onward, with the points that the start came from."""
    way = forward(session, current(session), start)
    meet_roots(session, way, start)
    return way


def _lots_of(session: Session, intake_id: UUID) -> list[Lot]:
    return list(session.scalars(select(Lot).where(col(Lot.intake_id) == intake_id)))


def sees_lot(session: Session, lot: int, by: Caller) -> bool:
    """Tell whether a lot ever came to where the caller is."""
    if by.role in SEES_ALL:
        return True
    asked = select(col(Balance.lot)).where(col(Balance.lot) == lot, col(Balance.place_id) == by.place_id)
    return session.scalar(asked) is not None


def _graph(
    session: Session,
    subject: str,
    direction: Direction,
    start: dict[int, float],
    way: Way,
    *,
    detail: bool = True,
) -> GraphOut:
    network = current(session)
    ends = sorted(outcomes(session, network, way).items(), key=lambda entry: -entry[1][1])
    return GraphOut(
        subject=subject,
        direction=direction,
        grams=round(sum(start.values())),
        lots=_lots(session, network, way) if detail else [],
        edges=[
            GraphEdge(
                run=edge.run,
                side=Side(edge.side),
                lot=show_lot(edge.lot),
                pieces=edge.pieces,
                grams=edge.grams,
            )
            for edge in sorted(way.edges if detail else (), key=lambda edge: (edge.lot, edge.side))
        ],
        origins=_origins(session, network, way) if detail else [],
        points=_points(network, way),
        ends=[
            GraphEnd(
                outcome=end.outcome,
                place=None if end.place is None else place_ref(network, end.place),
                recipient=end.recipient,
                share_grams=round(grams),
            )
            for end, (_, grams) in ends
        ],
        flows=_flows(session, network, way, [end for end, _ in ends]) if detail else [],
    )


def _lots(session: Session, network: Network, way: Way) -> list[GraphLot]:
    rows = session.execute(
        select(col(Lot.id), col(Lot.category_id), col(Lot.grade), col(Lot.pieces), col(Lot.grams))
        .where(among(session, col(Lot.id), way.lots))
        .order_by(col(Lot.id))
    )
    return [
        GraphLot(
            lot=show_lot(id_),
            category=network.kind_codes[category],
            grade=None if grade is None else Grade(grade),
            pieces=pieces,
            grams=grams,
            share_grams=round(way.lots[id_]),
        )
        for id_, category, grade, pieces, grams in rows
    ]


def _points(network: Network, way: Way) -> dict[str, int]:
    """Return the grams that each point gave to what was asked about."""
    return {
        code: round(grams)
        for code, grams in sorted((network.by_id[point].code, grams) for point, grams in way.points.items())
    }


def _origins(session: Session, network: Network, way: Way) -> list[GraphOrigin]:
    """Return the intakes at the root; a lot of an intake is a root wherever the walk met it."""
    rows = session.execute(
        select(col(Lot.id), col(Intake.id), col(Intake.tracking_code), col(Intake.point_id))
        .join(Intake, col(Intake.id) == Lot.intake_id)
        .where(among(session, col(Lot.id), way.lots))
    )
    sums: dict[tuple[UUID, str, int], float] = defaultdict(float)
    for lot, intake, code, point in rows:
        sums[intake, code, point] += way.lots[lot]
    return [
        GraphOrigin(
            intake=intake,
            tracking_code=show_code(code),
            point=place_ref(network, point),
            share_grams=round(grams),
        )
        for (intake, code, point), grams in sorted(sums.items())
    ]


def _flows(session: Session, network: Network, way: Way, ends: Sequence[Ended]) -> list[GraphFlow]:
    """Return the grams on each step, from the intakes on; what came back in full is no step."""
    ended, order = endings(session, network, way), {end: n for n, end in enumerate(ends)}
    sums: dict[tuple[str, str], float] = defaultdict(float)
    rooted = select(col(Lot.id), col(Lot.intake_id)).where(
        among(session, col(Lot.id), way.lots), col(Lot.intake_id).is_not(None)
    )
    for lot, intake in session.execute(rooted):
        sums[f"intake:{intake}", f"lot:{show_lot(lot)}"] += way.lots[lot]
    for (source, target), grams in way.flows.items():
        end = ended[target.key] if target.kind == "leaf" else None
        if end is None or end in order:
            sums[_named(source), _named(target) if end is None else f"end:{order[end]}"] += grams
    return [
        GraphFlow(source=source, target=target, share_grams=round(grams))
        for (source, target), grams in sorted(sums.items())
        if round(grams) > 0
    ]


def _named(node: Node) -> str:
    if node.kind == "lot":
        return f"lot:{show_lot(node.key)}"
    return f"run:{node.key if isinstance(node.key, UUID) else UUID(str(node.key))}"
