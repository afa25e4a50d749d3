"""A point's day: who comes, with how much of what, and what is turned away. Knows no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.intake_shapes import DonorIn, LineIn, RefusedIn
from models.intakes import RefusalReason
from seeds.demo.chance import Chance
from seeds.demo.figures import (
    GIFT_GRAMS,
    GIFT_LARGE,
    GIFT_LATE,
    GIFT_OF_ORGANISATION,
    GIFT_WITH_DONOR,
    REFUSED,
    SHARES,
    SIGMA,
)
from seeds.demo.goods import UNFIT, Goods
from seeds.demo.plan import Plan

#: Hours in which people come, in minutes from midnight.
_OPEN, _CLOSE = 9 * 60 + 10, 16 * 60 + 50
#: For every line that is accepted so many are turned away.
_TURNED_AWAY = REFUSED / (1 - REFUSED)
_REASONS = (
    (RefusalReason.SOILED, 3.0),
    (RefusalReason.CONDITION, 4.0),
    (RefusalReason.DAMAGED, 2.0),
    (RefusalReason.OTHER, 0.5),
)


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody hands over: when, in minutes of the day, and everything but the bag."""

    minute: float
    lines: tuple[LineIn, ...]
    refused: tuple[RefusedIn, ...] = ()
    donor: DonorIn | None = None
    days_late: int = 0
    earmarked: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Giving:
    """How the points of a plan are given to."""

    plan: Plan
    goods: Goods
    shares: Mapping[str, float]

    def gifts(self, chance: Chance, handles: frozenset[str], day: date) -> list[Gift]:
        """Return a point's gifts of a day, in the order they come."""
        grams = chance.about(self.plan.grams(day), SIGMA)
        count = max(round(grams / GIFT_GRAMS + chance.draw() - 0.5), 1)
        parts = [0.4 + chance.draw() for _ in range(count)]
        whole = sum(parts)
        minutes = sorted(_OPEN + chance.draw() * (_CLOSE - _OPEN) for _ in parts)
        found = [
            self._gift(chance, handles, day, minute, int(grams * part / whole))
            for minute, part in zip(minutes, parts, strict=True)
        ]
        if chance.happens(GIFT_LARGE):
            found.append(self._large(chance, day))
        return found

    def _gift(self, chance: Chance, handles: frozenset[str], day: date, minute: float, grams: int) -> Gift:
        group = self._group(chance, handles)
        sizes = [grams]
        if grams > 1200 and chance.happens(0.4):
            first = int(grams * (0.3 + 0.4 * chance.draw()))
            sizes = [first, grams - first]
        lines = [self.goods.line(chance, group, handles, max(size, 60), day) for size in sizes]
        refused: list[RefusedIn] = []
        for line in tuple(lines):
            if chance.happens(_TURNED_AWAY):
                self._turn_away(chance, line, lines, refused)
        return Gift(
            minute,
            tuple(lines),
            tuple(refused),
            _donor(chance),
            days_late=chance.whole(1, 3) if chance.happens(GIFT_LATE) else 0,
        )

    def _group(self, chance: Chance, handles: frozenset[str]) -> str:
        """Return what a gift is of; what few points take comes to those few the more often."""
        left = chance.draw()
        for group, share in self.shares.items():
            if _takes(handles, group):
                left -= share
                if left < 0:
                    return group
        return "clothing"

    def _turn_away(self, chance: Chance, line: LineIn, lines: list[LineIn], refused: list[RefusedIn]) -> None:
        """Turn goods away beside a line: mostly by a volunteer, else the category's rule does it."""
        if chance.happens(0.25):
            lines.append(
                LineIn(category=self.goods.unwanted(chance), pieces=line.pieces, grams=line.grams)
                if chance.happens(0.5)
                else LineIn(
                    category="clothing.summer",
                    pieces=line.pieces,
                    grams=line.grams,
                    condition=chance.weighted(UNFIT),
                )
            )
            return
        reason = chance.weighted(_REASONS)
        refused.append(RefusedIn(category=line.category, pieces=line.pieces, grams=line.grams, reason=reason))

    def _large(self, chance: Chance, day: date) -> Gift:
        """Return a company's gift of new goods, large enough that two people count it."""
        pieces = chance.whole(100, 140)
        line = LineIn(category="clothing.down", pieces=pieces, grams=pieces * 1100)
        donor = DonorIn(name=f"演示企业 {chance.whole(1, 40)}", consent=True, organisation=True)
        note = "演示数据 Invented for the demonstration"
        return Gift(_CLOSE + 1, (line,), donor=donor, earmarked=day.day % 2 == 0, note=note)


def shares_at(points: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the odds of each group at a point that takes it, so that the whole network has its shares."""
    found = {}
    for group in ("food", "books_toys", "bedding"):
        taking = sum(_takes(handles, group) for handles in points)
        found[group] = SHARES[group] * len(points) / taking if taking else 0.0
    return found


def _takes(handles: frozenset[str], group: str) -> bool:
    return bool(handles & {"books", "toys"}) if group == "books_toys" else group in handles


def _donor(chance: Chance) -> DonorIn | None:
    """Return who gave, for the tenth who want to hear of it: names and numbers that nobody has."""
    if chance.happens(GIFT_OF_ORGANISATION):
        return DonorIn(name=f"演示单位 {chance.whole(1, 90)}", consent=True, organisation=True)
    if not chance.happens(GIFT_WITH_DONOR):
        return None
    number = chance.whole(0, 9999)
    return DonorIn(name=f"演示捐赠人 {number}", phone=f"1900000{number:04}", consent=True)
