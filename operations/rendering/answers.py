"""Say a report in the API's words."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from models.access import Language
from models.shapes import show_instant
from operations.reports.tables import Column, Holds, Report

#: What JSON has no word for. Everything else stays what it is.
_SHOWN: dict[Holds, Callable[[Any], str]] = {Holds.DAY: date.isoformat, Holds.INSTANT: show_instant}


def as_answer(report: Report, language: Language) -> dict[str, Any]:
    """Return a report as plain values for JSON: flat rows, moments in Shanghai's time (RFC 3339)."""
    return {
        "report": report.name,
        "title": report.title.in_(language),
        "sentence": report.sentence.in_(language),
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "by": list(report.by),
        "filters": dict(report.filters),
        "columns": [
            {"name": column.name, "title": column.title.in_(language), "holds": column.holds.value}
            for column in report.columns
        ],
        "rows": flat_rows(report.columns, report.rows),
        "totals": dict(report.totals),
        "notes": [note.in_(language) for note in report.notes],
        "generated_at": show_instant(report.generated_at),
        "data_until": show_instant(report.data_until),
    }


def flat_rows(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return each row under the names of its columns."""
    names = [column.name for column in columns]
    changed = {n: _SHOWN[column.holds] for n, column in enumerate(columns) if column.holds in _SHOWN}
    shown = [
        [None if value is None else changed[n](value) for value in values] if n in changed else values
        for n, values in enumerate(zip(*rows, strict=True))
    ]
    # Rows were found to be of one length just above; to ask for it again at each costs a third of the time.
    return [dict(zip(names, row)) for row in zip(*shown)]  # noqa: B905
