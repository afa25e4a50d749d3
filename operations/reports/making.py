"""Put a report together: sums, the sentence that says what it shows, to which moment it is complete."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from operations.reports.dimensions import ACTIVE, ACTIVE_NOTE
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Report, Words, totals_of


def made(
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
    said = Words(*(part.format(**values) for part in sentence))
    return replace(table(definition, question, columns, rows, said, notes), totals=sums)


def table(
    definition: Definition,
    question: Question,
    columns: Sequence[Column],
    rows: Sequence[tuple[Any, ...]],
    sentence: Words,
    notes: Sequence[Words],
) -> Report:
    """Return the report; its totals are the sums of its rows and nothing else."""
    placed = (ACTIVE_NOTE,) if ACTIVE in columns else ()
    return Report(
        name=definition.name,
        title=definition.title,
        first=question.first,
        last=question.last,
        by=question.by,
        filters=question.filters,
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows),
        generated_at=question.now,
        data_until=question.data_until or question.now,
        sentence=sentence,
        notes=(*notes, *placed),
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
