"""Invitations that were made, by the secrets that stand in their links."""

from datetime import timedelta

from served import Service

from models.access import SYSTEM, Role
from models.clock import utc_now
from models.identifiers import uuid7
from models.invitation_shapes import InvitationIn
from operations import invitations


def invited(
    service: Service, role: Role, place: str | None = None, name: str | None = None, *, ago_h: int = 0
) -> str:
    """Return the secret of an invitation that was made some hours ago, for one hour."""
    body = InvitationIn(role=role, place=place, name=name, expires_in_hours=1)
    made_at = utc_now() - timedelta(hours=ago_h)
    made = service.store.write_now(invitations.invite, uuid7(), body, service.url, by=SYSTEM, now=made_at)
    assert made.code is not None
    return made.code
