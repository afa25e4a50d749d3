"""What stations are to expect: goods of intakes that still lie at points or ride in vehicles."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models.intakes import Destination
from models.ledger import Lot
from models.network import PlaceKind
from operations.ledger import Hop, expect, expect_less
from operations.network import Network

#: Kinds of place from which goods are still to come to their station.
WAITING = frozenset({PlaceKind.POINT, PlaceKind.VEHICLE})


def expect_otherwise(session: Session, network: Network, hops: Sequence[Hop]) -> None:
    """Tell stations that more or less is to come, after hops that touched waiting goods."""
    changes: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for hop in hops:
        sign = _waits(network, hop.to_place) - _waits(network, hop.from_place)
        if sign:
            changes[hop.lot][0] += sign * hop.pieces
            changes[hop.lot][1] += sign * hop.grams
    if not changes:
        return
    bound = select(col(Lot.id), col(Destination.station_id)).join(
        Destination, col(Destination.intake_id) == Lot.intake_id
    )
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for lot, station in session.execute(bound.where(col(Lot.id).in_(list(changes)))):
        sums[station][0] += changes[lot][0]
        sums[station][1] += changes[lot][1]
    for station, (pieces, grams) in sorted(sums.items()):
        expect(session, [(station, max(pieces, 0), max(grams, 0))])
        expect_less(session, station, max(-pieces, 0), max(-grams, 0))


def _waits(network: Network, place: int) -> int:
    site = network.by_id.get(place)
    return 1 if site is not None and site.kind in WAITING else 0
