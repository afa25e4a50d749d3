"""How a report may be drawn: which of its columns go along an axis, tell series apart, or are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """How figures are drawn."""

    BAR = "bar"
    LINE = "line"
    SANKEY = "sankey"
    HEAT = "heat"
    MAP = "map"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that suits a report. Of each list, whichever columns an answer has are a choice.

    Lines and bars: `y` along `x`, one for each of `series`. A heat map: `value` where `x` and `y` meet.
    A map: `value` in the areas of `x`. A picture of flows: `value` from `source` to `target`.
    """

    kind: ChartKind
    x: Sequence[str] = ()
    y: Sequence[str] = ()
    series: Sequence[str] = ()
    value: Sequence[str] = ()
    source: str | None = None
    target: str | None = None


NOTHING_TO_DRAW = (Chart(ChartKind.NONE),)
_TIMES = ("month", "day")
#: Dimensions whose codes are areas that maps know.
_AREAS = ("district", "subdistrict", "province")
#: Dimensions without a name beside them.
_BARE = frozenset({"emergency", *_TIMES})


def charts_by(dimensions: Sequence[str], amounts: Sequence[str]) -> Sequence[Chart]:
    """Return what suits amounts grouped by dimensions: along time, side by side, in a grid, on a map.

    `amounts` are names of columns, the one to show first leading. Axes show names; a map needs the codes.
    """
    if not amounts:
        return NOTHING_TO_DRAW
    times = [word for word in dimensions if word in _TIMES]
    names = [_name(word) for word in dimensions if word not in _TIMES]
    areas = [word for word in dimensions if word in _AREAS]
    found = []
    if times:
        found.append(Chart(ChartKind.LINE, x=times, y=amounts, series=names))
    if names:
        found.append(Chart(ChartKind.BAR, x=names, y=amounts, series=names))
    if times and names:
        found.append(Chart(ChartKind.HEAT, x=times, y=names, value=amounts))
    if areas:
        found.append(Chart(ChartKind.MAP, x=areas, value=amounts))
    return found or NOTHING_TO_DRAW


def _name(word: str) -> str:
    return word if word in _BARE else f"{word}_name"
