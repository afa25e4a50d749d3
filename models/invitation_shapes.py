"""What comes in and goes out about invitations."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from models.access import Role
from models.invitations import InvitationStatus
from models.network import PlaceOut
from models.shapes import Answer, CodeIn, InstantOut, Line, Strict


class InvitationIn(Strict):
    """An invitation: to which role, where, how long the token lives, how long it may be taken up."""

    role: Role
    place: CodeIn | None = None
    name: Line | None = None
    days: Annotated[int, Field(strict=True, ge=1, le=366)] = 90
    expires_in_hours: Annotated[int, Field(strict=True, ge=1, le=336)] = 72


class InvitationRow(Answer):
    """An invitation without its secret; `used_by` is the name that was given when it was taken up."""

    id: UUID
    role: Role
    place: str | None
    name: str | None
    days: int
    by: str
    created_at: InstantOut
    expires_at: InstantOut
    status: InvitationStatus
    used_at: InstantOut | None
    used_by: str | None


class InvitationOut(InvitationRow):
    """An invitation as it is made: the secret is shown this once, and empty when the same is asked again."""

    code: str | None
    url: str | None
    qr_svg: str | None


class InvitedIn(Strict):
    """The secret of an invitation, by whoever is about to take it up."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


class InvitedOut(Answer):
    """What an invitation is to, before anybody takes it up."""

    role: Role
    place: PlaceOut | None
    name: str | None
    days: int
    expires_at: InstantOut
