"""The names of an EPCIS document: our own URIs, our own words, and ids that follow from what was done.

Used goods have no GTIN and we have no company prefix, so no GS1 key is made up: everything is named under
the service's own address. A bare word is one that the Core Business Vocabulary (CBV 2.0) has; any
other word is a URI of ours, for which JSON-LD and the CBV leave room.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from models.identifiers import show_lot

_EVENTS = uuid5(NAMESPACE_URL, "urn:jiujin:epcis:event")
#: Terms of the official context; GS1 serves it, and readers of EPCIS bring it along.
EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
#: Terms of ours whose values are names, not text.
_NAMED = ("jiujin:lot", "jiujin:corrects")


@dataclass(frozen=True, slots=True)
class Names:
    """The names under a service's public address."""

    base: str

    @classmethod
    def under(cls, address: str) -> "Names":
        """Return the names under an address, with or without a slash at its end."""
        return cls(address.rstrip("/"))

    def site(self, code: str) -> str:
        """Return the name of a place of ours."""
        return f"{self.base}/site/{quote(code, safe='')}"

    def lot(self, lot: int) -> str:
        """Return the name of a lot: a class, since its pieces are not told apart."""
        return f"{self.base}/lot/{show_lot(lot)}"

    def bag(self, label: str) -> str:
        """Return the name of a bag: an instance."""
        return f"{self.base}/id/{quote(label, safe='')}"

    def party(self, word: str) -> str:
        """Return the name of a party. People and recipients are all `anonymous`."""
        return f"{self.base}/party/{word}"

    def step(self, word: str) -> str:
        """Return a business step that the CBV has no word for."""
        return f"{self.base}/voc/BizStep-{word}"

    def disposition(self, word: str) -> str:
        """Return a disposition that the CBV has no word for."""
        return f"{self.base}/voc/Disp-{word}"

    def context(self) -> list[Any]:
        """Return the context: the official one, and ours in full so that it need not be fetched."""
        ours: dict[str, Any] = {"jiujin": f"{self.base}/voc/"}
        ours |= {term: {"@type": "@id"} for term in _NAMED}
        return [EPCIS_CONTEXT, ours]


def event_id(operation: UUID, part: str) -> str:
    """Return an event's id: the same for the same part of the same operation, in every export."""
    return f"urn:uuid:{uuid5(_EVENTS, f'{operation}:{part}')}"


def document_id(document: UUID | str) -> str:
    """Return the name of a document of ours: a run, a shipment, an intake."""
    return f"urn:uuid:{document}"
