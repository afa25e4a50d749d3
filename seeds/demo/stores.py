"""In the stores: goods move to the warehouse, are counted, set apart, found and lost, disposed of."""

from datetime import timedelta

from models.claims import DisposalKind, HoldReason
from models.shipment_shapes import ArriveIn, DispatchIn, TransferIn
from models.sortings import Grade
from models.stock_shapes import AdjustmentIn, DecisionIn, DisposalIn, HoldIn, LotIn, ReleaseIn, ThresholdIn
from models.stocktake_shapes import CountIn, FinalizeIn, StocktakeIn
from operations.relief import arrivals, shipments
from operations.stock import adjustments, disposals, holds, stocktakes, thresholds
from seeds.demo.chance import Chance
from seeds.demo.city import Shelf, Today, UnderWay
from seeds.demo.figures import SHIPMENT_SHORT

WAREHOUSE = "W-01"
_LORRY = "V-51"
_UNFIT = (Grade.RECYCLE, Grade.WASTE)
#: What a reserve for disasters is made of.
_TO_RESERVE = ("clothing.winter", "clothing.down", "clothing.knitwear", "bedding")
_TAKERS = {
    DisposalKind.RECYCLING: "演示再生纤维厂",
    DisposalKind.SALE: "演示旧物贸易行",
    DisposalKind.DESTRUCTION: "演示焚烧发电厂",
}
#: What rags bring, in fen a kilogram (ours).
_FEN_A_KG = 120
_LINES_MAX = 150
#: Less is not worth a lorry, in a small network less; rags and waste leave once a month all the same.
_LOAD_GRAMS, _LOAD_A_POINT = 60_000, 1000


def set_thresholds(today: Today) -> None:
    """Say what the reserve should always have."""
    by, points = today.city.people.manager(WAREHOUSE), len(today.city.corners)
    for category, pieces in (("bedding.quilt", 3), ("clothing.winter", 10), ("food.rice", 1)):
        body = ThresholdIn(pieces=pieces * points)
        thresholds.put_threshold(today.session, WAREHOUSE, category, body, by=by, now=today.at(9))


def keep_stores(today: Today) -> None:
    """Do the stores' work of a day: end what is due, then what the calendar asks for."""
    _receive_transfers(today)
    _decide(today)
    _release(today)
    for n, station in enumerate(today.network.stations):
        place = station.code
        if today.day.weekday() == n:
            _propose_disposals(today, place)
        if today.day.weekday() == n + 1:
            _send_to_reserve(today, place)
        if today.day.day == 10 + n:
            _count(today, place)
        if today.day.day in (6 + n, 21 + n):
            _set_apart(today, place)
        if today.day.day == 25 + n:
            _find_or_lose(today, place)
    if today.day.day == 16:
        _count(today, WAREHOUSE)
    today.city.sweep()


def _send_to_reserve(today: Today, place: str) -> None:
    """Send a part of what the reserve is made of to the warehouse; it arrives the next day."""
    chance = today.chance("reserve", place)
    chosen = [
        shelf
        for shelf in today.city.stock(place)
        if shelf.grade in (Grade.A, Grade.B)
        and shelf.category.startswith(_TO_RESERVE)
        and shelf.earmark is None
        and chance.happens(0.35)
    ][:_LINES_MAX]
    if sum(shelf.grams for shelf in chosen) < _load(today):
        return
    lines = [shelf.take(shelf.pieces) for shelf in chosen]
    moment = today.at(15, 20)
    key, by = chance.key(moment), today.city.people.manager(place)
    body = TransferIn.model_validate(
        {
            "from": place,
            "to": WAREHOUSE,
            "lines": [line.line() for line in lines],
            "vehicle": _LORRY,
            "due_by": today.at(23) + timedelta(days=1),
        }
    )
    shipments.plan_transfer(today.session, key, body, by=by, now=moment)
    left = today.at(16, 40)
    shipments.dispatch(today.session, key, DispatchIn(happened_at=left), by=by, now=left)
    for line in lines:
        line.leave()
    # One in fifty is forgotten in a yard, and is overdue.
    days = 1 if chance.happens(0.98) else 12
    after = today.day + timedelta(days=days)
    today.city.under_way.append(UnderWay(key, "arrive", after, place, lines, to=WAREHOUSE))


def _load(today: Today) -> int:
    return min(_LOAD_GRAMS, _LOAD_A_POINT * len(today.city.corners))


def _receive_transfers(today: Today) -> None:
    """Receive what left yesterday; now and then a piece is short and will not come any more."""
    for shipment in today.city.due({"arrive"}, today.day):
        chance = today.chance("arrival", shipment.id)
        moment = today.at(11, 5)
        first = shipment.lines[0]
        short = first.pieces > 1 and chance.happens(SHIPMENT_SHORT)
        grams = first.grams * (first.pieces - 1) // first.pieces
        counted = [line.line() for line in shipment.lines]
        if short:
            counted[0] = LotIn(lot=first.shelf.lot, pieces=first.pieces - 1, grams=grams)
        body = ArriveIn(
            id=chance.key(moment), happened_at=moment, lines=counted if short else [], close=short
        )
        by = today.city.people.manager(shipment.to)
        arrivals.receive(today.session, shipment.id, body, by=by, now=moment)
        for line, said in zip(shipment.lines, counted, strict=True):
            today.city.put(line.shelf, shipment.to, said.pieces, said.grams or 0, today.day)


