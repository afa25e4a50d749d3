"""What an invariant is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise, and the query that finds where it is broken."""

    name: str
    promise: str
    sql: str


#: Places without a balance: where goods come from and end.
OUTSIDE = "(SELECT id FROM place WHERE kind = 'outside')"
