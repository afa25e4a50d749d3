"""Events of operations that moved goods: one for what was done, one more for each way goods came or left.

An operation that weighs what it receives did two things to the ledger, and says both: what arrived, and
by how much the scale disagreed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.acts import ActKind
from models.claims import DisposalKind
from models.epcis_shapes import Event
from models.ledger import MovementKind
from models.shapes import show_instant
from models.shipments import Shipment
from operations.epcis.names import document_id, event_id
from operations.epcis.parts import Stage, bags_of, belongs_to
from operations.epcis.records import Line, Moved, Operation
from operations.epcis.versions import Version, Versions

#: What EPCIS calls it when goods come from outside, leave for outside, or move between our places.
ACTIONS = {1: "ADD", -1: "DELETE", 0: "OBSERVE"}
#: Kinds of movements in CBV words: business step and disposition.
CBV = {
    MovementKind.INTAKE: ("accepting", "active"),
    MovementKind.COLLECT: ("collecting", "in_transit"),
    MovementKind.RECEIVE: ("receiving", "in_progress"),
    MovementKind.DISPATCH: ("shipping", "in_transit"),
    MovementKind.ARRIVE: ("receiving", "in_progress"),
    MovementKind.DELIVER: ("dispensing", "dispensed"),
    MovementKind.RETURN: ("receiving", "returned"),
    MovementKind.STOCKTAKE: ("stock_taking", "mismatch_quantity"),
}
#: Kinds that the CBV has no word for.
OWN = {
    MovementKind.WEIGH: ("weighing", None),
    MovementKind.FOUND: ("finding", "mismatch_quantity"),
    MovementKind.LOST: ("losing", "mismatch_quantity"),
}
SORTING, CORRECTING = "sorting", "correcting"
_SORTS = {MovementKind.SORT_IN, MovementKind.SORT_OUT}
#: The part of an operation that made lots, and that a correction can declare wrong.
MADE = "made"
#: Kinds that are read where goods leave; all others where they come to.
_READ_AT_SOURCE = {MovementKind.COLLECT, MovementKind.DISPATCH}


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents that say where goods were bound for, or how they ended."""

    shipments: Mapping[UUID, Shipment]
    disposals: Mapping[UUID, DisposalKind]


def moving_events(stage: Stage, operation: Operation, papers: Papers, known: Versions) -> list[Event]:
    """Return the events of an operation that moved goods, or handed bags on, in order."""
    version = known.made.get(operation.id)
    if version is not None:
        return [_declared(_corrected(stage, operation, version), operation.id, known)]
    events = []
    for part, hops in _parts(operation.moved).items():
        if part == MADE:
            event = _made(stage, operation, hops)
        else:
            event = _object(stage, operation, part, hops, papers)
        events.append(_declared(event, operation.id, known) if part == MADE else event)
    return events or [_bags_alone(stage, operation)]


def _parts(moved: Sequence[Moved]) -> dict[str, list[Moved]]:
    """Part movements into what is said together: what made lots, and the rest by kind and direction."""
    parts: dict[str, list[Moved]] = defaultdict(list)
    for hop in moved:
        made = hop.kind is MovementKind.INTAKE or hop.kind in _SORTS
        parts[MADE if made else f"{hop.kind}:{hop.way}"].append(hop)
    return parts


def _made(stage: Stage, operation: Operation, hops: Sequence[Moved]) -> Event:
    if operation.kind == "intake":
        return _accepted(stage, operation, operation, [hop.line for hop in hops])
    lines = [[hop.line for hop in hops if hop.way == way] for way in (-1, 1)]
    return _sorted(stage, operation, operation, lines[0], lines[1])


def _accepted(stage: Stage, operation: Operation, gift: Operation, lines: Sequence[Line]) -> Event:
    """Return that a gift was accepted; `operation` says so: the gift itself, or a correction of it."""
    step, disposition = CBV[MovementKind.INTAKE]
    point = [gift.place] if gift.place is not None else []
    return {
        **stage.head("ObjectEvent", operation, MADE, gift.happened_at),
        "action": "ADD",
        "bizStep": step,
        "disposition": disposition,
        **stage.places(point, point),
        "quantityList": stage.quantities(lines),
        **belongs_to(gift),
        "sourceList": [_party("source", stage, "anonymous")],
        "destinationList": [_party("destination", stage, "foundation")],
        "jiujin:goods": stage.shown(lines),
    }


def _sorted(
    stage: Stage, operation: Operation, run: Operation, taken: Sequence[Line], made: Sequence[Line]
) -> Event:
    """Return that goods were sorted. Sittings of one run are one transformation by its id."""
    station = [run.place] if run.place is not None else []
    event = {
        **stage.head("TransformationEvent", operation, MADE, run.happened_at),
        "transformationID": document_id(run.subject),
        "bizStep": stage.names.step(SORTING),
        "disposition": "in_progress",
        **stage.places(station, station),
        "inputEPCList": bags_of(stage, run.bags),
        "inputQuantityList": stage.quantities(taken),
        "outputQuantityList": stage.quantities(made),
        "jiujin:input": stage.shown(taken),
        "jiujin:output": stage.shown(made),
    }
    return {key: value for key, value in event.items() if value != []}


