"""Change where goods go: pins on points, overrides of intakes, stations that close and reopen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from geo.assignment import Reason
from models.access import Caller
from models.edit_shapes import PinOut
from models.intake_shapes import IntakeNow, OverrideIn
from models.intakes import Destination, Intake, Rerouting
from models.ledger import Balance, Lot
from models.network import Place, PlaceKind, PlaceStatus
from models.rows import insert_rows
from models.stations import MovedOut, StationChangeIn, StationChangeOut
from operations.audit import note
from operations.errors import Conflict, Fault, NotFound, Unfit
from operations.intake_queries import find
from operations.intake_views import show_now
from operations.ledger import expect, expect_less
from operations.network import Network, changed, current
from operations.routing import Room, assign_at_point, show_passed
from operations.sites import Site
from operations.stale import Expected, last_audited, refuse_stale, take_turn, version_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """Goods of one intake that still lie at its point."""

    intake: UUID
    point: int
    station: int
    categories: frozenset[str]
    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Where waiting goods go from now on, and why."""

    waiting: Waiting
    station: Site
    distance_m: float
    method: str
    because: Reason
    passed: str


def override(session: Session, intake_id: UUID, body: OverrideIn, *, by: Caller, now: datetime) -> IntakeNow:
    """Send an intake that is not collected yet to another station; to the same again changes nothing."""
    intake = find(session, intake_id, by=by)
    network = current(session)
    station = _station(network, body.station)
    waiting = _waiting(session, network, intake=intake.id)
    if not waiting:
        raise Conflict(Fault("", "already_collected"))
    if waiting[0].station != station.id:
        way = next(way for way in network.ways[intake.point_id] if way.station_id == station.id)
        decision = Decision(waiting[0], station, way.metres, way.method, Reason.OVERRIDE, "")
        _redirect(session, [decision], body.reason, by, now)
    # Who sent an intake away still gets to see the answer, hence no second look at the scope.
    (shown,) = show_now(session, [intake], by=by)
    return shown


def close(
    session: Session, code: str, body: StationChangeIn, *, by: Caller, now: datetime
) -> StationChangeOut:
    """Close a station and send what is not yet collected to the next nearest that suits; say what moved."""
    station = _own_station(current(session), code, by)
    if station.is_open:
        _set_status(session, station, PlaceStatus.CLOSED, body.reason)
        note(session, "station.close", code, body.reason, by=by, now=now)
    network = current(session)
    room = Room(session, network)
    decisions = []
    for waiting in _waiting(session, network, station=station.id):
        point = network.by_id[waiting.point]
        chosen, method = assign_at_point(network, point, waiting.categories, waiting.grams, room)
        to = network.sites[chosen.code]
        if to.id == station.id:
            continue
        room.take(to.id, waiting.grams)
        decisions.append(
            Decision(waiting, to, chosen.distance_m, method, chosen.reason, show_passed(chosen.passed))
        )
    _redirect(session, decisions, body.reason, by, now)
    return StationChangeOut(station=network.sites[code].out, rerouted=len(decisions), moved=_moved(decisions))


def reopen(
    session: Session, code: str, body: StationChangeIn, *, by: Caller, now: datetime
) -> StationChangeOut:
    """Open a station again. What was sent elsewhere meanwhile stays there: it may be on its way."""
    station = _own_station(current(session), code, by)
    if not station.is_open:
        _set_status(session, station, PlaceStatus.OPEN, body.reason)
        note(session, "station.reopen", code, body.reason, by=by, now=now)
    return StationChangeOut(station=current(session).sites[code].out, rerouted=0, moved=[])


