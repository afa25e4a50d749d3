"""Judge goods by the category's rules, which are data (seeds/data/categories.csv)."""

from datetime import date

from models.intake_shapes import LineIn
from models.intakes import Condition, RefusalReason
from models.network import CategoryOut

#: 成新率, how new goods look, in tenths; unfit goods have none.
TENTHS = {Condition.NEW: 10, Condition.GOOD: 8, Condition.FAIR: 6, Condition.WORN: 4}


def judge(rules: CategoryOut, line: LineIn, day: date) -> RefusalReason | None:
    """Return why a line may not enter, or None. What a volunteer did not say is not held against it."""
    if not rules.accepted:
        return RefusalReason.NOT_ACCEPTED
    return _condition(rules, line.condition) or _shelf_life(rules, line, day)


def _condition(rules: CategoryOut, condition: Condition | None) -> RefusalReason | None:
    if condition is None:
        return None
    if condition is Condition.DAMAGED:
        return RefusalReason.DAMAGED
    if condition is Condition.SOILED:
        return RefusalReason.SOILED if rules.must_be_clean else None
    if rules.min_condition and TENTHS[condition] < TENTHS[Condition(rules.min_condition)]:
        return RefusalReason.CONDITION
    return None


def _shelf_life(rules: CategoryOut, line: LineIn, day: date) -> RefusalReason | None:
    if line.expires_on is None:
        return None
    left = (line.expires_on - day).days
    if left < 0:
        return RefusalReason.EXPIRED
    if rules.min_shelf_days is not None and left < rules.min_shelf_days:
        return RefusalReason.SHELF_LIFE
    if rules.min_shelf_percent is not None and line.produced_on is not None:
        life = (line.expires_on - line.produced_on).days
        if left * 100 < rules.min_shelf_percent * life:
            return RefusalReason.SHELF_LIFE
    return None
