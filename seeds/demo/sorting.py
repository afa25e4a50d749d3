"""At the tables: what lies on the dock is sorted by the trade's yields, the oldest bags first."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.intakes import Condition
from models.sorting_shapes import (
    FinishSortingIn,
    InputIn,
    LinesIn,
    OutputIn,
    SortingCorrectionIn,
    SortingIn,
    SortingOut,
)
from models.sortings import Grade, LossReason, Season, Wearer
from operations.custody.contents import Content, bags_contents
from operations.lots import held
from operations.sites import Site
from operations.stock import sortings
from seeds.demo.chance import Chance
from seeds.demo.city import Today, shelf_of
from seeds.demo.figures import FOOD_GIVEN, YIELD_LOSS, YIELD_RECYCLE, YIELD_WASTE, YIELD_WORN

#: Bags on one table at a time, and how many times the usual load of a day a station can sort.
BAGS_A_RUN = 24
STRETCH = 1.6
#: Fewer bags than this wait for more to come, but not for longer than some days.
BAGS_WORTH, DAYS_MAX = 8, 4
_LINES_A_SITTING = 12
#: Below this weight a kind of goods is one lot, not one for each grade.
_SPLIT_GRAMS = 6000
#: And below this it is put together with its like.
_SMALL_GRAMS = 3000
_SIZES = {
    "woman": ("S", "M", "L", "XL"),
    "man": ("M", "L", "XL", "XXL"),
    "adult": ("S", "M", "L", "XL"),
    "child": ("110", "120", "130", "140", "150"),
    "girl": ("110", "120", "130", "140"),
    "boy": ("110", "120", "130", "140"),
    "baby": ("66", "73", "80", "90"),
}
_CONDITIONS = {"A": Condition.NEW, "B": Condition.GOOD, "C": Condition.FAIR}


@dataclass(slots=True)
class Heap:
    """Goods of one kind (and one date, if they have one) on the table."""

    category: str
    expires_on: date | None
    pieces: int = 0
    grams: int = 0


def sort_all(today: Today) -> None:
    """Sort at every station what came before today, as much as its people can."""
    for station in today.network.stations:
        if not today.is_open(station.code):
            continue
        dock = today.city.dock[station.code]
        runs = 0
        if len(dock) < BAGS_WORTH and not today.is_last and dock and (today.day - dock[0][1]).days < DAYS_MAX:
            continue
        while dock and dock[0][1] < today.day and runs < _runs_a_day(today, station.code):
            _run(today, station, runs)
            runs += 1


def _runs_a_day(today: Today, station: str) -> int:
    """Return how many tables a station fills in a day: what its points bring in the busy months."""
    points = sum(corner.station == station for corner in today.city.corners.values())
    return max(math.ceil(points / 4 / BAGS_A_RUN * STRETCH), 1)


def _run(today: Today, station: Site, n: int) -> None:
    """Sort one table's bags; now and then over two sittings, or with a typing error put right."""
    chance = today.chance("table", station.code, n)
    labels, earmark = _from_dock(today, station.code)
    inside = [content for held_ in bags_contents(today.session, labels).values() for content in held_]
    grams = sum(content.grams for content in inside)
    dry = int(grams * YIELD_LOSS * (0.5 + chance.draw()))
    outputs = list(_outputs(today, chance, station.id, inside, grams - dry)) if grams else []
    loss = grams - sum(output.grams for output in outputs)
    moment = today.at(13, 30 * n)
    whole = SortingIn(
        station=station.code,
        happened_at=moment,
        inputs=[InputIn(bag=label) for label in labels],
        outputs=outputs,
        loss_grams=loss,
        loss_reason=LossReason.MOISTURE if loss else None,
    )
    if today.is_last and n == 0:
        # The year ends while this table is still full.
        _open(today, chance, whole)
        return
    if grams and chance.happens(0.06):
        run = _sort_slowly(today, chance, whole)
    else:
        by = today.city.people.manager(station.code)
        done = sortings.sort(today.session, chance.key(moment), whole, by=by, now=moment)
        run = SortingOut.model_validate_json(done.answer)
    if run.loss_grams > 100 and chance.happens(0.03):
        run = _put_right(today, chance, run, moment + timedelta(minutes=80))
    today.city.shelves.extend(shelf_of(line, station.code, today.day, earmark) for line in run.outputs)


def _open(today: Today, chance: Chance, whole: SortingIn) -> SortingOut:
    """Open a run whose lines follow."""
    moment = whole.happened_at or today.at(13)
    unknown = {"outputs": [], "loss_grams": 0, "loss_reason": None, "open": True}
    by = today.city.people.manager(whole.station)
    done = sortings.sort(
        today.session, chance.key(moment), whole.model_copy(update=unknown), by=by, now=moment
    )
    return SortingOut.model_validate_json(done.answer)


def _sort_slowly(today: Today, chance: Chance, whole: SortingIn) -> SortingOut:
    """Sort over several sittings, each saved at once."""
    run, by = _open(today, chance, whole), today.city.people.manager(whole.station)
    moment = run.opened_at
    for start in range(0, len(whole.outputs), _LINES_A_SITTING):
        moment += timedelta(minutes=chance.whole(5, 20))
        batch = whole.outputs[start : start + _LINES_A_SITTING]
        lines = LinesIn(id=chance.key(moment), happened_at=moment, outputs=batch)
        sortings.add_lines(today.session, run.id, lines, by=by, now=moment)
    moment += timedelta(minutes=10)
    end = FinishSortingIn(
        happened_at=moment,
        loss_grams=whole.loss_grams,
        loss_reason=LossReason.DUST if whole.loss_grams else None,
    )
    done = sortings.finish(today.session, run.id, end, by=by, now=moment)
    return SortingOut.model_validate_json(done.answer)


