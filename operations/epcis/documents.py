"""Assemble an EPCIS document: one window of events of what was asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.claims import Disposal, DisposalKind
from models.epcis_shapes import EpcisBody, EpcisDocument, EpcisWanted, EpcisWindow, Event
from models.shipments import Shipment
from operations.epcis.events import Papers, moving_events
from operations.epcis.names import Names
from operations.epcis.parts import Stage
from operations.epcis.records import Operation, operations
from operations.epcis.still import still_events
from operations.epcis.subjects import one_subject, positions
from operations.epcis.versions import versions
from operations.epcis.windows import Mark, Position, read_mark, write_mark
from operations.network import current

LIMIT_DEFAULT = 100
LIMIT_MAX = 1000
_SHIPPING = {ActKind.DISPATCH, ActKind.ARRIVE, ActKind.RETURN, ActKind.CANCEL}


def export(
    session: Session,
    wanted: EpcisWanted,
    *,
    limit: int,
    cursor: str | None,
    address: str,
    now: datetime,
    by: Caller,
) -> EpcisWindow:
    """Return one window of the events of what is wanted, named under an address.

    Raises Unfit when not exactly one subject is named and for a foreign cursor, NotFound.
    """
    one_subject(wanted)
    mark = read_mark(cursor)
    found = positions(session, wanted, mark.position if mark else None, limit + 1, by=by)
    stage = Stage(current(session), Names.under(address))
    given = mark.given if mark and found[:1] == [mark.position] else 0
    # One more than asked for tells whether there is a next window, and where it begins.
    told = [
        (Mark(at, n), event) for at, events in _told(session, stage, found) for n, event in enumerate(events)
    ][given:]
    document = EpcisDocument(
        context=stage.names.context(),
        type="EPCISDocument",
        schemaVersion="2.0",
        creationDate=now,
        epcisBody=EpcisBody(eventList=[event for _, event in told[:limit]]),
    )
    return EpcisWindow(document, write_mark(told[limit][0]) if len(told) > limit else None)


def _told(
    session: Session, stage: Stage, found: Sequence[Position]
) -> Iterable[tuple[Position, list[Event]]]:
    """Yield operations with their events: first what only the act says, then what it moved."""
    known = operations(session, stage.network, [at.operation for at in found])
    window = list(known.values())
    papers = _papers(session, window)
    corrections = versions(session, stage.network, window)
    said = still_events(session, stage, window)
    for at in found:
        operation = known[at.operation]
        events = [said[operation.id]] if operation.id in said else []
        if operation.moved or not events:
            events += moving_events(stage, operation, papers, corrections)
        yield at, events


def _papers(session: Session, window: Iterable[Operation]) -> Papers:
    subjects: dict[str, set[UUID]] = {"shipment": set(), "disposal": set()}
    for operation in window:
        if operation.kind in _SHIPPING:
            subjects["shipment"].add(UUID(operation.subject))
        elif operation.kind == ActKind.APPROVE_DISPOSAL:
            subjects["disposal"].add(UUID(operation.subject))
    shipments = session.scalars(select(Shipment).where(col(Shipment.id).in_(subjects["shipment"])))
    disposals = session.execute(
        select(col(Disposal.id), col(Disposal.kind)).where(col(Disposal.id).in_(subjects["disposal"]))
    )
    return Papers({row.id: row for row in shipments}, {id_: DisposalKind(kind) for id_, kind in disposals})
