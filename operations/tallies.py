"""Tally hops by the words of reports, in the transaction that writes them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.claims import Disposal
from models.intakes import Intake
from models.ledger import Lot, MovementKind
from models.network import Place, PlaceKind
from models.relief import Allocation, Need, Recipient
from models.rows import Row, add_rows, among
from models.shipments import Shipment
from models.tally import SORT_CORRECTION, Tally, TallyMonth, Way

if TYPE_CHECKING:
    from operations.ledger import Hop

AMOUNTS = ("movements", "pieces", "grams")
_DAILY = (
    "kind", "way", "day", "category_id", "district", "station", "target", "grade", "urgency", "party",
)  # fmt: skip
_MONTHLY = ("kind", "way", "month", "category_id", "district", "station", "urgency", "party")
#: Where goods are when they are neither at a point nor with a carrier: these answer for them.
_ANSWERS = frozenset({PlaceKind.STATION.value, PlaceKind.WAREHOUSE.value})
_OF_THE_GIFT = frozenset({MovementKind.INTAKE, MovementKind.CORRECTION})


#: Kinds of hops that a shipment makes; some of them happen without one.
_OF_SHIPMENTS = frozenset(
    {
        MovementKind.DISPATCH,
        MovementKind.ARRIVE,
        MovementKind.DELIVER,
        MovementKind.RETURN,
        MovementKind.LOST,
        MovementKind.WEIGH,
        MovementKind.FOUND,
    }
)
# Statements are written once: to compose one for every act cost more than the database spent on it.
_SENDER, _GOAL = aliased(Place), aliased(Place)
_OF_SHIPMENT = (
    select(
        col(_SENDER.code),
        col(Shipment.division_code),
        col(_GOAL.code),
        col(Shipment.recipient),
        col(Need.urgency),
        col(Recipient.kind),
    )
    .join(_SENDER, col(_SENDER.id) == Shipment.from_place)
    .outerjoin(_GOAL, col(_GOAL.id) == Shipment.to_place)
    .outerjoin(Allocation, col(Allocation.id) == Shipment.allocation)
    .outerjoin(Need, col(Need.id) == Allocation.need_id)
    .outerjoin(Recipient, col(Recipient.code) == Shipment.recipient)
    .where(col(Shipment.id) == bindparam("document"))
)
_OF_DISPOSAL = select(col(Disposal.kind)).where(col(Disposal.id) == bindparam("document"))
_OF_LOTS = (
    select(col(Lot.id), col(Lot.grade), col(Intake.district_code), col(Place.code))
    .outerjoin(Intake, col(Intake.id) == Lot.intake_id)
    .outerjoin(Place, col(Place.id) == Intake.station_id)
)
_ANSWERING = select(col(Place.id), col(Place.code)).where(col(Place.kind).in_(sorted(_ANSWERS)))


class Gift(NamedTuple):
    """What is known of the gift behind an unsorted lot, as it was accepted: its district and station."""

    district: str
    station: str


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a document says of the goods it moves."""

    station: str = ""
    district: str = ""
    target: str = ""
    urgency: str = ""
    party: str = ""


def tally(session: Session, hops: Sequence["Hop"], outside: frozenset[int]) -> None:
    """Add hops to the daily and the monthly tally."""
    grades, gifts = _lots(session, [hop.lot for hop in hops if hop.gift is None])
    terms = _terms(session, hops)
    answering: dict[int, str] = {}
    if grades:
        answering = {row.id: row.code for row in session.connection().execute(_ANSWERING)}
    days: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    months: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for hop in hops:
        gift = hop.gift or gifts.get(hop.lot)
        said = terms.get(hop.document) or _Terms()
        kind, way = _kind(hop, gift), way_of(hop.from_place, hop.to_place, outside)
        district = said.district or (gift.district if gift else "")
        station = _station(hop, gift, said, answering)
        words = (hop.category, district, station)
        day = (kind, way, hop.day, *words, said.target, grades.get(hop.lot, ""), said.urgency, said.party)
        month = (kind, way, f"{hop.day:%Y-%m}", *words, said.urgency, said.party)
        for total in (days[day], months[month]):
            total[0] += 1
            total[1] += hop.pieces
            total[2] += hop.grams
    add_rows(session, Tally, AMOUNTS, _rows(_DAILY, days))
    add_rows(session, TallyMonth, AMOUNTS, _rows(_MONTHLY, months))


def _rows(columns: Sequence[str], sums: dict[tuple[object, ...], list[int]]) -> list[Row]:
    names = (*columns, *AMOUNTS)
    return [dict(zip(names, (*key, *sums[key]), strict=True)) for key in sorted(sums)]


def _kind(hop: "Hop", gift: Gift | None) -> str:
    """Return the kind of hop; what sets a sorted line right is no correction of a gift."""
    if hop.kind is MovementKind.CORRECTION and gift is None:
        return SORT_CORRECTION
    return hop.kind.value


def way_of(from_place: int, to_place: int, outside: frozenset[int]) -> str:
    """Return whether goods came in, went out or moved within, by the places they moved between."""
    if from_place in outside:
        return Way.IN.value
    return Way.OUT.value if to_place in outside else Way.WITHIN.value


def _station(hop: "Hop", gift: Gift | None, said: _Terms, answering: dict[int, str]) -> str:
    """Return who answers: the gift's station for its record, the sender of a shipment, the place itself."""
    if gift is not None and hop.kind in _OF_THE_GIFT:
        return gift.station
    here = said.station or answering.get(hop.from_place) or answering.get(hop.to_place)
    return here or (gift.station if gift else "")


def _lots(session: Session, lots: Iterable[int]) -> tuple[dict[int, str], dict[int, Gift]]:
    """Return the grade of each lot, and the gift behind each unsorted one."""
    wanted = set(lots)
    if not wanted:
        return {}, {}
    rows: Sequence[Any] = (
        session.connection().execute(_OF_LOTS.where(among(session, col(Lot.id), wanted))).all()
    )
    gifts = {lot: Gift(district, station) for lot, _, district, station in rows if station is not None}
    return {lot: grade or "" for lot, grade, _, _ in rows}, gifts


def _terms(session: Session, hops: Iterable["Hop"]) -> dict[UUID | None, _Terms]:
    """Return what documents say of the hops that may belong to one."""
    found: dict[UUID | None, _Terms] = {}
    for document in {hop.document for hop in hops if hop.kind in _OF_SHIPMENTS}:
        row = session.connection().execute(_OF_SHIPMENT, {"document": document}).one_or_none()
        if row is not None:
            station, division, place, recipient, urgency, party = row
            found[document] = _Terms(
                station, division or "", place or recipient or "", urgency or "", party or ""
            )
    for document in {hop.document for hop in hops if hop.kind is MovementKind.DISPOSE}:
        kind = session.connection().execute(_OF_DISPOSAL, {"document": document}).scalar_one_or_none()
        found[document] = _Terms(target=kind or "")
    return found
