"""Reserve stock for a need, in two phases: reserved now, posted by a distribution or released."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.claims import Claim, ClaimKind
from models.identifiers import show_lot
from models.relief import Allocation, AllocationLine, AllocationStatus, Need, NeedLine, NeedStatus
from models.relief_shapes import AllocationIn, AllocationLineIn, AllocationLineOut, AllocationOut, StepIn
from models.rows import insert_rows
from models.stock_shapes import LotIn
from operations.acts import Work, act, refuse, require
from operations.claims import Portion, claim, claims_of, release
from operations.errors import Fault, NotFound, Unfit
from operations.lots import Held, held, portions
from operations.network import Network, current
from operations.relief.checks import may_be_given
from operations.relief.needs import count_for, lines_of, reserve_for
from operations.relief.recipients import active
from operations.sites import Site
from operations.stock.adjustments import STORES


@act(ActKind.ALLOCATE, creates=True)
def allocate(work: Work, body: AllocationIn) -> AllocationOut:
    """Reserve lots for a need.

    Raises Unfit for goods that are expired, earmarked for others or not what was asked for; Conflict
    when the need is met already; Shortage naming every short line; Forbidden for one's own intakes.
    """
    session = work.session
    release_expired(session, work.now)
    need = _open_need(session, body.need)
    recipient = active(session, need.recipient, "/need")
    wanted = _portions(work, body.lines)
    may_be_given(session, wanted, recipient, work.by)
    asked = _matched(work.network, lines_of(session, need.id), body.lines, wanted, session)
    for portion, n in zip(wanted, asked, strict=True):
        reserve_for(session, need.id, n, portion.pieces, portion.pointer)
    claim(session, work.document, ClaimKind.ALLOCATION, wanted)
    row = Allocation(
        id=work.document,
        need_id=need.id,
        status=AllocationStatus.RESERVED.value,
        expires_at=work.now + timedelta(days=body.days),
        by=work.by.actor,
    )
    session.add(row)
    session.flush()
    rows = [
        {
            "allocation_id": row.id,
            "n": n,
            "need_line": line,
            "place_id": portion.place,
            "lot": portion.lot,
            "pieces": portion.pieces,
            "grams": portion.grams,
        }
        for n, (portion, line) in enumerate(zip(wanted, asked, strict=True))
    ]
    insert_rows(session, AllocationLine, rows)
    return show_allocation(session, row)


@act(ActKind.RELEASE)
def release_allocation(work: Work, body: StepIn) -> AllocationOut:
    """Release what is still reserved; others can have it now."""
    row = allocation_of(work.session, work.document)
    require(row.status == AllocationStatus.RESERVED, Fault("", "allocation_ended", {"status": row.status}))
    _end(work.session, row, AllocationStatus.RELEASED)
    return show_allocation(work.session, row)


def allocation_of(session: Session, allocation_id: UUID) -> Allocation:
    """Return an allocation, locked by who writes; raises NotFound."""
    writing = bool(session.info.get("writing"))
    row = session.get(Allocation, allocation_id, with_for_update=writing or None, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def get_allocation(session: Session, allocation_id: UUID, *, by: Caller) -> AllocationOut:
    """Return an allocation; raises NotFound."""
    return show_allocation(session, allocation_of(session, allocation_id))


def release_expired(session: Session, now: datetime) -> int:
    """Release reservations that ran out; who reserves next finds the stock free. Return how many."""
    asked = select(Allocation).where(
        col(Allocation.status) == AllocationStatus.RESERVED.value, col(Allocation.expires_at) < now
    )
    rows = list(session.scalars(asked.order_by(col(Allocation.id)).with_for_update()))
    for row in rows:
        _end(session, row, AllocationStatus.EXPIRED)
    return len(rows)


def reserved_lines(session: Session, allocation_id: UUID) -> list[tuple[AllocationLine, Claim]]:
    """Return an allocation's lines with what each still claims."""
    held = {entry.n: entry for entry in claims_of(session, allocation_id)}
    asked = select(AllocationLine).where(col(AllocationLine.allocation_id) == allocation_id)
    return [(line, held[line.n]) for line in session.scalars(asked.order_by(col(AllocationLine.n)))]


