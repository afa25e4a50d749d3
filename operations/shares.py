"""Share links: let somebody without a token read one report, live, until the link ends."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, select, true, update
from sqlmodel import Session, col

from models.access import AccessToken, Caller, Person, Role
from models.report_shapes import words_of
from models.share_shapes import ShareIn, ShareOut
from models.shares import Share
from models.vault import Vault
from operations.access import hash_secret
from operations.audit import note
from operations.errors import Fault, IdTaken, NotFound, Refusal, Unfit
from operations.network import current
from operations.pages import Page, behind, page, read_position
from operations.reports.asking import ask, definition_of, question_of
from operations.reports.tables import Report

#: Who sees and ends everybody's links; others those of their own place.
_OVERSEES = frozenset({Role.FOUNDATION, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Made:
    """A link, and its secret when it was made just now."""

    share: ShareOut
    secret: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a link shows: the report as it is now, under which title, until when."""

    id: UUID
    title: str | None
    expires_at: datetime
    report: Report


def try_out(session: Session, body: ShareIn, *, now: datetime, by: Caller) -> None:
    """Ask once what is to be shared, so that a question without an answer is refused before it is public.

    Raises what asking the report raises, and Unfit for a report about a person.
    """
    if definition_of(body.report, by).private:
        raise Unfit(Fault("/report", "not_shared"))
    try:
        _ask(session, body, by, now)
    except Unfit as wrong:
        raise Unfit(
            *(replace(fault, pointer=f"/question{fault.pointer}") for fault in wrong.faults)
        ) from wrong


def share(session: Session, share_id: UUID, body: ShareIn, *, by: Caller, now: datetime) -> Made:
    """Make a link with a secret that is told this once; the same again returns the link without it.

    Raises IdTaken for another wish under the id, NotFound and Forbidden for what the caller may not ask.
    """
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{by.actor} {body.model_dump_json()}".encode())
    known = session.get(Share, share_id)
    if known is not None:
        if bytes(known.fingerprint) != print_:
            raise IdTaken(id=str(share_id))
        return Made(_of_id(session, share_id, now), None)
    if by.token_id is None:
        raise ValueError("a link lives with the token of whoever made it")
    _check(session, body, by, now)
    secret = secrets.token_urlsafe(16)
    row = Share(
        id=share_id,
        hash=hash_secret(secret),
        fingerprint=print_,
        report=body.report,
        question=body.question.model_dump_json(by_alias=True, exclude_none=True),
        title=body.title,
        token_id=by.token_id,
        by=by.actor,
        place_id=by.place_id,
        created_at=now,
        expires_at=now + timedelta(days=body.days),
    )
    session.add(row)
    session.flush()
    note(session, "share.make", str(share_id), body.report, by=by, now=now)
    return Made(_of_id(session, share_id, now), secret)


def list_shares(
    session: Session, *, limit: int, cursor: str | None, now: datetime, by: Caller
) -> Page[ShareOut]:
    """Return links, the newest first: all to those who oversee them, to others those of their place."""
    asked = _rows().where(_own(by))
    after = read_position(cursor, datetime)
    if after is not None:
        asked = asked.where(behind(col(Share.created_at), col(Share.id), after, newest_first=True))
    asked = asked.order_by(col(Share.created_at).desc(), col(Share.id).desc()).limit(limit + 1)
    found = [_shown(row, token, name, now) for row, token, name in session.execute(asked)]
    kept, following = page(found, limit, lambda link: (link.created_at.isoformat(), str(link.id)))
    return Page(items=kept, next_cursor=following)


def revoke(session: Session, share_id: UUID, *, by: Caller, now: datetime) -> None:
    """End a link at once; raises NotFound for a foreign one. One that was revoked before stays so."""
    row = session.scalar(select(Share).where(col(Share.id) == share_id, _own(by)))
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        note(session, "share.revoke", str(share_id), "", by=by, now=now)


def see(session: Session, secret: str, *, now: datetime, by: Caller) -> Seen:
    """Return what a link shows, asked with the rights of whoever shared it, in the reader's language.

    Raises NotFound for a link that is unknown, expired or revoked, whose sharer's token was revoked, or that
    asks what has no answer any more: from outside they are all the same.
    """
    asked = select(Share, AccessToken).join(AccessToken, col(AccessToken.id) == Share.token_id)
    found = session.execute(asked.where(col(Share.hash) == hash_secret(secret))).one_or_none()
    if found is None:
        raise NotFound
    row, token = found
    if _status(row, token, now) != "live":
        raise NotFound
    caller = Caller(token.id, row.by, Role(token.role), token.place_id, by.language)
    body = ShareIn.model_validate({"report": row.report, "question": json.loads(row.question)})
    try:
        report = _ask(session, body, caller, now)
    except Refusal as refused:
        raise NotFound from refused
    return Seen(row.id, row.title, row.expires_at, report)


def count_opening(session: Session, share_id: UUID, *, by: Caller, now: datetime) -> None:
    """Count that a link's page was shown."""
    session.connection().execute(
        update(Share).where(col(Share.id) == share_id).values(opened=col(Share.opened) + 1, opened_at=now)
    )


def _check(session: Session, body: ShareIn, by: Caller, now: datetime) -> None:
    """Refuse, in the transaction that makes the link, what its maker may not ask any more."""
    if definition_of(body.report, by).private:
        raise Unfit(Fault("/report", "not_shared"))
    question_of(current(session), body.report, caller=by, now=now, **_asked(body, by))


def _ask(session: Session, body: ShareIn, caller: Caller, now: datetime) -> Report:
    return ask(session, body.report, caller=caller, now=now, **_asked(body, caller))


def _asked(body: ShareIn, caller: Caller) -> dict[str, Any]:
    question = body.question
    first, last = question.first, question.last
    if not definition_of(body.report, caller).has_past:
        # It knows the present alone; a link that named the day it was made would be dead the day after.
        first = last = None
    return {"first": first, "last": last, "by": words_of(question.by), "filters": question.filters()}


def _own(by: Caller) -> ColumnElement[bool]:
    return true() if by.role in _OVERSEES else col(Share.place_id) == by.place_id


def _rows() -> Any:
    return (
        select(Share, AccessToken, col(Person.name))
        .join(AccessToken, col(AccessToken.id) == Share.token_id)
        .join(Person, col(Person.id) == Share.by)
    )


def _of_id(session: Session, share_id: UUID, now: datetime) -> ShareOut:
    row, token, name = session.execute(_rows().where(col(Share.id) == share_id)).one()
    return _shown(row, token, name, now)


def _status(row: Share, token: AccessToken, now: datetime) -> Literal["live", "expired", "revoked", "ended"]:
    if row.revoked_at is not None:
        return "revoked"
    if token.revoked_at is not None:
        return "ended"
    return "live" if now < row.expires_at else "expired"


def _shown(row: Share, token: AccessToken, name: str, now: datetime) -> ShareOut:
    return ShareOut(
        id=row.id,
        url=None,
        report=row.report,
        question=json.loads(row.question),
        title=row.title,
        status=_status(row, token, now),
        by=name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        opened=row.opened,
        opened_at=row.opened_at,
    )
