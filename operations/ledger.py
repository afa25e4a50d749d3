"""Post movements: the one function that writes the ledger, its balances and its roll-ups together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, BindParameter, bindparam, update
from sqlmodel import Session, col

from models.ledger import Balance, Flow, Movement, MovementKind
from models.network import PlaceLoad
from models.rows import Row, add_rows, insert_rows, reserve_ids
from operations.claims import Portion, shortage
from operations.errors import Shortage
from operations.tallies import Gift, tally

FLOW_AMOUNTS = ("movements", "pieces_in", "grams_in", "pieces_out", "grams_out")
LOAD_AMOUNTS = ("pieces", "grams", "expected_pieces", "expected_grams")
#: Written once: composing them for every hop cost more than the database spent on them.
_PIECES: BindParameter[int] = bindparam("taken_pieces", type_=BigInteger)
_GRAMS: BindParameter[int] = bindparam("taken_grams", type_=BigInteger)
_TAKE = (
    update(Balance)
    .where(
        col(Balance.place_id) == bindparam("at"),
        col(Balance.lot) == bindparam("of"),
        col(Balance.pieces) - col(Balance.reserved_pieces) >= _PIECES,
        col(Balance.grams) - col(Balance.reserved_grams) >= _GRAMS,
    )
    .values(pieces=col(Balance.pieces) - _PIECES, grams=col(Balance.grams) - _GRAMS)
)
_UNLOAD = (
    update(PlaceLoad)
    .where(col(PlaceLoad.place_id) == bindparam("at"))
    .values(pieces=col(PlaceLoad.pieces) - _PIECES, grams=col(PlaceLoad.grams) - _GRAMS)
)


@dataclass(frozen=True, slots=True)
class Hop:
    """Goods of one lot that move between two places; `day` is the Shanghai day it counts for.

    `document` is the paper the act belongs to, if any; `gift` is what is known of the gift, where the
    caller knows it already.
    """

    operation: UUID
    kind: MovementKind
    lot: int
    category: int
    from_place: int
    to_place: int
    pieces: int
    grams: int
    happened_at: datetime
    recorded_at: datetime
    day: date
    by: int
    corrects: int | None = None
    pointer: str = ""
    document: UUID | None = None
    gift: Gift | None = None


def post(
    session: Session, hops: Sequence[Hop], *, outside: frozenset[int], new_lots: bool = False
) -> list[int]:
    """Write movements, balances, loads, flows and tallies; return the movements' numbers.

    `outside` are the ids of the places without a balance. With `new_lots` the lots were made in this
    transaction, so their balances are plain inserts. Raises Shortage, naming every hop that takes
    more than is there; the caller's savepoint then takes everything back.
    """
    seqs = reserve_ids(session, Movement, len(hops))
    _take(session, [hop for hop in hops if hop.from_place not in outside])
    rows = [_movement_row(seq, hop) for seq, hop in zip(seqs, hops, strict=True)]
    insert_rows(session, Movement, rows)
    arrived = sorted(
        (hop for hop in hops if hop.to_place not in outside),
        key=lambda hop: (hop.to_place, hop.lot),
    )
    added = [_amount(hop, place_id=hop.to_place, lot=hop.lot) for hop in arrived]
    if new_lots:
        insert_rows(session, Balance, added)
    else:
        add_rows(session, Balance, ("pieces", "grams"), added)
    add_rows(session, PlaceLoad, LOAD_AMOUNTS, _loads(arrived))
    add_rows(session, Flow, FLOW_AMOUNTS, _flows(hops, outside))
    tally(session, hops, outside)
    return seqs


def expect(session: Session, coming: Iterable[tuple[int, int, int]]) -> None:
    """Note goods that are to come to stations: (station id, pieces, grams), each not negative."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for station, pieces, grams in coming:
        sums[station][0] += pieces
        sums[station][1] += grams
    rows = [
        {
            "place_id": station,
            "pieces": 0,
            "grams": 0,
            "expected_pieces": pieces,
            "expected_grams": grams,
        }
        for station, (pieces, grams) in sorted(sums.items())
    ]
    add_rows(session, PlaceLoad, LOAD_AMOUNTS, rows)


def expect_less(session: Session, station: int, pieces: int, grams: int) -> None:
    """Take back what was to come to a station: it was corrected, or goes elsewhere now."""
    load = PlaceLoad
    session.connection().execute(
        update(load)
        .where(col(load.place_id) == station)
        .values(
            expected_pieces=col(load.expected_pieces) - pieces,
            expected_grams=col(load.expected_grams) - grams,
        )
    )


def _take(session: Session, hops: Sequence[Hop]) -> None:
    """Take goods from where they lie, in key order; refuse when any is not there or is promised."""
    short: list[Hop] = []
    left: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for hop in sorted(hops, key=lambda hop: (hop.from_place, hop.lot)):
        amount = {"taken_pieces": hop.pieces, "taken_grams": hop.grams}
        taken = session.connection().execute(_TAKE, {"at": hop.from_place, "of": hop.lot, **amount})
        if taken.rowcount != 1:
            short.append(hop)
            continue
        left[hop.from_place][0] += hop.pieces
        left[hop.from_place][1] += hop.grams
    for place, (pieces, grams) in left.items():
        session.connection().execute(_UNLOAD, {"at": place, "taken_pieces": pieces, "taken_grams": grams})
    if short:
        raise Shortage(*(shortage(session, _portion(hop)) for hop in short))


def _portion(hop: Hop) -> Portion:
    return Portion(hop.from_place, hop.lot, hop.category, hop.pieces, hop.grams, hop.pointer)


def _movement_row(seq: int, hop: Hop) -> Row:
    return {
        "seq": seq,
        "operation": hop.operation,
        "kind": hop.kind.value,
        "lot": hop.lot,
        "from_place": hop.from_place,
        "to_place": hop.to_place,
        "pieces": hop.pieces,
        "grams": hop.grams,
        "happened_at": hop.happened_at,
        "recorded_at": hop.recorded_at,
        "day": hop.day,
        "by": hop.by,
        "corrects": hop.corrects,
    }


def _amount(hop: Hop, **key: int) -> Row:
    return {**key, "pieces": hop.pieces, "grams": hop.grams}


def _loads(arrived: Iterable[Hop]) -> list[Row]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for hop in arrived:
        sums[hop.to_place][0] += hop.pieces
        sums[hop.to_place][1] += hop.grams
    return [
        {
            "place_id": place,
            "pieces": pieces,
            "grams": grams,
            "expected_pieces": 0,
            "expected_grams": 0,
        }
        for place, (pieces, grams) in sorted(sums.items())
    ]


def _flows(hops: Iterable[Hop], outside: frozenset[int]) -> list[Row]:
    sums: dict[tuple[date, int, int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for hop in hops:
        for place, at in ((hop.to_place, 1), (hop.from_place, 3)):
            if place not in outside:
                total = sums[hop.day, place, hop.category, hop.kind.value]
                total[0] += 1
                total[at] += hop.pieces
                total[at + 1] += hop.grams
    return [
        dict(
            zip(
                ("day", "place_id", "category_id", "kind", *FLOW_AMOUNTS),
                (*key, *total),
                strict=True,
            )
        )
        for key, total in sorted(sums.items())
    ]
