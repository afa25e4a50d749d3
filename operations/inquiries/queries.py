"""Show inquiries, the most urgent first."""

import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import SHANGHAI
from models.inquiries import Calendar, Inquiry, InquiryContact, InquiryKind, InquirySource, InquiryStatus
from models.inquiry_shapes import ContactOut, InquiryOut, InquiryRow
from models.vault import Vault
from operations.errors import Fault, NotFound, Unfit
from operations.inquiries.working_days import working_days_left
from operations.masking import mask_name, mask_phone
from operations.pages import Page, behind, page, read_cursor


def list_inquiries(
    session: Session,
    *,
    status: InquiryStatus | None,
    limit: int,
    cursor: str | None,
    by: Caller,
    now: datetime,
) -> Page[InquiryRow]:
    """Return inquiries: those without an answer first, and of them the one that is due first."""
    today = now.astimezone(SHANGHAI).date()
    answered = case((col(Inquiry.answered_at).is_(None), 0), else_=1)
    due, key = col(Inquiry.due_on), col(Inquiry.id)
    conditions = _with_status(status, today)
    if (after := _position(cursor)) is not None:
        done, position = after
        conditions.append(or_(answered > done, and_(answered == done, behind(due, key, position))))
    rows = session.scalars(
        select(Inquiry).where(*conditions).order_by(answered, due, key).limit(limit + 1)
    ).all()
    kept, next_cursor = page(
        rows, limit, lambda row: (int(row.answered_at is not None), row.due_on.isoformat(), str(row.id))
    )
    return Page(items=[InquiryRow(**_row(row, today)) for row in kept], next_cursor=next_cursor)


def get_inquiry(session: Session, inquiry_id: UUID, *, by: Caller, now: datetime) -> InquiryOut:
    """Return an inquiry in full, who asked masked; raises NotFound."""
    row = session.get(Inquiry, inquiry_id)
    if row is None:
        raise NotFound
    vault: Vault = session.info["vault"]
    return InquiryOut(
        **_row(row, now.astimezone(SHANGHAI).date()),
        subject=vault.open(row.subject),
        tracking_code=row.tracking_code,
        about=row.about,
        contact=_contact(session, vault, inquiry_id),
        answer=None if row.answer is None else vault.open(row.answer),
    )


def _with_status(status: InquiryStatus | None, today: date) -> list[ColumnElement[bool]]:
    if status is None:
        return []
    if status is InquiryStatus.ANSWERED:
        return [col(Inquiry.answered_at).is_not(None)]
    late = col(Inquiry.due_on) < today
    return [col(Inquiry.answered_at).is_(None), late if status is InquiryStatus.OVERDUE else ~late]


def _position(cursor: str | None) -> tuple[int, tuple[date, UUID]] | None:
    after = read_cursor(cursor, int, str, str)
    if after is None:
        return None
    try:
        return after[0], (date.fromisoformat(after[1]), UUID(after[2]))
    except ValueError as wrong:
        raise Unfit(Fault("/cursor", "cursor")) from wrong


def _row(row: Inquiry, today: date) -> dict[str, object]:
    status = InquiryStatus.OVERDUE if row.due_on < today else InquiryStatus.OPEN
    is_open = row.answered_at is None
    return {
        "id": row.id,
        "number": row.number,
        "kind": InquiryKind(row.kind),
        "source": InquirySource(row.source),
        "status": status if is_open else InquiryStatus.ANSWERED,
        "received_at": row.received_at,
        "due_on": row.due_on,
        "calendar": Calendar(row.calendar),
        "days_left": working_days_left(today, row.due_on) if is_open else None,
        "answered_at": row.answered_at,
    }


def _contact(session: Session, vault: Vault, inquiry_id: UUID) -> ContactOut | None:
    kept = session.get(InquiryContact, inquiry_id)
    if kept is None:
        return None
    said = json.loads(vault.open(kept.sealed))
    return ContactOut(name=mask_name(said["name"]), phone=mask_phone(said["phone"]))
