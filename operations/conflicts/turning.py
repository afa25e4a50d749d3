"""Keep what was refused because something else stands under its id or label, so that a station sees both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from models.access import Caller
from models.acts import Act
from models.bag_shapes import BagIn
from models.conflicts import ConflictKind, ConflictStatus, Contradiction, Turned
from models.custody import Bag
from models.identifiers import show_code
from models.intake_shapes import IntakeIn
from models.intakes import Destination, Intake
from models.network import PlaceKind
from models.pickup_shapes import CollectIn, ReceiptIn
from models.shapes import Strict
from models.vault import Vault
from operations.audit import note
from operations.conflicts.noting import conflict_id
from operations.errors import Conflict, IdTaken
from operations.network import Network, current

#: Bodies that hold no personal data but what is left out; all others are not kept.
_KEPT: dict[type[Strict], str] = {
    IntakeIn: "intake",
    BagIn: "bag",
    CollectIn: "collect",
    ReceiptIn: "receipt",
}
_PERSONAL = {"donor", "note"}


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A body that was refused: what it is, under which id, and the label that was used already, if any."""

    what: str
    subject: str
    taken: str | None
    label: str | None
    body: str


def turned_away(refused: Conflict, arguments: Sequence[Any]) -> TurnedAway | None:
    """Return what is to be kept of a refused call, None when that contradicts no record of its kind."""
    label = next((str(f.values["value"]) for f in refused.faults if f.code == "label_used"), None)
    body = next((argument for argument in arguments if type(argument) in _KEPT), None)
    if body is None or not (isinstance(refused, IdTaken) or label is not None):
        return None
    taken = str(refused.values["id"]) if isinstance(refused, IdTaken) else None
    text = body.model_dump_json(exclude_defaults=True, exclude=_PERSONAL)
    return TurnedAway(_KEPT[type(body)], str(arguments[0]), taken, label, text)


def keep_turned(session: Session, turned: TurnedAway, *, by: Caller, now: datetime) -> UUID | None:
    """Keep a refused body once, however often it is sent; return its contradiction, if there is one."""
    network = current(session)
    row = _contradiction(session, network, turned, now)
    if row is None:
        return None
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{turned.what} {turned.subject} {turned.body}".encode())
    row.id = conflict_id(ConflictKind.RECORDED_TWICE, row.subject, print_.hex())
    if session.get(Contradiction, row.id) is not None:
        return row.id
    session.add(row)
    session.flush()
    session.add(Turned(id=row.id, what=turned.what, body=turned.body, recorded_at=now, by=by.actor))
    place = network.by_id[row.place_id].code
    note(session, "conflict.note", f"{place} {row.id}", row.kind, by=by, now=now)
    return row.id


def _contradiction(
    session: Session, network: Network, turned: TurnedAway, now: datetime
) -> Contradiction | None:
    """Return the contradiction with what is on record, wherever that is; its id is yet to be given."""
    if turned.label is not None:
        bag = session.get(Bag, turned.label.replace("-", ""))
        if bag is None:
            return None
        return _of(network, show_code(bag.label), f"/desk/bag/{bag.label}", bag.point_id, None, now)
    taken = UUID(turned.taken or "")
    if turned.what == "intake":
        intake = session.get(Intake, taken)
        bound = session.get(Destination, taken)
        if intake is None or bound is None:
            return None
        path = f"/desk/intake/{taken}"
        return _of(network, str(taken), path, bound.station_id, taken, now, turned)
    known = session.get(Act, taken)
    if known is None or known.place_id is None:
        return None
    path = {"bag": "bag", "collect": "pickups", "receipt": "receive"}[turned.what]
    return _of(network, known.subject, f"/desk/{path}/{known.subject}", known.place_id, taken, now)


def _of(
    network: Network,
    subject: str,
    path: str,
    place: int,
    document: UUID | None,
    now: datetime,
    turned: TurnedAway | None = None,
) -> Contradiction:
    here = _station(network, place)
    other = None if turned is None else _other(network, turned, here)
    id_ = conflict_id(subject)
    return Contradiction(
        id=id_,
        kind=ConflictKind.RECORDED_TWICE.value,
        subject=subject,
        document=document or id_,
        path=path,
        place_id=here,
        other_place_id=other,
        since=now,
        status=ConflictStatus.OPEN.value,
    )


def _other(network: Network, turned: TurnedAway, here: int) -> int | None:
    """Return the station of the point that the refused body names, when that is another one."""
    point = network.sites.get(IntakeIn.model_validate_json(turned.body).point)
    station = None if point is None else _station(network, point.id)
    return None if station == here else station


def _station(network: Network, place: int) -> int:
    """Return the station that looks after a place."""
    site = network.by_id[place]
    home = network.home_of(site) if site.kind is PlaceKind.POINT else site.home_id
    return home or place
