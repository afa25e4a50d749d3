"""Which places a list is limited to: what was asked for, within what the caller may see."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, true

from models.access import Caller
from operations.errors import Fault, NotFound, Unfit
from operations.network import Network
from operations.scope import SEES_ALL, sees_place

#: Ids of places; None: everywhere.
Places = frozenset[int] | None


def places_asked(network: Network, code: str | None, by: Caller) -> Places:
    """Return the places that a list is limited to; the vehicles of a place belong to it.

    Raises Unfit for a place that does not exist, NotFound for one that is not the caller's.
    """
    if code is None:
        return own_places(network, by)
    site = network.sites.get(code)
    if site is None:
        raise Unfit(Fault("/place", "unknown_place", {"value": code}))
    if not sees_place(by, site):
        raise NotFound(Fault("/place", "foreign_place", {"value": code}))
    return frozenset(other.id for other in network.sites.values() if site.id in (other.id, other.home_id))


def own_places(network: Network, by: Caller) -> Places:
    """Return the places where the caller sees what lies there."""
    if by.role in SEES_ALL:
        return None
    return frozenset(site.id for site in network.sites.values() if sees_place(by, site))


def at(column: SQLColumnExpression[Any], places: Places) -> ColumnElement[bool]:
    """Return the condition that a row belongs to one of the places."""
    if places is None:
        return true()
    if len(places) == 1:
        return column == next(iter(places))
    return column.in_(sorted(places))
