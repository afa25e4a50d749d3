"""Pieces that every event is made of: its head, its quantities, its lines, its places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.epcis_shapes import Event
from models.network import PlaceKind
from models.shapes import show_instant
from operations.epcis.names import Names, document_id, event_id
from operations.epcis.records import Line, Operation, summed
from operations.network import Network

#: Shanghai's; China has no summer time.
OFFSET = "+08:00"
GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True)
class Stage:
    """Where events are written: the network and the names under which its places are known."""

    network: Network
    names: Names

    def site(self, place: int) -> dict[str, str] | None:
        """Return a place of ours as a location; None for goods under way without a vehicle of ours."""
        site = self.network.by_id.get(place)
        if site is None or site.kind is PlaceKind.TRANSIT:
            return None
        return {"id": self.names.site(site.code)}

    def places(self, read_at: Iterable[int], lies_at: Iterable[int]) -> Event:
        """Return read point and business location: each only when it is one place of ours."""
        found = {"readPoint": set(read_at), "bizLocation": set(lies_at)}
        one = {key: self.site(next(iter(places))) for key, places in found.items() if len(places) == 1}
        return {key: site for key, site in one.items() if site is not None}

    def head(self, type_: str, operation: Operation, part: str, happened_at: datetime | None = None) -> Event:
        """Return what every event begins with. `recordTime` is later when a phone had no reception."""
        return {
            "type": type_,
            "eventID": event_id(operation.id, part),
            "eventTime": show_instant(happened_at or operation.happened_at),
            "eventTimeZoneOffset": OFFSET,
            "recordTime": show_instant(operation.recorded_at),
        }

    def quantities(self, lines: Iterable[Line]) -> list[dict[str, Any]]:
        """Return a quantity a lot: kilograms, or pieces of what was not weighed."""
        return [self._quantity(line) for line in summed(lines)]

    def shown(self, lines: Iterable[Line]) -> list[dict[str, Any]]:
        """Return lines in our own words: EPCIS has one quantity a lot, we have pieces and grams."""
        return [self._shown(line) for line in lines]

    def _quantity(self, line: Line) -> dict[str, Any]:
        name = self.names.lot(line.lot)
        if line.pieces and not line.grams:
            return {"epcClass": name, "quantity": line.pieces}
        return {"epcClass": name, "quantity": line.grams / GRAMS_PER_KG, "uom": "KGM"}

    def _shown(self, line: Line) -> dict[str, Any]:
        shown: dict[str, Any] = {"jiujin:lot": self.names.lot(line.lot), "jiujin:category": line.category}
        if line.grade is not None:
            shown["jiujin:grade"] = line.grade
        shown |= {"jiujin:pieces": line.pieces, "jiujin:grams": line.grams}
        return shown if line.seq is None else shown | {"jiujin:movement": line.seq}


def belongs_to(operation: Operation) -> Event:
    """Return the document that an operation belongs to, when it is known by an id."""
    try:
        document = UUID(operation.subject)
    except ValueError:
        return {}
    return {"bizTransactionList": [{"bizTransaction": document_id(document)}]}


def bags_of(stage: Stage, labels: Sequence[str]) -> list[str]:
    """Return the names of bags, each once."""
    return [stage.names.bag(label) for label in dict.fromkeys(labels)]
