"""Receive bags at a station by scan: both counts are kept, nothing that arrived is turned away."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import Act, ActKind
from models.custody import Bag, BagIntake, BagOutcome, BagStatus, PickupBag, ReceiptBag
from models.identifiers import show_code
from models.intakes import Intake, IntakeFlag
from models.ledger import MovementKind
from models.pickup_shapes import ArrivedIn, ReceiptBagOut, ReceiptIn, ReceiptOut
from models.rows import insert_rows
from operations.acts import Work, act, require
from operations.conflicts.noting import note_bags
from operations.custody.arrivals import arrive_here
from operations.custody.bags import make_bag
from operations.custody.contents import Content, bags_contents, carry, locked_bag, reweigh, sums
from operations.custody.labels import read_label, usable
from operations.custody.pickups import run_of, station_of
from operations.custody.unannounced import log_unannounced
from operations.errors import Fault, NotFound, Unfit
from operations.ledger import Hop
from operations.network import current
from operations.scope import sees_place
from operations.sites import Site

_NEEDS_TWO = (IntakeFlag.LARGE_GIFT, IntakeFlag.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A bag on the dock: the bag, how it was found, what it should hold."""

    bag: Bag
    entry: ArrivedIn
    outcome: BagOutcome
    held: list[Content]


@act(ActKind.RECEIVE_BAGS, creates=True)
def receive(work: Work, body: ReceiptIn) -> ReceiptOut:
    """Receive bags; what the run carried and is not here is missing until it turns up.

    A bag without a plan, of another station or without any record is accepted and flagged. Raises
    Unfit when a large or organisational gift came without a second person.
    """
    station = station_of(work.network, body.station, work.by)
    work.place_id = station.id
    work.witnessed(body.witness)
    expected = _expected(work, body)
    arrivals = _arrivals(work, station, body, expected)
    _second_person(work, body, arrivals)
    rows = [_settle(work, station, arrival) for arrival in arrivals]
    arrive_here(work, station, [content for arrival in arrivals for content in arrival.held])
    missing = sorted(expected - {arrival.bag.label for arrival in arrivals})
    rows += [_miss(work, label) for label in missing]
    insert_rows(
        work.session,
        ReceiptBag,
        [{"receipt_id": work.id, **row.model_dump(), "label": row.label} for row in rows],
    )
    note_bags(work, station.id, rows, planned=body.pickup is not None)
    return _answer(work, body, station, rows, len(expected))


def get_receipt(session: Session, receipt_id: UUID, *, by: Caller) -> ReceiptOut:
    """Return a receipt as it was recorded; raises NotFound."""
    row = session.get(Act, receipt_id)
    if row is None or row.kind != ActKind.RECEIVE_BAGS or row.place_id is None:
        raise NotFound
    if not sees_place(by, current(session).by_id[row.place_id]):
        raise NotFound
    return ReceiptOut.model_validate_json(row.answer)


def _expected(work: Work, body: ReceiptIn) -> set[str]:
    """Return the bags of the run that are still in its vehicle."""
    if body.pickup is None:
        return set()
    run = run_of(work.session, body.pickup, work.by)
    carried = (
        select(col(PickupBag.label))
        .join(Bag, col(Bag.label) == PickupBag.label)
        .where(col(PickupBag.pickup_id) == run.id, col(Bag.place_id) == run.vehicle_id)
    )
    return set(work.session.scalars(carried))


def _arrivals(work: Work, station: Site, body: ReceiptIn, expected: set[str]) -> list[Arrival]:
    """Judge what is on the dock, in the order it was scanned."""
    entries: dict[str, tuple[str, ArrivedIn]] = {}
    for n, entry in enumerate(body.bags):
        entries.setdefault(read_label(entry.label, f"/bags/{n}"), (f"/bags/{n}", entry))
    made = {label: _bag(work, station, label, *given) for label, given in entries.items()}
    held = bags_contents(work.session, list(made))
    return [
        Arrival(bag, entries[label][1], _outcome(label, entries[label][1], expected, known), held[label])
        for label, (bag, known) in made.items()
    ]


