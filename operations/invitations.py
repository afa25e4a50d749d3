"""Invite somebody to a role: a secret that works once; take it up; take it back."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.access import AccessToken, Caller, JoinIn, Person, Role, TokenOut
from models.invitation_shapes import InvitationIn, InvitationOut, InvitationRow, InvitedIn, InvitedOut
from models.invitations import INVITATION_PREFIX, Invitation, InvitationStatus
from models.vault import Vault
from operations import access
from operations.audit import note
from operations.errors import Conflict, Fault, IdTaken, NotFound, Unfit
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.rendering.qr_svg import qr_svg
from operations.scope import SEES_ALL
from operations.sites import Site

#: What a station's manager may invite to.
MANAGERS_INVITE = frozenset({Role.DRIVER, Role.VOLUNTEER})
#: Who works on a phone, and so joins there.
_ON_PHONES = MANAGERS_INVITE


def invite(
    session: Session, invitation_id: UUID, body: InvitationIn, address: str, *, by: Caller, now: datetime
) -> InvitationOut:
    """Make an invitation; its secret is shown this once, and the same call again shows all the rest.

    `address` is where people reach the service. Raises Unfit for a role or place that is not the caller's
    to give, and IdTaken.
    """
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{by.actor} {body.model_dump_json()}".encode())
    known = session.get(Invitation, invitation_id)
    if known is not None:
        if bytes(known.fingerprint) != print_:
            raise IdTaken(id=str(invitation_id))
        return _told(_row(session, known.id, now), None, address)
    place = _place_to_give(current(session), body, by)
    secret = INVITATION_PREFIX + secrets.token_urlsafe(16)
    session.add(
        Invitation(
            id=invitation_id,
            fingerprint=print_,
            hash=access.hash_secret(secret),
            role=body.role.value,
            place_id=place.id if place else None,
            name=body.name,
            days=body.days,
            by=by.actor,
            token_id=by.token_id,
            created_at=now,
            expires_at=now + timedelta(hours=body.expires_in_hours),
        )
    )
    session.flush()
    detail = f"{body.role.value} {body.place or ''}".strip()
    note(session, "invitation.make", str(invitation_id), detail, by=by, now=now)
    return _told(_row(session, invitation_id, now), secret, address)


def list_invitations(
    session: Session, *, limit: int, cursor: str | None, now: datetime, by: Caller
) -> Page[InvitationRow]:
    """Return the invitations that the caller may see, the newest first, without their secrets."""
    after = read_position(cursor, datetime)
    asked = _asked().where(_visible(current(session), by))
    if after is not None:
        asked = asked.where(behind(col(Invitation.created_at), col(Invitation.id), after, newest_first=True))
    asked = asked.order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc()).limit(limit + 1)
    network = current(session)
    rows = [_shown(network, row, now) for row in session.execute(asked)]
    kept, next_cursor = page(rows, limit, lambda row: (row.created_at.isoformat(), str(row.id)))
    return Page(items=kept, next_cursor=next_cursor)


def revoke(session: Session, invitation_id: UUID, *, by: Caller, now: datetime) -> None:
    """Take an invitation back at once; raises Conflict when it was taken up: then its token is revoked."""
    visible = _visible(current(session), by)
    found = session.scalar(select(Invitation).where(col(Invitation.id) == invitation_id, visible))
    if found is None:
        raise NotFound
    if found.used_at is not None:
        raise Conflict(Fault("", "invitation_used"))
    if found.revoked_at is None:
        found.revoked_at = now
        session.add(found)
        note(session, "invitation.revoke", str(invitation_id), "", by=by, now=now)


def see(session: Session, body: InvitedIn, *, now: datetime, by: Caller) -> InvitedOut:
    """Return what an invitation is to, for whoever is about to take it up; raises NotFound."""
    found = session.scalar(select(Invitation).where(_alive(body.code, now)))
    if found is None:
        raise NotFound(Fault("/code", "unknown_invitation"))
    place = current(session).by_id[found.place_id].out if found.place_id else None
    return InvitedOut(
        role=Role(found.role), place=place, name=found.name, days=found.days, expires_at=found.expires_at
    )


def join(session: Session, body: JoinIn, *, by: Caller, now: datetime) -> TokenOut:
    """Join by an invitation's secret, or as a volunteer by the code on a point's poster.

    Raises NotFound for an invitation that is unknown, used, revoked or too old: the answer is the same.
    """
    if not body.code.startswith(INVITATION_PREFIX):
        return access.join(session, body, by=by, now=now)
    taken = session.connection().execute(update(Invitation).where(_alive(body.code, now)).values(used_at=now))
    if taken.rowcount != 1:
        raise NotFound(Fault("/code", "unknown_invitation"))
    asked = select(Invitation).where(col(Invitation.hash) == access.hash_secret(body.code))
    found = session.scalars(asked).one()
    place = current(session).by_id[found.place_id] if found.place_id else None
    token = access.grant(
        session, body.name, Role(found.role), place, timedelta(days=found.days), by=by, now=now
    )
    issued = select(col(AccessToken.person_id)).where(
        col(AccessToken.hash) == access.hash_secret(token.token)
    )
    found.used_by = session.scalar(issued)
    session.add(found)
    return token


def _alive(code: str, now: datetime) -> Any:
    """Return the condition of the invitation with this secret, while it may be taken up.

    What somebody invited to whose own token was revoked since, is not to be trusted.
    """
    revoked = select(col(AccessToken.id)).where(
        col(AccessToken.id) == col(Invitation.token_id), col(AccessToken.revoked_at).is_not(None)
    )
    return (
        (col(Invitation.hash) == access.hash_secret(code))
        & col(Invitation.used_at).is_(None)
        & col(Invitation.revoked_at).is_(None)
        & (col(Invitation.expires_at) > now)
        & ~revoked.exists()
    )


def _place_to_give(network: Network, body: InvitationIn, by: Caller) -> Site | None:
    place = access.place_for(network, body.role, body.place)
    if by.role is Role.ADMIN:
        return place
    if body.role not in MANAGERS_INVITE:
        raise Unfit(Fault("/role", "not_yours_to_invite", {"role": body.role.value}))
    if place is None or by.place_id not in (place.id, network.home_of(place)):
        raise Unfit(Fault("/place", "foreign_place", {"value": body.place}))
    return place


def _visible(network: Network, by: Caller) -> Any:
    """Return the condition of the invitations that are the caller's to see: those to their own places."""
    if by.role in SEES_ALL:
        return col(Invitation.id).is_not(None)
    own = [point.id for point in network.points if network.home_of(point) == by.place_id]
    return col(Invitation.place_id).in_([*own, by.place_id])


