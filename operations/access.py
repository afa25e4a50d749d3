"""People and their tokens: issue, find, revoke; join by a point's poster; the first administrator."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.access import (
    AccessToken,
    AdminLink,
    Caller,
    JoinIn,
    Person,
    Poster,
    PosterOut,
    Role,
    TokenIn,
    TokenOut,
    TokenRow,
)
from models.identifiers import POSTER_LENGTH, read_code
from models.identifiers import Miscoded as BadCode
from models.network import PlaceKind, PlaceOut
from operations.audit import note
from operations.errors import Fault, Miscoded, NotFound, Unfit
from operations.network import Network, current
from operations.pages import Page, page, read_cursor
from operations.posters import hang_posters
from operations.sites import Site

#: A volunteer's phone stays joined for a season; a forgotten one falls silent by itself.
VOLUNTEER_DAYS = 90
ADMIN_LINK_HOURS = 24
ADMIN_DAYS = 30
#: Flags are 1 or 0 on both engines; PostgreSQL knows no `IS true` for them.
_YES = 1

#: Which kind of place a role is bound to.
ROLE_PLACES = {
    Role.VOLUNTEER: PlaceKind.POINT,
    Role.DRIVER: PlaceKind.STATION,
    Role.STATION_MANAGER: PlaceKind.STATION,
    Role.WAREHOUSE_MANAGER: PlaceKind.WAREHOUSE,
}


@dataclass(frozen=True, slots=True)
class Known:
    """A token that was found: who it stands for, and until when."""

    caller: Caller
    expires_at: datetime


def hash_secret(secret: str) -> bytes:
    """Return what we keep of a secret: SHA-256 is enough, a random 128-bit secret cannot be tried out."""
    return hashlib.sha256(secret.encode()).digest()


def issue(session: Session, body: TokenIn, *, by: Caller, now: datetime) -> TokenOut:
    """Issue a token for a role, bound to a place where the role needs one; it is shown this once."""
    place = place_for(current(session), body.role, body.place)
    return grant(session, body.name, body.role, place, timedelta(days=body.days), by=by, now=now)


def find(session: Session, token_hash: bytes) -> Known | None:
    """Return whom a token stands for, unless it was revoked or never issued."""
    row = session.scalar(
        select(AccessToken).where(col(AccessToken.hash) == token_hash, col(AccessToken.revoked_at).is_(None))
    )
    if row is None:
        return None
    return Known(Caller(row.id, row.person_id, Role(row.role), row.place_id), row.expires_at)


def revoke(session: Session, token_id: int, *, by: Caller, now: datetime) -> None:
    """Revoke a token at once; what was done with it stays."""
    row = session.get(AccessToken, token_id)
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        note(session, "token.revoke", str(token_id), "", by=by, now=now)


def list_tokens(
    session: Session,
    role: Role | None = None,
    place: str | None = None,
    *,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[TokenRow]:
    """Return tokens, newest first, without their secrets; only those of a role, or bound to a place."""
    after = read_cursor(cursor, int)
    network = current(session)
    asked = (
        select(AccessToken, Person)
        .join(Person, col(Person.id) == AccessToken.person_id)
        .where(col(AccessToken.id) < after[0] if after else col(AccessToken.id) > 0)
    )
    if role is not None:
        asked = asked.where(col(AccessToken.role) == role.value)
    if place is not None:
        site = network.sites.get(place)
        asked = asked.where(col(AccessToken.place_id) == (site.id if site else 0))
    rows = session.execute(asked.order_by(col(AccessToken.id).desc()).limit(limit + 1))
    sites = network.by_id
    shown = [
        TokenRow(
            id=token.id or 0,
            name=person.name,
            role=Role(token.role),
            place=sites[token.place_id].code if token.place_id else None,
            created_at=token.created_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )
        for token, person in rows
    ]
    kept, next_cursor = page(shown, limit, lambda row: (row.id,))
    return Page(items=kept, next_cursor=next_cursor)


def join(session: Session, body: JoinIn, *, by: Caller, now: datetime) -> TokenOut:
    """Join as a volunteer of the point whose poster carries the code. No password: the poster is the key."""
    place = _point_with_poster(session, body.code)
    return grant(session, body.name, Role.VOLUNTEER, place, timedelta(days=VOLUNTEER_DAYS), by=by, now=now)


def see_point(session: Session, typed: str, *, by: Caller) -> PlaceOut:
    """Return the point whose poster carries the code, for whoever is about to join it."""
    return _point_with_poster(session, typed).out


def poster(session: Session, code: str, *, by: Caller) -> PosterOut:
    """Return the current poster code of a point."""
    point = _point(current(session), code)
    found = session.scalar(
        select(Poster).where(col(Poster.place_id) == point.id, col(Poster.current) == _YES)
    )
    if found is None:
        raise NotFound
    return PosterOut(point=code, code=found.code, created_at=found.created_at)


def renew_poster(session: Session, code: str, *, by: Caller, now: datetime) -> PosterOut:
    """Give a point a new poster code; the old poster lets nobody in any more."""
    point = _point(current(session), code)
    session.connection().execute(update(Poster).where(col(Poster.place_id) == point.id).values(current=False))
    (new,) = hang_posters(session, [point.id], now)
    note(session, "poster.renew", code, "", by=by, now=now)
    return PosterOut(point=code, code=new, created_at=now)


def has_admin(session: Session) -> bool:
    """Tell whether anybody has become administrator through a link yet."""
    used = session.scalar(select(col(AdminLink.hash)).where(col(AdminLink.used_at).is_not(None)).limit(1))
    return used is not None


def admin_link(session: Session, *, by: Caller, now: datetime) -> str:
    """Make the secret of a one-time link for the first administrator; earlier unused ones die."""
    secret = secrets.token_urlsafe(16)
    for row in session.scalars(select(AdminLink).where(col(AdminLink.used_at).is_(None))):
        session.delete(row)
    session.add(AdminLink(hash=hash_secret(secret), expires_at=now + timedelta(hours=ADMIN_LINK_HOURS)))
    note(session, "admin.link", "", "", by=by, now=now)
    return secret


def become_admin(session: Session, secret: str, *, by: Caller, now: datetime) -> TokenOut:
    """Turn a one-time link into an administrator's token; raises NotFound when used, expired or unknown."""
    claimed = session.connection().execute(
        update(AdminLink)
        .where(
            col(AdminLink.hash) == hash_secret(secret),
            col(AdminLink.used_at).is_(None),
            col(AdminLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    if claimed.rowcount != 1:
        raise NotFound
    return grant(session, "admin", Role.ADMIN, None, timedelta(days=ADMIN_DAYS), by=by, now=now)


def grant(
    session: Session,
    name: str,
    role: Role,
    place: Site | None,
    lives: timedelta,
    *,
    by: Caller,
    now: datetime,
) -> TokenOut:
    """Give somebody new a token; whoever has none yet acts in their own name."""
    secret = "jj_" + secrets.token_urlsafe(16)
    person = Person(name=name, created_at=now)
    session.add(person)
    session.flush()
    token = AccessToken(
        hash=hash_secret(secret),
        person_id=person.id or 0,
        role=role.value,
        place_id=place.id if place else None,
        created_at=now,
        expires_at=now + lives,
    )
    session.add(token)
    session.flush()
    actor = by if by.person_id is not None else Caller(None, person.id, role)
    note(
        session,
        "token.issue",
        str(token.id),
        f"{role.value} {place.code if place else ''}".strip(),
        by=actor,
        now=now,
    )
    return TokenOut(token=secret, role=role, place=place.code if place else None, expires_at=now + lives)


def place_for(network: Network, role: Role, code: str | None) -> Site | None:
    """Return the place that a role is bound to; raises Unfit for another kind of place, or one too many."""
    needed = ROLE_PLACES.get(role)
    if needed is None:
        if code is not None:
            raise Unfit(Fault("/place", "role_without_place", {"role": role.value}))
        return None
    site = network.sites.get(code or "")
    if site is None or site.kind is not needed:
        raise Unfit(Fault("/place", "role_needs_place", {"role": role.value, "kind": needed.value}))
    return site


def _point_with_poster(session: Session, typed: str) -> Site:
    """Return the point with the current poster code; raises Miscoded and NotFound."""
    try:
        code = read_code(typed, POSTER_LENGTH)
    except BadCode as wrong:
        raise Miscoded(Fault("/code", wrong.fault.value, {"found": wrong.found})) from wrong
    poster = session.scalar(select(Poster).where(col(Poster.code) == code, col(Poster.current) == _YES))
    if poster is None:
        raise NotFound(Fault("/code", "unknown_poster"))
    return current(session).by_id[poster.place_id]


def _point(network: Network, code: str) -> Site:
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.POINT:
        raise NotFound
    return site
