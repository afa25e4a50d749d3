"""Ship: plan, pick, dispatch, cancel. Transfers and distributions leave in the same way."""

from collections.abc import Callable, Sequence

from models.access import Role
from models.acts import ActKind
from models.claims import ClaimKind
from models.ledger import MovementKind
from models.network import PlaceKind
from models.relief_shapes import StepIn
from models.shipment_shapes import DispatchIn, ShipmentOut, TransferIn
from models.shipments import Shipment, ShipmentKind, ShipmentLine, ShipmentStatus
from operations.acts import Work, act, require
from operations.claims import Portion, claim, claims_of, release, release_part
from operations.errors import Fault, NotFound, Unfit
from operations.ledger import Hop
from operations.lots import categories, portions, still_good
from operations.network import Network
from operations.relief.counting import Counted, counted, no_more_than
from operations.relief.needs_met import give_back
from operations.relief.shipment_views import lines_of, show_shipment
from operations.scope import works_at
from operations.stock.adjustments import STORES, place_of

May = Callable[[Work, Shipment], bool]


@act(ActKind.PLAN_SHIPMENT, creates=True)
def plan_transfer(work: Work, body: TransferIn) -> ShipmentOut:
    """Plan a transfer; its goods are reserved at once. Raises Unfit, and Shortage naming every line."""
    network = work.network
    source = place_of(network, body.from_, work.by, pointer="/from")
    target = network.sites.get(body.to)
    if target is None or target.kind not in STORES or target.id == source.id:
        raise Unfit(Fault("/to", "unknown_place", {"value": body.to}))
    wanted = portions(work.session, [(source.id, line) for line in body.lines], day=work.day)
    row = Shipment(
        id=work.document,
        kind=ShipmentKind.TRANSFER.value,
        from_place=source.id,
        to_place=target.id,
        carrier=carrier_of(network, body.vehicle),
        recipient=None,
        allocation=None,
        status=ShipmentStatus.PLANNED.value,
        planned_at=work.happened_at,
        due_by=body.due_by,
    )
    plan(work, row, ClaimKind.TRANSFER, wanted)
    return show_shipment(work.session, row, now=work.now)


def plan(work: Work, row: Shipment, kind: ClaimKind, wanted: Sequence[Portion]) -> None:
    """Write a shipment with its lines, and reserve what it is to carry."""
    work.place_id = row.from_place
    claim(work.session, row.id, kind, wanted)
    work.session.add(row)
    work.session.flush()
    for n, portion in enumerate(wanted):
        line = ShipmentLine(
            shipment_id=row.id, n=n, lot=portion.lot, pieces=portion.pieces, grams=portion.grams
        )
        work.session.add(line)
    work.session.flush()


@act(ActKind.PICK)
def pick(work: Work, body: StepIn) -> ShipmentOut:
    """Note that what is planned has been brought together and stands ready."""
    row = shipment_of(work, sends)
    require(row.status == ShipmentStatus.PLANNED, _status(row))
    row.status = ShipmentStatus.PICKED.value
    work.session.add(row)
    return show_shipment(work.session, row, now=work.now)


@act(ActKind.DISPATCH)
def dispatch(work: Work, body: DispatchIn) -> ShipmentOut:
    """Send what is planned, or a part; the rest stays reserved and the date of sending waits for it.

    Raises Conflict for more than is planned and when nothing is left to send, Unfit for goods that
    expired meanwhile.
    """
    session = work.session
    row = shipment_of(work, sends)
    held = {entry.n: entry for entry in claims_of(session, row.id)}
    planned = [Counted(n, entry.lot, entry.pieces, entry.grams) for n, entry in held.items()]
    leaving = counted(body.lines, planned)
    require(bool(leaving) and row.status != ShipmentStatus.CANCELLED, _status(row))
    no_more_than(leaving, planned, "more_than_planned")
    still_good(session, [(entry.lot, entry.pointer) for entry in leaving], work.day)
    lines = {line.n: line for line in lines_of(session, row.id)}
    if body.vehicle is not None:
        _change_carrier(row, carrier_of(work.network, body.vehicle), list(lines.values()))
    for entry in leaving:
        release_part(session, held[entry.n], entry.pieces, entry.grams)
        lines[entry.n].sent_pieces += entry.pieces
        lines[entry.n].sent_grams += entry.grams
        session.add(lines[entry.n])
    work.post(moves(work, leaving, MovementKind.DISPATCH, (row.from_place, row.carrier)))
    settle(work, row)
    return show_shipment(session, row, now=work.now)


