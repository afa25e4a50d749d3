"""Put a report together: sums, the sentence that says what it shows, to which moment it is complete."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Report, Words, totals_of


def made(
    session: Session,
    definition: Definition,
    question: Question,
    columns: Sequence[Column],
    rows: Sequence[tuple[Any, ...]],
    sentence: tuple[str, str],
    notes: Sequence[Words] = (),
    *,
    totals: dict[str, int] | None = None,
) -> Report:
    """Return the report. The sentence may name {first}, {last}, {kilograms} and every total."""
    sums = totals_of(columns, rows) if totals is None else totals
    values = {
        "first": question.first,
        "last": question.last,
        "kilograms": sums.get("grams", 0) / 1000,
        **sums,
    }
    return Report(
        name=definition.name,
        title=definition.title,
        first=question.first,
        last=question.last,
        by=question.by,
        filters=question.filters,
        columns=columns,
        rows=rows,
        totals=sums,
        generated_at=question.now,
        data_until=complete_until(session, question.now),
        sentence=Words(*(part.format(**values) for part in sentence)),
        notes=tuple(notes),
    )


def complete_until(session: Session, now: datetime) -> datetime:
    """Return the moment up to which a report knows everything: now, or how far a replica has come.

    Roll-ups are written with what they sum, so on the primary a snapshot is complete.
    """
    if session.connection().dialect.name != "postgresql":
        return now
    replayed: datetime | None = session.execute(
        text("SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() END")
    ).scalar_one()
    return now if replayed is None else min(now, replayed)
