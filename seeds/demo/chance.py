"""Chance that can be repeated: the same seed, purpose and day draw the same numbers and ids."""

import math
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance:
    """A stream of draws of its own for every purpose, so that one more draw here moves nothing there."""

    def __init__(self, *seed: object) -> None:
        self._random = Random(":".join(map(str, seed)))  # noqa: S311 - to be repeated is its purpose
        self.draw = self._random.random
        self.whole = self._random.randint

    def happens(self, share: float) -> bool:
        """Tell whether something happens that does so in that share of cases."""
        return self.draw() < share

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of some things, each as likely as the others."""
        return things[int(self.draw() * len(things))]

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """Return different ones of some things, as many as there are if those are fewer."""
        return self._random.sample(things, min(count, len(things)))

    def weighted(self, weights: Sequence[tuple[T, float]]) -> T:
        """Return one of (thing, weight) pairs."""
        left = self.draw() * sum(weight for _, weight in weights)
        for thing, weight in weights:
            left -= weight
            if left < 0:
                return thing
        return weights[-1][0]

    def about(self, mean: float, sigma: float) -> float:
        """Return a log-normal number with that mean."""
        return self._random.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)

    def key(self, moment: datetime) -> UUID:
        """Return an id as a phone would have made it at a moment: UUIDv7, its random bits drawn here."""
        milliseconds = int(moment.timestamp() * 1000)
        bits = self._random.getrandbits(74)
        value = milliseconds << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
        return UUID(int=value)
