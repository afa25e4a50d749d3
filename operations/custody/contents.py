"""What lies in bags, and where: the lots behind a label."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.custody import Bag, BagHop, BagIntake, BagStatus
from models.ledger import Balance, Lot, MovementKind
from models.network import OUTSIDE_WEIGHING
from models.rows import insert_rows
from operations.acts import Work
from operations.ledger import Hop


@dataclass(frozen=True, slots=True)
class Content:
    """What is left of a lot of an intake at the place where it lies."""

    intake: UUID
    lot: int
    category: int
    place: int
    pieces: int
    grams: int


def contents(session: Session, intakes: Sequence[UUID]) -> list[Content]:
    """Return what lies anywhere of intakes' lots, in the order of the lots."""
    rows = session.execute(
        select(
            col(Lot.intake_id),
            col(Lot.id),
            col(Lot.category_id),
            col(Balance.place_id),
            col(Balance.pieces),
            col(Balance.grams),
        )
        .join(Balance, col(Balance.lot) == Lot.id)
        .where(col(Lot.intake_id).in_(intakes), or_(col(Balance.pieces) > 0, col(Balance.grams) > 0))
        .order_by(col(Lot.id), col(Balance.place_id))
    )
    return [Content(*row) for row in rows]


def intakes_of(session: Session, labels: Sequence[str]) -> dict[str, list[UUID]]:
    """Return the intakes in each bag."""
    found: dict[str, list[UUID]] = defaultdict(list)
    asked = select(BagIntake).where(col(BagIntake.label).in_(labels)).order_by(col(BagIntake.intake_id))
    for row in session.scalars(asked):
        found[row.label].append(row.intake_id)
    return found


def bags_contents(session: Session, labels: Sequence[str]) -> dict[str, list[Content]]:
    """Return what lies in each bag, wherever the bag is."""
    intakes = intakes_of(session, labels)
    lying: dict[UUID, list[Content]] = defaultdict(list)
    for content in contents(session, [intake for held in intakes.values() for intake in held]):
        lying[content.intake].append(content)
    return {label: [c for intake in intakes.get(label, []) for c in lying[intake]] for label in labels}


def sums(held: Sequence[Content]) -> tuple[int, int]:
    """Return the pieces and grams of contents together."""
    return sum(content.pieces for content in held), sum(content.grams for content in held)


def locked_bag(session: Session, label: str) -> Bag | None:
    """Return a bag, held until this transaction ends."""
    return session.get(Bag, label, with_for_update=True, populate_existing=True)


def carry(work: Work, bag: Bag, held: Sequence[Content], to_place: int, kind: MovementKind) -> list[Hop]:
    """Hand a bag over to a place and return the hops of what is in it; the chain grows by one."""
    hops = [
        work.hop(kind, c.lot, c.category, (c.place, to_place), (c.pieces, c.grams))
        for c in held
        if c.place != to_place
    ]
    if bag.place_id != to_place:
        hand_over(work, bag, to_place)
    bag.status = BagStatus.SEALED.value
    work.session.add(bag)
    return hops


def hand_over(work: Work, bag: Bag, to_place: int) -> None:
    """Write the next link of a bag's chain."""
    last = select(col(BagHop.n)).where(col(BagHop.label) == bag.label).order_by(col(BagHop.n).desc())
    row = {
        "label": bag.label,
        "n": (work.session.scalar(last.limit(1)) or 0) + 1,
        "from_place": bag.place_id,
        "to_place": to_place,
        "act": work.id,
        "happened_at": work.happened_at,
        "by": work.by.actor,
    }
    work.session.flush()
    insert_rows(work.session, BagHop, [row])
    bag.place_id = to_place


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total out in proportion to weights, in whole units that add up (largest remainder).

    All weights zero: equal shares. Ties go to the earlier.
    """
    base = sum(weights)
    if not weights:
        return []
    if not base:
        weights, base = [1] * len(weights), len(weights)
    shares = [total * weight // base for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % base), i))
    for i in rests[: total - sum(shares)]:
        shares[i] += 1
    return shares


def reweigh(work: Work, held: Sequence[Content], place: int, grams: int) -> list[Hop]:
    """Return the hops that make contents at a place weigh what the scale says.

    The difference is shared out by weight and stands in the ledger as what it is: a correction of an
    estimate, neither found nor lost.
    """
    weighing = work.network.outside[OUTSIDE_WEIGHING]
    hops = []
    for content, share in zip(held, share_out(grams, [c.grams for c in held]), strict=True):
        change = share - content.grams
        way = (weighing, place) if change > 0 else (place, weighing)
        if change:
            hops.append(work.hop(MovementKind.WEIGH, content.lot, content.category, way, (0, abs(change))))
    return hops
