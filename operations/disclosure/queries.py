"""Show what was published, byte by byte as it was, and what would be published now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, true
from sqlmodel import Session, col

from models.access import Caller
from models.disclosure_shapes import DisclosureOut, Paper, Text, VersionRow
from models.disclosures import Disclosure, DisclosureVersion, DutyKind, Project
from operations.disclosure.comparing import changes
from operations.disclosure.drafting import draft
from operations.disclosure.duties import covers
from operations.disclosure.publishing import checked, newest_version
from operations.disclosure.tables import DUTIES, as_text
from operations.errors import NotFound
from operations.pages import Page, behind, page, read_position


@dataclass(frozen=True, slots=True)
class Frozen:
    """A published version: its bytes, their SHA-256, and the versions that there are."""

    content: bytes
    sha256: str
    n: int
    versions: list[VersionRow]

    @property
    def paper(self) -> Paper:
        """Return the paper in the bytes."""
        return Paper.model_validate_json(self.content)


def preview(
    session: Session,
    duty: DutyKind,
    project: str | None,
    first: date,
    last: date,
    *,
    by: Caller,
    now: datetime,
) -> Paper:
    """Return what would be published now; of what is published, the next version with what would change."""
    asked = covers(duty, project, first, last)
    row = session.scalar(select(Disclosure).where(col(Disclosure.covers) == asked))
    paper = draft(
        session, checked(session, duty, project, first, last, published=row is not None), by=by, now=now
    )
    if row is None:
        return paper
    newest = newest_version(session, row.id)
    found = changes(Paper.model_validate_json(newest.content), paper)
    return paper.model_copy(update={"number": row.number, "version": newest.n + 1, "changes": found})


def list_disclosures(
    session: Session, *, number: str | None = None, limit: int, cursor: str | None, by: Caller
) -> Page[DisclosureOut]:
    """Return what was published, the newest number first; or the one of a number."""
    at, key = col(Disclosure.published_at), col(Disclosure.id)
    after = read_position(cursor, datetime)
    rows = session.execute(
        select(Disclosure, Project)
        .outerjoin(Project, col(Project.code) == Disclosure.project)
        .where(behind(at, key, after, newest_first=True) if after else true())
        .where(true() if number is None else col(Disclosure.number) == number)
        .order_by(at.desc(), key.desc())
        .limit(limit + 1)
    ).all()
    kept, next_cursor = page(rows, limit, lambda row: (row[0].published_at.isoformat(), str(row[0].id)))
    versions = _versions(session, [row.id for row, _ in kept])
    return Page(
        items=[_shown(row, project, versions[row.id]) for row, project in kept], next_cursor=next_cursor
    )


def read_version(session: Session, number: str, n: int | None, *, by: Caller) -> Frozen:
    """Return a version as it was published, the newest when none is named; raises NotFound."""
    row = session.scalar(select(Disclosure).where(col(Disclosure.number) == number))
    if row is None:
        raise NotFound
    version = newest_version(session, row.id) if n is None else session.get(DisclosureVersion, (row.id, n))
    if version is None:
        raise NotFound
    versions = _versions(session, [row.id])[row.id]
    return Frozen(bytes(version.content), version.sha256, version.n, versions)


def _shown(row: Disclosure, project: Project | None, versions: list[VersionRow]) -> DisclosureOut:
    duty = DutyKind(row.duty)
    return DisclosureOut(
        id=row.id,
        number=row.number,
        duty=duty,
        duty_title=as_text(DUTIES[duty]),
        project=row.project,
        project_name=None if project is None else Text(zh=project.name, en=project.name_en),
        first=row.first,
        last=row.last,
        versions=versions,
    )


def _versions(session: Session, disclosures: Sequence[UUID]) -> dict[UUID, list[VersionRow]]:
    """Return the versions of disclosures, the newest first, without their bytes."""
    version = DisclosureVersion
    asked = (
        select(
            col(version.disclosure_id),
            col(version.n),
            col(version.published_at),
            col(version.reason),
            col(version.sha256),
        )
        .where(col(version.disclosure_id).in_(disclosures))
        .order_by(col(version.n).desc())
    )
    found: dict[UUID, list[VersionRow]] = defaultdict(list)
    for row in session.execute(asked):
        found[row.disclosure_id].append(
            VersionRow(n=row.n, published_at=row.published_at, reason=row.reason, sha256=row.sha256)
        )
    return found
