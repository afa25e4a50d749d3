"""What the simulated people know at a moment: open sacks, what waits where, what is on the shelves.

It holds what is under way and in stock today, so it does not grow with the days.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from models.sorting_shapes import StrandOut
from models.sortings import Grade
from models.stock_shapes import LotIn
from operations.network import Network, current
from operations.sites import Site
from seeds.demo.chance import Chance
from seeds.demo.giving import Giving
from seeds.demo.people import People
from seeds.demo.plan import Plan, at


@dataclass(slots=True)
class Sack:
    """A bag that is being filled at a point, or waits there sealed."""

    label: str
    grams: int = 0
    earmark: str | None = None
    since: date = date.max
    two_count: bool = False


@dataclass(slots=True)
class Corner:
    """A point as its volunteers see it."""

    site: Site
    station: str
    #: Points are not emptied on the same weekday: the first visit comes after one to seven days.
    patience: int
    open: Sack | None = None
    closed: list[Sack] = field(default_factory=list)
    sealed: list[Sack] = field(default_factory=list)
    asked: bool = False
    due: bool = False

    @property
    def grams(self) -> int:
        """Return what lies here."""
        return sum(sack.grams for sack in [*self.closed, *self.sealed, *([self.open] if self.open else [])])

    @property
    def since(self) -> date:
        """Return the day of the oldest gift."""
        sacks = [*self.closed, *self.sealed, *([self.open] if self.open else [])]
        return min((sack.since for sack in sacks), default=date.max)


@dataclass(slots=True)
class Shelf:
    """A graded lot at a place, with what of it nobody has a claim on."""

    lot: str
    place: str
    category: str
    grade: Grade
    pieces: int
    grams: int
    since: date
    expires_on: date | None
    wearer: str | None
    size: str | None
    earmark: str | None
    #: Claims that are open: while there are any, the lot is not counted.
    claims: int = 0

    def take(self, pieces: int) -> "Portion":
        """Claim pieces, with the weight that goes with them."""
        grams = self.grams if pieces >= self.pieces else self.grams * pieces // self.pieces
        self.pieces -= pieces
        self.grams -= grams
        self.claims += 1
        return Portion(self, pieces, grams)


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of a lot on a shelf, claimed by somebody."""

    shelf: Shelf
    pieces: int
    grams: int

    def line(self) -> LotIn:
        """Return it as the body of a call names it."""
        return LotIn(lot=self.shelf.lot, pieces=self.pieces, grams=self.grams)

    def part(self, pieces: int) -> "Portion":
        """Return so many pieces of it, with the weight that goes with them."""
        return Portion(self.shelf, pieces, self.grams * pieces // self.pieces)

    def give_back(self) -> None:
        """Put it back: the claim was released."""
        self.shelf.pieces += self.pieces
        self.shelf.grams += self.grams
        self.shelf.claims -= 1

    def leave(self) -> None:
        """Let it go: it is not at this place any more."""
        self.shelf.claims -= 1


def shelf_of(strand: StrandOut, place: str, day: date, earmark: str | None) -> Shelf:
    """Return an output of a sorting run as it is put on the shelf."""
    return Shelf(
        strand.lot,
        place,
        strand.category,
        Grade(strand.grade or Grade.C),
        strand.pieces,
        strand.grams,
        day,
        strand.expires_on,
        strand.wearer,
        strand.size,
        earmark,
    )


@dataclass(slots=True)
class City:
    """Everything the simulated people keep in mind."""

    plan: Plan
    giving: Giving
    people: People
    corners: dict[str, Corner]
    labels: deque[str] = field(default_factory=deque)
    #: Bags on the dock of each station, the oldest first: label, day of arrival, earmark.
    dock: dict[str, deque[tuple[str, date, str | None]]] = field(default_factory=dict)
    #: Bags that did not arrive: the day they turn up, the station, the sack.
    astray: list[tuple[date, str, Sack]] = field(default_factory=list)
    shelves: list[Shelf] = field(default_factory=list)
    #: What was begun and goes on another day: shipments, holds, disposals, reservations.
    needs: list["NeedHeld"] = field(default_factory=list)
    under_way: list["UnderWay"] = field(default_factory=list)
    intakes: int = 0
    grams: int = 0

    def stock(self, place: str) -> list[Shelf]:
        """Return what can be had at a place, the oldest first."""
        return [s for s in self.shelves if s.place == place and s.grams]

    def put(self, shelf: Shelf, place: str, pieces: int, grams: int, day: date) -> None:
        """Put goods of a lot on a place's shelf, beside what is there of it."""
        for known in self.shelves:
            if known.lot == shelf.lot and known.place == place:
                known.pieces += pieces
                known.grams += grams
                return
        self.shelves.append(replace(shelf, place=place, pieces=pieces, grams=grams, since=day, claims=0))

    def sweep(self) -> None:
        """Forget shelves that are empty and on which nobody has a claim."""
        self.shelves = [s for s in self.shelves if s.grams or s.pieces or s.claims]

    def due(self, steps: set[str], day: date) -> list["UnderWay"]:
        """Take out of the book what somebody has to go on with today."""
        found = [entry for entry in self.under_way if entry.step in steps and entry.day <= day]
        self.under_way = [entry for entry in self.under_way if entry not in found]
        return found


@dataclass(slots=True)
class NeedHeld:
    """A need as the clerk follows it: lines are category, wearer and the pieces still to be found."""

    id: UUID
    recipient: str
    stated: date
    urgent: int
    lines: list["Wanted"]


@dataclass(slots=True)
class Wanted:
    """A line of a need that still asks for pieces."""

    n: int
    category: str
    wearer: str | None
    pieces: int


@dataclass(slots=True, eq=False)
class UnderWay:
    """Something that was begun: which step somebody has to take next, and on which day."""

    id: UUID
    step: str
    day: date
    place: str
    lines: list[Portion] = field(default_factory=list)
    to: str = ""


@dataclass(slots=True)
class Today:
    """A simulated day under way, inside its transaction."""

    session: Session
    city: City
    day: date
    _network: Network | None = None

    @property
    def network(self) -> Network:
        """Return the network of the day."""
        if self._network is None:
            self._network = current(self.session)
        return self._network

    @property
    def is_last(self) -> bool:
        """Tell whether it is the last day: what is begun on it stays open, as on any real day."""
        return self.day == self.city.plan.last

    def at(self, hour: int, minute: float = 0) -> datetime:
        """Return a moment of the day."""
        return at(self.day, hour, minute)

    def chance(self, *purpose: object) -> Chance:
        """Return the day's stream of chance for a purpose."""
        return Chance(self.city.plan.seed, self.day, *purpose)

    def is_open(self, station: str) -> bool:
        """Tell whether a station works today; two of the four rest on Sundays."""
        return self.day.weekday() != 6 or station in ("S-03", "S-04")
