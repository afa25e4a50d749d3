"""Conflicts: contradictions on record that a person must look at."""

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.conflicts import ConflictStatus, Contradiction


def count_open(session: Session, place_ids: Collection[int] | None) -> int:
    """Return how many contradictions are open at some places; None: everywhere."""
    asked = select(func.count()).where(col(Contradiction.status) == ConflictStatus.OPEN.value)
    if place_ids is not None:
        asked = asked.where(
            or_(col(Contradiction.place_id).in_(place_ids), col(Contradiction.other_place_id).in_(place_ids))
        )
    return int(session.scalar(asked) or 0)
