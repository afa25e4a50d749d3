"""Refuse an edit of what somebody else changed meanwhile: say who, when, and what differs.

A version is made of the content that can be edited, so it needs no column, and the same content has
the same version wherever it is shown.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import func, select, text
from sqlmodel import Session, col

from models.access import AuditEntry, Person
from models.acts import Act
from models.edit_shapes import EditConflict, FieldOut
from operations.errors import Fault, Stale

#: Fields by name, as they are stored or sent.
Content = Mapping[str, Any]
#: The versions an edit may build on; None: whatever stands; ANY_VERSION among them: whatever, if anything.
Expected = frozenset[str] | None
ANY_VERSION = "*"
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed something last, and when; None where nobody is on record."""

    by: str | None
    at: datetime | None


def version_of(content: Content) -> str:
    """Return the version of a content."""
    whole = json.dumps(to_jsonable_python(dict(content)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:_LENGTH]


def take_turn(session: Session, *names: str) -> None:
    """Wait until nobody else is editing the thing of these names, and keep others waiting until the commit.

    A lock on its row would not do: what does not exist yet has none. SQLite has one writer anyway.
    """
    if session.connection().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        session.execute(lock, {"name": f"edit {' '.join(names)}"})


def refuse_stale(
    expected: Expected,
    stored: Content | None,
    sent: Content,
    last: Callable[[], Changed],
    *,
    secret: Sequence[str] = (),
) -> None:
    """Raise Stale when an edit builds on another version than the stored one, and differs from it.

    An edit that says what is stored already was sent twice, or both meant the same: nothing is lost.
    """
    if expected is None or stored == sent:
        return
    if stored is not None and (ANY_VERSION in expected or version_of(stored) in expected):
        return
    now = stored or {}
    names = [name for name in {**now, **sent} if now.get(name) != sent.get(name)]
    shown = [name for name in names if name not in secret]
    values: dict[str, FieldOut] = {
        name: FieldOut(
            pointer=f"/{name}",
            stored=now.get(name) if name in shown else None,
            sent=sent.get(name) if name in shown else None,
        )
        for name in names
    }
    changed = last()
    conflict = EditConflict(
        by=changed.by,
        at=changed.at,
        version=None if stored is None else version_of(stored),
        fields=list(values.values()),
    )
    raise Stale(*(_fault(field) for field in values.values()), conflict=conflict)


def last_audited(session: Session, actions: Sequence[str], subject: str) -> Changed:
    """Return who last did one of the audited actions on a subject."""
    newest = select(func.max(col(AuditEntry.id))).where(
        col(AuditEntry.subject) == subject, col(AuditEntry.action).in_(actions)
    )
    row = session.execute(
        select(col(Person.name), col(AuditEntry.at))
        .join(Person, col(Person.id) == AuditEntry.by)
        .where(col(AuditEntry.id) == newest.scalar_subquery())
    ).first()
    return Changed(row.name, row.at) if row is not None else Changed(None, None)


def last_act(session: Session, subjects: Sequence[str]) -> Changed:
    """Return who did the last act on one of the subjects."""
    row = session.execute(
        select(col(Person.name), col(Act.recorded_at))
        .join(Person, col(Person.id) == Act.by)
        .where(col(Act.subject).in_(subjects))
        .order_by(col(Act.recorded_at).desc(), col(Act.id).desc())
        .limit(1)
    ).first()
    return Changed(row.name, row.recorded_at) if row is not None else Changed(None, None)


def _fault(field: FieldOut) -> Fault:
    said = {"stored": _words(field.stored), "sent": _words(field.sent)}
    return Fault(field.pointer, "changed_meanwhile", said)


def _words(value: Any) -> str:
    return "-" if value is None else str(to_jsonable_python(value))
