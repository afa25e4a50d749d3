"""Goods arrive: received at a place of ours, delivered to a recipient, or returned."""

from collections.abc import Sequence

from models.acts import ActKind
from models.ledger import MovementKind
from models.network import OUTSIDE_FOUND, OUTSIDE_LOST, OUTSIDE_RECIPIENT, OUTSIDE_WEIGHING
from models.shipment_shapes import ArriveIn, DeliverIn, LotOut, ReturnIn, ShipmentOut
from models.shipments import Delivery, DeliverySignature, Shipment, ShipmentKind, ShipmentLine, ShipmentStatus
from models.vault import Vault
from operations.acts import Work, act, require
from operations.conflicts.noting import note_shipment
from operations.errors import Fault, NotFound
from operations.relief.counting import Counted, by_line, counted, no_more_than
from operations.relief.needs_met import delivered, give_back
from operations.relief.shipment_views import lines_of, show_shipment
from operations.relief.shipments import moves, receives, sends, settle, shipment_of


@act(ActKind.ARRIVE)
def receive(work: Work, body: ArriveIn) -> ShipmentOut:
    """Receive a transfer as it was counted: what is less stays under way, what is more is accepted.

    Raises Conflict when nothing of it is under way.
    """
    row = shipment_of(work, receives)
    if row.to_place is None:
        raise NotFound
    lines = lines_of(work.session, row.id)
    coming = _under_way(lines)
    said = counted(body.lines, coming)
    _must_be_under_way(row, coming, surplus=bool(body.lines))
    surplus = _take_over(work, row, lines, said, row.to_place, MovementKind.ARRIVE)
    found = work.network.outside[OUTSIDE_FOUND]
    work.post(moves(work, surplus, MovementKind.FOUND, (found, row.to_place)))
    if body.close:
        _give_up(work, row, lines)
    settle(work, row)
    note_shipment(work, row, lines, surplus=bool(surplus))
    shown = show_shipment(work.session, row, now=work.now)
    return shown.model_copy(update={"surplus": [_surplus(shown, entry) for entry in surplus]})


@act(ActKind.ARRIVE)
def deliver(work: Work, body: DeliverIn) -> ShipmentOut:
    """Hand goods over to the recipient, all or a part, with proof; the rest stays under way.

    Raises Conflict for more than is under way: nobody is given what was not sent.
    """
    session = work.session
    row = shipment_of(work, receives)
    if row.kind != ShipmentKind.DISTRIBUTION:
        raise NotFound
    lines = lines_of(session, row.id)
    coming = _under_way(lines)
    said = counted(body.lines, coming)
    no_more_than(said, coming, "more_than_under_way")
    _must_be_under_way(row, coming, surplus=False)
    recipient = work.network.outside[OUTSIDE_RECIPIENT]
    _take_over(work, row, lines, said, recipient, MovementKind.DELIVER)
    delivered(session, row, {entry.lot: entry.pieces for entry in said})
    if body.close:
        _give_up(work, row, lines)
    _prove(work, row, body)
    settle(work, row)
    note_shipment(work, row, lines, surplus=False)
    return show_shipment(session, row, now=work.now)


@act(ActKind.RETURN)
def take_back(work: Work, body: ReturnIn) -> ShipmentOut:
    """Take goods back to where they came from: first what is under way, then what was delivered.

    Raises Conflict for more than was sent and not lost.
    """
    session = work.session
    row = shipment_of(work, sends)
    if row.kind != ShipmentKind.DISTRIBUTION:
        raise NotFound
    lines = lines_of(session, row.id)
    out = [
        Counted(
            line.n,
            line.lot,
            line.under_way[0] + line.arrived_pieces,
            line.under_way[1] + line.arrived_grams,
        )
        for line in lines
    ]
    said = counted(body.lines, out)
    no_more_than(said, out, "more_than_delivered")
    under_way, given = _split(lines, said)
    recipient = work.network.outside[OUTSIDE_RECIPIENT]
    work.post(moves(work, under_way, MovementKind.RETURN, (row.carrier, row.from_place)))
    work.post(moves(work, given, MovementKind.RETURN, (recipient, row.from_place)))
    known = {line.n: line for line in lines}
    for entry in given:
        known[entry.n].arrived_pieces -= entry.pieces
        known[entry.n].arrived_grams -= entry.grams
    for entry in said:
        known[entry.n].returned_pieces += entry.pieces
        known[entry.n].returned_grams += entry.grams
        session.add(known[entry.n])
    delivered(session, row, {entry.lot: -entry.pieces for entry in given})
    give_back(session, row, {entry.lot: entry.pieces for entry in said})
    work.reason = body.reason.value
    settle(work, row)
    return show_shipment(session, row, now=work.now)


