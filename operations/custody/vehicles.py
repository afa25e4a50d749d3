"""Vehicles: places that move. What rides in them is on hand, somewhere, in somebody's custody."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.network import Place, PlaceKind, PlaceLoad, PlaceStatus, PositionSource
from models.pickup_shapes import VehicleIn, VehicleOut
from operations.audit import note
from operations.errors import Conflict, Fault, NotFound, Unfit
from operations.network import Network, changed, current
from operations.scope import sees_place, works_at
from operations.sites import Site
from operations.stale import Content, Expected, last_audited, refuse_stale, take_turn, version_of

_HOMES = (PlaceKind.STATION, PlaceKind.WAREHOUSE)


def put_vehicle(
    session: Session,
    code: str,
    body: VehicleIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> VehicleOut:
    """Register a vehicle, or change what is known of it.

    Raises Conflict for another place's code, NotFound for another station's vehicle, and Stale.
    """
    take_turn(session, "vehicle", code)
    network = current(session)
    site = network.sites.get(code)
    refuse_stale(
        expected,
        _content(network, site) if site is not None and _is_seen(by, site) else None,
        _sent(body),
        lambda: last_audited(session, ["vehicle.put"], code),
    )
    if _put(session, network, code, body, by, now):
        changed(session)
    return _shown(session, current(session), code)


def load_vehicles(session: Session, facts: Mapping[str, VehicleIn], *, by: Caller, now: datetime) -> int:
    """Register many vehicles at once; return how many are new or changed."""
    network = current(session)
    touched = sum(_put(session, network, code, body, by, now) for code, body in facts.items())
    if touched:
        changed(session)
    return touched


def vehicles(session: Session, *, by: Caller) -> list[VehicleOut]:
    """Return the vehicles the caller may see, in order of code."""
    network = current(session)
    return [_shown(session, network, site.code) for site in network.vehicles if sees_place(by, site)]


def vehicle_for(network: Network, home: Site, code: str | None) -> Site:
    """Return the vehicle of that code, or a station's first; raises Unfit."""
    if code is None:
        own = [site for site in network.vehicles if site.home_id == home.id]
        if not own:
            raise Unfit(Fault("/vehicle", "no_vehicle", {"value": home.code}))
        return own[0]
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.VEHICLE:
        raise Unfit(Fault("/vehicle", "unknown_vehicle", {"value": code}))
    return site


def _put(session: Session, network: Network, code: str, body: VehicleIn, by: Caller, now: datetime) -> bool:
    """Write a vehicle; return whether anything is new."""
    home = network.sites.get(body.home)
    if home is None or home.kind not in _HOMES:
        raise Unfit(Fault("/home", "unknown_place", {"value": body.home}))
    if not works_at(by, home):
        raise NotFound(Fault("/home", "foreign_place", {"value": body.home}))
    row = session.scalar(select(Place).where(col(Place.code) == code))
    if row is not None and row.kind != PlaceKind.VEHICLE:
        raise Conflict(Fault("/code", "code_of_another", {"value": code}))
    if row is not None and not works_at(by, network.sites[code]):
        # Another station's vehicle is as if it were not there: nobody takes it away by naming it.
        raise NotFound
    known = {
        "name": body.name,
        "name_en": body.name_en or body.name,
        "home_id": home.id,
        "capacity_grams": body.capacity_grams,
    }
    if row is not None and all(getattr(row, name) == value for name, value in known.items()):
        return False
    row = row or _new(code, home, now)
    row.sqlmodel_update({**known, "changed_at": now})
    session.add(row)
    note(session, "vehicle.put", code, f"{body.name} at {body.home}", by=by, now=now)
    return True


def _is_seen(by: Caller, site: Site) -> bool:
    return site.kind is PlaceKind.VEHICLE and sees_place(by, site)


def _sent(body: VehicleIn) -> Content:
    return {
        "name": body.name,
        "name_en": body.name_en or body.name,
        "home": body.home,
        "capacity_grams": body.capacity_grams,
    }


def _content(network: Network, site: Site) -> Content:
    return {
        "name": site.out.name,
        "name_en": site.out.name_en,
        "home": network.by_id[site.home_id].code if site.home_id else "",
        "capacity_grams": site.capacity_grams,
    }


def _new(code: str, home: Site, now: datetime) -> Place:
    return Place(
        code=code,
        kind=PlaceKind.VEHICLE.value,
        name="",
        name_en="",
        district_code=None,
        subdistrict_code=None,
        committee_code=None,
        address="",
        address_en="",
        lat=home.position.lat,
        lon=home.position.lon,
        datum_given="WGS84",
        position_source=PositionSource.SURVEYED.value,
        operator="",
        phone="",
        opening_hours="",
        accepts="",
        capacity_grams=0,
        status=PlaceStatus.OPEN.value,
        search=code.lower(),
        changed_at=now,
    )


def _shown(session: Session, network: Network, code: str) -> VehicleOut:
    site = network.sites[code]
    load = session.get(PlaceLoad, site.id)
    content = _content(network, site)
    return VehicleOut(
        code=code,
        **content,
        pieces=load.pieces if load else 0,
        grams=load.grams if load else 0,
        version=version_of(content),
    )
