"""What lies in the stores: what can be given, how old it is, and what open needs still lack."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from models.board_shapes import AgeBand, AgeingOut, NeedGapOut
from models.clock import SHANGHAI
from models.intakes import Intake
from models.ledger import Balance, Lot, lies_there
from models.relief import Need, NeedLine, NeedStatus
from models.sortings import Grade, Side, Sorting, Strand
from operations.board.reach import Reach
from operations.network import Network

#: The oldest age of each band, in days, as in the ageing report; what is older is over them all.
BANDS = {"0-7": 7, "8-30": 30, "31-90": 90, "91-180": 180}
OLDEST = "over-180"
#: What is good enough to be given.
GIVEABLE = (Grade.A.value, Grade.B.value, Grade.C.value)


class Part(NamedTuple):
    """Goods of a category and an age: all of them, and those that can be given."""

    category: str
    band: str
    pieces: int
    grams: int
    free_pieces: int
    free_grams: int


def standing(session: Session, reach: Reach, now: datetime) -> list[Part]:
    """Return what lies in the stores by category and age, in one pass over what is there."""
    today = now.astimezone(SHANGHAI).date()
    free = and_(
        col(Lot.grade).in_(GIVEABLE),
        or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= today),
    )
    band = _band(func.coalesce(col(Sorting.opened_at), col(Intake.happened_at)), now)
    balance = Balance
    rows = session.execute(
        select(
            col(Lot.category_id),
            band,
            func.sum(col(balance.pieces)),
            func.sum(col(balance.grams)),
            func.sum(case((free, col(balance.pieces) - col(balance.reserved_pieces)), else_=0)),
            func.sum(case((free, col(balance.grams) - col(balance.reserved_grams)), else_=0)),
        )
        .join(Lot, col(Lot.id) == balance.lot)
        .outerjoin(Intake, col(Intake.id) == Lot.intake_id)
        .outerjoin(Strand, and_(col(Strand.lot) == Lot.id, col(Strand.side) == Side.OUT.value))
        .outerjoin(Sorting, col(Sorting.id) == Strand.run)
        .where(col(balance.place_id).in_(sorted(reach.stores)), lies_there())
        .group_by(col(Lot.category_id), band)
    )
    codes = reach.network.kind_codes
    return [Part(codes[kind], aged, *(int(amount) for amount in sums)) for kind, aged, *sums in rows]


def ageing(parts: Sequence[Part]) -> list[AgeingOut]:
    """Return what lies by top category and age; a band in which nothing lies is told too."""
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: {band: [0, 0] for band in (*BANDS, OLDEST)})
    for part in parts:
        amounts = sums[part.category.partition(".")[0]][part.band]
        amounts[0] += part.grams
        amounts[1] += part.pieces
    return [
        AgeingOut(
            group=group,
            bands=[AgeBand(band=band, grams=grams, pieces=pieces) for band, (grams, pieces) in bands.items()],
        )
        for group, bands in sorted(sums.items())
    ]


def need_gaps(session: Session, network: Network, parts: Sequence[Part]) -> list[NeedGapOut]:
    """Return what open needs still ask for by category, the widest gap first.

    What could be given is told for each category by itself: goods that two needs could have count for both.
    """
    left = func.sum(col(NeedLine.pieces) - col(NeedLine.allocated_pieces))
    rows = session.execute(
        select(col(NeedLine.category_id), left)
        .join(Need, col(Need.id) == NeedLine.need_id)
        .where(
            col(Need.status) == NeedStatus.OPEN.value,
            col(NeedLine.pieces) > col(NeedLine.allocated_pieces),
        )
        .group_by(col(NeedLine.category_id))
    )
    found = []
    for kind, wanted in rows:
        code = network.kind_codes[kind]
        there = available(parts, code)
        gap = max(int(wanted) - there, 0)
        found.append(
            NeedGapOut(category=code, wanted_pieces=int(wanted), available_pieces=there, gap_pieces=gap)
        )
    return sorted(found, key=lambda row: (-row.gap_pieces, -row.wanted_pieces, row.category))


def available(parts: Sequence[Part], category: str) -> int:
    """Return how many pieces of a category and of what lies below it can be given."""
    below = f"{category}."
    return sum(part.free_pieces for part in parts if f"{part.category}.".startswith(below))


def _band(since: Any, now: datetime) -> ColumnElement[str]:
    """Return the band of an age, counted in whole days."""
    reached = [(since > now - timedelta(days=days + 1), band) for band, days in BANDS.items()]
    return case(*reached, else_=OLDEST)
