"""Who sees what: the one function that limits every query about intakes, and its twin for places."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, false, true

from models.access import Caller, Role
from operations.network import Network
from operations.sites import Site

#: Roles that see the whole network.
SEES_ALL = frozenset({Role.ADMIN, Role.FOUNDATION, Role.AUDITOR})


def scope(
    by: Caller, *, point: SQLColumnExpression[Any], station: SQLColumnExpression[Any]
) -> ColumnElement[bool]:
    """Return the condition under which a row about goods is the caller's to see.

    `point` and `station` are the columns with the place the goods were given at and the station
    they go to. What is foreign is as if it did not exist.
    """
    if by.role in SEES_ALL:
        return true()
    if by.role is Role.VOLUNTEER:
        return point == by.place_id
    if by.role in (Role.STATION_MANAGER, Role.DRIVER):
        return station == by.place_id
    return false()


def acts_at(by: Caller, point: Site, network: Network) -> bool:
    """Tell whether the caller may record goods at a point: its volunteers, its station, admins."""
    if by.role is Role.ADMIN:
        return True
    if by.role is Role.VOLUNTEER:
        return by.place_id == point.id
    if by.role in (Role.STATION_MANAGER, Role.DRIVER):
        return by.place_id in (point.id, network.home_of(point))
    return False


def sees_place(by: Caller, site: Site) -> bool:
    """Tell whether the caller may see what lies at a place: those there, and those who see everything."""
    return by.role in SEES_ALL or by.place_id in (site.id, site.home_id)


def works_at(by: Caller, site: Site) -> bool:
    """Tell whether the caller may move goods at a place."""
    return by.role is Role.ADMIN or by.place_id in (site.id, site.home_id)
