"""Say who the caller is."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import AccessToken, Caller, Person, Role
from models.caller_shapes import MeOut
from operations.errors import NotFound
from operations.network import current


def who(session: Session, may: Sequence[str], *, by: Caller) -> MeOut:
    """Return the caller with the operations that the role may use; raises NotFound without a token."""
    found = session.execute(
        select(AccessToken, Person)
        .join(Person, col(Person.id) == AccessToken.person_id)
        .where(col(AccessToken.id) == by.token_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    token, person = found
    return MeOut(
        name=person.name,
        role=Role(token.role),
        place=current(session).by_id[token.place_id].out if token.place_id else None,
        expires_at=token.expires_at,
        language=by.language,
        may=list(may),
    )