def _propose_disposals(today: Today, place: str) -> None:
    """Propose what becomes of rags, waste and goods past their date; mostly decided the day after."""
    kinds: dict[DisposalKind, list[Shelf]] = {}
    chance = today.chance("disposal", place)
    rags = DisposalKind.SALE if chance.happens(0.3) else DisposalKind.RECYCLING
    for shelf in today.city.stock(place):
        if shelf.grade is Grade.RECYCLE:
            kinds.setdefault(rags, []).append(shelf)
        elif shelf.grade is Grade.WASTE or _long_past(shelf, today):
            kinds.setdefault(DisposalKind.DESTRUCTION, []).append(shelf)
    for n, (kind, shelves) in enumerate(sorted(kinds.items())):
        if sum(shelf.grams for shelf in shelves) < 3 * _load(today) and today.day.day > 7:
            continue
        moment = today.at(16, n)
        lines = [shelf.take(shelf.pieces) for shelf in shelves[:_LINES_MAX]]
        grams = sum(line.grams for line in lines)
        body = DisposalIn(
            place=place,
            kind=kind,
            lines=[line.line() for line in lines],
            reason="演示: 不宜再用 not fit for use",
            taker=_TAKERS[kind],
            price_fen=grams * _FEN_A_KG // 1000 if kind is DisposalKind.SALE else None,
        )
        key = chance.key(moment)
        disposals.propose(today.session, key, body, by=today.city.people.manager(place), now=moment)
        days = chance.whole(1, 3)
        after = today.day + timedelta(days=days)
        today.city.under_way.append(UnderWay(key, "decide", after, place, lines))


def _long_past(shelf: Shelf, today: Today) -> bool:
    """Tell whether goods are past their date for a while: somebody has to notice first."""
    return shelf.expires_on is not None and shelf.expires_on + timedelta(days=9) < today.day


def _decide(today: Today) -> None:
    """Approve disposals, by somebody else than who proposed them; few are rejected and come again."""
    for proposal in today.city.due({"decide"}, today.day):
        chance = today.chance("decision", proposal.id)
        moment = today.at(10, 30)
        body = DecisionIn(happened_at=moment)
        by = today.city.people.head
        if chance.happens(0.03):
            disposals.reject(today.session, proposal.id, body, by=by, now=moment)
            for line in proposal.lines:
                line.give_back()
            continue
        disposals.approve(today.session, proposal.id, body, by=by, now=moment)
        for line in proposal.lines:
            line.leave()


def _set_apart(today: Today, place: str) -> None:
    """Set a lot apart because something seems wrong with it; most are released some days later."""
    chance = today.chance("hold", place)
    fit = [shelf for shelf in today.city.stock(place) if shelf.grade not in _UNFIT and shelf.pieces]
    if not fit:
        return
    shelf = chance.one_of(fit)
    lines = [shelf.take(shelf.pieces)]
    moment = today.at(14, 10)
    reason = chance.one_of((HoldReason.WET, HoldReason.INSPECTION, HoldReason.INFESTED, HoldReason.RECALLED))
    body = HoldIn(place=place, lines=[line.line() for line in lines], reason=reason)
    key = chance.key(moment)
    holds.hold(today.session, key, body, by=today.city.people.manager(place), now=moment)
    if chance.happens(0.9):
        after = today.day + timedelta(days=chance.whole(3, 11))
        today.city.under_way.append(UnderWay(key, "release", after, place, lines))


def _release(today: Today) -> None:
    for held in today.city.due({"release"}, today.day):
        moment = today.at(14, 30)
        body = ReleaseIn(happened_at=moment, reason="演示: 复检合格 inspected again, fit for use")
        holds.release_hold(today.session, held.id, body, by=today.city.people.manager(held.place), now=moment)
        for line in held.lines:
            line.give_back()


def _count(today: Today, place: str) -> None:
    """Count some lots blind; one in eight differs, and a second person posts what differs."""
    chance = today.chance("count", place)
    free = [s for s in today.city.stock(place) if not s.claims and s.pieces > 2]
    chosen = chance.some_of(free, 20)
    if not chosen:
        return
    moment = today.at(16, 20)
    lines = []
    for shelf in chosen:
        pieces = shelf.pieces
        if chance.happens(0.12):
            pieces += chance.one_of((-2, -1, -1, 1))
        grams = round(shelf.grams * pieces / shelf.pieces)
        lines.append(CountIn(lot=shelf.lot, pieces=pieces, grams=grams))
        shelf.pieces, shelf.grams = pieces, grams
    key = chance.key(moment)
    body = StocktakeIn(place=place, happened_at=moment, lines=lines)
    people = today.city.people
    stocktakes.open_stocktake(today.session, key, body, by=people.manager(place), now=moment)
    later = today.at(16, 50)
    end = FinalizeIn(happened_at=later)
    stocktakes.finalize(today.session, key, end, by=people.second(place).caller, now=later)


def _find_or_lose(today: Today, place: str) -> None:
    """Find or lose a little outside of any count."""
    chance: Chance = today.chance("adjustment", place)
    free = [s for s in today.city.stock(place) if not s.claims and s.pieces > 2]
    if not free:
        return
    shelf = chance.one_of(free)
    found = chance.happens(0.4)
    grams = shelf.grams // shelf.pieces
    moment = today.at(16, 55)
    body = AdjustmentIn(
        place=place,
        lot=shelf.lot,
        direction="found" if found else "lost",
        pieces=1,
        grams=grams,
        reason="演示: 货架后找到 behind a shelf" if found else "演示: 找不到 cannot be found",
        happened_at=moment,
    )
    by = today.city.people.manager(place)
    adjustments.adjust(today.session, chance.key(moment), body, by=by, now=moment)
    sign = 1 if found else -1
    shelf.pieces += sign
    shelf.grams += sign * grams