def pin(
    session: Session,
    code: str,
    body: OverrideIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> PinOut:
    """Bind a point to a station whatever the distance, as long as that station suits. Raises Stale."""
    take_turn(session, "pin", code)
    network = current(session)
    point = _point(network, code)
    station = _station(network, body.station)
    _refuse_stale(session, expected, point, station.code)
    if point.pinned_station != station.code:
        _set_pin(session, point, station.code, body.reason)
        note(session, "point.pin", code, f"{station.code}: {body.reason}", by=by, now=now)
    return get_pin(session, code, by=by)


def unpin(session: Session, code: str, expected: Expected = None, *, by: Caller, now: datetime) -> PinOut:
    """Let a point's goods go to the nearest suitable station again. Raises Stale."""
    take_turn(session, "pin", code)
    point = _point(current(session), code)
    _refuse_stale(session, expected, point, None)
    if point.pinned_station is not None:
        _set_pin(session, point, None, "")
        note(session, "point.unpin", code, "", by=by, now=now)
    return get_pin(session, code, by=by)


def get_pin(session: Session, code: str, *, by: Caller) -> PinOut:
    """Return which station a point is bound to, if any; raises NotFound."""
    point = _point(current(session), code)
    reason = session.scalar(select(col(Place.pin_reason)).where(col(Place.id) == point.id))
    return PinOut(
        point=point.code,
        station=point.pinned_station,
        reason=reason or "",
        version=version_of({"station": point.pinned_station}),
    )


def _refuse_stale(session: Session, expected: Expected, point: Site, station: str | None) -> None:
    refuse_stale(
        expected,
        {"station": point.pinned_station},
        {"station": station},
        lambda: last_audited(session, ["point.pin", "point.unpin"], point.code),
    )


def _point(network: Network, code: str) -> Site:
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.POINT:
        raise NotFound
    return site


def _station(network: Network, code: str) -> Site:
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.STATION:
        raise Unfit(Fault("/station", "unknown_station", {"value": code}))
    return site


def _own_station(network: Network, code: str, by: Caller) -> Site:
    site = network.sites.get(code)
    if (
        site is None
        or site.kind is not PlaceKind.STATION
        or (by.place_id is not None and by.place_id != site.id)
    ):
        raise NotFound
    return site


def _set_status(session: Session, site: Site, status: PlaceStatus, reason: str) -> None:
    session.connection().execute(
        update(Place).where(col(Place.id) == site.id).values(status=status.value, status_reason=reason)
    )
    changed(session)


def _set_pin(session: Session, point: Site, station: str | None, reason: str) -> None:
    session.connection().execute(
        update(Place).where(col(Place.id) == point.id).values(pinned_station=station, pin_reason=reason)
    )
    changed(session)


def _waiting(
    session: Session, network: Network, *, station: int | None = None, intake: UUID | None = None
) -> list[Waiting]:
    """Return what still lies at its point, of one intake or of all that go to a station."""
    wanted = col(Destination.station_id) == station if intake is None else col(Intake.id) == intake
    rows = session.execute(
        select(
            col(Intake.id),
            col(Intake.point_id),
            col(Destination.station_id),
            col(Lot.category_id),
            col(Balance.pieces),
            col(Balance.grams),
        )
        .join(Destination, col(Destination.intake_id) == Intake.id)
        .join(Lot, col(Lot.intake_id) == Intake.id)
        .join(Balance, (col(Balance.lot) == Lot.id) & (col(Balance.place_id) == Intake.point_id))
        .where(wanted, or_(col(Balance.pieces) > 0, col(Balance.grams) > 0))
        .order_by(col(Intake.id))
    )
    categories: dict[UUID, set[str]] = defaultdict(set)
    sums: dict[UUID, list[int]] = {}
    for id_, point, to, category, pieces, grams in rows:
        categories[id_].add(network.kind_codes[category])
        total = sums.setdefault(id_, [point, to, 0, 0])
        total[2] += pieces
        total[3] += grams
    return [
        Waiting(id_, point, to, frozenset(categories[id_]), pieces, grams)
        for id_, (point, to, pieces, grams) in sums.items()
    ]


def _redirect(
    session: Session, decisions: Sequence[Decision], reason: str, by: Caller, now: datetime
) -> None:
    """Write the decisions, and what the stations are to expect."""
    rows = [
        {
            "intake_id": decision.waiting.intake,
            "from_station": decision.waiting.station,
            "to_station": decision.station.id,
            "distance_m": decision.distance_m,
            "method": decision.method,
            "because": decision.because.value,
            "passed": decision.passed,
            "reason": reason,
            "recorded_at": now,
            "by": by.actor,
        }
        for decision in decisions
    ]
    insert_rows(session, Rerouting, rows)
    for decision in decisions:
        session.connection().execute(
            update(Destination)
            .where(col(Destination.intake_id) == decision.waiting.intake)
            .values(station_id=decision.station.id)
        )
    for station, (pieces, grams) in _sums((d.waiting.station, d) for d in decisions).items():
        expect_less(session, station, pieces, grams)
    coming = _sums((d.station.id, d) for d in decisions)
    expect(session, [(station, pieces, grams) for station, (pieces, grams) in coming.items()])


def _sums(decisions: Iterable[tuple[int, Decision]]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for station, decision in decisions:
        pieces, grams = found.get(station, (0, 0))
        found[station] = (pieces + decision.waiting.pieces, grams + decision.waiting.grams)
    return dict(sorted(found.items()))


def _moved(decisions: Sequence[Decision]) -> list[MovedOut]:
    by_station: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_station[decision.station.code].append(decision)
    return [
        MovedOut(
            to=code,
            intakes=len(moved),
            pieces=sum(decision.waiting.pieces for decision in moved),
            grams=sum(decision.waiting.grams for decision in moved),
        )
        for code, moved in sorted(by_station.items())
    ]
