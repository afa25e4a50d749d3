"""Recipients: organisations with a checked credit code, and cases of which we know a reference only."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from geo.positions import Position, to_wgs84
from geo.provinces import province_of
from models.access import Caller
from models.identifiers import ALPHABET, check_character
from models.network import PositionOut
from models.relief import Recipient, RecipientIdentity, RecipientKind, RecipientStatus
from models.relief_shapes import RecipientIn, RecipientOut
from models.vault import Vault
from operations.audit import note
from operations.errors import Conflict, Fault, NotFound, Unfit
from operations.pages import Page, page, read_cursor
from operations.stale import Content, Expected, last_audited, refuse_stale, take_turn, version_of


def put_recipient(
    session: Session,
    code: str,
    body: RecipientIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> RecipientOut:
    """Register a recipient, or change what is known of one; the same again changes nothing.

    Raises Unfit for a credit code that cannot be right or an unknown province, Conflict when another
    recipient has the same credit code or case reference, or this one was of the other kind, and Stale.
    """
    province = province_of(body.division_code)
    if province is None:
        raise Unfit(Fault("/division_code", "unknown_division", {"value": body.division_code}))
    if body.credit_code is not None and not is_credit_code(body.credit_code):
        raise Unfit(Fault("/credit_code", "credit_code", {"value": body.credit_code}))
    at = _position(body) or province[2]
    take_turn(session, "recipient", code)
    row = session.get(Recipient, code, with_for_update=True)
    if row is not None and row.kind != body.kind:
        raise Conflict(Fault("/kind", "kind_changed", {"value": row.kind}))
    known: dict[str, Any] = {
        "division_code": body.division_code,
        "lat": at.lat,
        "lon": at.lon,
        "earmarks": ";".join(body.earmarks),
        "status": body.status.value,
    }
    _refuse_stale(session, expected, row, code, body, at)
    row = row or Recipient(code=code, kind=body.kind.value, created_at=now, **known)
    row.sqlmodel_update(known)
    session.add(row)
    session.flush()
    _identify(session, code, body)
    note(session, "recipient.put", code, body.status.value, by=by, now=now)
    return _shown(row, session.get_one(RecipientIdentity, code))


def get_recipient(session: Session, code: str, *, by: Caller) -> RecipientOut:
    """Return a recipient; raises NotFound."""
    row = session.get(Recipient, code)
    if row is None:
        raise NotFound
    return _shown(row, session.get_one(RecipientIdentity, code))


def list_recipients(
    session: Session,
    *,
    q: str | None,
    status: RecipientStatus | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[RecipientOut]:
    """Return recipients in order of code; `q` is a part of the code or of an organisation's name."""
    after = read_cursor(cursor, str)
    conditions = [col(Recipient.code) > (after[0] if after else "")]
    if q is not None:
        told = (func.lower(col(Recipient.code)), func.lower(col(RecipientIdentity.name)))
        conditions.append(or_(*(word.contains(q.lower(), autoescape=True) for word in told)))
    if status is not None:
        conditions.append(col(Recipient.status) == status.value)
    rows = session.execute(
        select(Recipient, RecipientIdentity)
        .join(RecipientIdentity, col(RecipientIdentity.code) == Recipient.code)
        .where(*conditions)
        .order_by(col(Recipient.code))
        .limit(limit + 1)
    ).all()
    kept, next_cursor = page([_shown(row, who) for row, who in rows], limit, lambda shown: (shown.code,))
    return Page(items=kept, next_cursor=next_cursor)


def active(session: Session, code: str, pointer: str) -> Recipient:
    """Return a recipient that can be given to; raises Unfit."""
    row = session.get(Recipient, code)
    if row is None:
        raise Unfit(Fault(pointer, "unknown_recipient", {"value": code}))
    if row.status != RecipientStatus.ACTIVE:
        raise Unfit(Fault(pointer, "recipient_closed", {"value": code}))
    return row


