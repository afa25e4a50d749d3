"""Propose stock for a need: earmarks first, then what expires, what is near, what is fair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from geo.distance import geodesic_m
from geo.positions import Position
from models.access import Caller, Language
from models.clock import SHANGHAI
from models.identifiers import show_lot
from models.ledger import Balance, Lot
from models.relief import Need, NeedLine, NeedStatus, Recipient, Urgency
from models.relief_shapes import ProposalLine, ProposalOut
from models.sortings import Grade
from operations.errors import NotFound
from operations.lots import Held, held_where
from operations.network import Network, current
from operations.relief.allocations import fits
from operations.relief.checks import GIVEN
from operations.relief.needs import lines_of, show_line
from operations.relief.recipients import means
from operations.stock.adjustments import STORES
from operations.stock.stocks import below

Because = Literal["earmarked", "expires_first", "nearest", "oldest", "fair_share"]
#: Goods that expire this soon go before nearer ones.
SOON = timedelta(days=91)
_WORDS: dict[str, tuple[str, str]] = {
    "earmarked": ("捐赠人指定给该受助方", "given for this recipient"),
    "expires_first": ("保质期最近, 先用", "expires first"),
    "nearest": ("离受助方最近", "nearest to the recipient"),
    "oldest": ("存放最久", "longest in stock"),
    "fair_share": ("各方需求超过库存, 按紧急程度分摊", "needs exceed the stock, shared by urgency"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lot at a place that could be given, with what ranks it."""

    held: Held
    distance_m: float
    earmarked: bool


def propose(session: Session, need_id: UUID, *, now: datetime, by: Caller) -> ProposalOut:
    """Return which lots to reserve for a need, each with its reasons, and what is wanting.

    Order: goods earmarked for the recipient; goods that expire within three months, first-expired
    first; then by distance; then by age. When all open needs together ask for more than there is,
    each gets its share by what it still asks for and how urgent it is.
    """
    need = session.get(Need, need_id)
    if need is None:
        raise NotFound
    network = current(session)
    recipient = session.get_one(Recipient, need.recipient)
    today = now.astimezone(SHANGHAI).date()
    taken: dict[tuple[int, int], int] = {}
    proposed: list[ProposalLine] = []
    short = []
    for line in lines_of(session, need_id):
        wanted = line.pieces - line.allocated_pieces
        found = _candidates(session, network, line, recipient, today)
        share = _fair_share(session, network, need, line, found, recipient)
        chosen = _choose(network, line, found, min(wanted, share), taken, today, by.language, share < wanted)
        proposed += chosen
        if sum(entry.pieces for entry in chosen) < wanted:
            short.append(show_line(network, line))
    return ProposalOut(need=need.id, recipient=need.recipient, lines=proposed, short=short)


def _candidates(
    session: Session, network: Network, line: NeedLine, recipient: Recipient, today: date
) -> list[Candidate]:
    """Return what could be given for a line, the best first."""
    to = Position(recipient.lat, recipient.lon)
    stores = [site.id for site in network.sites.values() if site.kind in STORES]
    rows = held_where(
        session,
        col(Balance.place_id).in_(stores),
        col(Balance.pieces) > col(Balance.reserved_pieces),
        col(Lot.category_id).in_(below(network, network.kind_codes[line.category_id])),
        col(Lot.grade).in_([grade.value for grade in GIVEN]),
        or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= today),
    )
    found = [
        Candidate(row, geodesic_m(network.by_id[row.place].position, to), row.earmark is not None)
        for row in rows
        if fits(network, line, row) and (row.earmark is None or means(recipient, row.earmark))
    ]
    far = date.max
    return sorted(
        found,
        key=lambda c: (
            not c.earmarked,
            c.held.expires_on if c.held.expires_on and c.held.expires_on < today + SOON else far,
            round(c.distance_m),
            c.held.expires_on or far,
            c.held.lot,
        ),
    )


def _fair_share(
    session: Session,
    network: Network,
    need: Need,
    line: NeedLine,
    found: Sequence[Candidate],
    recipient: Recipient,
) -> int:
    """Return the pieces a line may have when all open needs for the category share what there is.

    Goods earmarked for the recipient are its own and stand outside the sharing.
    """
    own = sum(c.held.free_pieces for c in found if c.earmarked)
    common = sum(c.held.free_pieces for c in found if not c.earmarked)
    asked = session.execute(
        select(col(Need.urgency), func.sum(col(NeedLine.pieces) - col(NeedLine.allocated_pieces)))
        .join(NeedLine, col(NeedLine.need_id) == Need.id)
        .where(col(Need.status) == NeedStatus.OPEN.value, col(NeedLine.category_id) == line.category_id)
        .group_by(col(Need.urgency))
    )
    sums = {Urgency(urgency): int(pieces) for urgency, pieces in asked}
    if sum(sums.values()) <= common:
        return own + common
    weight = sum(urgency.weight * pieces for urgency, pieces in sums.items())
    mine = Urgency(need.urgency).weight * (line.pieces - line.allocated_pieces)
    return own + (common * mine + weight - 1) // weight if weight else own + common


def _choose(
    network: Network,
    line: NeedLine,
    found: Sequence[Candidate],
    wanted: int,
    taken: dict[tuple[int, int], int],
    today: date,
    language: Language,
    shared: bool,
) -> list[ProposalLine]:
    """Take from the candidates in order until the line has what it may have."""
    chosen = []
    nearest = min((c.distance_m for c in found), default=0.0)
    for candidate in found:
        row = candidate.held
        key = (row.place, row.lot)
        pieces = min(wanted, row.free_pieces - taken.get(key, 0))
        if pieces <= 0:
            continue
        taken[key] = taken.get(key, 0) + pieces
        wanted -= pieces
        because = _because(candidate, nearest, today, shared)
        words = [_WORDS[reason][0 if language == "zh" else 1] for reason in because]
        chosen.append(
            ProposalLine(
                need_line=line.n,
                place=network.by_id[row.place].code,
                lot=show_lot(row.lot),
                category=network.kind_codes[row.category],
                grade=None if row.grade is None else Grade(row.grade),
                pieces=pieces,
                grams=row.weight_of(pieces, row.free_pieces, row.free_grams),
                expires_on=row.expires_on,
                earmark=row.earmark,
                distance_m=round(candidate.distance_m, 3),
                because=because,
                reason=("、" if language == "zh" else "; ").join(words),
            )
        )
    return chosen


def _because(candidate: Candidate, nearest: float, today: date, shared: bool) -> list[Because]:
    found: list[Because] = []
    expires = candidate.held.expires_on
    if candidate.earmarked:
        found.append("earmarked")
    if expires is not None and expires < today + SOON:
        found.append("expires_first")
    if candidate.distance_m <= nearest:
        found.append("nearest")
    if shared:
        found.append("fair_share")
    return found or ["oldest"]
