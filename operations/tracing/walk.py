"""Walk the graph of lots: forward to where goods are now or ended, back to the intakes they came from.

Nodes are lots and sorting runs. A run mixes: what came out of it came, by weight, from everything
that went in. Grams are therefore shared out in proportion along every edge; the graph has no cycles,
because a run only makes new lots.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import Session, col

from models.intakes import Intake
from models.ledger import Balance, Lot, Movement
from models.network import OUTSIDE_DISPOSAL, OUTSIDE_LOST, OUTSIDE_RECIPIENT
from models.rows import among
from models.sortings import Side, Sorting, Strand
from operations.network import Network

#: A run's id as the driver gives it: text on SQLite, a UUID on PostgreSQL.
RunKey = Any


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where grams are or ended: a place, or an act by which they left; a run that is open or lost them."""

    kind: str
    place: int | None = None
    act: UUID | None = None
    run: RunKey | None = None


class Node(NamedTuple):
    """One end of a step: a lot by its number, a run by its key, or a leaf."""

    kind: Literal["lot", "run", "leaf"]
    key: Any


class Edge(NamedTuple):
    """A lot on one side of a run; the run's id is as the driver gives it, for there may be thousands."""

    run: RunKey
    side: str
    lot: int
    pieces: int
    grams: int


@dataclass(slots=True)
class Way:
    """What a walk found: grams that passed through each lot, grams and pieces at each leaf, the edges.

    `points`: the grams that each point gave, of the intakes' lots that were met. `flows`: the grams on each
    step between a lot, a run and a leaf.
    """

    lots: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    points: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    leaves: dict[Leaf, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    edges: set[Edge] = field(default_factory=set)
    flows: dict[tuple[Node, Node], float] = field(default_factory=lambda: defaultdict(float))


def forward(session: Session, network: Network, start: Mapping[int, float]) -> Way:
    """Follow grams of lots to where they are now or ended."""
    way, here = Way(), dict(start)
    while here:
        leaves, taken = _leaves(session, network, here), _strands(session, Side.IN, here)
        into: dict[RunKey, float] = defaultdict(float)
        for lot, grams in here.items():
            way.lots[lot] += grams
            ends, edges = leaves.get(lot, []), taken.get(lot, [])
            total = sum(end[2] for end in ends) + sum(edge.grams for edge in edges)
            if total <= 0:
                continue
            for leaf, pieces, weight in ends:
                way.leaves[leaf][0] += pieces * grams / total
                way.leaves[leaf][1] += weight * grams / total
                way.flows[Node("lot", lot), Node("leaf", leaf)] += weight * grams / total
            for edge in edges:
                way.edges.add(edge)
                into[edge.run] += edge.grams * grams / total
                way.flows[Node("lot", lot), Node("run", edge.run)] += edge.grams * grams / total
        below: dict[int, float] = defaultdict(float)
        for run in _runs(session, into, tuple(Side)):
            _pass_on(way, below, run, into[run.id])
        here = below
    return way


def back(session: Session, start: Mapping[int, float]) -> Way:
    """Follow grams of lots back to the lots of intakes they were sorted from."""
    way, here = Way(), dict(start)
    while here:
        roots = meet_roots(session, way, here)
        made = _strands(session, Side.OUT, here.keys() - roots)
        out: dict[RunKey, float] = defaultdict(float)
        for lot, grams in here.items():
            way.lots[lot] += grams
            for edge in made.get(lot, []):
                way.edges.add(edge)
                out[edge.run] += grams
                way.flows[Node("run", edge.run), Node("lot", lot)] += grams
        above: dict[int, float] = defaultdict(float)
        for run in _runs(session, out, (Side.IN,)):
            share = out[run.id] / run.grams_in
            way.edges.update(run.into)
            for edge in run.into:
                above[edge.lot] += share * edge.grams
                way.flows[Node("lot", edge.lot), Node("run", run.id)] += share * edge.grams
        here = above
    return way


def meet_roots(session: Session, way: Way, here: Mapping[int, float]) -> set[int]:
    """Note what the points gave of the lots of intakes among these; return those lots."""
    rows = session.connection().execute(
        select(col(Lot.id), col(Intake.point_id))
        .join(Intake, col(Intake.id) == Lot.intake_id)
        .where(among(session, col(Lot.id), here))
    )
    given = {int(lot): point for lot, point in rows.all() if lot is not None}
    for lot, point in given.items():
        way.points[point] += here[lot]
    return set(given)


@dataclass(frozen=True, slots=True)
class _Run:
    """A sorting run as the walk needs it."""

    id: RunKey
    into: list[Edge]
    out: list[Edge]
    grams_in: int
    loss_grams: int


def _pass_on(way: Way, below: dict[int, float], run: _Run, grams: float) -> None:
    """Share grams that went into a run out to what came out of it, its loss and what lies on the table."""
    out = sum(edge.grams for edge in run.out)
    remaining = run.grams_in - out - run.loss_grams
    here = Node("run", run.id)
    for edge in run.out:
        way.edges.add(edge)
        below[edge.lot] += grams * edge.grams / run.grams_in
        way.flows[here, Node("lot", edge.lot)] += grams * edge.grams / run.grams_in
    for kind, weight in (("sorting_loss", run.loss_grams), ("in_sorting", remaining)):
        if weight > 0:
            leaf = Leaf(kind, run=run.id)
            way.leaves[leaf][1] += grams * weight / run.grams_in
            way.flows[here, Node("leaf", leaf)] += grams * weight / run.grams_in


def _leaves(
    session: Session, network: Network, lots: Iterable[int]
) -> dict[int, list[tuple[Leaf, int, int]]]:
    """Return what lies of lots where, and what left the network for good, with pieces and grams."""
    found: dict[int, list[tuple[Leaf, int, int]]] = defaultdict(list)
    ends = {network.outside[code]: code for code in (OUTSIDE_RECIPIENT, OUTSIDE_DISPOSAL, OUTSIDE_LOST)}
    lying = select(col(Balance.lot), col(Balance.place_id), col(Balance.pieces), col(Balance.grams)).where(
        among(session, col(Balance.lot), lots), or_(col(Balance.pieces) > 0, col(Balance.grams) > 0)
    )
    for lot, place, pieces, grams in session.execute(lying):
        found[lot].append((Leaf("place", place=place), pieces, grams))
    gone = select(
        col(Movement.lot),
        col(Movement.to_place),
        col(Movement.from_place),
        col(Movement.operation),
        col(Movement.pieces),
        col(Movement.grams),
    ).where(
        among(session, col(Movement.lot), lots),
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
    wanted = list(lots)
    asked = select(Strand).where(among(session, col(Strand.lot), wanted), col(Strand.side) == side.value)
    for edge in _edges(session, asked) if wanted else ():
        found[edge.lot].append(edge)
    return found


def _runs(session: Session, ids: Iterable[RunKey], sides: Sequence[Side]) -> list[_Run]:
    """Return runs with one or both of their sides."""
    wanted = list(ids)
    if not wanted:
        return []
    found: dict[tuple[RunKey, str], list[Edge]] = defaultdict(list)
    asked = select(Strand).where(
        col(Strand.run).in_(wanted), col(Strand.side).in_([side.value for side in sides])
    )
    for edge in _edges(session, asked):
        found[edge.run, edge.side].append(edge)
    run = type_coerce(col(Sorting.id), NullType).label("run")
    rows = session.execute(select(run, col(Sorting.loss_grams)).where(col(Sorting.id).in_(wanted)))
    loss = {row.run: row.loss_grams for row in rows}
    return [
        _Run(
            id_,
            found[id_, Side.IN.value],
            found[id_, Side.OUT.value],
            sum(edge.grams for edge in found[id_, Side.IN.value]) or 1,
            loss[id_],
        )
        for id_ in wanted
    ]


def _edges(session: Session, asked: Select[Any]) -> Iterable[Edge]:
    """Read strands as plain rows: a walk may touch thousands of them."""
    run = type_coerce(col(Strand.run), NullType)
    table = asked.with_only_columns(
        run, col(Strand.side), col(Strand.lot), col(Strand.pieces), col(Strand.grams)
    )
    return map(Edge._make, session.connection().execute(table).all())
