"""What became of goods, in words: outcomes of a walk's leaves, and whom they may name."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from geo.provinces import province_of
from models.access import Language
from models.acts import Act
from models.claims import Disposal
from models.network import OUTSIDE_DISPOSAL, OUTSIDE_LOST, OUTSIDE_RECIPIENT, PlaceKind
from models.relief import Recipient, RecipientKind
from models.shipments import Shipment
from operations.network import Network
from operations.tracing.walk import Leaf, Way

#: A place is named for goods given to cases only when at least so many cases live there.
K_ANONYMITY = 5
_SHANGHAI = "31"
_DISPOSED = {"recycling": "recycled", "sale": "sold", "destruction": "destroyed"}
_UNDER_WAY = frozenset({PlaceKind.VEHICLE, PlaceKind.TRANSIT})


@dataclass(frozen=True, slots=True)
class Ended:
    """A leaf in words: the outcome, and who or where it was, as far as it is known."""

    outcome: str
    place: int | None = None
    recipient: str | None = None


def outcomes(session: Session, network: Network, way: Way) -> dict[Ended, tuple[float, float]]:
    """Return pieces and grams by outcome, place and recipient; what was given and came back is not in it."""
    found: dict[Ended, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for leaf, ended in endings(session, network, way).items():
        pieces, grams = way.leaves[leaf]
        found[ended][0] += pieces
        found[ended][1] += grams
    return {ended: (p, g) for ended, (p, g) in found.items() if g > 1e-6 or p > 1e-6}


def endings(session: Session, network: Network, way: Way) -> dict[Leaf, Ended]:
    """Return each leaf of a way in words."""
    subjects = _subjects(session, {leaf.act for leaf in way.leaves if leaf.act is not None})
    recipients = _of(session, subjects, col(Shipment.id), col(Shipment.recipient))
    disposals = _of(session, subjects, col(Disposal.id), col(Disposal.kind))
    return {leaf: _ended(network, leaf, recipients, disposals) for leaf in way.leaves}


def _ended(network: Network, leaf: Leaf, recipients: dict[UUID, str], disposals: dict[UUID, str]) -> Ended:
    if leaf.place is not None:
        kind = network.by_id[leaf.place].kind
        return Ended("under_way" if kind in _UNDER_WAY else f"at_{kind.value}", leaf.place)
    if leaf.kind == OUTSIDE_RECIPIENT and leaf.act is not None:
        return Ended("distributed", recipient=recipients.get(leaf.act))
    if leaf.kind == OUTSIDE_DISPOSAL and leaf.act is not None:
        return Ended(_DISPOSED[disposals.get(leaf.act, "destruction")])
    if leaf.kind in (OUTSIDE_LOST, "sorting_loss"):
        return Ended("lost")
    return Ended("in_sorting")


def _subjects(session: Session, acts: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the document that each act belongs to."""
    if not acts:
        return {}
    rows = session.execute(select(col(Act.id), col(Act.subject)).where(col(Act.id).in_(acts)))
    return {act: UUID(subject) for act, subject in rows}


def _of(session: Session, subjects: dict[UUID, UUID], document: Any, value: Any) -> dict[UUID, str]:
    """Return what the documents of acts say in a column: whom they give to, how they dispose."""
    if not subjects:
        return {}
    asked = select(document, value).where(document.in_(set(subjects.values())), value.is_not(None))
    known: dict[UUID, str] = dict(session.execute(asked).all())
    return {act: known[subject] for act, subject in subjects.items() if subject in known}


def public_districts(
    session: Session, network: Network, codes: Iterable[str], language: Language
) -> dict[str, str | None]:
    """Return for recipients the district or province that the public may know of, or None.

    An organisation serves many; a case is a household. Where fewer than five cases live, naming the
    place could point at one of them, so it is left out.
    """
    rows = list(session.scalars(select(Recipient).where(col(Recipient.code).in_(set(codes)))))
    cases = _cases_by_area(session)
    found: dict[str, str | None] = {}
    for row in rows:
        few = row.kind == RecipientKind.CASE and cases.get(area_of(row.division_code), 0) < K_ANONYMITY
        found[row.code] = None if few else area_name(network, row.division_code, language)
    return found


def _cases_by_area(session: Session) -> dict[str, int]:
    asked = select(col(Recipient.division_code), func.count().label("cases")).where(
        col(Recipient.kind) == RecipientKind.CASE.value
    )
    found: dict[str, int] = defaultdict(int)
    for row in session.execute(asked.group_by(col(Recipient.division_code))):
        found[area_of(row.division_code)] += row.cases
    return found


def area_of(division_code: str) -> str:
    """Return what is named of a place: the district in Shanghai, the province elsewhere."""
    return division_code if division_code.startswith(_SHANGHAI) else division_code[:2]


def area_name(network: Network, division_code: str, language: Language) -> str | None:
    """Return the name of a district in Shanghai, or of a province."""
    if division_code.startswith(_SHANGHAI):
        for district in network.districts:
            if district.code == division_code:
                return district.name if language == "zh" else district.name_en
    province = province_of(division_code)
    if province is None:
        return None
    return province[0] if language == "zh" else province[1]
