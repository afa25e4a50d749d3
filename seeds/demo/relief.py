"""On the giving side: needs are stated, stock is reserved for them, shipments leave and arrive."""

from datetime import timedelta

from models.relief import Urgency
from models.relief_shapes import AllocationIn, AllocationLineIn, NeedIn, NeedLineIn, StepIn
from models.shipment_shapes import DeliverIn, DispatchIn, DistributionIn, ProofIn, ReturnIn
from models.shipments import ReturnReason
from models.sortings import Grade, Wearer
from operations.relief import allocations, arrivals, distributions, needs, shipments
from seeds.demo.chance import Chance
from seeds.demo.city import NeedHeld, Portion, Shelf, Today, UnderWay, Wanted
from seeds.demo.figures import SHIPMENT_BACK, SHIPMENT_SHORT
from seeds.demo.recipients import CASES, ORGANISATIONS
from seeds.demo.stores import WAREHOUSE

_GIVEN = (Grade.A, Grade.B, Grade.C)
#: Lots in one shipment: a van's at least, in a large network a lorry's.
_LINES_LEAST, _POINTS_A_LINE = 8, 25
_LARGE = 300
#: Fewer pieces than this are not sent, unless that is all that is still asked for.
WORTH_PIECES = 60
#: A need is served from so many places at a time.
_PLACES_MAX = 2
#: After so long nobody waits any more: what is wanting stays unmet and the need is closed.
_PATIENCE = timedelta(days=75)
#: Food that keeps for less than this is not sent on a journey: some of it expires on the shelf.
_TOO_SOON = timedelta(days=100)
_EMERGENCY_ASKS = (("clothing.winter", 12), ("bedding", 5), ("food", 6), ("clothing.spring-autumn", 10))
#: What is asked for in ordinary times, with the pieces for each point of the network.
_ASKS = (
    ("clothing.winter", 9.0),
    ("clothing.spring-autumn", 10.0),
    ("clothing.summer", 9.0),
    ("clothing.knitwear", 4.0),
    ("clothing.down", 3.0),
    ("bedding", 2.5),
    ("bedding.quilt", 0.8),
    ("books", 1.5),
    ("toys", 1.0),
    ("food", 0.3),
)
#: For how many days' goods a need asks; a large network hears from somebody every other day.
_ASKED_FOR_DAYS = 4


def live_relief(today: Today) -> None:
    """Do a day's work: deliver, send, take in new needs, reserve for those that are open."""
    _deliver(today)
    _take_back(today)
    _dispatch(today)
    _let_go(today)
    _state_needs(today)
    _close_old(today)
    _allocate(today)


def _state_needs(today: Today) -> None:
    chance = today.chance("needs")
    emergency = today.city.plan.emergency
    if emergency.asks(today.day) and today.day.toordinal() % 2:
        hit = [code for code, division, _ in ORGANISATIONS if division == emergency.division_code]
        _state(today, chance, chance.one_of(hit), Urgency.EMERGENCY, _EMERGENCY_ASKS)
    if today.day.toordinal() % _days_between(today) == 0:
        recipient = chance.one_of(ORGANISATIONS)[0]
        urgency = Urgency.HIGH if chance.happens(0.25) else Urgency.NORMAL
        share = _days_between(today) / _ASKED_FOR_DAYS
        asks = [(category, pieces * share) for category, pieces in chance.some_of(_ASKS, chance.whole(3, 6))]
        _state(today, chance, recipient, urgency, asks)
    if today.day.weekday() == 2:
        case = f"R-CASE-{chance.whole(1, len(CASES)):02}"
        small = (("clothing", 0), ("bedding", 0), ("food", 0))
        _state(today, chance, case, Urgency.NORMAL, chance.some_of(small, 2))


def _days_between(today: Today) -> int:
    return 2 if len(today.city.corners) >= _LARGE else 7


def _state(
    today: Today,
    chance: Chance,
    recipient: str,
    urgency: Urgency,
    asks: list[tuple[str, float]] | tuple[tuple[str, float], ...],
) -> None:
    points = len(today.city.corners)
    lines = []
    for category, a_point in asks:
        wearer = None
        if category.startswith("clothing.") and chance.happens(0.2):
            wearer = chance.one_of((Wearer.WOMAN, Wearer.MAN))
        pieces = max(round(a_point * points * (0.6 + 0.8 * chance.draw())), chance.whole(2, 6))
        lines.append(NeedLineIn(category=category, pieces=pieces, wearer=wearer))
    moment = today.at(9, 20 + chance.whole(0, 200))
    key = chance.key(moment)
    body = NeedIn(
        recipient=recipient,
        urgency=urgency,
        needed_by=today.day + timedelta(days=7 if urgency is Urgency.EMERGENCY else chance.whole(14, 40)),
        lines=lines,
        note="演示数据 Invented for the demonstration",
    )
    needs.state_need(today.session, key, body, by=today.city.people.clerk, now=moment)
    wanted = [Wanted(n, e.category, e.wearer, e.pieces) for n, e in enumerate(lines)]
    today.city.needs.append(NeedHeld(key, recipient, today.day, urgency.weight, wanted))


