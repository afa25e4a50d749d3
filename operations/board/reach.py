"""Whose board it is: the stores, vehicles and points that it looks at."""

from dataclasses import dataclass

from models.access import Caller
from models.network import PlaceKind
from operations.errors import Fault, NotFound, Unfit
from operations.network import Network
from operations.scope import SEES_ALL, sees_place
from operations.sites import Site

STORES = (PlaceKind.STATION, PlaceKind.WAREHOUSE)


@dataclass(frozen=True, slots=True)
class Reach:
    """A place with what belongs to it, or the whole network when there is no place."""

    network: Network
    site: Site | None
    stores: frozenset[int]
    vehicles: frozenset[int]

    @property
    def is_whole(self) -> bool:
        """Tell whether it is the whole network."""
        return self.site is None


def reach_of(network: Network, code: str | None, by: Caller) -> Reach:
    """Return what a board looks at: the place asked for, the caller's own, or the whole network.

    Raises Unfit for what is no station or warehouse, NotFound for a foreign one.
    """
    site = _site(network, code, by)
    seen = [other for other in network.sites.values() if site is None or site.id in (other.id, other.home_id)]
    return Reach(
        network,
        site,
        frozenset(other.id for other in seen if other.kind in STORES),
        frozenset(other.id for other in seen if other.kind is PlaceKind.VEHICLE),
    )


def _site(network: Network, code: str | None, by: Caller) -> Site | None:
    if code is None:
        return None if by.role in SEES_ALL or by.place_id is None else network.by_id[by.place_id]
    site = network.sites.get(code)
    if site is None or site.kind not in STORES:
        raise Unfit(Fault("/place", "unknown_place", {"value": code}))
    if not sees_place(by, site):
        raise NotFound(Fault("/place", "foreign_place", {"value": code}))
    return site
