"""What a step of a shipment says of its lines: so many of this lot, of so many that could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.identifiers import show_lot
from models.stock_shapes import LotIn
from operations.acts import refuse
from operations.errors import Fault, Shortage
from operations.lots import lot_number


@dataclass(frozen=True, slots=True)
class Counted:
    """So much of a line, as somebody counted it."""

    n: int
    lot: int
    pieces: int
    grams: int
    pointer: str = ""


def counted(lines: Sequence[LotIn], of: Sequence[Counted]) -> list[Counted]:
    """Return what lines say, or all there is when none are given.

    Lines of the same lot become one. Grams that are not given follow from the pieces, in proportion.
    Raises Unfit for lots that are not part of it.
    """
    if not lines:
        return [entry for entry in of if entry.pieces or entry.grams]
    known = {entry.lot: entry for entry in of}
    merged: dict[int, tuple[int, int | None, str]] = {}
    faults = []
    for n, line in enumerate(lines):
        lot = lot_number(line.lot, f"/lines/{n}/lot")
        if lot not in known:
            faults.append(Fault(f"/lines/{n}/lot", "not_in_shipment", {"lot": line.lot}))
            continue
        pieces, grams, pointer = merged.get(lot, (0, None, f"/lines/{n}"))
        if line.grams is not None:
            grams = (grams or 0) + line.grams
        merged[lot] = (pieces + line.pieces, grams, pointer)
    refuse(faults)
    return [_weighed(known[lot], *said) for lot, said in merged.items()]


def no_more_than(said: Sequence[Counted], of: Sequence[Counted], code: str) -> None:
    """Refuse lines that say more than there is, naming each of them."""
    known = {entry.n: entry for entry in of}
    faults = [
        Fault(
            entry.pointer,
            code,
            {
                "lot": show_lot(entry.lot),
                "pieces": entry.pieces,
                "grams": entry.grams,
                "have_pieces": known[entry.n].pieces,
                "have_grams": known[entry.n].grams,
            },
        )
        for entry in said
        if entry.pieces > known[entry.n].pieces or entry.grams > known[entry.n].grams
    ]
    if faults:
        raise Shortage(*faults)


def by_line(of: Sequence[Counted]) -> Mapping[int, Counted]:
    """Return what there is by line."""
    return {entry.n: entry for entry in of}


def _weighed(of: Counted, pieces: int, grams: int | None, pointer: str) -> Counted:
    if grams is None:
        grams = of.grams if pieces >= of.pieces else of.grams * pieces // of.pieces
    return Counted(of.n, of.lot, pieces, grams, pointer)
