"""Who hears of what: as far as each role sees, and of no more than it could ask for."""

from dataclasses import dataclass

from sqlmodel import Session

from models.access import Caller, Role
from models.acts import ActKind
from models.network import PlaceKind
from models.news_shapes import ChangedOut
from operations.errors import Fault, NotFound
from operations.network import Network, current
from operations.news.recorded import News
from operations.scope import SEES_ALL
from operations.sites import Site

_EVERYBODY = frozenset(Role)
_RELIEF = SEES_ALL | {Role.WAREHOUSE_MANAGER, Role.STATION_MANAGER}
_TOKENS = frozenset({Role.ADMIN, Role.AUDITOR})
#: Who hears of what belongs to no place. An act that is not named is for those who see everything.
_AUDIENCES: dict[str, frozenset[Role]] = {
    ActKind.STATE_NEED: _RELIEF,
    ActKind.ALLOCATE: _RELIEF,
    ActKind.CANCEL: _RELIEF,
    ActKind.CLOSE_PERIOD: _EVERYBODY,
    "recipient.put": _RELIEF,
    "station.close": _EVERYBODY,
    "station.reopen": _EVERYBODY,
    "place.edit": _EVERYBODY,
    "places.import": _EVERYBODY,
    "point.pin": SEES_ALL,
    "point.unpin": SEES_ALL,
    "project.put": SEES_ALL,
    "indicator.put": SEES_ALL,
    "label.retire": SEES_ALL,
    "poster.renew": frozenset({Role.ADMIN, Role.FOUNDATION}),
}


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens, and to what: one place or all, some kinds or all (empty)."""

    by: Caller
    place: int | None = None
    kinds: frozenset[str] = frozenset()

    def hears(self, told: News, network: Network) -> bool:
        """Tell whether this is what the caller asked for, and the caller's to hear."""
        if self.kinds and told.kind not in self.kinds:
            return False
        if self.place is not None and self.place not in told.places:
            return False
        return may_hear(self.by, told, network)


def may_hear(by: Caller, told: News, network: Network) -> bool:
    """Tell whether a caller may know of something that was recorded."""
    if not told.places:
        return by.role in _audience(told.kind)
    if by.role in SEES_ALL:
        return True
    sites = [network.by_id[place] for place in told.places if place in network.by_id]
    return any(_near(by, site, network) for site in sites)


def ear_of(session: Session, place: str | None, kinds: frozenset[str], *, by: Caller) -> Ear:
    """Return the ear of a caller; raises NotFound for a place that is foreign or unknown."""
    if place is None:
        return Ear(by, None, kinds)
    network = current(session)
    site = network.sites.get(place)
    if site is None or not (by.role in SEES_ALL or _near(by, site, network)):
        raise NotFound(Fault("/place", "unknown_place", {"value": place}))
    return Ear(by, site.id, kinds)


def show_news(told: News, network: Network) -> ChangedOut:
    """Return what a page is told."""
    return ChangedOut(
        kind=told.kind,
        subject=told.subject,
        place=network.place_codes.get(told.places[0]) if told.places else None,
        by=told.by,
        at=told.at,
        recorded_at=told.recorded_at,
    )


def _audience(kind: str) -> frozenset[Role]:
    """Return the roles that hear of a kind; an audit entry that nobody thought of is for administrators."""
    return _AUDIENCES.get(kind, _TOKENS if "." in kind else SEES_ALL)


def _near(by: Caller, site: Site, network: Network) -> bool:
    """Tell whether a place is the caller's own, rides for it, or is a point that gives to it."""
    home = network.home_of(site) if site.kind is PlaceKind.POINT else site.home_id
    return by.place_id is not None and by.place_id in (site.id, home)
