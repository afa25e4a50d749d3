"""Keep the service going: ask for checks and backups, note what came of them, tell how all is."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import case, func, select, text, update
from sqlmodel import Session, col

from models.access import Caller
from models.engines import sqlite_path
from models.exports import ExportJob, ExportStatus
from models.identifiers import uuid7
from models.keeping import JobKind, JobStatus, SystemJob
from models.keeping_shapes import (
    BackupOut,
    BrokenOut,
    CheckOut,
    DatabaseOut,
    ExportsOut,
    JobIn,
    JobOut,
    MachineOut,
    StreamsOut,
    SystemOut,
)
from operations import exports
from operations.audit import note
from operations.errors import IdTaken, NotFound
from operations.invariants import INVARIANTS, Violation

#: A job whose maker has given no sign for so long was cut off. Makers give one every few seconds, but wait
#: for their turn to write.
SILENT_MAX = timedelta(minutes=1)
#: What a job that somebody cancelled has as its problem.
CANCELLED = "cancelled"
_UNDER_WAY = (JobStatus.WAITING.value, JobStatus.RUNNING.value)
#: Jobs that are shown.
_SHOWN = 20
_WEEK = timedelta(days=7)


def ask(session: Session, kind: JobKind, body: JobIn, *, by: Caller, now: datetime) -> JobOut:
    """Ask for a check or a backup; the same again tells how far it is."""
    known = session.get(SystemJob, body.id)
    if known is not None:
        if known.kind != kind.value:
            raise IdTaken(id=str(body.id))
        return _shown(known, now)
    job = SystemJob(
        id=body.id, kind=kind.value, status=JobStatus.WAITING.value, by=by.actor, asked_at=now, seen_at=now
    )
    session.add(job)
    session.flush()
    note(session, f"system.{kind.value}", str(body.id), "", by=by, now=now)
    return _shown(job, now)


def get_job(session: Session, job_id: UUID, *, now: datetime, by: Caller) -> JobOut:
    """Return a check or backup; raises NotFound."""
    job = session.get(SystemJob, job_id)
    if job is None:
        raise NotFound
    return _shown(job, now)


def cancel(session: Session, job_id: UUID, *, by: Caller, now: datetime) -> JobOut:
    """Cancel a check or backup; its maker stops at the next step. One that has ended stays as it is."""
    job = session.get(SystemJob, job_id)
    if job is None:
        raise NotFound
    cancelled = session.connection().execute(
        update(SystemJob)
        .where(col(SystemJob.id) == job_id, col(SystemJob.status).in_(_UNDER_WAY))
        .values(status=JobStatus.FAILED.value, problem=CANCELLED, ended_at=now)
    )
    if cancelled.rowcount == 1:
        note(session, "system.cancel", str(job_id), "", by=by, now=now)
    session.refresh(job)
    return _shown(job, now)


def begin(session: Session, *, by: Caller, now: datetime) -> tuple[UUID, JobKind] | None:
    """Take the oldest job that waits, None when none does; two makers never take the same one."""
    waiting = select(SystemJob).where(col(SystemJob.status) == JobStatus.WAITING.value)
    for job in session.scalars(waiting.order_by(col(SystemJob.asked_at), col(SystemJob.id))).all():
        taken = session.connection().execute(
            update(SystemJob)
            .where(col(SystemJob.id) == job.id, col(SystemJob.status) == JobStatus.WAITING.value)
            .values(status=JobStatus.RUNNING.value, seen_at=now)
        )
        if taken.rowcount == 1:
            return job.id, JobKind(job.kind)
    return None


def is_any_waiting(session: Session) -> bool:
    """Tell whether a job waits for its maker."""
    waiting = select(col(SystemJob.id)).where(col(SystemJob.status) == JobStatus.WAITING.value)
    return session.scalar(waiting.limit(1)) is not None


def give_sign(session: Session, job_id: UUID, done: int, total: int, *, by: Caller, now: datetime) -> bool:
    """Note that a maker lives and how far it is; return False when its job was cancelled and is to stop."""
    noted = session.connection().execute(
        update(SystemJob)
        .where(col(SystemJob.id) == job_id, col(SystemJob.status) == JobStatus.RUNNING.value)
        .values(done=done, total=total, seen_at=now)
    )
    return noted.rowcount == 1


def end(
    session: Session,
    job_id: UUID,
    result: CheckOut | BackupOut | None,
    problem: str | None,
    *,
    by: Caller,
    now: datetime,
) -> None:
    """Note what came of a job, or why it failed."""
    status = JobStatus.DONE if problem is None else JobStatus.FAILED
    steps = {"done": result.invariants, "total": result.invariants} if isinstance(result, CheckOut) else {}
    session.connection().execute(
        update(SystemJob)
        .where(col(SystemJob.id) == job_id, col(SystemJob.status) == JobStatus.RUNNING.value)
        .values(
            status=status.value,
            result=None if result is None else result.model_dump_json(),
            problem=problem,
            seen_at=now,
            ended_at=now,
            **steps,
        )
    )


def record_check(session: Session, found: CheckOut, *, by: Caller, now: datetime) -> None:
    """Note a check that was made on the command line."""
    session.add(
        SystemJob(
            id=uuid7(),
            kind=JobKind.CHECK.value,
            status=JobStatus.DONE.value,
            by=by.actor,
            asked_at=now,
            seen_at=now,
            ended_at=now,
            done=found.invariants,
            total=found.invariants,
            result=found.model_dump_json(),
        )
    )


def note_download(session: Session, name: str, *, by: Caller, now: datetime) -> None:
    """Note who took a copy of everything."""
    note(session, "backup.download", name, "", by=by, now=now)


def note_proof(session: Session, name: str, is_whole: bool, *, by: Caller, now: datetime) -> None:
    """Note who had a backup read through, and whether it is whole."""
    note(session, "backup.verify", name, "whole" if is_whole else "broken", by=by, now=now)


def check_of(found: Iterable[Violation]) -> CheckOut:
    """Return what a check found, in a form that is kept."""
    broken = [
        BrokenOut(
            name=violation.name,
            promise=violation.promise,
            count=violation.count,
            # What databases answer with goes into JSON as text where it has no form of its own.
            rows=json.loads(json.dumps(violation.rows, default=str)),
        )
        for violation in found
    ]
    return CheckOut(ok=not broken, invariants=len(INVARIANTS) + 1, violations=broken)


def overview(
    session: Session,
    machine: MachineOut,
    checks: dict[str, str],
    streams: StreamsOut,
    *,
    now: datetime,
    by: Caller,
) -> SystemOut:
    """Return the state of the service."""
    recent = select(SystemJob).order_by(col(SystemJob.asked_at).desc(), col(SystemJob.id).desc())
    checked = recent.where(
        col(SystemJob.kind) == JobKind.CHECK.value, col(SystemJob.status) == JobStatus.DONE.value
    )
    last = session.scalars(checked.limit(1)).first()
    return SystemOut(
        version=machine.version,
        python=machine.python,
        now=now,
        started_at=machine.started_at,
        uptime_s=machine.uptime_s,
        database=_database(session, machine.revision_wanted),
        checks=checks,
        disk_free_bytes=machine.disk_free_bytes,
        disk_bytes=machine.disk_bytes,
        streams=streams,
        exports=_exports(session, now),
        jobs=[_shown(job, now) for job in session.scalars(recent.limit(_SHOWN))],
        last_check=None if last is None else _shown(last, now),
        backups=machine.backups,
        settings=machine.settings,
    )


def _database(session: Session, wanted: str) -> DatabaseOut:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        version = connection.scalar(text("SELECT sqlite_version()"))
        path = sqlite_path(str(connection.engine.url))
        beside = (Path(f"{path}{ending}") for ending in ("", "-wal"))
        size = sum(file.stat().st_size for file in beside if file.exists())
    else:
        version = connection.scalar(text("SHOW server_version"))
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    return DatabaseOut(
        engine=connection.dialect.name,
        version=str(version),
        size_bytes=size or 0,
        revision=connection.scalar(text("SELECT version_num FROM alembic_version")) or "",
        revision_wanted=wanted,
    )


def _exports(session: Session, now: datetime) -> ExportsOut:
    # One whose maker was killed has failed, whatever is on record.
    silent = (col(ExportJob.status) == ExportStatus.RUNNING.value) & (
        col(ExportJob.seen_at) < now - exports.SILENT_MAX
    )
    status = case((silent, ExportStatus.FAILED.value), else_=col(ExportJob.status)).label("status")
    asked = select(status).where(col(ExportJob.asked_at) > now - _WEEK).subquery()
    counted = session.execute(select(asked.c.status, func.count()).group_by(asked.c.status))
    counts = {row[0]: row[1] for row in counted}
    return ExportsOut(
        waiting=counts.get(ExportStatus.WAITING.value, 0),
        running=counts.get(ExportStatus.RUNNING.value, 0),
        failed=counts.get(ExportStatus.FAILED.value, 0),
    )


def _shown(job: SystemJob, now: datetime) -> JobOut:
    status, problem = JobStatus(job.status), job.problem
    if status is JobStatus.RUNNING and job.seen_at < now - SILENT_MAX:
        status, problem = JobStatus.FAILED, "interrupted"
    is_check = job.kind == JobKind.CHECK.value
    return JobOut(
        id=job.id,
        kind=JobKind(job.kind),
        status=status,
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        done=job.done,
        total=job.total,
        problem=problem,
        check=CheckOut.model_validate_json(job.result) if job.result and is_check else None,
        backup=BackupOut.model_validate_json(job.result) if job.result and not is_check else None,
    )
