"""What lies where: now with claims, or at any past moment by the ledger alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, Select, and_, case, func, literal, or_, select, true
from sqlmodel import Session, col

from models.access import Caller
from models.claims import Claim, ClaimKind
from models.clock import SHANGHAI
from models.columns import Day
from models.identifiers import show_lot
from models.intakes import Condition, Intake
from models.ledger import Lot, Movement
from models.network import Place, PlaceKind
from models.sortings import Grade, Season, Side, Sorting, Strand, Wearer
from models.stock_shapes import ExpiryBand, StockOut, StockPage, StockTotals
from operations.custody.bags import place_ref
from operations.errors import Fault, Unfit
from operations.lots import earmark_now, lot_number
from operations.network import Network, current
from operations.pages import page, read_cursor
from operations.scope import SEES_ALL
from operations.stock.lying import lying_at, lying_now

_MONTHS_3, _MONTHS_9 = timedelta(days=91), timedelta(days=274)


@dataclass(frozen=True, slots=True)
class StockWanted:
    """What a question about stock asks for; what is None is not asked."""

    place: str | None = None
    category: str | None = None
    grade: Grade | None = None
    lot: str | None = None
    expiry: ExpiryBand | None = None
    as_of: datetime | None = None


def stock(
    session: Session, wanted: StockWanted, *, limit: int, cursor: str | None, now: datetime, by: Caller
) -> StockPage:
    """Return what lies where, first-expired first, with totals over everything asked for.

    `as_of` asks for the ledger as it stood at a moment; what was reserved then is not known.
    Raises Unfit for places and categories that do not exist.
    """
    network = current(session)
    today = (wanted.as_of or now).astimezone(SHANGHAI).date()
    lying = lying_now() if wanted.as_of is None else lying_at(session, wanted.as_of)
    found = _found(lying, _conditions(network, wanted, today, by))
    rows = session.execute(_window(found, today, read_cursor(cursor, str, int, int), limit + 1)).all()
    there = [row for row in rows if row.lot is not None]
    kept, next_cursor = page(there, limit, lambda row: (row.expiry.isoformat(), row.lot, row.place_id))
    lots = _lots(session, {row.lot for row in kept})
    held = _held_back(session, [(row.place_id, row.lot) for row in kept])
    since = _since(session, [(row.place_id, row.lot) for row in kept], wanted.as_of)
    return StockPage(
        items=[
            _item(
                network,
                row,
                lots[row.lot],
                wanted.as_of is None,
                held.get((row.place_id, row.lot), 0),
                since[row.place_id, row.lot],
                today,
            )
            for row in kept
        ],
        totals=_totals(rows[0], None if wanted.as_of else _in_sorting(session, network, wanted, by)),
        next_cursor=next_cursor,
    )


def expiry_band(expires_on: date | None, today: date) -> ExpiryBand:
    """Return the band of shelf life that goods are in on a day."""
    if expires_on is None:
        return "none"
    if expires_on < today:
        return "expired"
    if expires_on < today + _MONTHS_3:
        return "under_3_months"
    return "under_9_months" if expires_on < today + _MONTHS_9 else "later"


def _found(lying: CTE, conditions: Sequence[ColumnElement[bool]]) -> CTE:
    """Return what lies where under conditions on lots and places, with the date that it is sorted by."""
    # Goods without a date come last.
    expiry = func.coalesce(col(Lot.expires_on), literal(date(9999, 12, 31), Day))
    return (
        select(lying, expiry.label("expiry"))
        .join(Lot, col(Lot.id) == lying.c.lot)
        .join(Place, col(Place.id) == lying.c.place_id)
        .where(*conditions, or_(lying.c.pieces > 0, lying.c.grams > 0))
        .cte("found")
    )


def _window(found: CTE, today: date, after: tuple[Any, ...] | None, limit: int) -> Select[Any]:
    """Return a window of what was found, each row with the totals of it all; one row without a lot if empty.

    One statement, so that both engines work out what was found once for the two of them.
    """
    usable = case((found.c.expiry >= today, found.c.pieces - found.c.reserved_pieces), else_=0)
    totals = select(
        func.count().label("lots"),
        *(
            func.coalesce(func.sum(amount), 0).label(f"all_{name}")
            for name, amount in (
                ("pieces", found.c.pieces),
                ("grams", found.c.grams),
                ("reserved", found.c.reserved_pieces),
                ("available", usable),
            )
        ),
    ).select_from(found)
    order = (found.c.expiry, found.c.lot, found.c.place_id)
    window = select(found).where(*_behind(found, after)).order_by(*order).limit(limit).subquery("window")
    summed = totals.subquery("totals")
    return (
        select(summed, window)
        .select_from(summed.outerjoin(window, true()))
        .order_by(window.c.expiry, window.c.lot, window.c.place_id)
    )


def _behind(found: CTE, after: tuple[Any, ...] | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    try:
        day = date.fromisoformat(after[0])
    except ValueError as wrong:
        raise Unfit(Fault("/cursor", "cursor")) from wrong
    key, lot, place = found.c.expiry, found.c.lot, found.c.place_id
    same_lot = and_(lot == after[1], place > after[2])
    return [or_(key > day, and_(key == day, or_(lot > after[1], same_lot)))]


def _conditions(network: Network, wanted: StockWanted, today: date, by: Caller) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Place.kind) != PlaceKind.OUTSIDE.value]
    if by.role not in SEES_ALL:
        found.append(or_(col(Place.id) == by.place_id, col(Place.home_id) == by.place_id))
    if wanted.place is not None:
        if wanted.place not in network.sites:
            raise Unfit(Fault("/place", "unknown_place", {"value": wanted.place}))
        found.append(col(Place.code) == wanted.place)
    if wanted.category is not None:
        found.append(col(Lot.category_id).in_(below(network, wanted.category)))
    if wanted.grade is not None:
        found.append(col(Lot.grade) == wanted.grade.value)
    if wanted.lot is not None:
        found.append(col(Lot.id) == lot_number(wanted.lot, "/lot"))
    if wanted.expiry is not None:
        found.append(in_band(wanted.expiry, today))
    return found


def below(network: Network, category: str) -> list[int]:
    """Return the ids of a category and of all below it; raises Unfit for an unknown one."""
    if category not in network.kinds:
        raise Unfit(Fault("/category", "unknown_category", {"value": category}))
    return [
        kind.id for code, kind in network.kinds.items() if code == category or code.startswith(f"{category}.")
    ]


def in_band(band: ExpiryBand, today: date) -> ColumnElement[bool]:
    """Return the condition that a lot is in a band of shelf life on a day."""
    expires = col(Lot.expires_on)
    bounds: dict[str, ColumnElement[bool]] = {
        "none": expires.is_(None),
        "expired": expires < today,
        "under_3_months": and_(expires >= today, expires < today + _MONTHS_3),
        "under_9_months": and_(expires >= today + _MONTHS_3, expires < today + _MONTHS_9),
        "later": expires >= today + _MONTHS_9,
    }
    return bounds[band]


def _lots(session: Session, ids: set[int]) -> dict[int, Row[Any]]:
    """Return lots by id, each with its earmark."""
    asked = select(Lot, earmark_now().label("earmark")).outerjoin(Intake, col(Intake.id) == Lot.intake_id)
    return {row.Lot.id: row for row in session.execute(asked.where(col(Lot.id).in_(ids)))}


def _held_back(session: Session, stock: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the pieces that are set apart, by place and lot."""
    lots = {lot for _, lot in stock}
    asked = select(col(Claim.place_id), col(Claim.lot), func.sum(col(Claim.pieces))).where(
        col(Claim.kind) == ClaimKind.HOLD.value, col(Claim.lot).in_(lots)
    )
    rows = session.execute(asked.group_by(col(Claim.place_id), col(Claim.lot)))
    return {(place, lot): int(pieces) for place, lot, pieces in rows}


