"""Three years of a city, ten million movements, written in bulk, with the roll-ups that reports read.

Gifts of two lots, each given, collected, received and put on the table; graded lots brought out,
dispatched and delivered to 2,000 recipients in twenty divisions. Balances are left out: no report below
asks for them, so this is no city for `jiujin check`.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from benchmarks.city import _HOPS, INTAKE, SHIPMENT, Filler
from operations.worded import WORDED, for_engine

DAYS, CATEGORIES, RECIPIENTS, LINES = 1095, 12, 2000, 50
FIRST, LAST = "2023-01-01", "2025-12-30"
_DIVISIONS = (
    *(f"3101{n:02d}" for n in (1, 4, 5, 6, 7, 9, 10, 12, 13, 14, 15, 16, 17, 18, 20, 51)),
    "530000",
    "510000",
    "410000",
    "620000",
)
_DAILY = "kind, way, day, category_id, district, station, target, grade, urgency, party"
_MONTHLY = "kind, way, month, category_id, district, station, urgency, party"


@dataclass(frozen=True)
class Size:
    """How large the city is; the defaults make ten million movements."""

    lots: int = 1_750_000
    graded: int = 1_000_000

    @property
    def movements(self) -> int:
        """Return how many movements there are."""
        return 4 * self.lots + 3 * self.graded


def fill_years(session: Session, size: Size, *, by: object, now: object) -> None:  # noqa: ARG001
    """Fill an empty network."""
    filler = Filler(session, session.connection().dialect.name == "sqlite")
    place = {row.code: row.id for row in session.execute(text("SELECT code, id FROM place"))}
    first = session.execute(text("SELECT MIN(id) FROM category WHERE accepted = 1")).scalar_one()
    _recipients(session)
    _gifts(filler, size, place, first)
    _shipments(filler, size, place)
    _hops(filler, size, place)
    _roll_up(session)
    session.execute(text("ANALYZE"))


def _day(filler: Filler, number: str, of: int) -> str:
    """Return the day of the n-th of so many things that are spread over the years."""
    days = f"({number}) * {DAYS} / {of + 1}"
    return (
        f"date('{FIRST}', '+' || ({days}) || ' days')"
        if filler.sqlite
        else f"(date '{FIRST}' + ({days})::int)"
    )


def _moment(filler: Filler, day: str) -> str:
    return f"({day} || 'T04:00:00.000000Z')" if filler.sqlite else f"({day} + interval '4 hours')"


def _recipients(session: Session) -> None:
    created = "'2022-01-01T00:00:00.000000Z'"
    insert = text(
        "INSERT INTO recipient (code, kind, division_code, lat, lon, earmarks, status, created_at)"
        f" VALUES (:code, 'organisation', :division, 31.0, 121.0, '', 'active', {created})"
    )
    rows = [{"code": f"R-{n}", "division": _DIVISIONS[n % len(_DIVISIONS)]} for n in range(RECIPIENTS)]
    session.execute(insert, rows)
    session.execute(text("INSERT INTO recipient_identity (code, name) SELECT code, code FROM recipient"))


def _gifts(filler: Filler, size: Size, place: dict[str, int], category: int) -> None:
    gifts = size.lots // 2
    blob = "x'00'" if filler.sqlite else "'\\x00'::bytea"
    moment = _moment(filler, _day(filler, "i", gifts))
    filler.many(
        "intake (id, tracking_code, fingerprint, point_id, station_id, district_code, distance_m, method,"
        ' because, passed, pieces, grams, weight_estimated, flags, happened_at, recorded_at, "by")',
        f"{filler.key(INTAKE, 'i')}, CAST(i AS TEXT), {blob}, {place['P-0001']} + i % 1500,"
        f" {place['S-01']}, '', 1000, 'crow_flies', 'nearest', '', 10, 5000, 0, '', {moment}, {moment}, 1",
        gifts,
    )
    _note_districts(filler)
    columns = "lot (id, kind, intake_id, category_id, grade, pieces, grams, weight_estimated)"
    kind = f"{category} + i % {CATEGORIES}"
    filler.many(
        columns, f"i, 'intake', {filler.key(INTAKE, '(i + 1) / 2')}, {kind}, NULL, 5, 2500, 0", size.lots
    )
    grade = "CASE i % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE 'C' END"
    filler.many(columns, f"{size.lots} + i, 'sorted', NULL, {kind}, {grade}, 20, 9900, 0", size.graded)


def _note_districts(filler: Filler) -> None:
    # The benchmark makes its own past, so the guard that keeps gifts unchanged steps aside once.
    noted = (
        "UPDATE intake SET district_code = "
        "(SELECT COALESCE(p.district_code, '') FROM place p WHERE p.id = intake.point_id)"
    )
    if filler.sqlite:
        guard = filler.session.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'intake_no_update'")
        ).scalar_one()
        steps = ["DROP TRIGGER intake_no_update", noted, guard]
    else:
        guard = "ALTER TABLE intake {} TRIGGER intake_append_only"
        steps = [guard.format("DISABLE"), noted, guard.format("ENABLE")]
    for step in steps:
        filler.session.connection().exec_driver_sql(step)


def _shipments(filler: Filler, size: Size, place: dict[str, int]) -> None:
    number = size.graded // LINES
    moment = _moment(filler, _day(filler, "i", number))
    division = f"(SELECT division_code FROM recipient WHERE code = 'R-' || (i % {RECIPIENTS}))"
    filler.many(
        "shipment (id, kind, from_place, carrier, recipient, division_code, status, planned_at)",
        f"{filler.key(SHIPMENT, 'i')}, 'distribution', {place['S-01']} + i / 7 % 4, {place['TRANSIT']},"
        f" 'R-' || (i % {RECIPIENTS}), {division}, 'completed', {moment}",
        number,
    )
    blob = "x'00'" if filler.sqlite else "'\\x00'::bytea"
    for kind, block in (("dispatch", "4441"), ("arrive", "4442")):
        filler.many(
            'act (id, kind, subject, fingerprint, answer, happened_at, recorded_at, "by")',
            f"{filler.key(block, 'i')}, '{kind}', {filler.words(SHIPMENT, 'i')}, {blob}, '', {moment},"
            f" {moment}, 1",
            number,
        )


def _hops(filler: Filler, size: Size, place: dict[str, int]) -> None:
    van, station, point = place["V-11"], place["S-01"], f"{place['P-0001']} + (i + 1) / 2 % 1500"
    sender = f"{place['S-01']} + ((i - 1) / {LINES} + 1) / 7 % 4"
    first = (
        ("intake", INTAKE, place["DONOR"], point),
        ("collect", "3331", point, van),
        ("receive", "3332", van, station),
        ("sort_in", "3333", station, place["SORTING"]),
    )
    later = (
        ("sort_out", "3334", place["SORTING"], sender),
        ("dispatch", "4441", sender, place["TRANSIT"]),
        ("deliver", "4442", place["TRANSIT"], place["RECIPIENT"]),
    )
    seq = 0
    for hops, count, offset, part, amount in (
        (first, size.lots, 0, "(i + 1) / 2", "5, 2500"),
        (later, size.graded, size.lots, f"(i - 1) / {LINES} + 1", "20, 9900"),
    ):
        day = _day(filler, "i", count)
        moment = _moment(filler, day)
        for kind, block, origin, target in hops:
            values = (
                f"{seq} + i, {filler.key(block, part)}, '{kind}', {offset} + i, {origin}, {target}, {amount},"
                f" {moment}, {moment}, {day}, 1"
            )
            filler.many(_HOPS, values, count)
            seq += count
        print(f"  {seq:,} movements", flush=True)


def _roll_up(session: Session) -> None:
    worded: Any = for_engine(WORDED, session.connection().dialect.name)
    month = _MONTHLY.replace("month", "SUBSTR(CAST(day AS TEXT), 1, 7)")
    days = (
        f"INSERT INTO tally ({_DAILY}, movements, pieces, grams) SELECT {_DAILY}, COUNT(*), SUM(pieces),"
        f" SUM(grams) FROM ({worded}) AS worded GROUP BY {_DAILY}"
    )
    months = (
        f"INSERT INTO tally_month ({_MONTHLY}, movements, pieces, grams) SELECT {month}, SUM(movements),"
        f" SUM(pieces), SUM(grams) FROM tally GROUP BY {month}"
    )
    for statement in (days, months):
        session.execute(text(statement))
