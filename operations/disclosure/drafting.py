"""Draft a paper from the ledger as it is now: what was received, what was handed over, what is left.

Received and dispatched are numbers of their own words, 实际到账 and 已拨付, and stand in tables of their
own. Everything comes from the reports, so that the paper and the screen show the same figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.access import Caller
from models.disclosure_shapes import Paper, PaperTable, Text
from models.disclosures import DutyKind, Project
from models.relief import RecipientKind
from operations.disclosure.projects import show_project
from operations.disclosure.suppression import Given, Grouped, grouped
from operations.disclosure.tables import DUTIES, as_text, frozen, names_of, notes_of, reach, summed
from operations.network import current
from operations.reports.asking import ask
from operations.reports.registry import REPORTS
from operations.reports.tables import Report
from operations.tracing.outcomes import area_of

#: A recipient's goods by all that papers group by, and by whether it is a case.
_GIVEN_BY = ("month", "category", "district", "recipient", "recipient_kind")
_GROUPS: dict[str, Callable[[Given], str]] = {
    "month": lambda given: given.month,
    "category": lambda given: given.category,
    "area": lambda given: given.area,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is about."""

    duty: DutyKind
    project: Project | None
    first: date
    last: date


def draft(session: Session, asked: Asked, *, by: Caller, now: datetime) -> Paper:
    """Return what would be published of a duty now, not numbered yet."""

    def report(name: str, *words: str, first: date = asked.first) -> Report:
        return ask(session, name, first=first, last=asked.last, by=words, caller=by, now=now)

    given = given_in(report("distribution", *_GIVEN_BY))
    reached = report("distribution")
    tables = [frozen("received", report("intake", "month", "category"))]
    by_group = {word: grouped(given, key) for word, key in _GROUPS.items()}
    tables.extend(summed(f"dispatched_by_{word}", word, group) for word, group in by_group.items())
    tables.append(_reach(given, by_group["month"], reached))
    if "stock" in REPORTS:
        tables.append(frozen("stock", report("stock", "category", first=asked.last)))
    return Paper(
        number=None,
        version=1,
        duty=asked.duty,
        duty_title=as_text(DUTIES[asked.duty]),
        project=None if asked.project is None else show_project(asked.project),
        first=asked.first,
        last=asked.last,
        published_at=None,
        reason=None,
        changes=[],
        tables=tables,
        names=_names(session, tables),
        notes=notes_of(of_a_project=asked.project is not None),
    )


def given_in(report: Report) -> list[Given]:
    """Return what each recipient was given, by month, category and area; what all came back is not in it."""
    at = {column.name: n for n, column in enumerate(report.columns)}
    found = [
        Given(
            month=row[at["month"]],
            category=row[at["category"]],
            area=area_of(row[at["district"]]).ljust(6, "0") if row[at["district"]] else "",
            recipient=row[at["recipient"]],
            is_case=row[at["recipient_kind"]] == RecipientKind.CASE,
            pieces=row[at["pieces"]],
            grams=row[at["grams"]],
        )
        for row in report.rows
    ]
    return [given for given in found if given.pieces or given.grams]


def _reach(given: list[Given], shown: Grouped[str] | None, reached: Report) -> PaperTable:
    """Return how many were reached: people as they were counted, organisations, and cases if not too few."""
    organisations = {one.recipient for one in given if not one.is_case}
    cases = {one.recipient for one in given if one.is_case}
    people = reached.totals["people_reached"]
    return reach(people, len(organisations), len(cases), withheld=shown is None)


def _names(session: Session, tables: list[PaperTable]) -> dict[str, Text]:
    codes = {
        str(row[n])
        for table in tables
        for n, column in enumerate(table.columns)
        if column.holds == "code"
        for row in table.rows
        if row[n] is not None
    }
    return names_of(current(session), codes)