def _corrected(stage: Stage, operation: Operation, version: Version) -> Event:
    """Return a record as it stands corrected, with the movements of the difference."""
    root = version.root
    change = [
        Line(
            h.line.lot, h.line.category, h.line.grade, h.way * h.line.pieces, h.way * h.line.grams, h.line.seq
        )
        for h in version.change
    ]
    if version.never_came:
        event = _withdrawn(stage, operation, version)
    elif root.kind == "intake":
        standing = [line for line in version.stands if line.pieces or line.grams] or version.stands
        event = _accepted(stage, operation, root, standing)
    else:
        taken = [_bare(hop.line) for hop in root.moved if hop.kind is MovementKind.SORT_IN]
        event = _sorted(stage, operation, root, taken, version.stands)
    return event | {"jiujin:corrects": event_id(root.id, MADE), "jiujin:change": stage.shown(change)}


def _withdrawn(stage: Stage, operation: Operation, version: Version) -> Event:
    """Return that a record was withdrawn: nothing left, because nothing had come."""
    places = {hop.from_place for hop in version.change}
    return {
        **stage.head("ObjectEvent", operation, MADE),
        "action": "OBSERVE",
        "bizStep": stage.names.step(CORRECTING),
        **stage.places(places, ()),
        "quantityList": stage.quantities(hop.line for hop in version.change),
        **belongs_to(version.root),
    }


def _declared(event: Event, operation: UUID, known: Versions) -> Event:
    """Return an event, declared wrong if a correction has replaced what it says."""
    after = known.replaced_by.get(operation)
    if after is None:
        return event
    return event | {
        "errorDeclaration": {
            "declarationTime": show_instant(after.recorded_at),
            "reason": "did_not_occur" if after.never_came else "incorrect_data",
            "correctiveEventIDs": [event_id(after.operation, MADE)],
        }
    }


def _object(stage: Stage, operation: Operation, part: str, hops: Sequence[Moved], papers: Papers) -> Event:
    kind, way = hops[0].kind, hops[0].way
    step, disposition = _words(stage, operation, kind, papers)
    lines = [hop.line for hop in hops]
    carried = bags_of(stage, operation.bags) if kind in (MovementKind.COLLECT, MovementKind.RECEIVE) else []
    event = {
        **stage.head("ObjectEvent", operation, part),
        "action": ACTIONS[way],
        "bizStep": step,
        "disposition": disposition,
        **_places(stage, hops),
        "epcList": carried,
        "quantityList": stage.quantities(lines),
        **belongs_to(operation),
        **_bound(stage, operation, kind, papers),
        "jiujin:goods": stage.shown(lines),
    }
    return {key: value for key, value in event.items() if value not in (None, [])}


def _words(stage: Stage, operation: Operation, kind: MovementKind, papers: Papers) -> tuple[str, str | None]:
    """Return business step and disposition: the CBV's words where it has them, else ours."""
    if kind in CBV:
        return CBV[kind]
    if kind in OWN:
        word, disposition = OWN[kind]
        return stage.names.step(word), disposition
    ended = papers.disposals[UUID(operation.subject)]
    if ended is DisposalKind.DESTRUCTION:
        return "destroying", "destroyed"
    if ended is DisposalKind.RECYCLING:
        return stage.names.step("recycling"), "disposed"
    return stage.names.step("selling"), stage.names.disposition("sold")


def _places(stage: Stage, hops: Sequence[Moved]) -> Event:
    """Return where it was noticed and where the goods then are; a recipient's place is nobody's business."""
    sources, targets = {hop.from_place for hop in hops}, {hop.to_place for hop in hops}
    if hops[0].way == 1:
        return stage.places(targets, targets)
    if hops[0].kind is MovementKind.DELIVER:
        return {}
    if hops[0].way == -1:
        return stage.places(sources, ())
    return stage.places(sources if hops[0].kind in _READ_AT_SOURCE else targets, targets)


def _bound(stage: Stage, operation: Operation, kind: MovementKind, papers: Papers) -> Event:
    """Return from whom, or where, goods go to whom, or where. Recipients have no name here."""
    if kind is MovementKind.DISPATCH:
        shipment = papers.shipments[UUID(operation.subject)]
        if shipment.to_place is not None:
            return _ways(stage, shipment.from_place, shipment.to_place)
    elif kind is not MovementKind.DELIVER:
        return {}
    return {
        "sourceList": [_party("source", stage, "foundation")],
        "destinationList": [_party("destination", stage, "anonymous")],
    }


def _ways(stage: Stage, source: int, target: int) -> Event:
    sites = stage.network.by_id
    return {
        "sourceList": [{"type": "location", "source": stage.names.site(sites[source].code)}],
        "destinationList": [{"type": "location", "destination": stage.names.site(sites[target].code)}],
    }


def _party(side: str, stage: Stage, word: str) -> dict[str, str]:
    return {"type": "owning_party", side: stage.names.party(word)}


def _bare(line: Line) -> Line:
    """Return a line that stands for no movement: another event does."""
    return Line(line.lot, line.category, line.grade, line.pieces, line.grams)


def _bags_alone(stage: Stage, operation: Operation) -> Event:
    """Return that bags changed hands in which, by the record, nothing is left."""
    if operation.kind == ActKind.OPEN_SORTING:
        return _sorted(stage, operation, operation, (), ())
    kind = MovementKind.COLLECT if operation.kind == ActKind.COLLECT else MovementKind.RECEIVE
    step, disposition = CBV[kind]
    place = [operation.place] if operation.place is not None else []
    return {
        **stage.head("ObjectEvent", operation, f"{kind}:0"),
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        **stage.places(place, ()),
        "epcList": bags_of(stage, operation.bags),
        **belongs_to(operation),
    }
