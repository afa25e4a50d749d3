"""The table that every report is: columns that know what they hold, rows, totals, and what to know of it.

One table serves the screen, the API and every file format, so that the same figure is the same wherever
it is seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

from models.access import Language


class Words(NamedTuple):
    """A text that people read, in Chinese and English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in a language."""
        return self.zh if language == "zh" else self.en


class Holds(StrEnum):
    """What a column holds, and with it how files type and show it."""

    CODE = "code"  # an id: text even where it looks like a number
    TEXT = "text"
    MONTH = "month"  # "2025-03"
    DAY = "day"  # a `date`
    INSTANT = "instant"  # an aware `datetime`; files show Shanghai's time
    YES_NO = "yes_no"
    COUNT = "count"  # a whole number of things that are neither pieces nor people
    PIECES = "pieces"
    PEOPLE = "people"
    GRAMS = "grams"
    SHARE = "share"  # 0.25 is a quarter
    METRES = "metres"
    DAYS = "days"  # a number of days, may be a fraction
    NUMBER = "number"  # may be a fraction; another column of the row says of what


#: Columns that may be summed.
ADDITIVE = frozenset({Holds.COUNT, Holds.PIECES, Holds.PEOPLE, Holds.GRAMS})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the API, its title, what it holds, its HXL hashtag, whether it is totalled."""

    name: str
    title: Words
    holds: Holds
    hxl: str = ""
    totalled: bool = False


class End(NamedTuple):
    """An end of a flow: what people call it, and what it is: district, place, recipient_kind, disposal."""

    name: str
    kind: str


class Edge(NamedTuple):
    """A band of a flow picture: from which end, to which end, how much."""

    source: str
    target: str
    grams: int
    pieces: int


class Flows(NamedTuple):
    """What a report of flows draws: its ends by id, the bands between them, and what came back, not drawn."""

    ends: Mapping[str, End]
    edges: Sequence[Edge]
    back: Sequence[Edge]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what was asked, the rows with their totals, and to which moment they are complete.

    `rows` hold one value a column, in order; a value that is not known or does not apply is None.
    `totals` has every totalled column. `sentence` says in one sentence what the report shows.
    """

    name: str
    title: Words
    first: date
    last: date  # inclusive
    by: tuple[str, ...]
    filters: Mapping[str, str]
    columns: Sequence[Column]
    rows: Sequence[tuple[Any, ...]]
    totals: Mapping[str, int]
    generated_at: datetime
    data_until: datetime
    sentence: Words
    notes: Sequence[Words] = field(default_factory=tuple)


def totals_of(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Return the sums of the columns that are totalled; what is not known counts as nothing."""
    return {
        column.name: sum(filter(None, map(itemgetter(n), rows)))
        for n, column in enumerate(columns)
        if column.totalled
    }


_PIECES, _GRAMS = Words("件数", "Pieces"), Words("重量", "Weight")


def pieces(name: str = "pieces", title: Words = _PIECES, hxl: str = "") -> Column:
    """Return a totalled column of pieces."""
    return Column(name, title, Holds.PIECES, hxl, totalled=True)


def grams(name: str = "grams", title: Words = _GRAMS, hxl: str = "") -> Column:
    """Return a totalled column of grams."""
    return Column(name, title, Holds.GRAMS, hxl, totalled=True)


def count(name: str, title: Words, hxl: str = "") -> Column:
    """Return a totalled column of a whole number of things."""
    return Column(name, title, Holds.COUNT, hxl, totalled=True)
