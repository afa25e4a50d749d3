"""Projects: what is run, and from when to when."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.disclosure_shapes import ProjectIn, ProjectNow, ProjectOut
from models.disclosures import Project, ProjectKind
from operations.audit import note
from operations.disclosure.duties import Run
from operations.errors import Fault, NotFound, Unfit
from operations.pages import Page, page, read_cursor
from operations.stale import Content, Expected, last_audited, refuse_stale, take_turn, version_of


def put_project(
    session: Session,
    code: str,
    body: ProjectIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> ProjectNow:
    """Register a project, or say when it ends; the same again changes nothing.

    What was published of it stays as it was published. Raises Stale.
    """
    take_turn(session, "project", code)
    known = session.get(Project, code, with_for_update=True)
    refuse_stale(
        expected,
        None if known is None else _content(known),
        body.model_dump(mode="json"),
        lambda: last_audited(session, ["project.put"], code),
    )
    row = known or Project(
        code=code, kind="", name="", name_en="", started_on=body.started_on, ended_on=None, created_at=now
    )
    row.sqlmodel_update(body.model_dump())
    session.add(row)
    session.flush()
    note(session, "project.put", code, f"{body.started_on} {body.ended_on or ''}".strip(), by=by, now=now)
    return _now(row)


def get_project(session: Session, code: str, *, by: Caller) -> ProjectNow:
    """Return a project; raises NotFound."""
    row = session.get(Project, code)
    if row is None:
        raise NotFound
    return _now(row)


def list_projects(session: Session, *, limit: int, cursor: str | None, by: Caller) -> Page[ProjectNow]:
    """Return projects in order of code."""
    after = read_cursor(cursor, str)
    asked = select(Project).where(col(Project.code) > (after[0] if after else ""))
    rows = session.scalars(asked.order_by(col(Project.code)).limit(limit + 1))
    kept, next_cursor = page([_now(row) for row in rows], limit, lambda shown: (shown.code,))
    return Page(items=kept, next_cursor=next_cursor)


def project_named(session: Session, code: str | None) -> Project | None:
    """Return a project, None for none; raises Unfit for one that is not known."""
    row = None if code is None else session.get(Project, code)
    if code is not None and row is None:
        raise Unfit(Fault("/project", "unknown_project", {"value": code}))
    return row


def show_project(row: Project) -> ProjectOut:
    """Return a project as it is shown."""
    return ProjectOut(
        code=row.code,
        kind=ProjectKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def _now(row: Project) -> ProjectNow:
    return ProjectNow(**dict(show_project(row)), version=version_of(_content(row)))


def _content(row: Project) -> Content:
    return ProjectIn.model_validate(row.model_dump(include=set(ProjectIn.model_fields))).model_dump(
        mode="json"
    )


def run_of(row: Project) -> Run:
    """Return a project as far as its duties go."""
    return Run(row.code, ProjectKind(row.kind), row.started_on, row.ended_on)