def _bag(work: Work, station: Site, label: str, pointer: str, entry: ArrivedIn) -> tuple[Bag, bool]:
    """Return the bag with a label and whether it was known; one without a record gets its record now."""
    bag = locked_bag(work.session, label)
    if bag is not None:
        opened = bag.status == BagStatus.OPENED or bag.place_id == station.id
        require(not opened, Fault(pointer, "bag_here_already", {"value": show_code(label)}))
        return bag, True
    flag = usable(work.session, label, pointer)
    site = station
    if entry.point is not None:
        found = work.network.sites.get(entry.point)
        if found is None or found not in work.network.points:
            raise Unfit(Fault(f"{pointer}/point", "unknown_point", {"value": entry.point}))
        site = found
    intake = log_unannounced(work, site, entry.category or "clothing", entry.pieces, entry.grams, pointer)
    return make_bag(work, label, site.id, [intake], ["unknown", *([flag] if flag else [])]), False


def _outcome(label: str, entry: ArrivedIn, expected: set[str], known: bool) -> BagOutcome:
    if not known:
        return BagOutcome.UNKNOWN
    if entry.damaged:
        return BagOutcome.DAMAGED
    return BagOutcome.ARRIVED if label in expected else BagOutcome.SURPLUS


def _settle(work: Work, station: Site, arrival: Arrival) -> ReceiptBagOut:
    """Take a bag over: move what it holds here, then let the scale have the last word."""
    pieces, grams = sums(arrival.held)
    hops: list[Hop] = carry(work, arrival.bag, arrival.held, station.id, MovementKind.RECEIVE)
    work.post(hops)
    weighed = arrival.entry.grams
    if weighed is not None and arrival.outcome is not BagOutcome.UNKNOWN:
        work.post(reweigh(work, arrival.held, station.id, weighed))
    if arrival.outcome is BagOutcome.DAMAGED:
        arrival.bag.flags = ";".join(filter(None, [arrival.bag.flags, "damaged"]))
    return ReceiptBagOut(
        label=arrival.bag.label,
        outcome=arrival.outcome,
        expected_pieces=0 if arrival.outcome is BagOutcome.UNKNOWN else pieces,
        expected_grams=0 if arrival.outcome is BagOutcome.UNKNOWN else grams,
        pieces=pieces,
        grams=grams if weighed is None else weighed,
        weighed=weighed is not None,
    )


def _miss(work: Work, label: str) -> ReceiptBagOut:
    """Note that a bag is missing; it stays in the custody of the vehicle until it turns up."""
    bag = locked_bag(work.session, label)
    if bag is not None:
        bag.status = BagStatus.MISSING.value
        work.session.add(bag)
    pieces, grams = sums(bags_contents(work.session, [label])[label])
    return ReceiptBagOut(
        label=label,
        outcome=BagOutcome.MISSING,
        expected_pieces=pieces,
        expected_grams=grams,
        pieces=0,
        grams=0,
        weighed=False,
    )


def _second_person(work: Work, body: ReceiptIn, arrivals: list[Arrival]) -> None:
    """Refuse a large or organisational gift that one person alone has counted."""
    labels = [arrival.bag.label for arrival in arrivals]
    rows = work.session.execute(
        select(col(BagIntake.label), col(Intake.flags))
        .join(Intake, col(Intake.id) == BagIntake.intake_id)
        .where(col(BagIntake.label).in_(labels))
    )
    special = {label for label, flags in rows if set(flags.split(";")) & set(_NEEDS_TWO)}
    if special and body.witness is None:
        named = ", ".join(show_code(label) for label in sorted(special))
        raise Unfit(Fault("/witness", "witness_needed", {"labels": named}))


def _answer(
    work: Work, body: ReceiptIn, station: Site, rows: list[ReceiptBagOut], expected: int
) -> ReceiptOut:
    shown = [row.model_copy(update={"label": show_code(row.label)}) for row in rows]
    by_outcome = {outcome: [row.label for row in shown if row.outcome is outcome] for outcome in BagOutcome}
    return ReceiptOut(
        id=work.document,
        station=station.code,
        pickup=body.pickup,
        expected=expected,
        arrived=sum(row.outcome is not BagOutcome.MISSING for row in shown),
        missing=by_outcome[BagOutcome.MISSING],
        surplus=by_outcome[BagOutcome.SURPLUS],
        unknown=by_outcome[BagOutcome.UNKNOWN],
        damaged=by_outcome[BagOutcome.DAMAGED],
        bags=shown,
        expected_pieces=sum(row.expected_pieces for row in shown),
        expected_grams=sum(row.expected_grams for row in shown),
        pieces=sum(row.pieces for row in shown),
        grams=sum(row.grams for row in shown),
        witnessed=work.witness is not None,
        flags=work.flags,
        received_at=work.happened_at,
        recorded_at=work.now,
    )
