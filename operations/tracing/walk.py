"""Walk the graph of lots: forward to where goods are now or ended, back to the intakes they came from.

Nodes are lots and sorting runs. A run mixes: what came out of it came, by weight, from everything
that went in. Grams are therefore shared out in proportion along every edge; the graph has no cycles,
because a run only makes new lots.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from models.ledger import Balance, Movement
from models.network import OUTSIDE_DISPOSAL, OUTSIDE_LOST, OUTSIDE_RECIPIENT
from models.sortings import Side, Sorting, Strand
from operations.network import Network

#: Lots asked about in one statement: SQLite takes 32,766 values.
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where grams are or ended: a place, or an act by which they left; a run that is open or lost them."""

    kind: str
    place: int | None = None
    act: UUID | None = None
    run: UUID | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A lot on one side of a run."""

    run: UUID
    side: str
    lot: int
    pieces: int
    grams: int


@dataclass(slots=True)
class Way:
    """What a walk found: grams that passed through each lot, grams and pieces at each leaf, the edges."""

    lots: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    leaves: dict[Leaf, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    edges: set[Edge] = field(default_factory=set)


def forward(session: Session, network: Network, start: Mapping[int, float]) -> Way:
    """Follow grams of lots to where they are now or ended."""
    way, here = Way(), dict(start)
    while here:
        leaves = _leaves(session, network, here)
        taken = _strands(session, Side.IN, here)
        runs = _runs(session, {edge.run for edges in taken.values() for edge in edges})
        below: dict[int, float] = defaultdict(float)
        for lot, grams in here.items():
            way.lots[lot] += grams
            ends, into = leaves.get(lot, []), taken.get(lot, [])
            total = sum(end[2] for end in ends) + sum(edge.grams for edge in into)
            if total <= 0:
                continue
            for leaf, pieces, weight in ends:
                way.leaves[leaf][0] += pieces * grams / total
                way.leaves[leaf][1] += weight * grams / total
            for edge in into:
                way.edges.add(edge)
                _pass_on(way, below, runs[edge.run], edge.grams * grams / total)
        here = dict(below)
    return way


def back(session: Session, start: Mapping[int, float]) -> Way:
    """Follow grams of lots back to the lots of intakes they were sorted from."""
    way, here = Way(), dict(start)
    while here:
        made = _strands(session, Side.OUT, here)
        runs = _runs(session, {edge.run for edges in made.values() for edge in edges})
        above: dict[int, float] = defaultdict(float)
        for lot, grams in here.items():
            way.lots[lot] += grams
            for edge in made.get(lot, []):
                way.edges.add(edge)
                run = runs[edge.run]
                for source in run.into:
                    way.edges.add(source)
                    above[source.lot] += grams * source.grams / run.grams_in
        here = dict(above)
    return way


@dataclass(frozen=True, slots=True)
class _Run:
    """A sorting run as the walk needs it."""

    id: UUID
    into: list[Edge]
    out: list[Edge]
    loss_grams: int

    @property
    def grams_in(self) -> int:
        return sum(edge.grams for edge in self.into) or 1


def _pass_on(way: Way, below: dict[int, float], run: _Run, grams: float) -> None:
    """Share grams that went into a run out to what came out of it, its loss and what lies on the table."""
    out = sum(edge.grams for edge in run.out)
    remaining = run.grams_in - out - run.loss_grams
    for edge in run.out:
        way.edges.add(edge)
        below[edge.lot] += grams * edge.grams / run.grams_in
    for kind, weight in (("sorting_loss", run.loss_grams), ("in_sorting", remaining)):
        if weight > 0:
            way.leaves[Leaf(kind, run=run.id)][1] += grams * weight / run.grams_in


def _leaves(
    session: Session, network: Network, lots: Iterable[int]
) -> dict[int, list[tuple[Leaf, int, int]]]:
    """Return what lies of lots where, and what left the network for good, with pieces and grams."""
    found: dict[int, list[tuple[Leaf, int, int]]] = defaultdict(list)
    ends = {network.outside[code]: code for code in (OUTSIDE_RECIPIENT, OUTSIDE_DISPOSAL, OUTSIDE_LOST)}
    for chunk in _chunks(lots):
        lying = select(Balance).where(
            col(Balance.lot).in_(chunk), or_(col(Balance.pieces) > 0, col(Balance.grams) > 0)
        )
        for row in session.scalars(lying):
            found[row.lot].append((Leaf("place", place=row.place_id), row.pieces, row.grams))
        gone = select(
            col(Movement.lot),
            col(Movement.to_place),
            col(Movement.from_place),
            col(Movement.operation),
            col(Movement.pieces),
            col(Movement.grams),
        ).where(
            col(Movement.lot).in_(chunk),
            or_(col(Movement.to_place).in_(ends), col(Movement.from_place).in_(ends)),
        )
        for lot, to_place, from_place, act, pieces, grams in session.execute(gone):
            sign = 1 if to_place in ends else -1
            kind = ends[to_place if sign > 0 else from_place]
            found[lot].append((Leaf(kind, act=act), sign * pieces, sign * grams))
    return found


def _strands(session: Session, side: Side, lots: Iterable[int]) -> dict[int, list[Edge]]:
    """Return the runs that lots went into, or came out of."""
    found: dict[int, list[Edge]] = defaultdict(list)
    for chunk in _chunks(lots):
        asked = select(Strand).where(col(Strand.lot).in_(chunk), col(Strand.side) == side.value)
        for edge in _edges(session, asked):
            found[edge.lot].append(edge)
    return found


def _runs(session: Session, ids: set[UUID]) -> dict[UUID, _Run]:
    if not ids:
        return {}
    loss = select(col(Sorting.id), col(Sorting.loss_grams)).where(col(Sorting.id).in_(ids))
    runs = {id_: _Run(id_, [], [], grams) for id_, grams in session.execute(loss)}
    for edge in _edges(session, select(Strand).where(col(Strand.run).in_(ids))):
        (runs[edge.run].into if edge.side == Side.IN else runs[edge.run].out).append(edge)
    return runs


def _edges(session: Session, asked: Select[Any]) -> Iterable[Edge]:
    """Read strands as plain rows: a walk may touch thousands of them."""
    table = asked.with_only_columns(
        col(Strand.run), col(Strand.side), col(Strand.lot), col(Strand.pieces), col(Strand.grams)
    )
    return (Edge(*row) for row in session.execute(table))


def _chunks(lots: Iterable[int]) -> Iterable[Sequence[int]]:
    ordered = sorted(lots)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
