"""Documents by the act that made them: who made them, when, before whom; the newest first.

The index of acts by kind and time serves every such list, so none of them reads more than it shows.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.access import Person
from models.acts import Act, ActKind
from operations.pages import behind, page, read_position


def begun(kind: ActKind, *entities: Any) -> Select[Any]:
    """Return acts of a kind with who did them; `entities` are what the list joins and shows besides.

    Rows have `act`, `subject`, `place_id`, `by`, `witness`, `happened_at`, `recorded_at`, `reason`.
    """
    doer, witness = aliased(Person), aliased(Person)
    return (
        select(
            col(Act.id).label("act"),
            col(Act.subject),
            col(Act.place_id),
            col(doer.name).label("by"),
            col(witness.name).label("witness"),
            col(Act.happened_at),
            col(Act.recorded_at),
            col(Act.reason),
            *entities,
        )
        .select_from(Act)
        .join(doer, col(doer.id) == Act.by)
        .outerjoin(witness, col(witness.id) == Act.witness)
        .where(col(Act.kind) == kind.value)
    )


def newest(
    session: Session, asked: Select[Any], *, limit: int, cursor: str | None
) -> tuple[list[Row[Any]], str | None]:
    """Return a window of what was begun, the newest first, and the cursor behind it."""
    after = read_position(cursor, datetime)
    if after is not None:
        asked = asked.where(behind(col(Act.happened_at), col(Act.id), after, newest_first=True))
    ordered = asked.order_by(col(Act.happened_at).desc(), col(Act.id).desc()).limit(limit + 1)
    rows = session.execute(ordered).all()
    return page(rows, limit, lambda row: (row.happened_at.isoformat(), str(row.act)))
