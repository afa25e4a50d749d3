"""Acts: do a thing once under its id, answer every repeat with the first answer.

An act that makes a document takes the document's id; a step of a document takes the id in its body,
or, when that has none, one that follows from the step and its body. The same again is therefore
recognised, and anything else under an id is refused and changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from models.access import Caller, Person
from models.acts import Act, ActKind
from models.clock import clock_is_plausible, counting_day
from models.ledger import MovementKind
from models.rows import insert_rows
from models.shapes import Answer, Strict
from models.vault import Vault
from operations.errors import Conflict, Fault, IdTaken, Unfit
from operations.expectations import expect_otherwise
from operations.ledger import Hop, post
from operations.network import Network, current
from operations.stale import Expected

B_contra = TypeVar("B_contra", bound=Strict, contravariant=True)
B = TypeVar("B", bound=Strict)
_NAMES = uuid5(NAMESPACE_URL, "urn:jiujin:act")


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to an act as JSON, and whether this call did it."""

    created: bool
    answer: bytes


@dataclass(slots=True)
class Work:
    """An act under way: who does what, when, in which network; and what is to be noted of it."""

    session: Session
    id: UUID
    kind: ActKind
    subject: str
    by: Caller
    now: datetime
    happened_at: datetime
    network: Network
    expected: Expected = None
    place_id: int | None = None
    witness: int | None = None
    reason: str | None = None
    note: str | None = None
    flags: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        """Return the Shanghai day it counts for: never one of a closed period."""
        return self.network.open_day(counting_day(self.happened_at, self.now))

    @property
    def document(self) -> UUID:
        """Return the id of the document this belongs to."""
        return UUID(self.subject)

    @property
    def paper(self) -> UUID | None:
        """Return the id of the document this belongs to, None where that is known by a code."""
        try:
            return self.document
        except ValueError:
            return None

    def hop(
        self,
        kind: MovementKind,
        lot: int,
        category: int,
        way: tuple[int, int],
        amount: tuple[int, int],
        pointer: str = "",
    ) -> Hop:
        """Return a hop of this act: `way` is from and to, `amount` pieces and grams."""
        return Hop(
            operation=self.id,
            kind=kind,
            lot=lot,
            category=category,
            from_place=way[0],
            to_place=way[1],
            pieces=amount[0],
            grams=amount[1],
            happened_at=self.happened_at,
            recorded_at=self.now,
            day=self.day,
            by=self.by.actor,
            pointer=pointer,
            document=self.paper,
        )

    def post(self, hops: Sequence[Hop], *, new_lots: bool = False) -> None:
        """Write hops; those that move nothing are left out. Raises Shortage."""
        moving = [hop for hop in hops if hop.pieces or hop.grams]
        if moving:
            post(self.session, moving, outside=self.network.outside_ids, new_lots=new_lots)
            expect_otherwise(self.session, self.network, moving)

    def witnessed(self, name: str | None) -> None:
        """Note the second person who was present; it must be somebody else."""
        if name is None:
            return
        own = self.session.get(Person, self.by.actor)
        if own is not None and own.name == name:
            raise Unfit(Fault("/witness", "same_person"))
        self.witness = person_named(self.session, name, self.now)


class Operation(Protocol[B_contra]):
    """How the store calls an act."""

    def __call__(
        self,
        session: Session,
        subject: UUID | str,
        body: B_contra,
        expected: Expected = None,
        *,
        by: Caller,
        now: datetime,
    ) -> Done:
        """Do it, or answer again what was answered."""
        ...


def act(kind: ActKind, *, creates: bool = False) -> Callable[[Callable[[Work, B], Answer]], Operation[B]]:
    """Make an operation on `Work` and body one that is done once; `creates`: it makes the subject."""

    def mark(operation: Callable[[Work, B], Answer]) -> Operation[B]:
        def once(
            session: Session,
            subject: UUID | str,
            body: B,
            expected: Expected = None,
            *,
            by: Caller,
            now: datetime,
        ) -> Done:
            print_ = _fingerprint(session, kind, str(subject), body)
            act_id = _act_id(kind, subject, body, print_, creates=creates)
            known = _known(session, act_id)
            if known is not None:
                if bytes(known.fingerprint) != print_:
                    raise IdTaken(id=str(act_id))
                return Done(created=False, answer=known.answer.encode())
            happened = getattr(body, "happened_at", None) or now
            work = Work(session, act_id, kind, str(subject), by, now, happened, current(session), expected)
            if not clock_is_plausible(happened, now):
                work.flags.append("clock")
            answer = operation(work, body).model_dump_json()
            session.flush()
            insert_rows(session, Act, [_row(work, body, print_, answer)])
            return Done(created=True, answer=answer.encode())

        once.__name__ = operation.__name__
        once.__doc__ = operation.__doc__
        return once

    return mark


def person_named(session: Session, name: str, now: datetime) -> int:
    """Return the person of that name, who may have no token: a driver, a witness."""
    known = session.scalar(select(func.min(col(Person.id))).where(col(Person.name) == name))
    if known is not None:
        return int(known)
    person = Person(name=name, created_at=now)
    session.add(person)
    session.flush()
    return person.id or 0


def require(holds: bool, *faults: Fault) -> None:
    """Refuse with a Conflict unless a condition holds."""
    if not holds:
        raise Conflict(*faults)


def refuse(faults: Sequence[Fault]) -> None:
    """Refuse a body that does not fit, naming everything that is wrong, if anything is."""
    if faults:
        raise Unfit(*faults)


def _fingerprint(session: Session, kind: ActKind, subject: str, body: Strict) -> bytes:
    vault: Vault = session.info["vault"]
    return vault.fingerprint(f"{kind} {subject} {body.model_dump_json(exclude_defaults=True)}".encode())


def _act_id(kind: ActKind, subject: UUID | str, body: Strict, print_: bytes, *, creates: bool) -> UUID:
    own = getattr(body, "id", None)
    if isinstance(own, UUID):
        return own
    if creates:
        return subject if isinstance(subject, UUID) else uuid5(_NAMES, f"{kind}:{subject}")
    return uuid5(_NAMES, f"{kind}:{subject}:{print_.hex()}")


def _known(session: Session, act_id: UUID) -> Act | None:
    """Return the act under an id; on PostgreSQL two processes with the same id take turns."""
    if session.connection().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        session.execute(lock, {"key": act_id.int % (1 << 63)})
    return session.get(Act, act_id)


def _row(work: Work, body: Strict, print_: bytes, answer: str) -> dict[str, Any]:
    note = work.note if work.note is not None else getattr(body, "note", None)
    reason = work.reason if work.reason is not None else getattr(body, "reason", None)
    return {
        "id": work.id,
        "kind": work.kind.value,
        "subject": work.subject,
        "place_id": work.place_id,
        "fingerprint": print_,
        "answer": answer,
        "happened_at": work.happened_at,
        "recorded_at": work.now,
        "by": work.by.actor,
        "witness": work.witness,
        "reason": reason,
        "note": note,
    }
