"""Shapes of donors' queries and complaints."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from models.inquiries import Calendar, InquiryKind, InquirySource, InquiryStatus
from models.shapes import Answer, FlagIn, InstantIn, InstantOut, KeyIn, Line, Note, Strict


def _something(value: str) -> str:
    if not value:
        raise PydanticCustomError("text_line", "some text")
    return value


#: What somebody has to say: several lines, not empty.
Words = Annotated[Note, AfterValidator(_something)]


class ContactIn(Strict):
    """How to reach who asks; only with their consent."""

    name: Line | None = None
    phone: Annotated[str, Field(pattern=r"^1[3-9][0-9]{9}$")] | None = None
    consent: FlagIn

    @model_validator(mode="after")
    def contact_needs_consent(self) -> Self:
        """Refuse personal data that came without consent: it must not even be stored."""
        if not self.consent and (self.name is not None or self.phone is not None):
            raise PydanticCustomError("consent", "consent, or no name and no telephone")
        return self


class AskedIn(Strict):
    """What everybody says who asks; a recheck names the inquiry that it is about."""

    kind: InquiryKind
    subject: Words
    tracking_code: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    contact: ContactIn | None = None
    about: KeyIn | None = None

    @model_validator(mode="after")
    def a_recheck_is_about_something(self) -> Self:
        """Refuse a recheck of nothing, and an earlier inquiry where nothing is to be rechecked."""
        if (self.kind is InquiryKind.RECHECK) != (self.about is not None):
            raise PydanticCustomError("recheck", "an earlier inquiry with a recheck, and only with one")
        return self


class InquiryIn(AskedIn):
    """An inquiry as staff writes it down: it may have come by letter days ago."""

    received_at: InstantIn


class PublicInquiryIn(AskedIn):
    """An inquiry that a donor sends without a token, under an id the page made."""

    id: KeyIn


class NumberedOut(Answer):
    """Under which number an inquiry is kept, and until when it is answered."""

    number: str
    due_on: date


class RecordedOut(NumberedOut):
    """An inquiry as staff wrote it down."""

    id: UUID
    calendar: Calendar


class AnswerIn(Strict):
    """What the donor was told, and when."""

    summary: Words
    answered_at: InstantIn


class AnsweredOut(Answer):
    """That an inquiry is answered, and whether in time."""

    id: UUID
    number: str
    answered_at: InstantOut
    in_time: bool


class InquiryRow(Answer):
    """An inquiry in a list; `days_left` are working days, negative when it is late, none once answered."""

    id: UUID
    number: str
    kind: InquiryKind
    source: InquirySource
    status: InquiryStatus
    received_at: InstantOut
    due_on: date
    calendar: Calendar
    days_left: int | None
    answered_at: InstantOut | None


class ContactOut(Answer):
    """Who asked, masked."""

    name: str | None
    phone: str | None


class InquiryOut(InquiryRow):
    """An inquiry in full."""

    subject: str
    tracking_code: str | None
    about: UUID | None
    contact: ContactOut | None
    answer: str | None
