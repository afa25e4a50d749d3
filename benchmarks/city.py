"""A city of a million lots, written in bulk, with all that a trace reads.

The acts and roll-ups that no trace reads are left out, so this is no city for `jiujin check`.

400,000 intakes of two lots each; 4,000 sorting runs of a hundred gifts into fifty graded lots; 8,000
deliveries to 500 recipients. Every lot has its hops and its emptied balances.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

INTAKES, RUNS, OUT, SHIPMENTS, RECIPIENTS = 400_000, 4_000, 50, 8_000, 500
LOTS = 2 * INTAKES
SORTED = RUNS * OUT
PER_RUN, PER_SHIPMENT = INTAKES // RUNS, SORTED // SHIPMENTS
_CHUNK = 50_000
_T = "'2026-10-01T00:00:00.000000Z'"
_HOPS = (
    "movement (seq, operation, kind, lot, from_place, to_place, pieces, grams, happened_at, recorded_at,"
    ' day, "by")'
)
#: Blocks that tell apart what the invented ids belong to.
INTAKE, RUN, SHIPMENT = "1111", "2222", "5555"


def uuid_of(block: str, number: int) -> str:
    """Return the id of the thing with a number."""
    return f"01926b5e-{block}-7000-8000-{number:012x}"


@dataclass
class Filler:
    """Writes many rows by one statement, in the words of either engine."""

    session: Session
    sqlite: bool

    def words(self, block: str, number: str) -> str:
        """Return the expression for an id as text."""
        if self.sqlite:
            return f"printf('01926b5e-{block}-7000-8000-%012x', {number})"
        return f"'01926b5e-{block}-7000-8000-' || lpad(to_hex({number}), 12, '0')"

    def key(self, block: str, number: str) -> str:
        """Return the expression for an id."""
        words = self.words(block, number)
        return words if self.sqlite else f"CAST({words} AS uuid)"

    def many(self, table: str, values: str, count: int) -> None:
        """Insert `count` rows; in the expressions `i` counts from one."""
        if self.sqlite:
            numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
            sql = f"{numbers} INSERT INTO {table} SELECT {values} FROM n"
        else:
            numbers = "generate_series(1, CAST(:count AS integer)) AS n(i)"
            sql = f"INSERT INTO {table} SELECT {values} FROM {numbers}"
        self.session.execute(text(sql), {"count": count})


def fill(session: Session, codes: list[str], *, by: object, now: object) -> None:  # noqa: ARG001
    """Fill an empty network with its years; `codes` are the gifts' tracking codes."""
    filler = Filler(session, session.connection().dialect.name == "sqlite")
    place = {row.code: row.id for row in session.execute(text("SELECT code, id FROM place"))}
    category = session.execute(text("SELECT MIN(id) FROM category")).scalar_one()
    _intakes(session, codes, place)
    _lots(filler, category)
    _runs(filler, place)
    _hops(filler, place)
    _shipments(filler, place)
    if not filler.sqlite:
        session.execute(text("ANALYZE"))


def _intakes(session: Session, codes: list[str], place: dict[str, int]) -> None:
    insert = text(
        "INSERT INTO intake (id, tracking_code, fingerprint, point_id, station_id, distance_m, method,"
        " because, passed, pieces, grams, weight_estimated, flags, happened_at, recorded_at,"
        ' "by") VALUES (:id, :code,'
        f" :print, :point, :station, 1000, 'crow_flies', 'nearest', '', 10, 5000, 0, '', {_T}, {_T}, 1)"
    )
    for start in range(0, len(codes), _CHUNK):
        rows = [
            {
                "id": uuid_of(INTAKE, n + 1),
                "code": codes[n],
                "print": b"0" * 16,
                "point": place["P-0001"] + (n + 1) % 1500,
                "station": place["S-01"],
            }
            for n in range(start, min(start + _CHUNK, len(codes)))
        ]
        session.execute(insert, rows)
    session.execute(text("INSERT INTO destination (intake_id, station_id) SELECT id, station_id FROM intake"))


def _lots(filler: Filler, category: int) -> None:
    columns = "lot (id, kind, intake_id, category_id, grade, pieces, grams, weight_estimated)"
    of = filler.key(INTAKE, "(i + 1) / 2")
    filler.many(columns, f"i, 'intake', {of}, {category}, NULL, 5, 2500, 0", LOTS)
    filler.many(columns, f"{LOTS} + i, 'sorted', NULL, {category}, 'A', 20, 9900, 0", SORTED)


