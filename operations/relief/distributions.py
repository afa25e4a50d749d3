"""Distribute: plan what goes to a recipient, from an allocation or directly."""

from models.acts import ActKind
from models.claims import Claim, ClaimKind
from models.relief import AllocationLine, AllocationStatus, Need, Recipient
from models.shipment_shapes import DistributionIn, ShipmentOut
from models.shipments import Shipment, ShipmentKind, ShipmentStatus
from operations.acts import Work, act, require
from operations.claims import Portion, claims_of, release_part
from operations.errors import Fault, Unfit
from operations.lots import categories, portions
from operations.relief.allocations import allocation_of, reserved_lines
from operations.relief.checks import may_be_given
from operations.relief.counting import Counted, counted, no_more_than
from operations.relief.recipients import active
from operations.relief.shipment_views import show_shipment
from operations.relief.shipments import carrier_of, plan
from operations.sites import Site
from operations.stock.adjustments import STORES


@act(ActKind.PLAN_SHIPMENT, creates=True)
def plan_distribution(work: Work, body: DistributionIn) -> ShipmentOut:
    """Plan a distribution.

    From an allocation, its reservation passes on to the distribution; without one the lots are
    reserved now, under the same rules: earmarks, dates, grades, and not what one accepted oneself.
    """
    session = work.session
    if body.allocation is not None:
        recipient, source, wanted = _from_allocation(work, body)
    else:
        recipient = body.recipient or ""
        source = _store(work, body.place or "")
        wanted = portions(session, [(source.id, line) for line in body.lines], day=work.day)
        may_be_given(session, wanted, active(session, recipient, "/recipient"), work.by)
    row = Shipment(
        id=work.document,
        kind=ShipmentKind.DISTRIBUTION.value,
        from_place=source.id,
        to_place=None,
        carrier=carrier_of(work.network, body.vehicle),
        recipient=recipient,
        division_code=session.get_one(Recipient, recipient).division_code,
        allocation=body.allocation,
        status=ShipmentStatus.PLANNED.value,
        planned_at=work.happened_at,
        due_by=body.due_by,
    )
    plan(work, row, ClaimKind.DISTRIBUTION, wanted)
    return show_shipment(session, row, now=work.now)


def _from_allocation(work: Work, body: DistributionIn) -> tuple[str, Site, list[Portion]]:
    """Take over what an allocation still reserves at a place: recipient, place, portions."""
    session = work.session
    if body.allocation is None:
        raise ValueError("without an allocation there is nothing to take over")
    allocation = allocation_of(session, body.allocation)
    ended = Fault("/allocation", "allocation_ended", {"status": allocation.status})
    require(allocation.status == AllocationStatus.RESERVED, ended)
    require(allocation.expires_at >= work.now, ended)
    need = session.get_one(Need, allocation.need_id)
    if body.recipient not in (None, need.recipient):
        raise Unfit(Fault("/recipient", "other_recipient", {"value": need.recipient}))
    held = [(line, entry) for line, entry in reserved_lines(session, allocation.id) if entry.pieces]
    source = _source(work, body, held)
    here = {line.n: entry for line, entry in held if line.place_id == source.id}
    reserved = [Counted(n, entry.lot, entry.pieces, entry.grams) for n, entry in here.items()]
    taken = counted(body.lines, reserved)
    no_more_than(taken, reserved, "more_than_reserved")
    for entry in taken:
        release_part(session, here[entry.n], entry.pieces, entry.grams)
    if not any(entry.pieces for entry in claims_of(session, allocation.id)):
        allocation.status = AllocationStatus.POSTED.value
        session.add(allocation)
    of = categories(session, [entry.lot for entry in taken])
    wanted = [
        Portion(source.id, entry.lot, of[entry.lot], entry.pieces, entry.grams, entry.pointer)
        for entry in taken
    ]
    return need.recipient, source, wanted


def _source(work: Work, body: DistributionIn, held: list[tuple[AllocationLine, Claim]]) -> Site:
    """Return the place that the goods leave from: the one said, or the only one there is."""
    if body.place is not None:
        return _store(work, body.place)
    places = {line.place_id for line, _ in held}
    if len(places) != 1:
        codes = ", ".join(sorted(work.network.by_id[place].code for place in places))
        raise Unfit(Fault("/place", "say_the_place", {"places": codes}))
    return work.network.by_id[places.pop()]


def _store(work: Work, code: str) -> Site:
    site = work.network.sites.get(code)
    if site is None or site.kind not in STORES:
        raise Unfit(Fault("/place", "unknown_place", {"value": code}))
    return site
