"""Corrections as EPCIS wants them: the wrong event stays and is declared wrong, a new one says it whole.

The ledger keeps the difference, because what is recorded is never taken back. EPCIS voids the wrong
event and puts another in its place. Both are said: a correcting event repeats the corrected one
with what stands now, and lists the movements of the difference beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.acts import ActKind
from models.intakes import Correction, CorrectionReason
from models.ledger import Movement, MovementKind
from models.rows import among
from operations.epcis.records import CORRECTION, Line, Moved, Operation, movements, operations, summed
from operations.network import Network

#: Corrections that say of everything in a record that it never came.
_NEVER_CAME = (CorrectionReason.DUPLICATE, CorrectionReason.NOT_RECEIVED)
_MADE = {MovementKind.INTAKE, MovementKind.SORT_OUT}


@dataclass(frozen=True, slots=True)
class Version:
    """How a record stood after a correction: the operation that corrected it, what stands, what changed."""

    operation: UUID
    root: Operation
    recorded_at: datetime
    never_came: bool
    stands: list[Line]
    change: list[Moved]


@dataclass(frozen=True, slots=True)
class Versions:
    """For operations: the version each one made, and the version that replaced each one."""

    made: dict[UUID, Version]
    replaced_by: dict[UUID, Version]


def versions(session: Session, network: Network, window: Collection[Operation]) -> Versions:
    """Return the corrections that touch a window of operations, and what stood after each of them."""
    roots = {operation.id: operation for operation in window if _can_be_wrong(operation)}
    missing = _roots(session, window) - set(roots)
    roots |= operations(session, network, sorted(missing))
    found = Versions({}, {})
    if not roots:
        return found
    fixes = _corrections(session, network, roots)
    reasons = _reasons(session, [id_ for id_, root in roots.items() if root.kind == "intake"])
    for root, changes in fixes.items():
        before = root
        for version in _chain(roots[root], changes, reasons):
            found.replaced_by[before] = found.made[version.operation] = version
            before = version.operation
    return found


def _can_be_wrong(operation: Operation) -> bool:
    """Tell whether an operation made lots, so that a correction can name it."""
    return any(hop.kind in _MADE for hop in operation.moved)


def _roots(session: Session, window: Collection[Operation]) -> set[UUID]:
    """Return what the corrections among operations corrected."""
    intakes = {UUID(operation.subject) for operation in window if operation.kind == CORRECTION}
    sorts = [operation for operation in window if operation.kind == ActKind.CORRECT_SORTING]
    seqs = {hop.corrects for operation in sorts for hop in operation.moved if hop.corrects is not None}
    sorted_by = select(col(Movement.operation)).where(among(session, col(Movement.seq), seqs))
    return intakes | set(session.scalars(sorted_by))


def _corrections(
    session: Session, network: Network, roots: dict[UUID, Operation]
) -> dict[UUID, dict[UUID, list[Moved]]]:
    """Return, for each corrected operation, its corrections in order with what they moved."""
    intakes = [id_ for id_, root in roots.items() if root.kind == "intake"]
    asked = select(col(Correction.id), col(Correction.intake_id)).where(
        col(Correction.intake_id).in_(intakes)
    )
    of = {row.id: row.intake_id for row in session.execute(asked)}
    made_by = {
        hop.line.lot: root.id
        for root in roots.values()
        for hop in root.moved
        if hop.kind is MovementKind.SORT_OUT
    }
    of_intakes = movements(session, network, col(Movement.operation).in_(list(of)))
    of_lots = movements(
        session,
        network,
        among(session, col(Movement.lot), made_by) & (col(Movement.kind) == MovementKind.CORRECTION.value),
    )
    found: dict[UUID, dict[UUID, list[Moved]]] = defaultdict(lambda: defaultdict(list))
    for hop in of_intakes:
        found[of[hop.operation]][hop.operation].append(hop)
    for hop in of_lots:
        found[made_by[hop.line.lot]][hop.operation].append(hop)
    return found


def _reasons(session: Session, intakes: Sequence[UUID]) -> dict[UUID, str]:
    asked = select(col(Correction.id), col(Correction.reason)).where(col(Correction.intake_id).in_(intakes))
    return {row.id: row.reason for row in session.execute(asked)}


def _chain(root: Operation, changes: dict[UUID, list[Moved]], reasons: dict[UUID, str]) -> Iterable[Version]:
    """Yield what stood after each correction, one after the other."""
    stands = [hop.line for hop in root.moved if hop.kind in _MADE]
    for operation, change in changes.items():
        stands = summed([*stands, *(_signed(hop) for hop in change)])
        yield Version(
            operation=operation,
            root=root,
            recorded_at=change[0].recorded_at,
            never_came=reasons.get(operation) in _NEVER_CAME and not _anything(stands),
            stands=[_no_less_than_nothing(line) for line in stands],
            change=change,
        )


def _signed(hop: Moved) -> Line:
    return replace(hop.line, pieces=hop.way * hop.line.pieces, grams=hop.way * hop.line.grams)


def _anything(lines: Iterable[Line]) -> bool:
    return any(line.pieces or line.grams for line in lines)


def _no_less_than_nothing(line: Line) -> Line:
    """Return a line that a document can say.

    A scale may have found more than was logged, and a later correction have taken that back too.
    """
    return replace(line, pieces=max(line.pieces, 0), grams=max(line.grams, 0))