def _runs(filler: Filler, place: dict[str, int]) -> None:
    table = "sorting (id, station_id, status, loss_grams, opened_at)"
    filler.many(table, f"{filler.key(RUN, 'i')}, {place['S-01']}, 'finished', 5000, {_T}", RUNS)
    columns = "strand (run, side, lot, pieces, grams)"
    into, out = filler.key(RUN, f"(i - 1) / {2 * PER_RUN} + 1"), filler.key(RUN, f"(i - 1) / {OUT} + 1")
    filler.many(columns, f"{into}, 'in', i, 5, 2500", LOTS)
    filler.many(columns, f"{out}, 'out', {LOTS} + i, 20, 9900", SORTED)


def _hops(filler: Filler, place: dict[str, int]) -> None:
    """Write each lot's hops: given, collected, received, sorted; sorted out, dispatched, delivered."""
    van, station, point = place["V-11"], place["S-01"], f"{place['P-0001']} + (i + 1) / 2 % 1500"
    first = (
        ("intake", INTAKE, place["DONOR"], point),
        ("collect", "3331", point, van),
        ("receive", "3332", van, station),
        ("sort_in", RUN, station, place["SORTING"]),
    )
    later = (
        ("sort_out", RUN, place["SORTING"], station),
        ("dispatch", "4441", station, place["TRANSIT"]),
        ("deliver", "4442", place["TRANSIT"], place["RECIPIENT"]),
    )
    for n, (kind, block, origin, target) in enumerate(first):
        act, amounts = filler.key(block, "(i + 1) / 2"), f"5, 2500, {_T}, {_T}, '2026-10-01', 1"
        values = f"{n * LOTS} + i, {act}, '{kind}', i, {origin}, {target}, {amounts}"
        filler.many(_HOPS, values, LOTS)
    for n, (kind, block, origin, target) in enumerate(later):
        act, amounts = (
            filler.key(block, f"(i - 1) / {PER_SHIPMENT} + 1"),
            f"20, 9900, {_T}, {_T}, '2026-10-02', 1",
        )
        values = f"{4 * LOTS + n * SORTED} + i, {act}, '{kind}', {LOTS} + i, {origin}, {target}, {amounts}"
        filler.many(_HOPS, values, SORTED)
    balance = "balance (place_id, lot, pieces, grams)"
    for where in (point, van, station):
        filler.many(balance, f"{where}, i, 0, 0", LOTS)
    for where in (station, place["TRANSIT"]):
        filler.many(balance, f"{where}, {LOTS} + i, 0, 0", SORTED)


def _shipments(filler: Filler, place: dict[str, int]) -> None:
    recipient = "recipient (code, kind, division_code, lat, lon, earmarks, status, created_at)"
    values = f"'R-' || (i - 1), 'organisation', '530000', 25.0, 102.7, '', 'active', {_T}"
    filler.many(recipient, values, RECIPIENTS)
    filler.many("recipient_identity (code, name)", "'R-' || (i - 1), 'school ' || i", RECIPIENTS)
    shipment = "shipment (id, kind, from_place, carrier, recipient, status, planned_at)"
    ends = f"{place['S-01']}, {place['TRANSIT']}, 'R-' || (i % {RECIPIENTS})"
    filler.many(
        shipment, f"{filler.key(SHIPMENT, 'i')}, 'distribution', {ends}, 'completed', {_T}", SHIPMENTS
    )
    line = (
        "shipment_line (shipment_id, n, lot, pieces, grams, sent_pieces, sent_grams, arrived_pieces,"
        " arrived_grams, lost_pieces, lost_grams, returned_pieces, returned_grams, weighed_grams)"
    )
    of = filler.key(SHIPMENT, f"(i - 1) / {PER_SHIPMENT} + 1")
    numbers = f"(i - 1) % {PER_SHIPMENT}, {LOTS} + i, 20, 9900, 20, 9900, 20, 9900, 0, 0, 0, 0, 0"
    filler.many(line, f"{of}, {numbers}", SORTED)
    act = 'act (id, kind, subject, fingerprint, answer, happened_at, recorded_at, "by")'
    blob = "x'00'" if filler.sqlite else "'\\x00'::bytea"
    for kind, block in (("dispatch", "4441"), ("arrive", "4442")):
        values = (
            f"{filler.key(block, 'i')}, '{kind}', {filler.words(SHIPMENT, 'i')}, {blob}, '', {_T}, {_T}, 1"
        )
        filler.many(act, values, SHIPMENTS)
