"""What was recorded since a moment: acts, intakes, corrections, and what the audit notes."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import AccessToken, AuditEntry, Person
from models.acts import Act, ActKind
from models.intakes import Correction, Intake
from models.shipments import Shipment
from operations.network import Network, current

#: Acts on shipments: both ends of the way hear of them, wherever they were done.
_SHIPPING = frozenset(
    {
        ActKind.PLAN_SHIPMENT,
        ActKind.PICK,
        ActKind.DISPATCH,
        ActKind.ARRIVE,
        ActKind.RETURN,
        ActKind.CANCEL,
    }
)
#: What the audit notes of a place, and which word of its subject is the place's code.
_OF_A_PLACE = frozenset({"vehicle.put", "threshold.put", "conflict.note", "conflict.settle"})


@dataclass(frozen=True, slots=True)
class News:
    """Something that was recorded. `key` is its own for ever; `places`: where it can be heard of."""

    key: str
    kind: str
    subject: str
    places: tuple[int, ...]
    by: str
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the database found: news, the network they are about, tokens that are alive."""

    news: Sequence[News]
    network: Network
    alive: AbstractSet[int]


def look(
    session: Session, since: datetime, tokens: AbstractSet[int], now: datetime, limit: int | None = None
) -> Look:
    """Return what was recorded since a moment, oldest first, and which of the tokens are alive.

    `limit` bounds each kind of record, not their sum.
    """
    network = current(session)
    news = [
        *_acts(session, since, limit),
        *_intakes(session, since, limit),
        *_corrections(session, since, limit),
        *_audited(session, network, since, limit),
    ]
    alive = session.scalars(
        select(col(AccessToken.id)).where(
            col(AccessToken.id).in_(sorted(tokens)),
            col(AccessToken.revoked_at).is_(None),
            col(AccessToken.expires_at) > now,
        )
    )
    news.sort(key=lambda told: (told.recorded_at, told.key))
    return Look(news, network, {token for token in alive if token is not None})


def _acts(session: Session, since: datetime, limit: int | None) -> Iterable[News]:
    rows = session.execute(
        select(
            col(Act.id),
            col(Act.kind),
            col(Act.subject),
            col(Act.place_id),
            col(Person.name),
            col(Act.happened_at),
            col(Act.recorded_at),
        )
        .join(Person, col(Person.id) == Act.by)
        .where(col(Act.recorded_at) >= since)
        .order_by(col(Act.recorded_at))
        .limit(limit)
    ).all()
    ends = _ends(session, [subject for _, kind, subject, *_ in rows if kind in _SHIPPING])
    for id_, kind, subject, place, by, at, recorded_at in rows:
        places = ends.get(subject) or (() if place is None else (place,))
        yield News(f"a{id_}", kind, subject, places, by, at, recorded_at)


def _ends(session: Session, subjects: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return for shipments where they start and end; among the subjects may be other documents."""
    ids = []
    for subject in set(subjects):
        try:
            ids.append(UUID(subject))
        except ValueError:
            continue
    if not ids:
        return {}
    asked = select(col(Shipment.id), col(Shipment.from_place), col(Shipment.to_place))
    rows = session.execute(asked.where(col(Shipment.id).in_(ids)))
    return {str(id_): (start,) if end is None else (start, end) for id_, start, end in rows}


def _intakes(session: Session, since: datetime, limit: int | None) -> Iterable[News]:
    rows = session.execute(
        select(
            col(Intake.id),
            col(Intake.point_id),
            col(Intake.station_id),
            col(Person.name),
            col(Intake.happened_at),
            col(Intake.recorded_at),
        )
        .join(Person, col(Person.id) == Intake.by)
        .where(col(Intake.recorded_at) >= since)
        .order_by(col(Intake.recorded_at))
        .limit(limit)
    )
    for id_, point, station, by, at, recorded_at in rows:
        yield News(f"i{id_}", "intake", str(id_), (point, station), by, at, recorded_at)


def _corrections(session: Session, since: datetime, limit: int | None) -> Iterable[News]:
    rows = session.execute(
        select(
            col(Correction.id),
            col(Correction.intake_id),
            col(Intake.point_id),
            col(Intake.station_id),
            col(Person.name),
            col(Correction.recorded_at),
        )
        .join(Intake, col(Intake.id) == Correction.intake_id)
        .join(Person, col(Person.id) == Correction.by)
        .where(col(Correction.recorded_at) >= since)
        .order_by(col(Correction.recorded_at))
        .limit(limit)
    )
    for id_, intake, point, station, by, at in rows:
        yield News(f"c{id_}", "correction", str(intake), (point, station), by, at, at)


def _audited(session: Session, network: Network, since: datetime, limit: int | None) -> Iterable[News]:
    rows = session.execute(
        select(
            col(AuditEntry.id),
            col(AuditEntry.action),
            col(AuditEntry.subject),
            col(Person.name),
            col(AuditEntry.at),
        )
        .join(Person, col(Person.id) == AuditEntry.by)
        .where(col(AuditEntry.at) >= since)
        .order_by(col(AuditEntry.at))
        .limit(limit)
    )
    for id_, action, subject, by, at in rows:
        site = network.sites.get(subject.split(" ")[0]) if action in _OF_A_PLACE else None
        places = () if site is None else (site.id,)
        yield News(f"n{id_}", action, subject, places, by, at, at)
