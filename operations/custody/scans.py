"""Scan anything: what a code stands for, where that is, who had it last."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller, Person
from models.bag_shapes import BagOut, PlaceRef, ScanOut
from models.custody import Bag, BagStatus, Label
from models.identifiers import is_label, is_lot, read_id, show_code, show_lot
from models.intakes import Intake
from models.ledger import Balance, Lot, Movement
from models.network import PlaceLoad
from operations.custody.bags import place_ref, show_bag
from operations.custody.contents import contents, sums
from operations.custody.labels import read_label
from operations.errors import Fault, NotFound
from operations.identify import tracking_code
from operations.intake_queries import find
from operations.lots import lot_number
from operations.network import current
from operations.scope import SEES_ALL, sees_place


@dataclass(frozen=True, slots=True)
class Last:
    """Who moved something last, and when."""

    by: str | None
    at: datetime | None


def scan(session: Session, typed: str, *, by: Caller) -> ScanOut:
    """Return what a code is: a bag's label, a gift's tracking code or receipt, a lot, a place.

    Raises Miscoded for a label that is mistyped, NotFound for what is unknown or not the caller's.
    """
    # A code may come from a QR as an address: what counts is its last part.
    code = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    if is_lot(code):
        return _lot(session, code, by)
    network = current(session)
    site = network.sites.get(code.upper())
    if site is not None:
        return _place(session, site.id, by)
    label = code if not is_label(code) else read_label(code, "/code")
    if session.get(Bag, label) is not None or session.get(Label, label) is not None:
        return _bag(show_bag(session, label, by=by))
    intake_id = read_id(code) or _id_of(session, code)
    if intake_id is None:
        raise NotFound(Fault("/code", "unknown_code"))
    return _intake(session, find(session, intake_id, by=by))


def _id_of(session: Session, code: str) -> UUID | None:
    """Return the id of the gift with a tracking code, if there is one."""
    found = tracking_code(code)
    return session.scalar(select(col(Intake.id)).where(col(Intake.tracking_code) == found)) if found else None


def _bag(bag: BagOut) -> ScanOut:
    last = bag.history[-1] if bag.history else None
    sealed = bag.status not in (BagStatus.UNUSED, BagStatus.RETIRED)
    return ScanOut(
        code=bag.label,
        what="bag" if sealed else "label",
        status=bag.status.value,
        place=bag.place,
        pieces=bag.pieces,
        grams=bag.grams,
        last_by=last.by if last else None,
        last_at=last.at if last else bag.sealed_at,
        path=f"/api/v1/bags/{bag.label.replace('-', '')}",
    )


def _lot(session: Session, code: str, by: Caller) -> ScanOut:
    lot = lot_number(code, "/code")
    network = current(session)
    rows = session.execute(
        select(Balance).where(col(Balance.lot) == lot, col(Balance.pieces) + col(Balance.grams) > 0)
    ).scalars()
    lying = [row for row in rows if sees_place(by, network.by_id[row.place_id])]
    if not lying and (by.role not in SEES_ALL or session.get(Lot, lot) is None):
        raise NotFound(Fault("/code", "unknown_code"))
    last = _last(session, [lot])
    return ScanOut(
        code=show_lot(lot),
        what="lot",
        status="in_stock" if lying else "gone",
        place=place_ref(network, lying[0].place_id) if len(lying) == 1 else None,
        pieces=sum(row.pieces for row in lying),
        grams=sum(row.grams for row in lying),
        last_by=last.by,
        last_at=last.at,
        path=f"/api/v1/stock?lot={show_lot(lot)}",
    )


def _intake(session: Session, intake: Intake) -> ScanOut:
    network = current(session)
    held = contents(session, [intake.id])
    places = {content.place for content in held}
    pieces, grams = sums(held)
    asked = select(col(Lot.id)).where(col(Lot.intake_id) == intake.id)
    last = _last(session, [row.id for row in session.execute(asked)])
    place: PlaceRef | None = place_ref(network, places.pop()) if len(places) == 1 else None
    return ScanOut(
        code=show_code(intake.tracking_code),
        what="intake",
        status="in_custody" if held else "passed_on",
        place=place,
        pieces=pieces,
        grams=grams,
        last_by=last.by,
        last_at=last.at,
        path=f"/api/v1/intakes/{intake.id}",
    )


def _place(session: Session, place: int, by: Caller) -> ScanOut:
    network = current(session)
    site = network.by_id[place]
    load = session.get(PlaceLoad, place) if sees_place(by, site) else None
    return ScanOut(
        code=site.code,
        what="place",
        status=site.out.status.value,
        place=place_ref(network, place),
        pieces=load.pieces if load else 0,
        grams=load.grams if load else 0,
        last_by=None,
        last_at=None,
        path=f"/api/v1/{site.kind.value}s/{site.code}",
    )


def _last(session: Session, lots: list[int]) -> Last:
    """Return who moved any of the lots last."""
    newest = select(func.max(col(Movement.seq))).where(col(Movement.lot).in_(lots)).scalar_subquery()
    row = session.execute(
        select(col(Person.name), col(Movement.recorded_at))
        .join(Movement, col(Movement.by) == Person.id)
        .where(col(Movement.seq) == newest)
    ).first()
    return Last(row.name, row.recorded_at) if row is not None else Last(None, None)
