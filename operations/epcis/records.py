"""What was recorded of operations: read at once for a whole window, as plain facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.acts import Act
from models.custody import BagHop
from models.intakes import Correction, Intake
from models.ledger import Lot, Movement, MovementKind
from models.rows import among
from operations.network import Network

#: The kinds of operations that are no acts.
INTAKE, CORRECTION = "intake", "correction"


@dataclass(frozen=True, slots=True)
class Line:
    """So much of a lot; `seq` is the movement that the line stands for, if it stands for one."""

    lot: int
    category: str
    grade: str | None
    pieces: int
    grams: int
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement of the ledger. `way` is +1 when goods came in from outside, -1 when they left, else 0."""

    line: Line
    operation: UUID
    kind: MovementKind
    from_place: int
    to_place: int
    recorded_at: datetime
    corrects: int | None
    way: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that was done: an intake, a correction or an act, with what it moved."""

    id: UUID
    kind: str
    subject: str
    place: int | None
    happened_at: datetime
    recorded_at: datetime
    moved: list[Moved] = field(default_factory=list)
    bags: list[str] = field(default_factory=list)


def operations(session: Session, network: Network, ids: Sequence[UUID]) -> dict[UUID, Operation]:
    """Return operations by id, in the order asked for."""
    known = {row.id: row for row in (*_acts(session, ids), *_intakes(session, ids), *_fixes(session, ids))}
    for hop in movements(session, network, col(Movement.operation).in_(ids)):
        known[hop.operation].moved.append(hop)
    handed = select(col(BagHop.act), col(BagHop.label)).where(col(BagHop.act).in_(ids))
    for act, label in session.execute(handed.order_by(col(BagHop.label), col(BagHop.n))):
        known[act].bags.append(label)
    return {id_: known[id_] for id_ in ids}


def movements(session: Session, network: Network, condition: object) -> list[Moved]:
    """Return movements under a condition on Movement, in the ledger's order."""
    rows = session.execute(
        select(Movement, col(Lot.category_id), col(Lot.grade))
        .join(Lot, col(Lot.id) == Movement.lot)
        .where(condition)  # type: ignore[arg-type]
        .order_by(col(Movement.seq))
    )
    return [_moved(network, row, category, grade) for row, category, grade in rows]


def lines_of(session: Session, network: Network, amounts: Iterable[tuple[int, int, int]]) -> list[Line]:
    """Return (lot, pieces, grams) as lines that say what the lots are."""
    wanted = list(amounts)
    rows = session.execute(
        select(col(Lot.id), col(Lot.category_id), col(Lot.grade)).where(
            among(session, col(Lot.id), {lot for lot, _, _ in wanted})
        )
    )
    known = {lot: (network.kind_codes[category], grade) for lot, category, grade in rows}
    return [Line(lot, *known[lot], pieces, grams) for lot, pieces, grams in wanted]


def summed(lines: Iterable[Line]) -> list[Line]:
    """Return lines with those of the same lot added up."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    first: dict[int, Line] = {}
    for line in lines:
        first.setdefault(line.lot, line)
        sums[line.lot][0] += line.pieces
        sums[line.lot][1] += line.grams
    return [Line(lot, first[lot].category, first[lot].grade, *sums[lot]) for lot in first]


def _moved(network: Network, row: Movement, category: int, grade: str | None) -> Moved:
    came, left = row.from_place in network.outside_ids, row.to_place in network.outside_ids
    return Moved(
        line=Line(row.lot, network.kind_codes[category], grade, row.pieces, row.grams, row.seq),
        operation=row.operation,
        kind=MovementKind(row.kind),
        from_place=row.from_place,
        to_place=row.to_place,
        recorded_at=row.recorded_at,
        corrects=row.corrects,
        way=came - left,
    )


def _acts(session: Session, ids: Collection[UUID]) -> list[Operation]:
    # The answers stay where they are: a run's would be read for nothing.
    rows = session.execute(
        select(
            col(Act.id),
            col(Act.kind),
            col(Act.subject),
            col(Act.place_id),
            col(Act.happened_at),
            col(Act.recorded_at),
        ).where(col(Act.id).in_(ids))
    )
    return [Operation(*row) for row in rows]


def _intakes(session: Session, ids: Collection[UUID]) -> list[Operation]:
    rows = session.execute(
        select(col(Intake.id), col(Intake.point_id), col(Intake.happened_at), col(Intake.recorded_at)).where(
            col(Intake.id).in_(ids)
        )
    )
    return [
        Operation(id_, INTAKE, str(id_), point, happened, recorded) for id_, point, happened, recorded in rows
    ]


def _fixes(session: Session, ids: Collection[UUID]) -> list[Operation]:
    rows = session.execute(
        select(col(Correction.id), col(Correction.intake_id), col(Correction.recorded_at)).where(
            col(Correction.id).in_(ids)
        )
    )
    return [
        Operation(id_, CORRECTION, str(intake), None, recorded, recorded) for id_, intake, recorded in rows
    ]
