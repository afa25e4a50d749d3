"""What can be refused, in words of the trade and without HTTP.

    Refusal
    ├── Unauthenticated      who asks is not known
    ├── Forbidden            who asks is known and may not
    ├── NotFound             there is no such thing, or none that the caller may see
    ├── Miscoded             a code that cannot be right was typed
    ├── Unfit                the body is well formed but does not fit the network's facts
    ├── Conflict             it contradicts what is recorded
    │   ├── IdTaken          another body was recorded under this id
    │   └── Shortage         more is claimed than is there
    ├── Crowded              as many listen as may at once
    ├── Stale                somebody else changed it after the caller had read it
    └── TooMany              too often in too short a time

Each class names its `code`; routers/problems.py maps codes to statuses and routers/wording.py to
sentences in both languages. A test walks this tree and finds every class in both.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (JSON pointer), what (code), with which values."""

    pointer: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class Refusal(Exception):
    """Something was refused; nothing of it was kept."""

    code: ClassVar[str] = "refused"

    def __init__(self, *faults: Fault, **values: Any) -> None:
        super().__init__(self.code, *faults)
        self.faults = faults
        self.values = values


class Unauthenticated(Refusal):
    """Who asks is not known: no token, or one that is unknown, expired or revoked."""

    code = "unauthenticated"


class Forbidden(Refusal):
    """Who asks is known and may not do this."""

    code = "forbidden"


class NotFound(Refusal):
    """There is no such thing, or none that the caller may see: the answer is the same."""

    code = "not_found"


class Miscoded(Refusal):
    """A code that cannot be right was typed; the fault says what is wrong with it."""

    code = "miscoded"


class Unfit(Refusal):
    """The body is well formed but does not fit the network: an unknown point, a foreign category."""

    code = "unfit"


class Conflict(Refusal):
    """It contradicts what is recorded; nothing was changed."""

    code = "conflict"


class IdTaken(Conflict):
    """Another body was recorded under this id."""

    code = "id_taken"


class Shortage(Conflict):
    """More is claimed than is there; every short line is named."""

    code = "shortage"


class Stale(Refusal):
    """Somebody else changed it after the caller had read it; `conflict` says who, when and what."""

    code = "stale"


class Crowded(Refusal):
    """As many listen as may at once; `retry_after_s` says when to come again."""

    code = "crowded"


class TooMany(Refusal):
    """Too often in too short a time; `retry_after_s` says when to come again."""

    code = "too_many"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s
