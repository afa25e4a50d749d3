"""Close a month: its quantities stand, because its figures have been published."""

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.claims import ClosedPeriod
from models.clock import SHANGHAI
from models.stock_shapes import PeriodIn, PeriodOut
from operations.acts import Work, act
from operations.errors import Fault, Unfit
from operations.network import changed


@act(ActKind.CLOSE_PERIOD, creates=True)
def close_period(work: Work, body: PeriodIn) -> PeriodOut:
    """Close a month that is over; months are closed in order.

    From then on its facts cannot be corrected in their quantities, and what is reported late counts
    for the first open day, flagged. Raises Unfit for a month that is not over or not the next.
    """
    try:
        first = date.fromisoformat(f"{work.subject}-01")
    except ValueError as wrong:
        raise Unfit(Fault("/month", "month_form")) from wrong
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if last >= work.now.astimezone(SHANGHAI).date():
        raise Unfit(Fault("/month", "month_not_over", {"value": work.subject}))
    until = work.network.closed_until
    if until is not None and first != until + timedelta(days=1):
        following = (until + timedelta(days=1)).isoformat()[:7]
        raise Unfit(Fault("/month", "month_not_next", {"value": following}))
    work.session.add(ClosedPeriod(month=work.subject, last_day=last, closed_at=work.now))
    changed(work.session)
    return PeriodOut(month=work.subject, last_day=last, closed_at=work.now)


def periods(session: Session, *, by: Caller) -> list[PeriodOut]:
    """Return the closed months, the newest first."""
    rows = session.scalars(select(ClosedPeriod).order_by(col(ClosedPeriod.month).desc()))
    return [PeriodOut(month=row.month, last_day=row.last_day, closed_at=row.closed_at) for row in rows]