def _close_old(today: Today) -> None:
    """Close needs that were met, and those that waited too long."""
    kept = []
    for need in today.city.needs:
        met = not any(line.pieces for line in need.lines)
        if not met and need.stated + _PATIENCE > today.day:
            kept.append(need)
        elif not met:
            moment = today.at(17, 30)
            body = StepIn(happened_at=moment, reason="演示: 已另行解决 met by others")
            needs.close_need(today.session, need.id, body, by=today.city.people.clerk, now=moment)
    today.city.needs = kept


def _allocate(today: Today) -> None:
    """Reserve for open needs, the most urgent and oldest first, from one place at a time."""
    for need in sorted(today.city.needs, key=lambda need: (-need.urgent, need.stated, need.id)):
        # Who asked yesterday is looked at today; what is wanting, once a week.
        waited = (today.day - need.stated).days
        if waited % 7 != 1 and need.urgent < Urgency.EMERGENCY.weight:
            continue
        for place in _places(today, need)[:_PLACES_MAX]:
            found = _find(today, need, place)
            if found:
                _reserve(today, need, place, found)


def _places(today: Today, need: NeedHeld) -> list[str]:
    """Return where enough lies for a need that a shipment is worth its way, the fullest place first."""
    there = {}
    for place in (WAREHOUSE, *(station.code for station in today.network.stations)):
        there[place] = sum(
            min(line.pieces, sum(shelf.pieces for shelf in _fitting(today, need, line, place)))
            for line in need.lines
        )
    enough = max(min(sum(line.pieces for line in need.lines), WORTH_PIECES), 1)
    return sorted((place for place in there if there[place] >= enough), key=lambda place: -there[place])


def _fitting(today: Today, need: NeedHeld, line: Wanted, place: str) -> list[Shelf]:
    """Return what there is for a line at a place: earmarked goods first, then by date and age."""
    stock = [
        shelf
        for shelf in today.city.stock(place)
        if shelf.pieces
        and shelf.grade in _GIVEN
        and shelf.earmark in (None, need.recipient)
        and f"{shelf.category}.".startswith(f"{line.category}.")
        and line.wearer in (None, shelf.wearer)
        and (shelf.expires_on is None or shelf.expires_on > today.day + _TOO_SOON)
    ]
    return sorted(
        stock,
        key=lambda s: (s.earmark is None, s.expires_on is None, s.expires_on or s.since, s.since),
    )


def _find(today: Today, need: NeedHeld, place: str) -> list[tuple[int, Portion]]:
    """Take what there is for a need at a place; a lot serves one line of it."""
    found: list[tuple[int, Portion]] = []
    taken: set[str] = set()
    most = _LINES_LEAST + len(today.city.corners) // _POINTS_A_LINE
    for line in need.lines:
        for shelf in _fitting(today, need, line, place):
            if not line.pieces or len(found) >= most:
                break
            if shelf.lot not in taken:
                portion = shelf.take(min(shelf.pieces, line.pieces))
                line.pieces -= portion.pieces
                taken.add(shelf.lot)
                found.append((line.n, portion))
    return found


def _reserve(today: Today, need: NeedHeld, place: str, found: list[tuple[int, Portion]]) -> None:
    """Reserve, and plan the shipment the same day; a few reservations are given up again."""
    chance = today.chance("reserve", need.id, place)
    moment = today.at(14, chance.whole(1, 90))
    key, by = chance.key(moment), today.city.people.clerk
    body = AllocationIn(
        need=need.id,
        lines=[
            AllocationLineIn(
                need_line=n, place=place, lot=portion.shelf.lot, pieces=portion.pieces, grams=portion.grams
            )
            for n, portion in found
        ],
    )
    allocations.allocate(today.session, key, body, by=by, now=moment)
    lines = [portion for _, portion in found]
    if chance.happens(0.03):
        after = today.day + timedelta(days=chance.whole(4, 12))
        today.city.under_way.append(UnderWay(key, "let go", after, place, lines, to=need.recipient))
        return
    moment += timedelta(minutes=5)
    shipment = chance.key(moment)
    travel = _travel_days(chance, need.recipient)
    plan = DistributionIn(
        allocation=key, due_by=today.at(20) + timedelta(days=travel + 2), note="演示数据 Invented"
    )
    distributions.plan_distribution(today.session, shipment, plan, by=by, now=moment)
    after = today.day + timedelta(days=chance.whole(1, 2))
    today.city.under_way.append(UnderWay(shipment, "dispatch", after, place, lines, to=need.recipient))


