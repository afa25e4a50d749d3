"""Note who changed what about the network and its people."""

from datetime import datetime

from sqlmodel import Session

from models.access import AuditEntry, Caller


def note(session: Session, action: str, subject: str, detail: str, *, by: Caller, now: datetime) -> None:
    """Write an audit entry in the transaction of the change."""
    session.add(AuditEntry(at=now, by=by.actor, action=action, subject=subject, detail=detail))
