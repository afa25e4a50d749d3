"""Publish a paper, and correct what was published by a new version that says what changed and why."""

import hashlib
import json
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.acts import ActKind
from models.clock import SHANGHAI
from models.disclosure_shapes import CorrectIn, Paper, PublishedOut, PublishIn
from models.disclosures import Disclosure, DisclosureVersion, DutyKind
from models.numbers import Series
from models.rows import insert_rows
from operations.acts import Work, act, require
from operations.conflicts import count_open
from operations.disclosure.comparing import changes
from operations.disclosure.drafting import Asked, draft
from operations.disclosure.duties import covers, fits
from operations.disclosure.projects import project_named, run_of
from operations.errors import Conflict, Fault, NotFound, Unfit
from operations.numbers import next_number


@act(ActKind.PUBLISH, creates=True)
def publish(work: Work, body: PublishIn) -> PublishedOut:
    """Publish what a duty asks for, under the next public number; from now on it stays as it is.

    Raises Unfit for a period that is not over or not the duty's, and for a witness who is the caller;
    Conflict when this was published already, and while contradictions wait to be settled.
    """
    asked = checked(work.session, body.duty, body.project, body.first, body.last)
    if body.last >= work.now.astimezone(SHANGHAI).date():
        raise Unfit(Fault("/last", "period_not_over", {"value": str(body.last)}))
    work.witnessed(body.witness)
    waiting = count_open(work.session, None)
    require(waiting == 0, Fault("", "conflicts_open", {"number": waiting}))
    # The number first: two processes that publish the same wait here for each other.
    number = next_number(work.session, Series.DISCLOSURE, work.now)
    known = covers(body.duty, body.project, body.first, body.last)
    taken = work.session.scalar(select(col(Disclosure.number)).where(col(Disclosure.covers) == known))
    require(taken is None, Fault("", "published_already", {"number": taken}))
    row = Disclosure(
        id=work.document,
        number=number,
        covers=known,
        duty=body.duty.value,
        project=body.project,
        first=body.first,
        last=body.last,
        published_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    paper = draft(work.session, asked, by=work.by, now=work.now)
    return _freeze(work, row, paper.model_copy(update={"version": 1}), reason=None)


@act(ActKind.CORRECT_DISCLOSURE)
def correct(work: Work, body: CorrectIn) -> PublishedOut:
    """Publish a new version from the ledger as it is now; the older ones stay readable.

    Raises Conflict when no figure is different.
    """
    row = work.session.get(Disclosure, work.document, with_for_update=True)
    if row is None:
        raise NotFound
    work.witnessed(body.witness)
    newest = newest_version(work.session, row.id)
    before = Paper.model_validate_json(newest.content)
    asked = checked(work.session, DutyKind(row.duty), row.project, row.first, row.last, published=True)
    now = draft(work.session, asked, by=work.by, now=work.now)
    found = changes(before, now)
    if not found:
        raise Conflict(Fault("", "figures_are_the_same"))
    names = {**before.names, **now.names}
    paper = now.model_copy(update={"version": newest.n + 1, "changes": found, "names": names})
    return _freeze(work, row, paper, reason=body.reason)


def checked(
    session: Session, duty: DutyKind, project: str | None, first: date, last: date, *, published: bool = False
) -> Asked:
    """Return what is asked of a paper; raises Unfit for days or a project that are not the duty's.

    What is published stays correctable, whatever the project's days have become since.
    """
    row = project_named(session, project)
    if not published and not fits(duty, None if row is None else run_of(row), first, last):
        raise Unfit(Fault("/duty", "not_of_the_duty"))
    return Asked(duty, row, first, last)


def newest_version(session: Session, disclosure: UUID) -> DisclosureVersion:
    """Return the newest version of a disclosure."""
    newest = select(func.max(col(DisclosureVersion.n))).where(
        col(DisclosureVersion.disclosure_id) == disclosure
    )
    return session.get_one(DisclosureVersion, (disclosure, session.scalar(newest)))


def _freeze(work: Work, row: Disclosure, paper: Paper, *, reason: str | None) -> PublishedOut:
    """Write a version's bytes, once and for ever."""
    said = {"number": row.number, "published_at": work.now, "reason": reason}
    content = canonical(paper.model_copy(update=said))
    sha256 = hashlib.sha256(content).hexdigest()
    version = {
        "disclosure_id": row.id,
        "n": paper.version,
        "content": content,
        "sha256": sha256,
        "reason": reason,
        "published_at": work.now,
    }
    insert_rows(work.session, DisclosureVersion, [version])
    return PublishedOut(
        id=row.id,
        number=row.number,
        version=paper.version,
        sha256=sha256,
        published_at=work.now,
        changes=paper.changes,
    )


def canonical(paper: Paper) -> bytes:
    """Return a paper as bytes that are the same for the same paper: UTF-8, names sorted, no blanks."""
    shown = paper.model_dump(mode="json")
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