def _dispatch(today: Today) -> None:
    """Send what was planned; what goes to another province is under way for days."""
    for shipment in today.city.due({"dispatch"}, today.day):
        chance = today.chance("dispatch", shipment.id)
        by, moment = today.city.people.clerk, today.at(10, chance.whole(0, 100))
        if chance.happens(0.5):
            picked = moment - timedelta(minutes=45)
            shipments.pick(today.session, shipment.id, StepIn(happened_at=picked), by=by, now=picked)
        body = DispatchIn(happened_at=moment)
        shipments.dispatch(today.session, shipment.id, body, by=by, now=moment)
        for line in shipment.lines:
            line.leave()
        # One in forty meets with a closed road, and is overdue.
        days = _travel_days(chance, shipment.to) + (12 if chance.happens(0.025) else 0)
        after = today.day + timedelta(days=days)
        today.city.under_way.append(
            UnderWay(shipment.id, "deliver", after, shipment.place, shipment.lines, to=shipment.to)
        )


def _deliver(today: Today) -> None:
    """Hand over with proof; people reached are counted apart from pieces. Some is short, some comes back."""
    for shipment in today.city.due({"deliver"}, today.day):
        chance = today.chance("delivery", shipment.id)
        by, moment = today.city.people.clerk, today.at(11, chance.whole(0, 200))
        first = shipment.lines[0]
        short = first.pieces > 1 and chance.happens(SHIPMENT_SHORT)
        lines = [line.line() for line in shipment.lines]
        if short:
            lines[0] = first.part(first.pieces - 1).line()
        pieces = sum(line.pieces for line in shipment.lines)
        is_case = shipment.to.startswith("R-CASE")
        body = DeliverIn(
            id=chance.key(moment),
            happened_at=moment,
            lines=lines if short else [],
            close=short and chance.happens(0.7),
            proof=ProofIn(code=f"{chance.whole(0, 999999):06}", place="演示签收点"),
            people_reached=chance.whole(1, 4) if is_case else max(pieces // chance.whole(2, 4), 1),
        )
        arrivals.deliver(today.session, shipment.id, body, by=by, now=moment)
        if chance.happens(SHIPMENT_BACK) and shipment.lines[-1].pieces > 2 and not short:
            back = shipment.lines[-1].part(2)
            after = today.day + timedelta(days=chance.whole(2, 6))
            today.city.under_way.append(
                UnderWay(shipment.id, "take back", after, shipment.place, [back], to=shipment.to)
            )


def _take_back(today: Today) -> None:
    """Take back what did not fit or was not wanted after all."""
    for shipment in today.city.due({"take back"}, today.day):
        chance = today.chance("return", shipment.id)
        moment = today.at(15, 40)
        reason = chance.one_of((ReturnReason.NOT_NEEDED, ReturnReason.WRONG_GOODS))
        body = ReturnIn(
            id=chance.key(moment),
            happened_at=moment,
            lines=[line.line() for line in shipment.lines],
            reason=reason,
        )
        arrivals.take_back(today.session, shipment.id, body, by=today.city.people.clerk, now=moment)
        for line in shipment.lines:
            today.city.put(line.shelf, shipment.place, line.pieces, line.grams, today.day)


def _let_go(today: Today) -> None:
    """Release reservations that nobody fetched: the need asks for the goods again."""
    for kept in today.city.due({"let go"}, today.day):
        moment = today.at(13, 30)
        body = StepIn(happened_at=moment, reason="演示: 受助方改期 postponed by the recipient")
        allocations.release_allocation(today.session, kept.id, body, by=today.city.people.clerk, now=moment)
        for line in kept.lines:
            line.give_back()


def _travel_days(chance: Chance, recipient: str) -> int:
    return 1 if recipient.startswith(("R-SH", "R-CASE")) else chance.whole(3, 7)
