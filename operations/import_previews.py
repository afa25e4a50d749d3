"""Show what a places file would do, row by row, and load exactly what was shown."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from geo.distance import geodesic_m
from geo.geocoding import Geocoding
from geo.positions import Position
from models.access import Caller, Language
from models.import_shapes import (
    ChangeOut,
    MovedOut,
    PlacesImportIn,
    PlacesImportOut,
    RowOut,
    RowProblemOut,
)
from models.imports import COLUMNS, GoodRow, RowProblem
from models.network import Place, PlaceLoad, PlaceStatus
from models.rows import Row
from operations import importing
from operations.errors import Conflict, Fault, Unfit
from operations.import_checks import Checked, Facts, check_rows
from operations.network import current
from operations.places_files import UnreadableFile, parse_places

#: What a column of the file is called in the database, where that is another word.
_KEPT_AS = {
    "district": "district_code",
    "subdistrict": "subdistrict_code",
    "committee": "committee_code",
    "datum": "datum_given",
    "capacity_kg": "capacity_grams",
}
_COLUMNS = {_KEPT_AS.get(name, name): name for name in COLUMNS if name not in ("code", "kind")}


def facts_for(session: Session, geocoding: Geocoding, *, by: Caller) -> Facts:
    """Return what the rows of a file are checked against."""
    return importing.facts_for(session, geocoding)


def look_through(body: PlacesImportIn, facts: Facts) -> Checked:
    """Check a file's rows; raises Unfit for a file that is no places file. May ask a geocoder: takes time."""
    try:
        return check_rows(parse_places(body.csv.removeprefix("\ufeff")), facts)
    except UnreadableFile as wrong:
        faults = [Fault("/csv", fault, {"columns": ", ".join(names)}) for fault, names in wrong.wrong.items()]
        raise Unfit(*faults or [Fault("/csv", "not_a_table")]) from wrong


def preview(session: Session, body: PlacesImportIn, checked: Checked, *, by: Caller) -> PlacesImportOut:
    """Return what a file would do; nothing is changed."""
    return _shown(session, body, checked, by.language, applied=False)


def load(
    session: Session,
    body: PlacesImportIn,
    checked: Checked,
    facts: Facts,
    *,
    by: Caller,
    now: datetime,
) -> PlacesImportOut:
    """Load what the preview with the expected digest showed: all of it or nothing.

    Raises Unfit for rows that cannot be loaded, and Conflict when it would do anything else by now.
    """
    if body.expected is None:
        raise Unfit(Fault("/expected", "needs_preview"))
    shown = _shown(session, body, checked, by.language, applied=True)
    if shown.digest != body.expected or not _still_true(session, checked, facts):
        raise Conflict(Fault("/expected", "import_changed"))
    bad = {found.row for found in checked.problems if found.severity == "error"}
    if bad:
        raise Unfit(Fault("/csv", "rows_refused", {"number": len(bad)}))
    importing.import_places(session, checked.rows, by=by, now=now)
    return shown


def _still_true(session: Session, checked: Checked, facts: Facts) -> bool:
    """Tell whether what the rows were checked against is so in this transaction, too."""
    network = current(session)
    if network.token != facts.network.token:
        return False
    closing = [
        network.sites[good.row.code].id
        for good in checked.rows
        if good.row.status is PlaceStatus.CLOSED and good.row.code in network.sites
    ]
    held = select(col(PlaceLoad.place_id)).where(col(PlaceLoad.grams) > 0)
    return not set(closing) & set(session.scalars(held))


def _shown(
    session: Session, body: PlacesImportIn, checked: Checked, language: Language, *, applied: bool
) -> PlacesImportOut:
    rows, moved = _rows(session, checked)
    digest = hashlib.sha256(body.csv.encode())
    for good in checked.rows:
        digest.update(json.dumps([good.number, good.lat, good.lon, good.source.value]).encode())
    for row in rows:
        digest.update(row.model_dump_json().encode())
    for found in checked.problems:
        digest.update(json.dumps([found.row, found.column, found.code, found.message_en]).encode())
    fates = [row.what for row in rows]
    return PlacesImportOut(
        applied=applied,
        created=fates.count("created"),
        updated=fates.count("updated"),
        unchanged=fates.count("unchanged"),
        moved=moved,
        problems=[_problem(found, language) for found in checked.problems],
        rows=rows,
        digest=digest.hexdigest(),
    )


def _rows(session: Session, checked: Checked) -> tuple[list[RowOut], list[MovedOut]]:
    """Return every row of the file with what it does, in the file's order, and who moves."""
    # All places: a file may name more codes than a statement takes parameters.
    known = {place.code: place for place in session.scalars(select(Place))}
    names = importing.names_of(session)
    rows = [
        RowOut(row=found.row, code=found.place, what="refused", changes=[])
        for found in {bad.row: bad for bad in checked.problems if bad.severity == "error"}.values()
    ]
    moved = []
    for good in checked.rows:
        place, wanted = known.get(good.row.code), importing.row_of(good, names)
        rows.append(_row(good, place, wanted))
        metres = 0.0 if place is None else _metres(place, wanted)
        if metres > importing.MOVED_MIN_M:
            moved.append(MovedOut(code=good.row.code, metres=round(metres, 1)))
    return sorted(rows, key=lambda row: row.row), moved


def _row(good: GoodRow, place: Place | None, wanted: Row) -> RowOut:
    if place is None:
        return RowOut(row=good.number, code=good.row.code, what="created", changes=[])
    if not importing.differs(place, wanted):
        return RowOut(row=good.number, code=good.row.code, what="unchanged", changes=[])
    changes = [
        ChangeOut(column=name, before=_said(name, getattr(place, kept)), after=_said(name, wanted[kept]))
        for kept, name in _COLUMNS.items()
        if getattr(place, kept) != wanted[kept]
    ]
    return RowOut(row=good.number, code=good.row.code, what="updated", changes=changes)


def _metres(place: Place, wanted: Mapping[str, float]) -> float:
    return geodesic_m(Position(place.lat, place.lon), Position(wanted["lat"], wanted["lon"]))


def _said(column: str, value: object) -> str:
    """Return a value as the file would say it."""
    if value is None:
        return ""
    return f"{int(str(value)) / 1000:g}" if column == "capacity_kg" else str(value)


def _problem(found: RowProblem, language: Language) -> RowProblemOut:
    return RowProblemOut(
        row=found.row,
        place=found.place,
        column=found.column,
        code=found.code,
        severity=found.severity,
        message=found.message_zh if language == "zh" else found.message_en,
    )
