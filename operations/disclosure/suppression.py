"""Group what was given without pointing at anybody: fewer than five cases are never shown apart.

A group is shown by its name when no cases are in it, or at least five; the part of a group that went
to fewer cases moves to one remainder without a name. When the remainder itself would be fewer than
five cases and nothing else, the smallest named groups join it. When nothing is left to join, all that
was given went to fewer than five cases, and nothing is shown, not even the sum.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from operations.tracing.outcomes import K_ANONYMITY

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Given:
    """What one recipient was given: when, of what kind, where the recipient is."""

    month: str
    category: str
    area: str
    recipient: str
    is_case: bool
    pieces: int
    grams: int


@dataclass(slots=True)
class Group:
    """Amounts and for whom they were."""

    pieces: int = 0
    grams: int = 0
    organisations: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)

    def add(self, given: Given) -> None:
        """Add what somebody was given."""
        self.pieces += given.pieces
        self.grams += given.grams
        (self.cases if given.is_case else self.organisations).add(given.recipient)

    def join(self, other: "Group") -> None:
        """Add another group."""
        self.pieces += other.pieces
        self.grams += other.grams
        self.organisations |= other.organisations
        self.cases |= other.cases

    @property
    def points_at_somebody(self) -> bool:
        """Tell whether this is fewer than five cases and nothing else."""
        return not self.organisations and 0 < len(self.cases) < K_ANONYMITY


@dataclass(frozen=True, slots=True)
class Grouped(Generic[K]):
    """Groups by name, and the remainder without one if there is any; None: nothing may be shown."""

    named: dict[K, Group]
    rest: Group | None


def grouped(given: Iterable[Given], key: Callable[[Given], K]) -> Grouped[K] | None:
    """Return what was given by group; None when all of it went to fewer than five cases."""
    of_organisations: dict[K, Group] = {}
    of_cases: dict[K, Group] = {}
    for one in given:
        side = of_cases if one.is_case else of_organisations
        side.setdefault(key(one), Group()).add(one)
    named, rest = of_organisations, Group()
    for name, group in of_cases.items():
        if group.points_at_somebody:
            rest.join(group)
        else:
            named.setdefault(name, Group()).join(group)
    order: Any = sorted(named, key=lambda name: (named[name].grams, named[name].pieces, str(name)))
    for name in order:
        if not rest.points_at_somebody:
            break
        rest.join(named.pop(name))
    if rest.points_at_somebody:
        return None
    return Grouped(named, rest if rest.organisations or rest.cases else None)
