"""What people give: kinds of goods with their odds, and what a hand-over of a weight consists of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.intake_shapes import LineIn
from models.intakes import Condition
from seeds.demo.chance import Chance

Odds = tuple[tuple[str, float], ...]

_WINTER: Odds = (
    ("clothing.winter.adult.women", 5),
    ("clothing.winter.adult.men", 4),
    ("clothing.winter.child", 4),
    ("clothing.winter.infant", 1),
    ("clothing.down", 3),
    ("clothing.knitwear.adult", 4),
    ("clothing.knitwear.child", 2),
)
_SUMMER: Odds = (
    ("clothing.summer.adult.women", 5),
    ("clothing.summer.adult.men", 4),
    ("clothing.summer.child", 4),
    ("clothing.summer.infant", 1),
)
_BETWEEN: Odds = (
    ("clothing.spring-autumn.adult.women", 5),
    ("clothing.spring-autumn.adult.men", 4),
    ("clothing.spring-autumn.child", 4),
    ("clothing.spring-autumn.infant", 1),
    ("clothing.uniform", 1),
)
#: In spring people part with winter things, in autumn with summer things.
_BY_MONTH = {
    **dict.fromkeys((12, 1, 2), _WINTER + _BETWEEN),
    **dict.fromkeys((3, 4, 5), _WINTER + _WINTER + _BETWEEN),
    **dict.fromkeys((6, 7, 8), _SUMMER + _BETWEEN),
    **dict.fromkeys((9, 10, 11), _SUMMER + _BETWEEN + _WINTER),
}
_BEDDING: Odds = (
    ("bedding.sheets", 4),
    ("bedding.blanket", 3),
    ("bedding.quilt", 3),
    ("bedding.batting", 1),
)
_BOOKS: Odds = (("books.child", 3), ("books.textbook", 2), ("books.adult", 2))
_TOYS: Odds = (("toys.plush", 3), ("toys.building", 2), ("toys.game", 1))
_FOOD: Odds = (
    ("food.canned", 2),
    ("food.biscuits", 3),
    ("food.milk-powder", 1),
    ("food.noodles", 2),
    ("food.rice", 2),
    ("food.flour", 1),
)
#: What is carried to a point and must be carried home again: never accepted, or not as it is.
_NEVER: Odds = (
    ("clothing.underwear", 3),
    ("clothing.socks", 3),
    ("bedding.pillow", 3),
    ("medical.medicine", 1),
    ("food.opened", 2),
)
#: Days that food still keeps when it is given: from the least its category allows on.
_KEEPS = {"food.biscuits": (91, 260), "food.noodles": (91, 240)}
_KEEPS_OTHERS = (181, 620)
UNFIT = ((Condition.WORN, 4), (Condition.SOILED, 2), (Condition.DAMAGED, 2))


def group_of(category: str) -> str:
    """Return the group of goods that the figures speak of."""
    top = category.split(".", 1)[0]
    return "books_toys" if top in ("books", "toys") else top


@dataclass(frozen=True, slots=True)
class Goods:
    """The kinds of goods with what a piece of each weighs."""

    grams_per_piece: Mapping[str, int]

    def line(self, chance: Chance, group: str, handles: frozenset[str], grams: int, day: date) -> LineIn:
        """Return a line of some kind of a group that weighs so much; three in ten are only counted."""
        category = self._kind(chance, self._odds(group, handles, day), grams)
        pieces = max(round(grams / self.grams_per_piece[category]), 1)
        weighed = grams if chance.draw() < 0.7 or grams < self.grams_per_piece[category] * 0.7 else None
        if group == "food":
            return LineIn(
                category=category,
                pieces=pieces,
                grams=weighed,
                condition=Condition.NEW,
                expires_on=self._expiry(chance, category, day),
            )
        condition = chance.weighted(((Condition.GOOD, 7.0), (Condition.NEW, 1.0), (None, 2.0)))
        return LineIn(category=category, pieces=pieces, grams=weighed, condition=condition)

    def weight(self, lines: Iterable[LineIn]) -> int:
        """Return what lines weigh: as they were weighed, or by their pieces."""
        return sum(line.grams or line.pieces * self.grams_per_piece[line.category] for line in lines)

    def unwanted(self, chance: Chance) -> str:
        """Return a kind of goods that no point takes."""
        return chance.weighted(_NEVER)

    def _kind(self, chance: Chance, odds: Odds, grams: int) -> str:
        """Return a kind of which one piece is not much heavier than all there is, else the lightest."""
        category = chance.weighted(odds)
        if self.grams_per_piece[category] <= grams * 1.4:
            return category
        return min(odds, key=lambda entry: self.grams_per_piece[entry[0]])[0]

    def _odds(self, group: str, handles: frozenset[str], day: date) -> Odds:
        if group == "clothing":
            return _BY_MONTH[day.month]
        if group == "bedding":
            return _BEDDING
        if group == "food":
            return _FOOD
        taken = tuple(entry for entry in _BOOKS + _TOYS if entry[0] in handles)
        return taken or _BOOKS

    def _expiry(self, chance: Chance, category: str, day: date) -> date | None:
        if chance.happens(0.04):
            return None
        return day + timedelta(days=chance.whole(*_KEEPS.get(category, _KEEPS_OTHERS)))
