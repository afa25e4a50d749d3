"""What people did, the newest first: the feed of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.access import Caller, Person
from models.acts import Act, ActKind
from models.shipments import Shipment
from models.work_shapes import ActRow
from operations.custody.bags import place_ref
from operations.errors import Fault, NotFound, Unfit
from operations.lists.asked import Places
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.scope import SEES_ALL, sees_place
from operations.sites import Site


@dataclass(frozen=True, slots=True)
class ActsWanted:
    """Which acts: at a place, about something, of a kind, recorded in [since, until)."""

    place: str | None = None
    subject: str | None = None
    kind: ActKind | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_acts(
    session: Session, wanted: ActsWanted, *, limit: int, cursor: str | None, by: Caller
) -> Page[ActRow]:
    """Return what people did, the newest record first; at the caller's places, or about their shipments.

    What has no place, such as promises and all that donors asked, is for those who see the whole network.

    Raises Unfit for a place that does not exist, NotFound for one that is not the caller's.
    """
    network = current(session)
    asked = _acts().where(*_conditions(session, network, wanted, by))
    after = read_position(cursor, datetime)
    if after is not None:
        asked = asked.where(behind(col(Act.recorded_at), col(Act.id), after, newest_first=True))
    ordered = asked.order_by(col(Act.recorded_at).desc(), col(Act.id).desc()).limit(limit + 1)
    kept, next_cursor = page(session.execute(ordered).all(), limit, _key)
    return Page(items=[_row(network, row) for row in kept], next_cursor=next_cursor)


def acting_places(network: Network, code: str | None, by: Caller) -> Places:
    """Return the places whose acts a caller asks for: one's own, with its vehicles and the points it serves.

    None: everywhere. Raises Unfit for a place that does not exist, NotFound for a foreign one.
    """
    if code is None:
        if by.role in SEES_ALL:
            return None
        return frozenset(site.id for site in network.sites.values() if _mine(network, by, site))
    site = network.sites.get(code)
    if site is None:
        raise Unfit(Fault("/place", "unknown_place", {"value": code}))
    if by.role not in SEES_ALL and not _mine(network, by, site):
        raise NotFound(Fault("/place", "foreign_place", {"value": code}))
    return frozenset({site.id})


def _mine(network: Network, by: Caller, site: Site) -> bool:
    return sees_place(by, site) or (by.place_id is not None and network.home_of(site) == by.place_id)


def _acts() -> Select[Any]:
    doer, witness = aliased(Person), aliased(Person)
    told: tuple[Any, ...] = (
        col(Act.id).label("act"),
        col(Act.kind),
        col(Act.subject),
        col(Act.place_id),
        col(doer.name).label("by"),
        col(witness.name).label("witness"),
        col(Act.happened_at),
        col(Act.recorded_at),
        col(Act.reason),
        col(Act.note),
    )
    return (
        select(*told)
        .select_from(Act)
        .join(doer, col(doer.id) == Act.by)
        .outerjoin(witness, col(witness.id) == Act.witness)
    )


def _conditions(
    session: Session, network: Network, wanted: ActsWanted, by: Caller
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    places = acting_places(network, wanted.place, by)
    if wanted.subject is not None:
        found.append(col(Act.subject) == wanted.subject)
        if wanted.place is None and _is_for(session, wanted.subject, places):
            places = None
    if places is not None:
        found.append(_there(sorted(places)))
    if wanted.kind is not None:
        found.append(col(Act.kind) == wanted.kind.value)
    if wanted.since is not None:
        found.append(col(Act.recorded_at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(Act.recorded_at) < wanted.until)
    return found


def _there(places: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition of acts at the places.

    One place: its index gives them in order. Of hundreds of places, all acts that there ever were would be
    gathered and sorted; to walk back in time and skip what is elsewhere is short.
    """
    if len(places) == 1:
        return col(Act.place_id) == places[0]
    return func.coalesce(col(Act.place_id), 0).in_(places)


def _is_for(session: Session, subject: str, places: Places) -> bool:
    """Tell whether a subject is a shipment to one of the places: its sender's acts are the receiver's too."""
    try:
        row = session.get(Shipment, UUID(subject))
    except ValueError:
        return False
    return row is not None and places is not None and row.to_place in places


def _row(network: Network, row: Row[Any]) -> ActRow:
    return ActRow(
        id=row.act,
        kind=ActKind(row.kind),
        subject=row.subject,
        place=None if row.place_id is None else place_ref(network, row.place_id),
        by=row.by,
        witness=row.witness,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        reason=row.reason,
        note=row.note,
    )


def _key(row: Row[Any]) -> tuple[str, str]:
    return row.recorded_at.isoformat(), str(row.act)
