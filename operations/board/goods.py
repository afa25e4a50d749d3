"""Tasks about goods that lie: what spoils, what contradicts, what is to be decided, what gets scarce."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.acts import Act
from models.board_shapes import TaskOut
from models.claims import Claim, Disposal, DisposalStatus, Threshold
from models.identifiers import show_lot
from models.ledger import Balance, Lot, lies_there
from models.relief import Need, NeedLine, NeedStatus, Urgency
from operations.board.desk import KIND_MAX, Desk, end_of
from operations.conflicts import count_open
from operations.scope import SEES_ALL
from operations.stock.stocks import below

#: What cannot be given within a month will hardly be.
EXPIRING = timedelta(days=30)


def tasks_of_goods(desk: Desk) -> Iterator[TaskOut]:
    """Yield what is to be done about goods that lie in the stores, and about those that are wanted."""
    yield from _expiring(desk)
    yield from _conflicts(desk)
    yield from _disposals(desk)
    yield from _low_stock(desk)
    if desk.reach.is_whole and desk.by.role in SEES_ALL:
        yield from _needs(desk)


def _expiring(desk: Desk) -> Iterator[TaskOut]:
    rows = desk.session.execute(
        select(Balance, col(Lot.expires_on), col(Lot.category_id))
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(
            col(Balance.place_id).in_(desk.stores),
            lies_there(),
            col(Lot.expires_on) < desk.today + EXPIRING,
        )
        .order_by(col(Lot.expires_on), col(Lot.id), col(Balance.place_id))
        .limit(KIND_MAX)
    )
    for balance, expires_on, kind in rows:
        lot = show_lot(balance.lot)
        yield desk.task(
            "expired" if expires_on < desk.today else "expiring",
            lot,
            f"/desk/lot/{lot}",
            place=balance.place_id,
            due=end_of(expires_on),
            pieces=balance.pieces,
            grams=balance.grams,
            category=desk.reach.network.kind_codes[kind],
        )


def _conflicts(desk: Desk) -> Iterator[TaskOut]:
    for store in desk.stores:
        number = count_open(desk.session, frozenset({store}))
        if number:
            code = desk.reach.network.by_id[store].code
            yield desk.task("conflicts", code, f"/desk/conflicts?place={code}", place=store, number=number)


def _disposals(desk: Desk) -> Iterator[TaskOut]:
    pieces, grams = func.sum(col(Claim.pieces)), func.sum(col(Claim.grams))
    rows = desk.session.execute(
        select(col(Disposal.id), col(Disposal.place_id), col(Act.happened_at), pieces, grams)
        .join(Act, col(Act.id) == Disposal.id)
        .join(Claim, col(Claim.document) == Disposal.id)
        .where(col(Disposal.status) == DisposalStatus.PROPOSED.value, col(Disposal.place_id).in_(desk.stores))
        .group_by(col(Disposal.id), col(Disposal.place_id), col(Act.happened_at))
        .order_by(col(Act.happened_at), col(Disposal.id))
        .limit(KIND_MAX)
    )
    for id_, place, since, there, weight in rows:
        yield desk.task(
            "disposal_to_decide",
            str(id_),
            f"/desk/stock?disposal={id_}",
            place=place,
            since=since,
            pieces=int(there),
            grams=int(weight),
        )


def _low_stock(desk: Desk) -> Iterator[TaskOut]:
    asked = select(Threshold).where(col(Threshold.place_id).in_(desk.stores))
    thresholds = desk.session.scalars(
        asked.order_by(col(Threshold.place_id), col(Threshold.category_id))
    ).all()
    if not thresholds:
        return
    network = desk.reach.network
    free = _free(desk.session, desk, sorted({row.place_id for row in thresholds}))
    short = []
    for row in thresholds:
        category = network.kind_codes[row.category_id]
        there = sum(free.get((row.place_id, kind), 0) for kind in below(network, category))
        if there < row.pieces:
            short.append((there / row.pieces, row, category, there))
    for _, row, category, there in sorted(short, key=lambda entry: entry[0])[:KIND_MAX]:
        path = f"/desk/stock?place={network.by_id[row.place_id].code}&category={category}"
        yield desk.task(
            "low_stock",
            category,
            path,
            place=row.place_id,
            pieces=there,
            number=row.pieces,
            category=category,
        )


def _free(session: Session, desk: Desk, places: list[int]) -> dict[tuple[int, int], int]:
    """Return by place and category the pieces that are neither promised nor past their date."""
    rows = session.execute(
        select(
            col(Balance.place_id),
            col(Lot.category_id),
            func.sum(col(Balance.pieces) - col(Balance.reserved_pieces)),
        )
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(
            col(Balance.place_id).in_(places),
            lies_there(),
            or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= desk.today),
        )
        .group_by(col(Balance.place_id), col(Lot.category_id))
    )
    return {(place, kind): int(pieces) for place, kind, pieces in rows}


def _needs(desk: Desk) -> Iterator[TaskOut]:
    left = func.sum(col(NeedLine.pieces) - col(NeedLine.allocated_pieces))
    rows = desk.session.execute(
        select(Need, left)
        .join(NeedLine, col(NeedLine.need_id) == Need.id)
        .where(
            col(Need.status) == NeedStatus.OPEN.value,
            col(NeedLine.pieces) > col(NeedLine.allocated_pieces),
        )
        .group_by(col(Need.id))
        .order_by(col(Need.needed_by), col(Need.stated_at), col(Need.id))
    ).all()
    pressing = [row for row in rows if row[0].urgency == Urgency.EMERGENCY][:KIND_MAX]
    others = [row for row in rows if row[0].urgency != Urgency.EMERGENCY][:KIND_MAX]
    for need, pieces in (*pressing, *others):
        yield desk.task(
            "emergency_need" if need.urgency == Urgency.EMERGENCY else "need_unmet",
            str(need.id),
            f"/desk/needs/{need.id}",
            since=need.stated_at,
            due=None if need.needed_by is None else end_of(need.needed_by),
            pieces=int(pieces),
        )