def is_credit_code(code: str) -> bool:
    """Tell whether a 统一社会信用代码 can be right: 18 characters, the last checks the others (GB 32100)."""
    return (
        len(code) == 18
        and all(character in ALPHABET for character in code)
        and check_character(code[:17]) == code[17]
    )


def means(row: Recipient, earmark: str) -> bool:
    """Tell whether an earmark means this recipient: its code, or a word it is known by."""
    wanted = earmark.casefold().strip()
    return wanted in {row.code.casefold(), *(word.casefold() for word in row.earmarks.split(";") if word)}


def _position(body: RecipientIn) -> Position | None:
    given = body.position
    return None if given is None else to_wgs84(given.lat, given.lon, given.datum)


def _identify(session: Session, code: str, body: RecipientIn) -> None:
    """Keep who it is apart from everything else: a case's reference sealed, and a print to know it again."""
    vault: Vault = session.info["vault"]
    known: dict[str, Any] = {"name": body.name, "credit_code": body.credit_code}
    known |= {"case_print": _case_print(vault, body), "sealed": None}
    if body.case_reference is not None and body.kind is RecipientKind.CASE:
        known["sealed"] = vault.seal(body.case_reference)
        same, pointer = col(RecipientIdentity.case_print) == known["case_print"], "/case_reference"
    else:
        same, pointer = col(RecipientIdentity.credit_code) == body.credit_code, "/credit_code"
    taken = select(col(RecipientIdentity.code)).where(same, col(RecipientIdentity.code) != code)
    if (other := session.scalar(taken.limit(1))) is not None:
        raise Conflict(Fault(pointer, "recipient_known", {"value": other}))
    row = session.get(RecipientIdentity, code) or RecipientIdentity(code=code, **known)
    row.sqlmodel_update(known)
    session.add(row)
    session.flush()


def _case_print(vault: Vault, body: RecipientIn) -> bytes | None:
    if body.case_reference is None or body.kind is not RecipientKind.CASE:
        return None
    return vault.fingerprint(f"case {body.case_reference}".encode())


def _refuse_stale(
    session: Session, expected: Expected, row: Recipient | None, code: str, body: RecipientIn, at: Position
) -> None:
    """Raise Stale; of a case's reference only that it differs is said."""
    print_ = _case_print(session.info["vault"], body)
    sent = {
        "name": body.name,
        "credit_code": body.credit_code,
        "case_reference": print_.hex() if print_ else None,
        "division_code": body.division_code,
        "position": {"lat": at.lat, "lon": at.lon},
        "earmarks": list(body.earmarks),
        "status": body.status.value,
    }
    stored = None if row is None else _content(row, session.get_one(RecipientIdentity, code))
    refuse_stale(
        expected,
        stored,
        sent,
        lambda: last_audited(session, ["recipient.put"], code),
        secret=["case_reference"],
    )


def _content(row: Recipient, who: RecipientIdentity) -> Content:
    return {
        "name": who.name,
        "credit_code": who.credit_code,
        "case_reference": bytes(who.case_print).hex() if who.case_print else None,
        "division_code": row.division_code,
        "position": {"lat": row.lat, "lon": row.lon},
        "earmarks": [word for word in row.earmarks.split(";") if word],
        "status": row.status,
    }


def _shown(row: Recipient, who: RecipientIdentity) -> RecipientOut:
    name, name_en, _ = province_of(row.division_code) or ("", "", None)
    return RecipientOut(
        code=row.code,
        kind=RecipientKind(row.kind),
        name=who.name,
        credit_code=who.credit_code,
        division_code=row.division_code,
        province=name,
        province_en=name_en,
        position=PositionOut(lat=row.lat, lon=row.lon),
        earmarks=[word for word in row.earmarks.split(";") if word],
        status=RecipientStatus(row.status),
        version=version_of(_content(row, who)),
    )
