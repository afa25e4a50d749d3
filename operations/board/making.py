"""Make the board."""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import Act, ActKind
from models.board_shapes import BoardFigures, BoardOut
from models.clock import SHANGHAI
from models.custody import Bag, BagOutcome, BagStatus, ReceiptBag
from models.shipments import Shipment
from operations.board.desk import Desk
from operations.board.goods import tasks_of_goods
from operations.board.ranking import ranked
from operations.board.reach import reach_of
from operations.board.standing import Part, ageing, need_gaps, standing
from operations.board.ways import tasks_on_the_way, to_send
from operations.conflicts import count_open
from operations.custody.bags import place_ref
from operations.lists.acts import ActsWanted, list_acts
from operations.network import current

#: As many acts as fit beside the tasks; `GET /acts` has the others.
FEED = 20


def board(session: Session, *, place: str | None, now: datetime, by: Caller) -> BoardOut:
    """Return the board of a place, of the caller's own, or of the whole network.

    Raises Unfit for what is no station or warehouse, NotFound for a foreign one.
    """
    network = current(session)
    reach = reach_of(network, place, by)
    desk = Desk(session, reach, by, now)
    parts = standing(session, reach, now)
    feed = list_acts(session, ActsWanted(place=place), limit=FEED, cursor=None, by=by)
    return BoardOut(
        place=None if reach.site is None else place_ref(network, reach.site.id),
        at=now,
        figures=_figures(desk, parts),
        tasks=ranked([*tasks_of_goods(desk), *tasks_on_the_way(desk)]),
        ageing=ageing(parts),
        needs=need_gaps(session, network, parts),
        feed=feed.items,
    )


def _figures(desk: Desk, parts: list[Part]) -> BoardFigures:
    session = desk.session
    bags, grams = _arrived_today(desk)
    waiting = select(func.count()).where(
        col(Bag.place_id).in_(desk.stores), col(Bag.status) == BagStatus.SEALED.value
    )
    sending = select(func.count()).select_from(Shipment).where(*to_send(desk))
    return BoardFigures(
        arrived_bags_today=bags,
        arrived_grams_today=grams,
        bags_to_sort=session.scalar(waiting.select_from(Bag)) or 0,
        available_pieces=sum(part.free_pieces for part in parts),
        available_grams=sum(part.free_grams for part in parts),
        shipments_to_send=session.scalar(sending) or 0,
        conflicts=count_open(session, desk.reach.stores),
    )


def _arrived_today(desk: Desk) -> tuple[int, int]:
    """Return how many bags were received since midnight in Shanghai, and what they weighed."""
    midnight = datetime.combine(desk.today, time(), SHANGHAI)
    bags, grams = desk.session.execute(
        select(func.count(), func.coalesce(func.sum(col(ReceiptBag.grams)), 0))
        .select_from(Act)
        .join(ReceiptBag, col(ReceiptBag.receipt_id) == Act.id)
        .where(
            col(Act.kind) == ActKind.RECEIVE_BAGS.value,
            col(Act.happened_at) >= midnight,
            col(Act.place_id).in_(desk.stores),
            col(ReceiptBag.outcome) != BagOutcome.MISSING.value,
        )
    ).one()
    return bags, int(grams)
