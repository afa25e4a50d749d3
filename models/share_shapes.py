"""What comes in and goes out about share links."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from models.report_shapes import AskedOfReport
from models.shapes import Answer, InstantOut, Line, Strict

#: How long a link may live, in days.
DAYS_MAX, DAYS_DEFAULT = 90, 30


class SharedQuestion(Strict, AskedOfReport):
    """What is asked of the report, in the words of `GET /reports/{name}`; a period left out moves along."""

    by: Line | None = None


class ShareIn(Strict):
    """A wish to share a report: with which question, for how many days, under which title."""

    report: Annotated[str, Field(pattern=r"^[a-z]{1,40}$")]
    question: SharedQuestion = SharedQuestion()
    days: Annotated[int, Field(strict=True, ge=1, le=DAYS_MAX)] = DAYS_DEFAULT
    title: Line | None = None


class ShareOut(Answer):
    """A share link. `url` is told once, when it is made: nobody can read it again.

    `ended`: the token of whoever shared it was revoked. `opened`: how often the page was shown.
    """

    id: UUID
    url: str | None
    report: str
    question: dict[str, str]
    title: str | None
    status: Literal["live", "expired", "revoked", "ended"]
    by: str
    created_at: InstantOut
    expires_at: InstantOut
    revoked_at: InstantOut | None
    opened: int
    opened_at: InstantOut | None
