"""What must always hold, as SQL that runs on both engines. A row that comes back is a violation."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from models.identifiers import check_character
from operations.invariants.chain import CHAIN
from operations.invariants.ledger import LEDGER
from operations.invariants.promise import Invariant
from operations.invariants.tallies import TALLIES
from operations.worded import for_engine

__all__ = ["INVARIANTS", "Invariant", "Violation", "violations"]

#: Rows of one violation that are shown; the count is always whole.
SHOWN_MAX = 20
INVARIANTS = (*LEDGER, *CHAIN, *TALLIES)


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken promise: how many rows, and the first of them."""

    name: str
    promise: str
    count: int
    rows: list[dict[str, object]]


def violations(session: Session) -> Iterator[tuple[Invariant, Violation | None]]:
    """Check every invariant, yielding each with what was found."""
    dialect = session.connection().dialect.name
    for invariant in INVARIANTS:
        sql = for_engine(invariant.sql, dialect)
        counted = session.execute(text(f"SELECT COUNT(*) FROM ({sql}) AS broken")).scalar_one()
        rows: list[dict[str, object]] = []
        if counted:
            shown = session.execute(text(f"SELECT * FROM ({sql}) AS broken LIMIT {SHOWN_MAX}"))
            rows = [dict(row) for row in shown.mappings()]
        yield (
            invariant,
            Violation(invariant.name, invariant.promise, counted, rows) if counted else None,
        )
    yield _CODES, _miscoded(session)


_CODES = Invariant("codes_check", "Every tracking code carries its check character.", "")


def _miscoded(session: Session) -> Violation | None:
    codes = session.execute(text("SELECT tracking_code FROM intake")).scalars()
    wrong = [code for code in codes if check_character(code[:-1]) != code[-1]]
    if not wrong:
        return None
    return Violation(
        _CODES.name,
        _CODES.promise,
        len(wrong),
        [{"tracking_code": code} for code in wrong[:SHOWN_MAX]],
    )
