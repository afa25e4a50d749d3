"""Tell what a new service still needs."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import AccessToken, Caller, Person, Role
from models.custody import Label
from models.invitations import Invitation
from models.keeping_shapes import BackupOut
from models.setup_shapes import SetupOut
from operations.access import has_admin
from operations.intake_queries import any_intake
from operations.network import current

#: What names of invented people begin with.
INVENTED = "演示"


def checklist(
    session: Session,
    *,
    help_phone: str,
    public_url: str | None,
    backups: list[BackupOut],
    now: datetime,
    by: Caller,
) -> SetupOut:
    """Return what is done already."""
    network = current(session)
    return SetupOut(
        admin=has_admin(session),
        places=len(network.points),
        stations=len(network.stations),
        stations_staffed=_staffed(session, now),
        help_phone=bool(help_phone),
        public_url_https=(public_url or "").startswith("https://"),
        backup=backups[0].at if backups else None,
        labels_printed=_is_any(session, select(col(Label.code))),
        invited=_is_any(session, select(col(Invitation.id))),
        first_intake=any_intake(session),
        demo=_is_any(session, select(col(Person.id)).where(col(Person.name).startswith(INVENTED))),
    )


def _staffed(session: Session, now: datetime) -> int:
    """Return how many stations have a manager who can sign in."""
    managed = select(func.count(col(AccessToken.place_id).distinct())).where(
        col(AccessToken.role) == Role.STATION_MANAGER.value,
        col(AccessToken.revoked_at).is_(None),
        col(AccessToken.expires_at) > now,
    )
    return session.scalar(managed) or 0


def _is_any(session: Session, asked: Any) -> bool:
    return session.scalar(asked.limit(1)) is not None
