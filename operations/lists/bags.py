"""List bags, the longest sealed first, and batches of labels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.custody import Bag, BagIntake, BagStatus, Label
from models.identifiers import show_code
from models.intakes import Destination
from models.network import PlaceKind
from models.work_shapes import BagRow, LabelBatchRow
from operations.custody.bags import place_ref
from operations.custody.contents import bags_contents, sums
from operations.errors import Fault, NotFound, Unfit
from operations.lists.asked import at, own_places
from operations.lists.begun import begun, newest
from operations.network import Network, current
from operations.pages import Page, page, read_cursor
from operations.scope import SEES_ALL, scope, sees_place
from operations.sites import Site


def list_bags(
    session: Session,
    *,
    place: str | None,
    status: BagStatus | None,
    station: str | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[BagRow]:
    """Return bags, the longest sealed first: where they are, or where they are headed.

    Raises Unfit for places that do not exist, NotFound for those that are not the caller's.
    """
    network = current(session)
    conditions = [_visible(network, by)]
    if place is not None:
        conditions.append(at(col(Bag.place_id), _here(network, place, by)))
    if status is not None:
        conditions.append(col(Bag.status) == status.value)
    if station is not None:
        conditions.append(_headed(col(Destination.station_id) == _station(network, station, by).id))
    after = read_cursor(cursor, str, str)
    if after is not None:
        conditions.append(_behind(after))
    asked = select(Bag).where(*conditions).order_by(col(Bag.sealed_at), col(Bag.label)).limit(limit + 1)
    kept, next_cursor = page(session.scalars(asked).all(), limit, _key)
    return Page(items=_rows(session, network, kept), next_cursor=next_cursor)


def list_label_batches(
    session: Session, *, limit: int, cursor: str | None, by: Caller
) -> Page[LabelBatchRow]:
    """Return batches of labels, the newest first. Labels belong to no place until a bag is sealed."""
    rows, next_cursor = newest(session, begun(ActKind.PRINT_LABELS), limit=limit, cursor=cursor)
    counts = {
        batch: sums
        for batch, *sums in session.execute(
            select(
                col(Label.batch),
                func.count(),
                func.count(col(Bag.label)),
                func.count(col(Label.retired_at)),
            )
            .outerjoin(Bag, col(Bag.label) == col(Label.code))
            .where(col(Label.batch).in_([row.act for row in rows]))
            .group_by(col(Label.batch))
        )
    }
    items = []
    for row in rows:
        count, used, retired = counts.get(row.act, (0, 0, 0))
        items.append(
            LabelBatchRow(
                id=row.act, count=count, used=used, retired=retired, by=row.by, printed_at=row.happened_at
            )
        )
    return Page(items=items, next_cursor=next_cursor)


def _visible(network: Network, by: Caller) -> ColumnElement[bool]:
    """Return the condition under which a bag is the caller's to see: it is there, or bound for there."""
    bound = scope(by, point=col(Bag.point_id), station=col(Destination.station_id))
    if by.role in SEES_ALL:
        return bound
    return or_(at(col(Bag.place_id), own_places(network, by)), _headed(bound))


def _headed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a gift in the bag goes where a condition on its destination says."""
    return exists(
        select(col(BagIntake.label))
        .join(Destination, col(Destination.intake_id) == BagIntake.intake_id)
        .where(col(BagIntake.label) == Bag.label, condition)
    )


def _here(network: Network, code: str, by: Caller) -> frozenset[int]:
    """Return a place where bags may lie: the caller's own, or a point that the caller's station serves."""
    site = network.sites.get(code)
    if site is None:
        raise Unfit(Fault("/place", "unknown_place", {"value": code}))
    served = site.kind is PlaceKind.POINT and network.home_of(site) == by.place_id
    if not (sees_place(by, site) or served):
        raise NotFound(Fault("/place", "foreign_place", {"value": code}))
    return frozenset({site.id})


def _station(network: Network, code: str, by: Caller) -> Site:
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.STATION:
        raise Unfit(Fault("/station", "unknown_station", {"value": code}))
    if not sees_place(by, site):
        raise NotFound(Fault("/station", "foreign_place", {"value": code}))
    return site


def _behind(after: tuple[Any, ...]) -> ColumnElement[bool]:
    """Return the condition of bags behind a cursor; raises Unfit for one that we did not write."""
    try:
        sealed_at = datetime.fromisoformat(after[0])
    except ValueError as wrong:
        raise Unfit(Fault("/cursor", "cursor")) from wrong
    if sealed_at.tzinfo is None:
        raise Unfit(Fault("/cursor", "cursor"))
    sealed, label = col(Bag.sealed_at), col(Bag.label)
    return and_(sealed >= sealed_at, or_(sealed > sealed_at, label > after[1]))


def _key(bag: Bag) -> tuple[str, str]:
    return bag.sealed_at.isoformat(), bag.label


def _rows(session: Session, network: Network, bags: Sequence[Bag]) -> list[BagRow]:
    labels = [bag.label for bag in bags]
    held, bound = bags_contents(session, labels), _bound(session, labels)
    rows = []
    for bag in bags:
        pieces, grams = sums(held[bag.label])
        station = bound.get(bag.label)
        rows.append(
            BagRow(
                label=show_code(bag.label),
                status=BagStatus(bag.status),
                place=None if bag.status == BagStatus.OPENED else place_ref(network, bag.place_id),
                point=network.by_id[bag.point_id].code,
                station=None if station is None else network.by_id[station].code,
                pieces=pieces,
                grams=grams,
                flags=[flag for flag in bag.flags.split(";") if flag],
                sealed_at=bag.sealed_at,
            )
        )
    return rows


def _bound(session: Session, labels: Sequence[str]) -> dict[str, int]:
    """Return by bag the station that most of its gifts are bound for; of several, the first by id."""
    rows = session.execute(
        select(col(BagIntake.label), col(Destination.station_id), func.count())
        .join(Destination, col(Destination.intake_id) == BagIntake.intake_id)
        .where(col(BagIntake.label).in_(labels))
        .group_by(col(BagIntake.label), col(Destination.station_id))
        .order_by(func.count(), col(Destination.station_id).desc())
    )
    return {label: station for label, station, _ in rows}