def _surplus(shown: ShipmentOut, more: Counted) -> LotOut:
    """Show what came beyond what was sent."""
    line = shown.lines[more.n]
    return LotOut(lot=line.lot, category=line.category, pieces=more.pieces, grams=more.grams)


def _under_way(lines: Sequence[ShipmentLine]) -> list[Counted]:
    return [Counted(line.n, line.lot, *line.under_way) for line in lines]


def _must_be_under_way(row: Shipment, coming: Sequence[Counted], *, surplus: bool) -> None:
    anything = any(entry.pieces or entry.grams for entry in coming)
    left = row.dispatched_at is not None and row.status != ShipmentStatus.CANCELLED
    require(anything or (surplus and left), Fault("", "nothing_under_way", {"status": row.status}))


def _take_over(
    work: Work,
    row: Shipment,
    lines: Sequence[ShipmentLine],
    said: Sequence[Counted],
    to_place: int,
    kind: MovementKind,
) -> list[Counted]:
    """Move what arrived, as far as it was under way; return what came beyond that.

    When all pieces of a line are there, another weight is the scale's: it is noted as a weighing
    difference, so that nothing stays under way for ever.
    """
    known = {line.n: line for line in lines}
    surplus = []
    for entry in said:
        line = known[entry.n]
        pieces, grams = line.under_way
        lighter = entry.pieces >= pieces and entry.grams < grams
        heavier = entry.pieces == pieces and entry.grams > grams
        if pieces and (lighter or heavier):
            _weigh(work, row, line, entry.grams - grams)
        here = (min(entry.pieces, pieces), min(entry.grams, line.under_way[1]))
        arrived = Counted(entry.n, entry.lot, *here, entry.pointer)
        work.post(moves(work, [arrived], kind, (row.carrier, to_place)))
        line.arrived_pieces += arrived.pieces
        line.arrived_grams += arrived.grams
        work.session.add(line)
        more = Counted(entry.n, entry.lot, entry.pieces - arrived.pieces, entry.grams - arrived.grams)
        if more.pieces or more.grams:
            surplus.append(more)
    return surplus


def _weigh(work: Work, row: Shipment, line: ShipmentLine, grams: int) -> None:
    """Make a line weigh so many grams more, or less, while it is still under way."""
    weighing = work.network.outside[OUTSIDE_WEIGHING]
    way = (weighing, row.carrier) if grams > 0 else (row.carrier, weighing)
    difference = Counted(line.n, line.lot, 0, abs(grams))
    work.post(moves(work, [difference], MovementKind.WEIGH, way))
    line.weighed_grams += grams


def _give_up(work: Work, row: Shipment, lines: Sequence[ShipmentLine]) -> None:
    """Declare what is still under way lost."""
    rest = _under_way(lines)
    lost = work.network.outside[OUTSIDE_LOST]
    work.post(moves(work, rest, MovementKind.LOST, (row.carrier, lost)))
    for line, entry in zip(lines, rest, strict=True):
        line.lost_pieces += entry.pieces
        line.lost_grams += entry.grams
        work.session.add(line)
    give_back(work.session, row, {entry.lot: entry.pieces for entry in rest})


def _split(lines: Sequence[ShipmentLine], said: Sequence[Counted]) -> tuple[list[Counted], list[Counted]]:
    """Part what comes back into what was still under way and what had been delivered."""
    coming = by_line(_under_way(lines))
    under_way, given = [], []
    for entry in said:
        pieces = min(entry.pieces, coming[entry.n].pieces)
        grams = min(entry.grams, coming[entry.n].grams)
        under_way.append(Counted(entry.n, entry.lot, pieces, grams, entry.pointer))
        rest = Counted(entry.n, entry.lot, entry.pieces - pieces, entry.grams - grams, entry.pointer)
        given.append(rest)
    return under_way, given


def _prove(work: Work, row: Shipment, body: DeliverIn) -> None:
    """Keep the proof; the name of who signed is sealed and stands in a table of its own."""
    proof = body.proof
    work.session.add(
        Delivery(
            id=work.id,
            shipment_id=row.id,
            delivered_at=work.happened_at,
            day=work.day,
            where=proof.place,
            proof_code=proof.code,
            photo_sha256=proof.photo_sha256,
            people_reached=body.people_reached,
        )
    )
    work.session.flush()
    if proof.signed_by is not None:
        vault: Vault = work.session.info["vault"]
        sealed = vault.seal(proof.signed_by)
        work.session.add(DeliverySignature(delivery_id=work.id, sealed=sealed))
