"""Load places: the same import for the facts that ship with the service and for a foundation's file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from geo.distance import geodesic_m
from geo.geocoding import Geocoding
from geo.positions import Position
from models.access import Caller
from models.imports import GoodRow, ImportReport
from models.network import Place, PlaceKind, PlaceLoad, Subdistrict, TravelDistance
from models.rows import Row, insert_rows
from operations.audit import note
from operations.import_checks import Facts
from operations.network import changed, current
from operations.posters import hang_posters
from operations.search_text import search_text

#: A place is called moved when its new position is farther off than a surveyor's rounding.
MOVED_MIN_M = 1.0


@dataclass(frozen=True, slots=True)
class Names:
    """Names that search texts are made of, by code."""

    districts: Mapping[str, str]
    subdistricts: Mapping[str, str]


def facts_for(session: Session, geocoding: Geocoding) -> Facts:
    """Return what the rows of a file are checked against."""
    network = current(session)
    of_district = {row.code: row.district_code for row in session.scalars(select(Subdistrict))}
    loads = select(col(PlaceLoad.place_id), col(PlaceLoad.grams)).where(col(PlaceLoad.grams) > 0)
    holding = {
        network.by_id[row.place_id].code: row.grams
        for row in session.execute(loads)
        if row.place_id in network.by_id
    }
    return Facts(network, of_district, network.district_areas, geocoding, holding)


def import_places(session: Session, rows: Sequence[GoodRow], *, by: Caller, now: datetime) -> ImportReport:
    """Create or update places from checked rows; what is the same already is not touched."""
    names = names_of(session)
    known = {
        place.code: place
        for place in session.scalars(select(Place).where(col(Place.code).in_([row.row.code for row in rows])))
    }
    report = ImportReport()
    fresh: list[Row] = []
    for row in rows:
        place, wanted = known.get(row.row.code), row_of(row, names)
        if place is None:
            fresh.append(wanted | {"status_reason": "", "pin_reason": "", "changed_at": now})
        elif differs(place, wanted):
            _update(session, place, wanted, report, now)
        else:
            report.unchanged += 1
    insert_rows(session, Place, fresh)
    _complete(session, [row["code"] for row in fresh], now)
    report.created = len(fresh)
    if report.created or report.updated:
        changed(session)
        note(
            session,
            "places.import",
            "",
            f"{report.created} created, {report.updated} updated",
            by=by,
            now=now,
        )
    return report


def names_of(session: Session) -> Names:
    """Return the names that search texts are made of."""
    network = current(session)
    subdistricts = {row.code: row.name for row in session.scalars(select(Subdistrict))}
    return Names({district.code: district.name for district in network.districts}, subdistricts)


def row_of(good: GoodRow, names: Names) -> Row:
    """Return the columns of the place that a row describes."""
    row = good.row
    subdistrict, district = names.subdistricts[row.subdistrict], names.districts[row.district]
    return {
        "code": row.code,
        "kind": row.kind.value,
        "name": row.name,
        "name_en": row.name_en,
        "district_code": row.district,
        "subdistrict_code": row.subdistrict,
        "committee_code": row.committee or None,
        "address": row.address,
        "address_en": row.address_en,
        "lat": round(good.lat, 8),
        "lon": round(good.lon, 8),
        "datum_given": row.datum.value,
        "position_source": good.source.value,
        "operator": row.operator,
        "phone": row.phone,
        "opening_hours": row.opening_hours,
        "accepts": ";".join(row.accepted),
        "capacity_grams": round(row.capacity_kg * 1000),
        "status": row.status.value,
        "pinned_station": row.pinned_station or None,
        "search": search_text(
            row.code, row.name, row.name_en, subdistrict, district, row.subdistrict, row.district
        ),
    }


def differs(place: Place, wanted: Row) -> bool:
    """Tell whether a row changes anything about a place."""
    return any(getattr(place, column) != value for column, value in wanted.items())


def _update(session: Session, place: Place, wanted: Row, report: ImportReport, now: datetime) -> None:
    metres = geodesic_m(Position(place.lat, place.lon), Position(wanted["lat"], wanted["lon"]))
    if metres > MOVED_MIN_M:
        report.moved.append((place.code, metres))
        # Ways that were measured from or to the old position mean nothing any more.
        ways = or_(col(TravelDistance.point_id) == place.id, col(TravelDistance.station_id) == place.id)
        session.connection().execute(delete(TravelDistance).where(ways))
    for column, value in wanted.items():
        setattr(place, column, value)
    place.changed_at = now
    session.add(place)
    report.updated += 1


def _complete(session: Session, codes: Sequence[str], now: datetime) -> None:
    """Give new places what every place has: a load, and points a poster."""
    if not codes:
        return
    found = session.execute(select(col(Place.id), col(Place.kind)).where(col(Place.code).in_(codes))).all()
    zero = {"pieces": 0, "grams": 0, "expected_pieces": 0, "expected_grams": 0}
    insert_rows(session, PlaceLoad, [{"place_id": id_, **zero} for id_, _ in found])
    hang_posters(session, [id_ for id_, kind in found if kind == PlaceKind.POINT], now)
