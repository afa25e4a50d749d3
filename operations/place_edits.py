"""Change one point from the desk, through the checks that a file of places passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from geo.geocoding import NoGeocoding
from geo.positions import Datum
from models.access import Caller
from models.imports import GoodRow, NumberedRow
from models.network import Place, PlaceKind, PlaceOut, PositionSource
from models.setup_shapes import PlaceEditIn
from operations import importing
from operations.audit import note
from operations.errors import Fault, NotFound, Unfit
from operations.import_checks import check_rows
from operations.network import current
from operations.stale import Changed, Content, Expected, last_audited, refuse_stale, take_turn, version_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A point with the version an edit may build on."""

    place: PlaceOut
    version: str


def shown(place: PlaceOut) -> Shown:
    """Return a point with its version: it is made of what an edit may change."""
    return Shown(place, version_of(_content(place)))


def edit_point(
    session: Session,
    code: str,
    body: PlaceEditIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> Shown:
    """Change a point; what is left out stays.

    Raises NotFound, Stale, and Unfit as the import of its row would.
    """
    take_turn(session, "point", code)
    place = session.scalar(select(Place).where(col(Place.code) == code))
    if place is None or place.kind != PlaceKind.POINT.value:
        raise NotFound
    changes = _changes(body)
    stored = _content(current(session).sites[code].out)
    refuse_stale(
        expected,
        stored,
        {**stored, **{name: _exact(value) for name, value in changes.items()}},
        lambda: _last(session, place),
    )
    rows = _checked(session, _values(place) | {name: _text(value) for name, value in changes.items()})
    if importing.import_places(session, rows, by=by, now=now).updated:
        note(session, "place.edit", code, " ".join(sorted(changes)), by=by, now=now)
    return shown(current(session).sites[code].out)


def _changes(body: PlaceEditIn) -> dict[str, Any]:
    """Return what an edit says; raises Unfit for half a position."""
    changes = body.model_dump(mode="json", exclude_none=True)
    if ("lat" in changes) is not ("lon" in changes):
        raise Unfit(Fault("/lat", "half_a_position"))
    if "lat" in changes:
        # Who puts a pin on a map has looked where it is, unless they say otherwise.
        changes = {"position_source": PositionSource.SURVEYED.value, **changes}
    return changes


def _checked(session: Session, values: dict[str, str]) -> Sequence[GoodRow]:
    """Return a row as the import would load it; raises Unfit for what the import would refuse."""
    checked = check_rows([NumberedRow(1, values)], importing.facts_for(session, NoGeocoding()))
    wrong = [found for found in checked.problems if found.severity == "error"]
    if wrong:
        raise Unfit(
            *(
                Fault(f"/{found.column}", "place_row", {"zh": found.message_zh, "en": found.message_en})
                for found in wrong
            )
        )
    return checked.rows


def _last(session: Session, place: Place) -> Changed:
    """Return who edited a point last; nobody when a file of places changed it since."""
    edited = last_audited(session, ["place.edit"], place.code)
    return edited if edited.at == place.changed_at else Changed(None, None)


def _content(place: PlaceOut) -> Content:
    """Return what an edit may change of a point, under the names that an edit has."""
    return {
        "name": place.name,
        "name_en": place.name_en,
        "address": place.address,
        "address_en": place.address_en,
        "lat": _exact(place.position.lat),
        "lon": _exact(place.position.lon),
        "position_source": place.position_source.value,
        "operator": place.operator,
        "phone": place.phone,
        "opening_hours": place.opening_hours,
        "accepts": list(place.accepts),
        "capacity_kg": place.capacity_grams / 1000,
        "status": place.status.value,
    }


def _exact(value: object) -> object:
    # A version must not hang on digits that are not kept.
    return round(float(value), 8) if isinstance(value, float | int) else value


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