def _asked() -> Any:
    maker, taker = aliased(Person), aliased(Person)
    return (
        select(Invitation, col(maker.name), col(taker.name))
        .join(maker, col(maker.id) == col(Invitation.by))
        .outerjoin(taker, col(taker.id) == col(Invitation.used_by))
    )


def _row(session: Session, invitation_id: UUID, now: datetime) -> InvitationRow:
    row = session.execute(_asked().where(col(Invitation.id) == invitation_id)).one()
    return _shown(current(session), row, now)


def _shown(network: Network, row: Any, now: datetime) -> InvitationRow:
    found, maker, taker = row
    return InvitationRow(
        id=found.id,
        role=Role(found.role),
        place=network.by_id[found.place_id].code if found.place_id else None,
        name=found.name,
        days=found.days,
        by=maker,
        created_at=found.created_at,
        expires_at=found.expires_at,
        status=_status(found, now),
        used_at=found.used_at,
        used_by=taker,
    )


def _status(found: Invitation, now: datetime) -> InvitationStatus:
    if found.used_at is not None:
        return InvitationStatus.USED
    if found.revoked_at is not None:
        return InvitationStatus.REVOKED
    return InvitationStatus.EXPIRED if found.expires_at <= now else InvitationStatus.OPEN


def _told(row: InvitationRow, secret: str | None, address: str) -> InvitationOut:
    url = None
    if secret is not None:
        # Behind the hash, so that it reaches no log on the way.
        url = f"{address.rstrip('/')}{'' if row.role in _ON_PHONES else '/desk'}/join#{secret}"
    return InvitationOut(**dict(row), code=secret, url=url, qr_svg=None if url is None else qr_svg(url))
