"""Decide an intake in memory: what enters, what does not, where it goes, what to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from geo.assignment import Assignment, Reason
from models.access import Caller
from models.clock import clock_is_plausible, counting_day
from models.identifiers import draw_code
from models.intake_shapes import IntakeIn, LineIn, RefusedIn
from models.intakes import IntakeFlag, RefusalReason
from models.network import PlaceKind
from operations.acceptance import judge
from operations.bindings import CROW_FLIES
from operations.errors import Fault, NotFound, Unfit
from operations.network import Network
from operations.routing import Room, assign_at_point
from operations.scope import acts_at
from operations.sites import Site

#: From here on two named people count a gift (DB15/T 3988-2025 asks it of large ones, without a figure).
LARGE_GIFT_GRAMS = 100_000


@dataclass(frozen=True, slots=True)
class Entering:
    """A line that enters: merged, weighed or estimated."""

    line: LineIn
    category_id: int
    pieces: int
    grams: int
    weight_estimated: bool


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Goods that do not enter, and who judged."""

    category: str
    category_id: int
    pieces: int
    grams: int | None
    reason: RefusalReason
    judged_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An intake that is decided but not yet written."""

    id: UUID
    body: IntakeIn
    fingerprint: bytes
    tracking_code: str
    point: Site
    station: Site
    assignment: Assignment
    method: str
    lines: tuple[Entering, ...]
    refused: tuple[TurnedAway, ...]
    flags: tuple[IntakeFlag, ...]
    by: Caller
    now: datetime
    day: date
    pieces: int
    grams: int


def draft_intake(
    network: Network,
    room: Room,
    intake_id: UUID,
    body: IntakeIn,
    fingerprint: bytes,
    by: Caller,
    now: datetime,
) -> Draft:
    """Decide an intake: its point, what enters, the station, the flags.

    Raises Unfit for what the network does not know, NotFound for a point that is not the caller's.
    """
    point = _point(network, body.point, by)
    _all_known(network, body)
    day = network.open_day(counting_day(body.happened_at, now))
    lines, refused = _judged(network, body, day)
    grams = sum(line.grams for line in lines)
    categories = frozenset(line.line.category for line in lines)
    assignment, method = _assigned(network, point, categories, grams, room)
    station = network.sites[assignment.code]
    room.take(station.id, grams)
    return Draft(
        intake_id,
        body,
        fingerprint,
        draw_code(),
        point,
        station,
        assignment,
        method,
        lines,
        refused,
        _flags(network, point, body, assignment, lines, now),
        by,
        now,
        day,
        sum(line.pieces for line in lines),
        grams,
    )


def _point(network: Network, code: str, by: Caller) -> Site:
    point = network.sites.get(code)
    if point is None or point.kind not in (PlaceKind.POINT, PlaceKind.STATION):
        raise Unfit(Fault("/point", "unknown_point", {"value": code}))
    if not acts_at(by, point, network):
        raise NotFound(Fault("/point", "foreign_point", {"value": code}))
    if point.kind is PlaceKind.POINT and not network.ways[point.id]:
        raise Unfit(Fault("", "no_station"))
    return point


def _assigned(
    network: Network, point: Site, categories: frozenset[str], grams: int, room: Room
) -> tuple[Assignment, str]:
    """Return where goods go: from a point to its station; what is brought to a station stays there."""
    if point.kind is PlaceKind.STATION:
        return Assignment(point.code, 0.0, Reason.HERE, (), ()), CROW_FLIES
    return assign_at_point(network, point, categories, grams, room)


def _all_known(network: Network, body: IntakeIn) -> None:
    """Refuse a body that names unknown categories, all of them at once."""
    faults = [
        Fault(f"/{where}/{n}/category", "unknown_category", {"value": category})
        for where, n, category in _named_categories(body)
        if category not in network.kinds
    ]
    if faults:
        raise Unfit(*faults)


def _named_categories(body: IntakeIn) -> Iterator[tuple[str, int, str]]:
    yield from (("lines", n, line.category) for n, line in enumerate(body.lines))
    yield from (("refused", n, line.category) for n, line in enumerate(body.refused))


def _judged(
    network: Network, body: IntakeIn, day: date
) -> tuple[tuple[Entering, ...], tuple[TurnedAway, ...]]:
    """Part what enters from what does not; lines that are the same kind of goods merge."""
    entering: dict[tuple[object, ...], Entering] = {}
    refused = [_turned_away(network, line, line.reason, "volunteer") for line in body.refused]
    for line in body.lines:
        kind = network.kinds[line.category]
        reason = judge(kind.out, line, day)
        if reason is not None:
            refused.append(_turned_away(network, line, reason, "rule"))
            continue
        key = (line.category, line.condition, line.expires_on, line.produced_on)
        before = entering.get(key)
        weighed = line.grams if line.grams is not None else line.pieces * kind.out.grams_per_piece
        estimated = line.grams is None
        if before is not None:
            entering[key] = Entering(
                line,
                kind.id,
                before.pieces + line.pieces,
                before.grams + weighed,
                before.weight_estimated or estimated,
            )
        else:
            entering[key] = Entering(line, kind.id, line.pieces, weighed, estimated)
    return tuple(entering.values()), tuple(refused)


def _turned_away(
    network: Network, line: LineIn | RefusedIn, reason: RefusalReason, judged_by: str
) -> TurnedAway:
    kind = network.kinds[line.category]
    return TurnedAway(line.category, kind.id, line.pieces, line.grams, reason, judged_by)


def _flags(
    network: Network,
    point: Site,
    body: IntakeIn,
    assignment: Assignment,
    lines: tuple[Entering, ...],
    now: datetime,
) -> tuple[IntakeFlag, ...]:
    """Name what somebody should look at; none of it is a reason to refuse goods that are there."""
    found = []
    if not clock_is_plausible(body.happened_at, now):
        found.append(IntakeFlag.CLOCK)
    if not point.is_open:
        found.append(IntakeFlag.POINT_CLOSED)
    if any(line.line.category not in point.handles for line in lines):
        found.append(IntakeFlag.NOT_ACCEPTED_HERE)
    if any(
        network.kinds[line.line.category].out.needs_expiry and line.line.expires_on is None for line in lines
    ):
        found.append(IntakeFlag.EXPIRY_UNKNOWN)
    if assignment.reason is Reason.NONE_SUITABLE:
        found.append(IntakeFlag.NO_SUITABLE_STATION)
    if sum(line.grams for line in lines) >= LARGE_GIFT_GRAMS:
        found.append(IntakeFlag.LARGE_GIFT)
    if body.donor is not None and body.donor.organisation:
        found.append(IntakeFlag.ORGANISATION)
    if network.is_closed(counting_day(body.happened_at, now)):
        found.append(IntakeFlag.PERIOD_CLOSED)
    return tuple(found)