@act(ActKind.CANCEL)
def cancel(work: Work, body: StepIn) -> ShipmentOut:
    """Cancel a shipment: what is reserved is free again, what left comes back as it was.

    Raises Conflict when any of it has arrived or was lost: those goods need a return of their own.
    """
    session = work.session
    row = shipment_of(work, sends)
    lines = lines_of(session, row.id)
    touched = any(line.arrived_grams or line.lost_grams or line.returned_grams for line in lines)
    require(not touched and row.status != ShipmentStatus.CANCELLED, _status(row))
    held = claims_of(session, row.id)
    give_back(session, row, {entry.lot: entry.pieces for entry in held})
    give_back(session, row, {line.lot: line.under_way[0] for line in lines})
    release(session, held)
    backs = [Counted(line.n, line.lot, *line.under_way) for line in lines]
    for line in lines:
        line.returned_pieces, line.returned_grams = line.under_way
        session.add(line)
    work.post(moves(work, backs, MovementKind.RETURN, (row.carrier, row.from_place)))
    row.status, row.completed_at = ShipmentStatus.CANCELLED.value, work.happened_at
    session.add(row)
    return show_shipment(session, row, now=work.now)


def moves(work: Work, amounts: Sequence[Counted], kind: MovementKind, way: tuple[int, int]) -> list[Hop]:
    """Return the hops of counted amounts along a way."""
    of = categories(work.session, [entry.lot for entry in amounts])
    return [
        work.hop(kind, entry.lot, of[entry.lot], way, (entry.pieces, entry.grams), entry.pointer)
        for entry in amounts
    ]


def settle(work: Work, row: Shipment) -> None:
    """Work out a shipment's status from its lines, and note when the last part left and arrived."""
    session = work.session
    session.flush()
    lines = lines_of(session, row.id)
    waits = any(entry.pieces or entry.grams for entry in claims_of(session, row.id))
    under_way = any(line.under_way != (0, 0) for line in lines)
    arrived = any(line.arrived_pieces or line.arrived_grams for line in lines)
    if not waits and row.dispatched_at is None:
        row.dispatched_at = work.happened_at
    if arrived and (waits or under_way):
        status = ShipmentStatus.PARTLY_ARRIVED
    elif waits:
        status = ShipmentStatus.PARTLY_DISPATCHED
    elif under_way:
        status = ShipmentStatus.DISPATCHED
    elif arrived:
        status = ShipmentStatus.COMPLETED
    else:
        returned = any(line.returned_pieces or line.returned_grams for line in lines)
        status = ShipmentStatus.RETURNED if returned else ShipmentStatus.LOST
    ended = not waits and not under_way
    row.status, row.completed_at = status.value, work.happened_at if ended else None
    session.add(row)


def shipment_of(work: Work, may: May) -> Shipment:
    """Return a shipment that the caller may act on, locked; raises NotFound."""
    row = work.session.get(Shipment, work.document, with_for_update=True, populate_existing=True)
    if row is None or not may(work, row):
        raise NotFound
    work.place_id = row.from_place
    return row


def sends(work: Work, row: Shipment) -> bool:
    """Tell whether the caller sends goods from where a shipment begins."""
    site = work.network.by_id[row.from_place]
    return works_at(work.by, site) or work.by.role is Role.FOUNDATION


def receives(work: Work, row: Shipment) -> bool:
    """Tell whether the caller receives where a shipment ends; for recipients, who sends also hands over."""
    if row.to_place is None:
        return sends(work, row)
    return works_at(work.by, work.network.by_id[row.to_place])


def carrier_of(network: Network, vehicle: str | None) -> int:
    """Return the place of goods under way: a vehicle of ours, or none; raises Unfit."""
    if vehicle is None:
        return network.transit.id
    site = network.sites.get(vehicle)
    if site is None or site.kind is not PlaceKind.VEHICLE:
        raise Unfit(Fault("/vehicle", "unknown_vehicle", {"value": vehicle}))
    return site.id


def _change_carrier(row: Shipment, carrier: int, lines: Sequence[ShipmentLine]) -> None:
    """Let another vehicle carry a shipment, unless a part of it is under way in the first."""
    fixed = row.carrier != carrier and any(line.under_way != (0, 0) for line in lines)
    require(not fixed, Fault("/vehicle", "carrier_fixed"))
    row.carrier = carrier


def _status(row: Shipment) -> Fault:
    return Fault("", "shipment_status", {"status": row.status})
