"""Write inquiries down, from staff and from donors themselves, and answer them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from models.access import SYSTEM, Caller
from models.acts import ActKind
from models.clock import CLOCK_AHEAD_MAX, SHANGHAI
from models.identifiers import Miscoded as BadCode
from models.identifiers import read_code
from models.inquiries import Inquiry, InquiryContact, InquirySource
from models.inquiry_shapes import (
    AnsweredOut,
    AnswerIn,
    AskedIn,
    InquiryIn,
    NumberedOut,
    PublicInquiryIn,
    RecordedOut,
)
from models.numbers import Series
from models.vault import Vault
from operations.acts import Done, Work, act, require
from operations.errors import Fault, Miscoded, NotFound, Unfit
from operations.inquiries.working_days import due_after
from operations.numbers import next_number

CONTACT_PURPOSE = "answer the donor's inquiry"


@act(ActKind.RECORD_INQUIRY, creates=True)
def record_inquiry(work: Work, body: InquiryIn) -> RecordedOut:
    """Write down what a donor asked; its number and the day by which it is answered follow.

    Raises Unfit for a moment that is still to come and for an unknown earlier inquiry, Miscoded for a
    tracking code that cannot be right.
    """
    row = _written(work, body, body.received_at, InquirySource.STAFF)
    return RecordedOut(id=row.id, number=row.number, due_on=row.due_on, calendar=row.calendar)


def send_inquiry(session: Session, body: PublicInquiryIn, *, by: Caller, now: datetime) -> Done:
    """Take an inquiry from a donor without a token; the system writes it down."""
    return _sent(session, body.id, body, by=replace(SYSTEM, language=by.language), now=now)


@act(ActKind.SEND_INQUIRY)
def _sent(work: Work, body: PublicInquiryIn) -> NumberedOut:
    row = _written(work, body, work.now, InquirySource.PUBLIC)
    return NumberedOut(number=row.number, due_on=row.due_on)


@act(ActKind.ANSWER_INQUIRY)
def answer_inquiry(work: Work, body: AnswerIn) -> AnsweredOut:
    """Note what the donor was told. Raises Conflict when it was answered: more is asked by a recheck."""
    row = work.session.get(Inquiry, work.document, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    require(row.answered_at is None, Fault("", "inquiry_answered", {"number": row.number}))
    _must_be_past(body.answered_at, work.now, "/answered_at")
    if body.answered_at < row.received_at:
        raise Unfit(Fault("/answered_at", "answered_before_received"))
    vault: Vault = work.session.info["vault"]
    row.answer, row.answered_at = vault.seal(body.summary), body.answered_at
    work.session.add(row)
    in_time = body.answered_at.astimezone(SHANGHAI).date() <= row.due_on
    return AnsweredOut(id=row.id, number=row.number, answered_at=body.answered_at, in_time=in_time)


def _written(work: Work, body: AskedIn, received_at: datetime, source: InquirySource) -> Inquiry:
    _must_be_past(received_at, work.now, "/received_at")
    if body.about is not None and work.session.get(Inquiry, body.about) is None:
        raise Unfit(Fault("/about", "unknown_inquiry"))
    vault: Vault = work.session.info["vault"]
    due = due_after(received_at.astimezone(SHANGHAI).date())
    row = Inquiry(
        id=work.document,
        number=next_number(work.session, Series.INQUIRY, work.now),
        kind=body.kind.value,
        source=source.value,
        about=body.about,
        tracking_code=None if body.tracking_code is None else _read(body.tracking_code),
        subject=vault.seal(body.subject),
        received_at=received_at,
        due_on=due.on,
        calendar=due.calendar.value,
        recorded_at=work.now,
        by=work.by.actor,
    )
    work.session.add(row)
    work.session.flush()
    _keep_contact(work, row.id, body, vault)
    return row


def _keep_contact(work: Work, inquiry: UUID, body: AskedIn, vault: Vault) -> None:
    contact = body.contact
    if contact is None or (contact.name is None and contact.phone is None):
        return
    sealed = vault.seal(contact.model_dump_json(include={"name", "phone"}))
    work.session.add(
        InquiryContact(inquiry_id=inquiry, sealed=sealed, consented_at=work.now, purpose=CONTACT_PURPOSE)
    )


def _must_be_past(moment: datetime, now: datetime, pointer: str) -> None:
    if moment > now + CLOCK_AHEAD_MAX:
        raise Unfit(Fault(pointer, "still_to_come"))


def _read(typed: str) -> str:
    """Return a tracking code. Whether there is such a gift is not told: the public could try codes here."""
    try:
        return read_code(typed)
    except BadCode as wrong:
        raise Miscoded(Fault("/tracking_code", wrong.fault.value, {"found": wrong.found})) from wrong