def show_allocation(session: Session, row: Allocation) -> AllocationOut:
    """Return an allocation with what is still reserved."""
    network = current(session)
    need = session.get_one(Need, row.need_id)
    return AllocationOut(
        id=row.id,
        need=row.need_id,
        recipient=need.recipient,
        status=AllocationStatus(row.status),
        lines=[
            AllocationLineOut(
                need_line=line.need_line,
                place=network.by_id[line.place_id].code,
                lot=show_lot(line.lot),
                pieces=line.pieces,
                grams=line.grams,
                reserved_pieces=entry.pieces,
                reserved_grams=entry.grams,
            )
            for line, entry in reserved_lines(session, row.id)
        ],
        expires_at=row.expires_at,
    )


def fits(network: Network, line: NeedLine, row: Held) -> bool:
    """Tell whether goods are what a line of a need asks for; what it leaves open fits anything."""
    asked, has = network.kind_codes[line.category_id], network.kind_codes[row.category]
    return (
        (has == asked or has.startswith(f"{asked}."))
        and line.wearer in (None, row.wearer)
        and line.size in (None, row.size)
    )


def _end(session: Session, row: Allocation, status: AllocationStatus) -> None:
    """Give back what an allocation still claims; its need asks for it again."""
    for line, entry in reserved_lines(session, row.id):
        count_for(session, row.need_id, line.need_line, allocated=-entry.pieces)
        release(session, [entry])
    row.status = status.value
    session.add(row)
    session.flush()


def _open_need(session: Session, need_id: UUID) -> Need:
    need = session.get(Need, need_id, with_for_update=True, populate_existing=True)
    if need is None:
        raise Unfit(Fault("/need", "unknown_need", {"value": str(need_id)}))
    require(need.status == NeedStatus.OPEN, Fault("/need", "need_closed"))
    return need


def _portions(work: Work, lines: list[AllocationLineIn]) -> list[Portion]:
    places = [_store(work.network, line.place, f"/lines/{n}/place") for n, line in enumerate(lines)]
    asked = [
        (site.id, LotIn(lot=line.lot, pieces=line.pieces, grams=line.grams))
        for site, line in zip(places, lines, strict=True)
    ]
    return portions(work.session, asked, day=work.day)


def _store(network: Network, code: str, pointer: str) -> Site:
    site = network.sites.get(code)
    if site is None or site.kind not in STORES:
        raise Unfit(Fault(pointer, "unknown_place", {"value": code}))
    return site


def _matched(
    network: Network,
    asked: list[NeedLine],
    given: list[AllocationLineIn],
    wanted: list[Portion],
    session: Session,
) -> list[int]:
    """Return the line of the need that each portion is for; raises Unfit for what was not asked for."""
    known = held(session, [(portion.place, portion.lot) for portion in wanted])
    open_ = {line.n: line.pieces - line.allocated_pieces for line in asked}
    named = {portion.pointer: given[int(portion.pointer.rsplit("/", 1)[1])].need_line for portion in wanted}
    faults, found = [], []
    for portion in wanted:
        row = known[portion.place, portion.lot]
        fitting = [line.n for line in asked if fits(network, line, row)]
        if (said := named[portion.pointer]) is not None:
            fitting = [n for n in fitting if n == said]
        if not fitting:
            faults.append(Fault(portion.pointer, "not_asked_for", {"lot": show_lot(portion.lot)}))
            continue
        # The first line with room, else the first: the guard then says how much it still asks for.
        n = next((n for n in fitting if open_[n] >= portion.pieces), fitting[0])
        open_[n] -= portion.pieces
        found.append(n)
    refuse(faults)
    return found