def _from_dock(today: Today, station: str) -> tuple[list[str], str | None]:
    """Take bags from the dock, the oldest first; differently earmarked ones never share a table."""
    dock = today.city.dock[station]
    earmark = dock[0][2]
    labels: list[str] = []
    while dock and dock[0][1] < today.day and dock[0][2] == earmark and len(labels) < BAGS_A_RUN:
        labels.append(dock.popleft()[0])
    return labels, earmark


def _outputs(
    today: Today, chance: Chance, station: int, inside: list[Content], grams: int
) -> Iterator[OutputIn]:
    """Yield what comes out of so much: kinds that can be worn again by grade, rags, waste."""
    whole = sum(content.grams for content in inside)
    recycle: dict[str, int] = defaultdict(int)
    waste: dict[str, int] = defaultdict(int)
    for heap in _heaps(today, station, inside):
        left = heap.grams * grams // whole
        worn = []
        if heap.category.startswith("food"):
            good = heap.expires_on is not None and heap.expires_on >= today.day
            worn = list(_given(chance, heap, (("A", FOOD_GIVEN),))) if good else []
        else:
            worn = list(_worn(chance, heap))
        yield from worn
        rest = left - sum(output.grams for output in worn)
        thrown = rest
        if not heap.category.startswith("food"):
            thrown = int(rest * YIELD_WASTE / (YIELD_WASTE + YIELD_RECYCLE))
        top = heap.category.split(".", 1)[0]
        waste[top] += max(thrown, 0)
        recycle[top] += max(rest - thrown, 0)
    for grade, sums in ((Grade.RECYCLE, recycle), (Grade.WASTE, waste)):
        for top, weight in sums.items():
            if weight:
                yield OutputIn(category=top, grade=grade, grams=weight)


def _heaps(today: Today, station: int, inside: list[Content]) -> list[Heap]:
    codes = today.network.kind_codes
    dated = held(today.session, [(station, c.lot) for c in inside if codes[c.category].startswith("food")])
    heaps: dict[tuple[str, date | None], Heap] = {}
    for content in inside:
        row = dated.get((station, content.lot))
        expires = row.expires_on if row is not None else None
        category = codes[content.category]
        heap = heaps.setdefault((category, expires), Heap(category, expires))
        heap.pieces += content.pieces
        heap.grams += content.grams
    return list(_joined(heaps.values()).values())


def _joined(heaps: Iterable[Heap]) -> dict[tuple[str, date | None], Heap]:
    """Put small heaps together by season: a lot of two shirts helps nobody."""
    joined: dict[tuple[str, date | None], Heap] = {}
    for heap in heaps:
        small = heap.grams < _SMALL_GRAMS
        category = ".".join(heap.category.split(".")[:2]) if small else heap.category
        into = joined.setdefault((category, heap.expires_on), Heap(category, heap.expires_on))
        into.pieces += heap.pieces
        into.grams += heap.grams
    return joined


def _worn(chance: Chance, heap: Heap) -> Iterator[OutputIn]:
    """Yield what of a heap can be worn again: a lot for each grade, or one of a single grade."""
    if heap.grams >= _SPLIT_GRAMS:
        yield from _given(chance, heap, YIELD_WORN)
        return
    grade = chance.weighted(YIELD_WORN)
    yield from _given(chance, heap, ((grade, sum(share for _, share in YIELD_WORN)),))


def _given(chance: Chance, heap: Heap, grades: tuple[tuple[str, float], ...]) -> Iterator[OutputIn]:
    wearer = _wearer(chance, heap.category)
    for grade, share in grades:
        part = share * (0.92 + 0.16 * chance.draw()) if share < 0.9 else share
        grams = int(heap.grams * min(part, 0.95))
        pieces = round(heap.pieces * part)
        if not pieces or not grams:
            continue
        yield OutputIn(
            category=heap.category,
            grade=Grade(grade),
            pieces=pieces,
            grams=grams,
            wearer=wearer,
            size=chance.one_of(_SIZES[wearer.value]) if wearer else None,
            season=_season(heap.category),
            condition=_CONDITIONS[grade],
            expires_on=heap.expires_on,
        )


def _wearer(chance: Chance, category: str) -> Wearer | None:
    if not category.startswith("clothing"):
        return None
    for word, wearer in (("women", Wearer.WOMAN), ("men", Wearer.MAN), ("infant", Wearer.BABY)):
        if category.endswith(word):
            return wearer
    if category.endswith(("child", "uniform")):
        return chance.one_of((Wearer.GIRL, Wearer.BOY, Wearer.CHILD))
    return Wearer.ADULT


def _season(category: str) -> Season | None:
    if not category.startswith("clothing"):
        return None
    if "winter" in category or "down" in category:
        return Season.WINTER
    if "summer" in category:
        return Season.SUMMER
    return Season.MIDSEASON if "spring" in category else Season.ALL_YEAR


def _put_right(today: Today, chance: Chance, run: SortingOut, moment: datetime) -> SortingOut:
    """Correct a line whose weight was mistyped; what it weighs less was lost after all."""
    heavy = [line for line in run.outputs if line.grams > 1000]
    if not heavy:
        return run
    line = chance.one_of(heavy)
    body = SortingCorrectionIn(
        id=chance.key(moment),
        lot=line.lot,
        pieces=line.pieces,
        grams=line.grams - 100,
        reason="演示: 重量输错 weight typed wrongly",
    )
    by = today.city.people.manager(run.station)
    done = sortings.correct(today.session, run.id, body, by=by, now=moment)
    return SortingOut.model_validate_json(done.answer)
