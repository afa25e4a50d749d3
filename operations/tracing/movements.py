"""What moved where: the history of a lot, or of a place, the newest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlmodel import Session, col

from models.access import Caller, Person
from models.acts import Act, ActKind
from models.identifiers import show_lot
from models.ledger import Lot, Movement, MovementKind
from models.shipments import Shipment
from models.trace import MovementRow
from operations.custody.bags import place_ref
from operations.errors import NotFound
from operations.lists.asked import at, own_places
from operations.lots import lot_number
from operations.network import Network, current
from operations.pages import Page, page, read_cursor
from operations.tracing.graphs import sees_lot

#: The parts of the desk in which the papers of acts are; a shipment's depends on its kind.
_PAGES = {
    ActKind.COLLECT: "pickups",
    ActKind.FINISH_PICKUP: "pickups",
    ActKind.RECEIVE_BAGS: "receive",
    ActKind.OPEN_SORTING: "sort",
    ActKind.SORT_LINES: "sort",
    ActKind.FINISH_SORTING: "sort",
    ActKind.CORRECT_SORTING: "sort",
    ActKind.FINALIZE_STOCKTAKE: "counts",
    ActKind.SEAL_BAG: "bag",
}
_SHIPPING = (ActKind.DISPATCH, ActKind.ARRIVE, ActKind.RETURN, ActKind.CANCEL)


def list_movements(
    session: Session, *, lot: str | None, limit: int, cursor: str | None, by: Caller
) -> Page[MovementRow]:
    """Return movements, the newest record first: of a lot, or at the caller's places.

    Raises NotFound for a lot that never was in sight.
    """
    network = current(session)
    conditions = [_wanted(session, network, lot, by)]
    after = read_cursor(cursor, int)
    if after is not None:
        conditions.append(col(Movement.seq) < after[0])
    ordered = _movements().where(*conditions).order_by(col(Movement.seq).desc()).limit(limit + 1)
    kept, next_cursor = page(session.execute(ordered).all(), limit, lambda row: (row.seq,))
    kinds = _kinds(session, kept)
    return Page(items=[_row(network, row, kinds) for row in kept], next_cursor=next_cursor)


def _wanted(session: Session, network: Network, lot: str | None, by: Caller) -> ColumnElement[bool]:
    if lot is not None:
        number = lot_number(lot, "/lot")
        if session.get(Lot, number) is None or not sees_lot(session, number, by):
            raise NotFound
        return col(Movement.lot) == number
    places = own_places(network, by)
    return or_(at(col(Movement.from_place), places), at(col(Movement.to_place), places))


def _movements() -> Select[Any]:
    told: tuple[Any, ...] = (
        col(Movement.seq),
        col(Movement.lot),
        col(Movement.kind),
        col(Movement.from_place),
        col(Movement.to_place),
        col(Movement.pieces),
        col(Movement.grams),
        col(Movement.happened_at),
        col(Movement.recorded_at),
        col(Person.name).label("by"),
        col(Act.kind).label("act"),
        col(Act.subject),
        col(Act.reason),
        col(Lot.intake_id),
    )
    return (
        select(*told)
        .select_from(Movement)
        .join(Person, col(Person.id) == Movement.by)
        .join(Lot, col(Lot.id) == Movement.lot)
        .outerjoin(Act, col(Act.id) == Movement.operation)
    )


def _kinds(session: Session, rows: Sequence[Row[Any]]) -> dict[str, str]:
    """Return by id the kinds of the shipments that movements belong to."""
    wanted = {UUID(row.subject) for row in rows if row.act in _SHIPPING}
    asked = select(col(Shipment.id), col(Shipment.kind)).where(col(Shipment.id).in_(wanted))
    return {str(id_): kind for id_, kind in session.execute(asked)} if wanted else {}


def _row(network: Network, row: Row[Any], kinds: dict[str, str]) -> MovementRow:
    return MovementRow(
        seq=row.seq,
        lot=show_lot(row.lot),
        kind=MovementKind(row.kind),
        from_place=place_ref(network, row.from_place),
        to_place=place_ref(network, row.to_place),
        pieces=row.pieces,
        grams=row.grams,
        by=row.by,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        reason=row.reason,
        path=_path(row, kinds),
    )


def _path(row: Row[Any], kinds: dict[str, str]) -> str | None:
    """Return the desk's page of the paper that a movement belongs to, if it has one."""
    if row.act is None:
        return None if row.intake_id is None else f"/desk/intake/{row.intake_id}"
    kind = kinds.get(row.subject)
    if kind is not None:
        return f"/desk/shipments/{kind}/{row.subject}"
    part = _PAGES.get(ActKind(row.act))
    return None if part is None else f"/desk/{part}/{row.subject}"
