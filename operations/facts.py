"""Load the facts that places refer to: districts, sub-districts, categories. idempotent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from models.access import Caller
from models.network import Category, District, Subdistrict
from operations.audit import note
from operations.network import changed

Fact = Mapping[str, Any]


class Tangled(ValueError):
    """Categories whose parents are missing or form a circle."""


def load_districts(session: Session, facts: Sequence[Fact], *, by: Caller, now: datetime) -> int:
    """Load districts with boundary, residents and source; return how many are new or changed."""
    return _load(session, District, facts, by, now)


def load_subdistricts(session: Session, facts: Sequence[Fact], *, by: Caller, now: datetime) -> int:
    """Load sub-districts and towns; return how many are new or changed."""
    return _load(session, Subdistrict, facts, by, now)


def load_categories(session: Session, facts: Sequence[Fact], *, by: Caller, now: datetime) -> int:
    """Load the category tree, parents first; return how many are new or changed. Raises Tangled."""
    return _load(session, Category, parents_first(facts), by, now)


def parents_first(facts: Sequence[Fact]) -> list[Fact]:
    """Return categories so that a parent comes before its children; raises Tangled."""
    left = {str(fact["code"]): fact for fact in facts}
    ordered: list[Fact] = []
    placed: set[str] = set()
    while left:
        ready = [
            code for code, fact in left.items() if not fact["parent_code"] or fact["parent_code"] in placed
        ]
        if not ready:
            raise Tangled(f"parents are missing or form a circle: {', '.join(sorted(left))}")
        for code in ready:
            ordered.append(left.pop(code))
            placed.add(code)
    return ordered


def _load(session: Session, model: type[SQLModel], facts: Sequence[Fact], by: Caller, now: datetime) -> int:
    known = {row.code: row for row in session.scalars(select(model))}  # type: ignore[attr-defined]
    touched = 0
    for fact in facts:
        row = known.get(fact["code"])
        if row is None:
            session.add(model(**fact))
            # Rows refer to each other; each must be there before the next names it.
            session.flush()
        elif any(getattr(row, name) != value for name, value in fact.items()):
            for name, value in fact.items():
                setattr(row, name, value)
            session.add(row)
        else:
            continue
        touched += 1
    if touched:
        changed(session)
        note(session, f"{model.__tablename__}.load", "", f"{touched} new or changed", by=by, now=now)
    return touched
