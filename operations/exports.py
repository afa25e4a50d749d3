"""Exports: ask for one, see how far it is, cancel it; and the maker's side of the same record."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.access import AccessToken, Caller, Role
from models.export_shapes import ExportIn, ExportOut
from models.exports import ExportJob, ExportStatus
from models.vault import Vault
from operations.errors import Conflict, Fault, IdTaken, NotFound, Unfit
from operations.network import current
from operations.reports.asking import definition_of, question_of
from operations.reports.dimensions import check_filters

#: An export whose maker has given no sign for so long was cut off.
SILENT_MAX = timedelta(minutes=2)
#: How long a file is kept.
KEPT = timedelta(days=7)
#: Exports of one person that may be waiting or running.
UNDER_WAY_MAX = 3
_UNDER_WAY = (ExportStatus.WAITING.value, ExportStatus.RUNNING.value)


def request(session: Session, export_id: UUID, body: ExportIn, *, by: Caller, now: datetime) -> ExportOut:
    """Ask for an export; the same again answers how far it is.

    Raises what asking the report would raise, IdTaken for another body under the id, and Conflict when
    the caller has as many exports under way as one may.
    """
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{by.actor} {body.model_dump_json()}".encode())
    known = session.get(ExportJob, export_id)
    if known is not None:
        if bytes(known.fingerprint) != print_:
            raise IdTaken(id=str(export_id))
        return _shown(known, now)
    _check(session, body, by, now)
    waiting = select(col(ExportJob.id)).where(
        col(ExportJob.by) == by.actor, col(ExportJob.status).in_(_UNDER_WAY), _speaks(now)
    )
    if len(session.scalars(waiting.limit(UNDER_WAY_MAX)).all()) >= UNDER_WAY_MAX:
        raise Conflict(Fault("", "exports_under_way", {"number": UNDER_WAY_MAX}))
    job = ExportJob(
        id=export_id,
        fingerprint=print_,
        question=body.model_dump_json(by_alias=True),
        language=by.language,
        token_id=by.token_id,
        by=by.actor,
        status=ExportStatus.WAITING.value,
        asked_at=now,
        seen_at=now,
    )
    session.add(job)
    session.flush()
    return _shown(job, now)


def get_export(session: Session, export_id: UUID, *, now: datetime, by: Caller) -> ExportOut:
    """Return an export of the caller's own, or any to those who see all; raises NotFound."""
    return _shown(_own(session, export_id, by, Role.ADMIN, Role.AUDITOR), now)


def list_exports(session: Session, *, now: datetime, by: Caller) -> list[ExportOut]:
    """Return the caller's exports of the last week, the newest first."""
    asked = select(ExportJob).where(col(ExportJob.by) == by.actor, col(ExportJob.asked_at) > now - KEPT)
    rows = session.scalars(asked.order_by(col(ExportJob.asked_at).desc(), col(ExportJob.id)).limit(100))
    return [_shown(job, now) for job in rows]


def cancel(session: Session, export_id: UUID, *, by: Caller, now: datetime) -> ExportOut:
    """Cancel an export of one's own; its maker stops at the next sign. One that ended stays as it is."""
    job = _own(session, export_id, by, Role.ADMIN)
    session.connection().execute(
        update(ExportJob)
        .where(col(ExportJob.id) == export_id, col(ExportJob.status).in_(_UNDER_WAY))
        .values(status=ExportStatus.CANCELLED.value, ended_at=now)
    )
    session.refresh(job)
    return _shown(job, now)


def begin(session: Session, *, by: Caller, now: datetime) -> tuple[UUID, ExportIn, Caller] | None:
    """Take the oldest export that waits; return it with who asked, or None when none waits.

    Two makers never take the same one. One whose bearer may not ask any more fails.
    """
    waiting = select(ExportJob).where(col(ExportJob.status) == ExportStatus.WAITING.value)
    for job in session.scalars(waiting.order_by(col(ExportJob.asked_at), col(ExportJob.id))).all():
        caller = _caller(session, job, now)
        status = ExportStatus.FAILED if caller is None else ExportStatus.RUNNING
        taken = session.connection().execute(
            update(ExportJob)
            .where(col(ExportJob.id) == job.id, col(ExportJob.status) == ExportStatus.WAITING.value)
            .values(status=status.value, seen_at=now, problem=None if caller else "unauthenticated")
        )
        if taken.rowcount == 1 and caller is not None:
            return job.id, ExportIn.model_validate_json(job.question), caller
    return None


