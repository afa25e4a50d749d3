"""What was handed to recipients, net of what came back; people reached are a number of their own."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.ledger import MovementKind
from models.network import Place
from models.relief import Allocation, Need, Recipient
from models.shipments import Delivery, Shipment
from models.tally import Way
from operations.network import Network
from operations.reports.dimensions import SEES_PLACES
from operations.reports.making import made
from operations.reports.questions import Counted, Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, count, grams, pieces
from operations.reports.tallied import Measure, expression, limit, tallied

_GIVEN = Counted(MovementKind.DELIVER, Way.OUT)
_BACK = Counted(MovementKind.RETURN, Way.IN)
_NET = (_GIVEN, Counted(MovementKind.RETURN, Way.IN, sign=-1))
MEASURES = (
    Measure(count("lines", Words("发放行数", "Delivered lines")), "movements", (_GIVEN,)),
    Measure(pieces(hxl="#output+num+pieces"), "pieces", _NET),
    Measure(grams(hxl="#output+num+grams"), "grams", _NET),
    Measure(pieces("returned_pieces", Words("退回件数", "Pieces returned")), "pieces", (_BACK,)),
    Measure(grams("returned_grams", Words("退回重量", "Weight returned")), "grams", (_BACK,)),
)
PEOPLE = Column(
    "people_reached", Words("受益人次", "People reached"), Holds.PEOPLE, "#reached", totalled=True
)
#: Words of goods: a delivery's people cannot be shared out among them.
_OF_GOODS = frozenset({"category", "grade"})


def make(session: Session, network: Network, question: Question) -> Report:
    """Report deliveries of a period by whatever is asked; what came back in it is taken off."""
    columns, rows = tallied(session, network, question, MEASURES)
    notes = [
        Words("件数与重量已扣除期内退回的物资", "Pieces and weight are net of what came back in the period"),
        Words(
            "受益人次单独登记, 不由件数推算",
            "People reached are recorded with each delivery, never derived from pieces",
        ),
    ]
    if not _OF_GOODS & {*question.by, *question.filters}:
        people = _people(session, network, question)
        keys = [n for n, column in enumerate(columns) if column.name in question.by]
        rows = [(*row, people.get(tuple(row[n] for n in keys), 0)) for row in rows]
        columns = [*columns, PEOPLE]
    sentence = (
        "{first} 至 {last} 共发放 {pieces:,} 件, {kilograms:,.3f} 公斤。",
        "From {first} to {last}, {pieces:,} pieces and {kilograms:,.3f} kg were handed to recipients.",
    )
    return made(DEFINITION, question, columns, rows, sentence, notes)


def _people(session: Session, network: Network, question: Question) -> dict[tuple[Any, ...], int]:
    """Return the people reached by the keys of the question, in the form in which rows show them."""
    given = (
        select(
            col(Delivery.day).label("day"),
            func.coalesce(col(Shipment.division_code), "").label("district"),
            col(Place.code).label("station"),
            col(Shipment.recipient).label("target"),
            func.coalesce(col(Need.urgency), "").label("urgency"),
            col(Recipient.kind).label("party"),
            col(Delivery.people_reached).label("people"),
        )
        .join(Shipment, col(Shipment.id) == Delivery.shipment_id)
        .join(Place, col(Place.id) == Shipment.from_place)
        .join(Recipient, col(Recipient.code) == Shipment.recipient)
        .outerjoin(Allocation, col(Allocation.id) == Shipment.allocation)
        .outerjoin(Need, col(Need.id) == Allocation.need_id)
        .where(col(Delivery.day).between(question.first, question.last))
        .subquery("given")
        .c
    )
    keys = [expression(given, word) for word in question.by]
    asked = (
        select(*keys, func.sum(given["people"]))
        .where(*(limit(network, given, word, value) for word, value in question.filters.items()))
        .group_by(*keys)
    )
    flag = question.by.index("emergency") if "emergency" in question.by else None
    return {
        tuple(bool(key) if n == flag else key for n, key in enumerate(row[:-1])): int(row[-1] or 0)
        for row in session.execute(asked)
    }


DEFINITION = Definition(
    name="distribution",
    title=Words("物资发放", "Distribution"),
    about=Words(
        "发给受助单位和受助对象的物资, 已扣除退回", "Goods handed to recipients, net of what came back"
    ),
    dimensions=(
        "month",
        "day",
        "district",
        "province",
        "station",
        "category",
        "grade",
        "recipient",
        "recipient_kind",
        "emergency",
    ),
    filters=(
        "district",
        "province",
        "station",
        "category",
        "grade",
        "recipient",
        "recipient_kind",
        "emergency",
    ),
    by=("month", "category"),
    roles=SEES_PLACES,
    make=make,
    place_filter="station",
    counts=_NET,
    drawn=("grams", "pieces"),
)
