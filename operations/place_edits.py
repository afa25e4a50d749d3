"""Change one point from the desk, through the checks that a file of places passes."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from geo.geocoding import NoGeocoding
from geo.positions import Datum
from models.access import Caller
from models.imports import NumberedRow
from models.network import Place, PlaceKind, PlaceOut, PositionSource
from models.setup_shapes import PlaceEditIn
from operations import importing
from operations.audit import note
from operations.errors import Fault, NotFound, Unfit
from operations.import_checks import check_rows
from operations.network import current


def edit_point(session: Session, code: str, body: PlaceEditIn, *, by: Caller, now: datetime) -> PlaceOut:
    """Change a point; what is left out stays. Raises NotFound, and Unfit as the import of its row would."""
    place = session.scalar(select(Place).where(col(Place.code) == code))
    if place is None or place.kind != PlaceKind.POINT.value:
        raise NotFound
    changes = body.model_dump(mode="json", exclude_none=True)
    if ("lat" in changes) is not ("lon" in changes):
        raise Unfit(Fault("/lat", "half_a_position"))
    if "lat" in changes:
        # Who puts a pin on a map has looked where it is, unless they say otherwise.
        changes = {"position_source": PositionSource.SURVEYED.value, "datum": Datum.WGS84.value, **changes}
    values = _values(place) | {name: _text(value) for name, value in changes.items()}
    checked = check_rows([NumberedRow(1, values)], importing.facts_for(session, NoGeocoding()))
    wrong = [found for found in checked.problems if found.severity == "error"]
    if wrong:
        raise Unfit(
            *(
                Fault(f"/{found.column}", "place_row", {"zh": found.message_zh, "en": found.message_en})
                for found in wrong
            )
        )
    importing.import_places(session, checked.rows, by=by, now=now)
    note(session, "place.edit", code, " ".join(sorted(changes)), by=by, now=now)
    return current(session).sites[code].out


def _values(place: Place) -> dict[str, str]:
    """Return a place as the row of a file that would change nothing."""
    return {
        "code": place.code,
        "kind": place.kind,
        "name": place.name,
        "name_en": place.name_en,
        "district": place.district_code or "",
        "subdistrict": place.subdistrict_code or "",
        "committee": place.committee_code or "",
        "address": place.address,
        "address_en": place.address_en,
        "lat": f"{place.lat:.8f}",
        "lon": f"{place.lon:.8f}",
        # What is kept is in WGS-84, whatever it was given in.
        "datum": Datum.WGS84.value,
        "position_source": place.position_source,
        "operator": place.operator,
        "phone": place.phone,
        "opening_hours": place.opening_hours,
        "accepts": place.accepts,
        "capacity_kg": f"{place.capacity_grams / 1000:.3f}",
        "status": place.status,
        "pinned_station": place.pinned_station or "",
    }


def _text(value: object) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return f"{value:.8f}" if isinstance(value, float) else str(value)
