"""Bags: seal them with the intakes in them, show where they are."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlmodel import Session, col

from models.access import Caller, Person
from models.acts import Act, ActKind
from models.bag_shapes import BagHopOut, BagIn, BagOut, PlaceRef
from models.custody import Bag, BagHop, BagIntake, BagStatus, Label
from models.identifiers import Miscoded as BadCode
from models.identifiers import read_code, show_code
from models.intakes import Destination, Intake
from models.network import PlaceKind
from models.rows import insert_rows
from operations.acts import Work, act, refuse
from operations.custody.contents import bags_contents, contents, intakes_of, reweigh, sums
from operations.custody.labels import read_label, usable
from operations.errors import Conflict, Fault, NotFound, Unfit
from operations.network import Network, current
from operations.scope import acts_at, scope
from operations.sites import Site


@act(ActKind.SEAL_BAG, creates=True)
def seal(work: Work, body: BagIn) -> BagOut:
    """Seal a bag at a point with the intakes in it.

    Raises Conflict for a label that was used, retired or never printed, Unfit for intakes that are not
    at the point or lie in another bag already.
    """
    session, network = work.session, work.network
    label = read_label(work.subject, "/label")
    point = point_of(network, body.point, work.by)
    if (before := session.get(Bag, label)) is not None:
        raise Conflict(Fault("/label", "label_used", {"value": show_code(label), "status": before.status}))
    flag = usable(session, label, "/label")
    intakes = _intakes(session, label, point, body)
    make_bag(work, label, point.id, intakes, [flag] if flag else [])
    if body.grams is not None:
        work.post(reweigh(work, contents(session, intakes), point.id, body.grams))
    work.place_id = point.id
    session.flush()
    return show_bag(session, label, by=work.by)


def make_bag(work: Work, label: str, place: int, intakes: list[UUID], flags: list[str]) -> Bag:
    """Write a bag at the place where it was found, with the intakes in it."""
    bag = Bag(
        label=label,
        point_id=place,
        place_id=place,
        status=BagStatus.SEALED.value,
        flags=";".join([*flags, *work.flags]),
        sealed_at=work.happened_at,
    )
    work.session.add(bag)
    work.session.flush()
    insert_rows(work.session, BagIntake, [{"intake_id": intake, "label": label} for intake in intakes])
    return bag


def show_bag(session: Session, typed: str, *, by: Caller) -> BagOut:
    """Return a bag, or what is known of its label; raises NotFound for what the caller may not see."""
    code = read_label(typed, "/label")
    bag = session.get(Bag, code)
    if bag is None:
        return _unsealed(session, code)
    _must_see(session, bag, by)
    network = current(session)
    intakes = intakes_of(session, [code])[code]
    pieces, grams = sums(bags_contents(session, [code])[code])
    return BagOut(
        label=show_code(code),
        status=BagStatus(bag.status),
        place=None if bag.status == BagStatus.OPENED else place_ref(network, bag.place_id),
        point=network.by_id[bag.point_id].code,
        station=_station(session, network, intakes),
        pieces=pieces,
        grams=grams,
        intakes=intakes,
        flags=[flag for flag in bag.flags.split(";") if flag],
        sealed_at=bag.sealed_at,
        retired_reason=None,
        history=_history(session, network, code),
    )


def place_ref(network: Network, place: int) -> PlaceRef:
    """Return a place by code, kind and name."""
    site = network.by_id.get(place)
    if site is None:
        code = next(code for code, id_ in network.outside.items() if id_ == place)
        return PlaceRef(code=code, name=code, name_en=code, kind=PlaceKind.OUTSIDE)
    return PlaceRef(code=site.code, name=site.out.name, name_en=site.out.name_en, kind=site.kind)


def point_of(network: Network, code: str, by: Caller) -> Site:
    """Return the point of that code if the caller acts there; raises Unfit or NotFound."""
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.POINT:
        raise Unfit(Fault("/point", "unknown_point", {"value": code}))
    if not acts_at(by, site, network):
        raise NotFound(Fault("/point", "foreign_point", {"value": code}))
    return site


def _intakes(session: Session, label: str, point: Site, body: BagIn) -> list[UUID]:
    """Return the intakes that go into a bag: those listed, and those logged with its label."""
    faults, found = [], set()
    for n, typed in enumerate(body.intakes):
        intake = _intake(session, typed)
        if intake is None or intake.point_id != point.id:
            faults.append(Fault(f"/intakes/{n}", "not_at_point", {"value": typed, "point": point.code}))
        elif session.get(BagIntake, intake.id) is not None:
            faults.append(Fault(f"/intakes/{n}", "in_another_bag", {"value": typed}))
        else:
            found.add(intake.id)
    refuse(faults)
    named = select(col(Intake.id)).where(
        col(Intake.point_id) == point.id,
        or_(col(Intake.bag) == label, col(Intake.bag) == show_code(label)),
        # Not `NOT IN`: PostgreSQL would read every bag there ever was to seal one.
        ~exists().where(col(BagIntake.intake_id) == Intake.id),
    )
    found.update(session.scalars(named))
    if not found:
        raise Unfit(Fault("/intakes", "nothing_in_bag"))
    return sorted(found)


def _intake(session: Session, typed: str) -> Intake | None:
    """Return an intake by its id or its tracking code."""
    try:
        return session.get(Intake, UUID(typed))
    except ValueError:
        pass
    try:
        code = read_code(typed)
    except BadCode:
        return None
    return session.scalar(select(Intake).where(col(Intake.tracking_code) == code))


def _must_see(session: Session, bag: Bag, by: Caller) -> None:
    """Raise NotFound for a bag that is neither from the caller's point, for its station, nor there."""
    network = current(session)
    here = network.by_id.get(bag.place_id)
    if by.place_id is not None and here is not None and by.place_id in (here.id, here.home_id):
        return
    seen = session.scalar(
        select(col(Bag.label))
        .join(BagIntake, col(BagIntake.label) == Bag.label)
        .join(Destination, col(Destination.intake_id) == BagIntake.intake_id)
        .where(
            col(Bag.label) == bag.label,
            scope(by, point=col(Bag.point_id), station=col(Destination.station_id)),
        )
        .limit(1)
    )
    if seen is None:
        raise NotFound


def _unsealed(session: Session, code: str) -> BagOut:
    label = session.get(Label, code)
    if label is None:
        raise NotFound
    return BagOut(
        label=show_code(code),
        status=BagStatus.UNUSED if label.retired_at is None else BagStatus.RETIRED,
        place=None,
        point=None,
        station=None,
        pieces=0,
        grams=0,
        intakes=[],
        flags=[],
        sealed_at=None,
        retired_reason=label.retired_reason,
        history=[],
    )


def _station(session: Session, network: Network, intakes: list[UUID]) -> str | None:
    """Return the station that most of a bag's intakes are bound for."""
    asked = select(col(Destination.station_id)).where(col(Destination.intake_id).in_(intakes))
    bound = sorted(session.scalars(asked))
    return network.by_id[max(bound, key=bound.count)].code if bound else None


def _history(session: Session, network: Network, code: str) -> list[BagHopOut]:
    rows = session.execute(
        select(BagHop, col(Act.kind), col(Person.name))
        .join(Act, col(Act.id) == BagHop.act)
        .join(Person, col(Person.id) == BagHop.by)
        .where(col(BagHop.label) == code)
        .order_by(col(BagHop.n))
    )
    return [
        BagHopOut(
            at=hop.happened_at,
            from_place=place_ref(network, hop.from_place),
            to_place=place_ref(network, hop.to_place),
            act=kind,
            by=name,
        )
        for hop, kind, name in rows
    ]
