"""Which tokens are alive, asked inside the transaction that they want to change something in."""

from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import AccessToken


class NotLive(PermissionError):
    """The caller's token was revoked or has expired by the time the work was done."""


def dead_tokens(session: Session, tokens: AbstractSet[int | None]) -> set[int]:
    """Return those of the tokens that were revoked. Expiry is judged where the clock is, at the edge."""
    asked = sorted(token for token in tokens if token is not None)
    if not asked:
        return set()
    live = session.scalars(
        select(col(AccessToken.id)).where(
            col(AccessToken.id).in_(asked), col(AccessToken.revoked_at).is_(None)
        )
    )
    return set(asked) - {token for token in live if token is not None}
