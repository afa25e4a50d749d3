"""Rate limits by address, counted by the kept library `limits` in this process's memory."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from operations.errors import Miscoded, NotFound, TooMany

#: A donor writes one inquiry at a time; a household or an office shares an address.
INQUIRIES_PER_MINUTE = 10
#: Share links that do not work, which one address may try: a group chat opens a dead one many times.
SHARE_MISSES_PER_MINUTE = 30


class Rate:
    """So many events a minute from one address."""

    def __init__(self, per_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(per_minute)

    def check(self, address: str) -> None:
        """Raise TooMany when the address has used up its minute."""
        if not self._limiter.test(self._item, address):
            raise TooMany(self._seconds_left(address))

    def count(self, address: str) -> None:
        """Count an event."""
        self._limiter.hit(self._item, address)

    @contextmanager
    def counting_misses(self, address: str) -> Iterator[None]:
        """Let an address ask while it may; only what was not found counts: who asks again is no guesser."""
        self.check(address)
        try:
            yield
        except (Miscoded, NotFound):
            self.count(address)
            raise

    def _seconds_left(self, address: str) -> int:
        stats = self._limiter.get_window_stats(self._item, address)
        return max(1, math.ceil(stats.reset_time - time.time()))


@dataclass(frozen=True)
class Rates:
    """The limits of this service."""

    join: Rate
    trace: Rate
    share: Rate = field(default_factory=lambda: Rate(SHARE_MISSES_PER_MINUTE))
    inquiry: Rate = field(default_factory=lambda: Rate(INQUIRIES_PER_MINUTE))
