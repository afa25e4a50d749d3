"""At the points: gifts are logged into sacks, records put right, sacks sealed, pick-ups asked for."""

from dataclasses import dataclass
from datetime import timedelta

from models.access import Caller
from models.bag_shapes import BagIn, LabelsIn, LabelsOut
from models.custody import RequestReason
from models.intake_shapes import CorrectedLine, CorrectionIn, DonorIn, IntakeIn
from models.intakes import CorrectionReason
from models.pickup_shapes import RequestIn
from models.store import Call
from operations import corrections, intakes
from operations.custody import bags, labels, pickups
from operations.custody.due import DAYS_DUE, FILL_DUE
from operations.drafts import LARGE_GIFT_GRAMS
from seeds.demo.chance import Chance
from seeds.demo.city import Corner, Sack, Today
from seeds.demo.figures import BAG_GRAMS, GIFT_CORRECTED
from seeds.demo.giving import Gift

_SHEET = 240
_SYNC_MINUTES = 0.2


@dataclass(frozen=True, slots=True)
class Logged:
    """A gift with its intake as it is about to be recorded."""

    call: Call
    gift: Gift
    sack: Sack
    guess: int


def open_points(today: Today) -> None:
    """Take the day's gifts of every point: one group, as the store does it when many phones send."""
    print_labels(today)
    logged = [entry for corner in today.city.corners.values() for entry in _logged(today, corner)]
    logged.sort(key=lambda entry: (entry.call.now, entry.call.arguments[0]))
    outcomes = intakes.record_many(today.session, [entry.call for entry in logged])
    chance = today.chance("corrections")
    for entry, outcome in zip(logged, outcomes, strict=True):
        if isinstance(outcome, BaseException):
            raise outcome
        today.city.intakes += 1
        today.city.grams += outcome.intake.grams
        # The volunteers guessed; what a rule turned away is not in the sack.
        entry.sack.grams += outcome.intake.grams - entry.guess
        if entry.gift.days_late == 0 and chance.happens(GIFT_CORRECTED):
            _put_right(today, chance, entry)


def close_points(today: Today) -> None:
    """Seal in the evening every sack that is full, and all of them where tomorrow's vans will come."""
    for code, corner in today.city.corners.items():
        chance = today.chance("evening", code)
        volunteer = chance.one_of(today.city.people.volunteers[code])
        fill = corner.grams / corner.site.capacity_grams
        if fill > 0.9 and not corner.asked:
            _ask(today, chance, corner, volunteer, RequestReason.FULL)
        waited = (today.day + timedelta(days=1) - corner.since).days if corner.grams else 0
        # So that on the last day vans are out everywhere.
        eve = today.day + timedelta(days=1) == today.city.plan.last
        if corner.grams and (fill >= FILL_DUE or waited >= corner.patience or corner.asked or eve):
            corner.due, corner.patience = True, int(DAYS_DUE)
        if corner.due and corner.open is not None:
            corner.closed.append(corner.open)
            corner.open = None
        for n, sack in enumerate(corner.closed):
            moment = today.at(17, 5 + 2 * n)
            body = BagIn(point=code, happened_at=moment)
            bags.seal(today.session, sack.label, body, by=volunteer, now=moment)
            corner.sealed.append(sack)
        corner.closed.clear()


def print_labels(today: Today) -> None:
    """Print a sheet of labels when the pile gets low."""
    city = today.city
    # In an emergency a point fills more than one sack a day.
    while len(city.labels) < 3 * len(city.corners) + _SHEET:
        moment = today.at(8)
        key = today.chance("labels", len(city.labels)).key(moment)
        done = labels.print_labels(
            today.session, key, LabelsIn(count=_SHEET), by=city.people.head, now=moment
        )
        printed = LabelsOut.model_validate_json(done.answer).labels
        city.labels.extend(label.replace("-", "") for label in printed)


def _logged(today: Today, corner: Corner) -> list[Logged]:
    code = corner.site.code
    chance = today.chance("giving", code)
    volunteers = today.city.people.volunteers[code]
    found = []
    for gift in today.city.giving.gifts(chance, corner.site.handles, today.day):
        moment = today.at(0, gift.minute)
        sack, guess = _sack(today, corner, gift), today.city.giving.goods.weight(gift.lines)
        sack.grams += guess
        body = IntakeIn(
            point=code,
            happened_at=moment - timedelta(days=gift.days_late),
            lines=list(gift.lines),
            refused=list(gift.refused),
            donor=gift.donor,
            bag=sack.label,
            earmark=sack.earmark,
            note=gift.note,
        )
        sent = moment + timedelta(minutes=_SYNC_MINUTES)
        call = Call(intakes.record, (chance.key(moment), body), volunteers[gift.minute > 780], sent)
        found.append(Logged(call, gift, sack, guess))
    return found


def _sack(today: Today, corner: Corner, gift: Gift) -> Sack:
    """Return the sack a gift goes into: an earmarked one into a sack of its own."""
    if gift.earmarked:
        earmark = today.chance("earmark").one_of(("R-YN-01", "R-GZ-01", "R-SC-01"))
        sack = Sack(today.city.labels.popleft(), earmark=earmark, since=today.day, two_count=True)
        corner.closed.append(sack)
        return sack
    if corner.open is not None and corner.open.grams >= BAG_GRAMS:
        corner.closed.append(corner.open)
        corner.open = None
    if corner.open is None:
        corner.open = Sack(today.city.labels.popleft(), since=today.day)
    corner.open.two_count |= _needs_two(gift.donor) or _is_large(gift)
    return corner.open


def _needs_two(donor: DonorIn | None) -> bool:
    return donor is not None and donor.organisation


def _is_large(gift: Gift) -> bool:
    return sum(line.grams or 0 for line in gift.lines) >= LARGE_GIFT_GRAMS


def _put_right(today: Today, chance: Chance, entry: Logged) -> None:
    """Correct a record a little later: the volunteer mistyped a weight or a number of pieces."""
    if len(entry.gift.lines) != 1:
        return
    (line,) = entry.gift.lines
    if line.grams is None or line.grams < 400:
        return
    reason = chance.one_of((CorrectionReason.MISWEIGHED, CorrectionReason.MISCOUNT))
    weighed = reason is CorrectionReason.MISWEIGHED
    corrected = CorrectedLine(
        category=line.category,
        condition=line.condition,
        expires_on=line.expires_on,
        pieces=line.pieces if weighed else line.pieces + 1,
        grams=line.grams - 200 if weighed else line.grams,
    )
    moment = entry.call.now + timedelta(minutes=chance.whole(2, 9))
    body = CorrectionIn(
        id=chance.key(moment), reason=reason, lines=[corrected], note="演示更正 Typed wrongly"
    )
    intake = entry.call.arguments[0]
    corrections.correct(today.session, intake, body, by=entry.call.by, now=moment)


def _ask(today: Today, chance: Chance, corner: Corner, by: Caller, reason: RequestReason) -> None:
    moment = today.at(17)
    body = RequestIn(id=chance.key(moment), reason=reason, happened_at=moment)
    pickups.request_pickup(today.session, corner.site.code, body, by=by, now=moment)
    corner.asked = True
