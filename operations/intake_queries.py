"""Find intakes again: by id, in lists, by tracking code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import SHANGHAI
from models.intake_shapes import IntakeNow
from models.intakes import Destination, Intake
from operations.errors import Fault, NotFound, Unfit
from operations.intake_views import show_now
from operations.network import current
from operations.pages import Page, behind, page, read_position
from operations.scope import scope


def visible(by: Caller) -> ColumnElement[bool]:
    """Return the condition under which an intake, joined with its destination, is the caller's to see."""
    return scope(by, point=col(Intake.point_id), station=col(Destination.station_id))


def find(session: Session, intake_id: UUID, *, by: Caller) -> Intake:
    """Return an intake that the caller may see; raises NotFound."""
    found = session.scalar(
        select(Intake)
        .join(Destination, col(Destination.intake_id) == Intake.id)
        .where(col(Intake.id) == intake_id, visible(by))
    )
    if found is None:
        raise NotFound
    return found


def get(session: Session, intake_id: UUID, *, by: Caller) -> IntakeNow:
    """Return an intake with what has happened to its record since; raises NotFound."""
    (shown,) = show_now(session, [find(session, intake_id, by=by)], by=by)
    return shown


def list_intakes(
    session: Session,
    *,
    point: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[IntakeNow]:
    """Return intakes recorded in [since, until), oldest first, at one point or wherever the caller sees."""
    conditions = [visible(by)]
    if point is not None:
        site = current(session).sites.get(point)
        if site is None:
            raise Unfit(Fault("/point", "unknown_point", {"value": point}))
        conditions.append(col(Intake.point_id) == site.id)
    if since is not None:
        conditions.append(col(Intake.recorded_at) >= since)
    if until is not None:
        conditions.append(col(Intake.recorded_at) < until)
    after = read_position(cursor, datetime)
    if after is not None:
        conditions.append(behind(col(Intake.recorded_at), col(Intake.id), after))
    rows = session.scalars(
        select(Intake)
        .join(Destination, col(Destination.intake_id) == Intake.id)
        .where(*conditions)
        .order_by(col(Intake.recorded_at), col(Intake.id))
        .limit(limit + 1)
    )
    kept, next_cursor = page(list(rows), limit, _key)
    return Page(items=show_now(session, kept, by=by), next_cursor=next_cursor)


def _key(row: Intake) -> tuple[str, str]:
    return row.recorded_at.astimezone(SHANGHAI).isoformat(), str(row.id)


def any_intake(session: Session) -> bool:
    """Tell whether anything was ever logged."""
    return session.scalar(select(col(Intake.id)).limit(1)) is not None