def is_any_waiting(session: Session) -> bool:
    """Tell whether an export waits for its maker."""
    waiting = select(col(ExportJob.id)).where(col(ExportJob.status) == ExportStatus.WAITING.value)
    return session.scalar(waiting.limit(1)) is not None


def give_sign(session: Session, export_id: UUID, done: int, total: int, *, by: Caller, now: datetime) -> bool:
    """Note how many rows are made; return False when the export was cancelled and is to stop."""
    noted = session.connection().execute(
        update(ExportJob)
        .where(col(ExportJob.id) == export_id, col(ExportJob.status) == ExportStatus.RUNNING.value)
        .values(rows_done=done, rows_total=total, seen_at=now)
    )
    return noted.rowcount == 1


def end(
    session: Session, export_id: UUID, size: int | None, problem: str | None, *, by: Caller, now: datetime
) -> None:
    """Note that an export is done and how large its file is, or why it failed."""
    status = ExportStatus.DONE if problem is None else ExportStatus.FAILED
    session.connection().execute(
        update(ExportJob)
        .where(col(ExportJob.id) == export_id, col(ExportJob.status) == ExportStatus.RUNNING.value)
        .values(status=status.value, bytes=size, problem=problem, seen_at=now, ended_at=now)
    )


def outdated(session: Session, *, now: datetime) -> list[UUID]:
    """Return the exports whose files are to go: older than a week, or cancelled."""
    asked = select(col(ExportJob.id)).where(
        (col(ExportJob.asked_at) < now - KEPT) | (col(ExportJob.status) == ExportStatus.CANCELLED.value)
    )
    return list(session.scalars(asked))


def _check(session: Session, body: ExportIn, by: Caller, now: datetime) -> None:
    network = current(session)
    if definition_of(body.report, by).private:
        raise Unfit(Fault("/report", "not_exported"))
    words = () if body.movements else None if body.by is None else tuple(body.by)
    question = question_of(
        network,
        body.report,
        first=body.first,
        last=body.last,
        by=words,
        filters=body.filters,
        caller=by,
        now=now,
    )
    check_filters(session, network, question)
    if body.movements and not definition_of(body.report, by).counts:
        raise Unfit(Fault("/movements", "no_movements"))
    if body.movements and body.format == "pdf":
        raise Unfit(Fault("/format", "no_endless_pdf"))


def _own(session: Session, export_id: UUID, by: Caller, *others: Role) -> ExportJob:
    """Return an export of the caller's own, or anybody's to some roles; raises NotFound."""
    job = session.get(ExportJob, export_id)
    if job is None or (job.by != by.actor and by.role not in others):
        raise NotFound
    return job


def _caller(session: Session, job: ExportJob, now: datetime) -> Caller | None:
    """Return who asked, with what they may do today; None when their token has died."""
    if job.token_id is None:
        return None
    token = session.get(AccessToken, job.token_id)
    if token is None or token.revoked_at is not None or token.expires_at <= now:
        return None
    language: Any = job.language
    return Caller(token.id, job.by, Role(token.role), token.place_id, language)


def _speaks(now: datetime) -> Any:
    return (col(ExportJob.status) == ExportStatus.WAITING.value) | (col(ExportJob.seen_at) > now - SILENT_MAX)


def _shown(job: ExportJob, now: datetime) -> ExportOut:
    asked = ExportIn.model_validate_json(job.question)
    status, problem = ExportStatus(job.status), job.problem
    if status is ExportStatus.RUNNING and job.seen_at < now - SILENT_MAX:
        status, problem = ExportStatus.FAILED, "interrupted"
    return ExportOut(
        id=job.id,
        report=asked.report,
        movements=asked.movements,
        format=asked.format,
        status=status,
        rows_done=job.rows_done,
        rows_total=job.rows_total,
        bytes=job.bytes,
        problem=problem,
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        file=f"/api/v1/exports/{job.id}/file" if status is ExportStatus.DONE else None,
    )
