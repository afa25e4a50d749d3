"""How many residents have a point within a walk: sums over places where people are taken to live."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from operator import add
from typing import Self

import numpy as np

from geo.distance import Metres

#: What a quarter-hour's walk is measured by: 500 m for the old and for children, a kilometre for all.
RADII_M = (500.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Reach:
    """An area's residents: how many there are, how many within each of `RADII_M`, and their way in all.

    `located` are those of whom it is known, or assumed, where they live; only they are within anything.
    Areas add up: a district is the sum of its sub-districts, and everybody is counted once.
    """

    residents: int
    located: int
    within: tuple[int, ...]
    metres: float  # the sum of the located residents' ways; infinite where there is no point at all

    @classmethod
    def of(cls, residents: int, metres: Metres) -> Self:
        """Return how an area is reached whose residents live in equal parts at places so far from a point."""
        count = len(metres)
        if not count or not residents:
            return cls(residents, 0, (0,) * len(RADII_M), 0.0)
        near = [int(np.count_nonzero(metres <= radius)) for radius in RADII_M]
        within = tuple((2 * residents * n + count) // (2 * count) for n in near)
        return cls(residents, residents, within, residents * float(metres.mean()))

    def __add__(self, other: "Reach") -> "Reach":
        """Return two areas as one."""
        return Reach(
            self.residents + other.residents,
            self.located + other.located,
            tuple(starmap(add, zip(self.within, other.within, strict=True))),
            self.metres + other.metres,
        )

    @property
    def shares(self) -> Sequence[float] | None:
        """Return the share of residents within each radius; None where nobody is located."""
        return [n / self.located for n in self.within] if self.located else None

    @property
    def mean_m(self) -> float | None:
        """Return the residents' mean way to the nearest point in metres; None when it is not known."""
        if not self.located or not np.isfinite(self.metres):
            return None
        return self.metres / self.located


#: An area where nobody lives.
NOBODY = Reach(0, 0, (0,) * len(RADII_M), 0.0)
