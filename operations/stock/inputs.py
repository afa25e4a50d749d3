"""What goes into a sorting run: whole bags, opened for good, and portions of lots."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.custody import Bag, BagStatus
from models.identifiers import show_code, show_lot
from models.network import OUTSIDE_SORTING
from models.sorting_shapes import InputIn
from operations.acts import Work, require
from operations.custody.contents import bags_contents, hand_over, locked_bag, reweigh
from operations.custody.labels import read_label
from operations.errors import Fault, Unfit
from operations.lots import bags_around, held, in_closed_bag, lot_number
from operations.sites import Site


@dataclass(frozen=True, slots=True)
class Taken:
    """A portion of a lot that goes into a run."""

    lot: int
    category: int
    pieces: int
    grams: int
    earmark: str | None
    pointer: str


def take_inputs(work: Work, station: Site, inputs: Sequence[InputIn]) -> list[Taken]:
    """Open the bags and measure the lots that go into a run.

    Raises Conflict for bags that are not here or open already, Unfit for lots that were never here.
    """
    taken: list[Taken] = []
    for n, entry in enumerate(inputs):
        pointer = f"/inputs/{n}"
        if entry.bag is not None:
            taken += _from_bag(work, station, entry.bag, entry.grams, pointer)
        else:
            taken.append(_from_lot(work, station, entry, pointer))
    return taken


def _from_bag(work: Work, station: Site, typed: str, grams: int | None, pointer: str) -> list[Taken]:
    session = work.session
    label = read_label(typed, f"{pointer}/bag")
    bag = locked_bag(session, label)
    if bag is None:
        raise Unfit(Fault(f"{pointer}/bag", "unknown_bag", {"value": typed}))
    require(
        bag.status != BagStatus.OPENED, Fault(f"{pointer}/bag", "bag_opened", {"value": show_code(label)})
    )
    here = bag.place_id == station.id
    require(here, Fault(f"{pointer}/bag", "bag_not_here", {"value": show_code(label)}))
    if grams is not None:
        inside = [c for c in bags_contents(session, [label])[label] if c.place == station.id]
        work.post(reweigh(work, inside, station.id, grams))
    _open(work, bag)
    inside = [c for c in bags_contents(session, [label])[label] if c.place == station.id]
    known = held(session, [(c.place, c.lot) for c in inside])
    return [
        Taken(c.lot, c.category, c.pieces, c.grams, known[c.place, c.lot].earmark, f"{pointer}/bag")
        for c in inside
    ]


def _open(work: Work, bag: Bag) -> None:
    """Open a bag: its chain ends on the sorting table, and its label never means another bag."""
    hand_over(work, bag, work.network.outside[OUTSIDE_SORTING])
    bag.status = BagStatus.OPENED.value
    work.session.add(bag)
    work.session.flush()


def _from_lot(work: Work, station: Site, entry: InputIn, pointer: str) -> Taken:
    lot = lot_number(entry.lot or "", f"{pointer}/lot")
    row = held(work.session, [(station.id, lot)]).get((station.id, lot))
    if row is None:
        raise Unfit(Fault(f"{pointer}/lot", "lot_not_here", {"value": show_lot(lot)}))
    if label := bags_around(work.session, [lot]).get(lot):
        raise Unfit(in_closed_bag(f"{pointer}/lot", lot, label))
    pieces = row.free_pieces if entry.pieces is None and entry.grams is None else entry.pieces or 0
    grams = entry.grams if entry.grams is not None else _weight(row.free_pieces, row.free_grams, pieces)
    return Taken(lot, row.category, pieces, grams, row.earmark, f"{pointer}/lot")


def _weight(of_pieces: int, of_grams: int, pieces: int) -> int:
    """Return the grams that go with pieces of what is free."""
    return of_grams if pieces >= of_pieces else of_grams * pieces // of_pieces