def _since(
    session: Session, stock: Sequence[tuple[int, int]], as_of: datetime | None
) -> dict[tuple[int, int], datetime]:
    """Return when each lot first came to its place."""
    asked = select(
        col(Movement.to_place), col(Movement.lot), func.min(col(Movement.recorded_at)).label("since")
    ).where(col(Movement.lot).in_({lot for _, lot in stock}))
    if as_of is not None:
        asked = asked.where(col(Movement.recorded_at) <= as_of)
    rows = session.execute(asked.group_by(col(Movement.to_place), col(Movement.lot)))
    return {(place, lot): since for place, lot, since in rows}


def _item(
    network: Network,
    row: Any,
    told: Row[Any],
    now: bool,
    held: int,
    since: datetime,
    today: date,
) -> StockOut:
    lot: Lot = told.Lot
    band = expiry_band(lot.expires_on, today)
    free = 0 if band == "expired" else 1
    return StockOut(
        place=place_ref(network, row.place_id),
        lot=show_lot(row.lot),
        category=network.kind_codes[lot.category_id],
        grade=None if lot.grade is None else Grade(lot.grade),
        condition=None if lot.condition is None else Condition(lot.condition),
        wearer=None if lot.wearer is None else Wearer(lot.wearer),
        size=lot.size,
        season=None if lot.season is None else Season(lot.season),
        pieces=int(row.pieces),
        grams=int(row.grams),
        weight_estimated=lot.weight_estimated,
        reserved_pieces=int(row.reserved_pieces) - held if now else None,
        reserved_grams=int(row.reserved_grams) if now else None,
        held_pieces=held if now else None,
        available_pieces=free * int(row.pieces - row.reserved_pieces) if now else None,
        available_grams=free * int(row.grams - row.reserved_grams) if now else None,
        expires_on=lot.expires_on,
        expiry_band=band,
        earmark=told.earmark,
        since=since,
    )


def _totals(row: Any, in_sorting_grams: int | None) -> StockTotals:
    """Return the totals; without what is being sorted they are of the past, which knows no claims either."""
    now = in_sorting_grams is not None
    return StockTotals(
        lots=row.lots,
        pieces=int(row.all_pieces),
        grams=int(row.all_grams),
        reserved_pieces=int(row.all_reserved) if now else None,
        available_pieces=int(row.all_available) if now else None,
        in_sorting_grams=in_sorting_grams,
    )


def _in_sorting(session: Session, network: Network, wanted: StockWanted, by: Caller) -> int:
    """Return what lies on the tables of open runs, in grams: neither in stock any more nor yet again."""
    sign = case((col(Strand.side) == Side.IN.value, 1), else_=-1)
    asked = select(func.coalesce(func.sum(sign * col(Strand.grams)), 0)).join(
        Sorting, col(Sorting.id) == Strand.run
    )
    asked = asked.where(col(Sorting.finished_at).is_(None))
    if wanted.place is not None:
        asked = asked.where(col(Sorting.station_id) == network.sites[wanted.place].id)
    if by.role not in SEES_ALL:
        asked = asked.where(col(Sorting.station_id) == by.place_id)
    return int(session.scalar(asked) or 0)
