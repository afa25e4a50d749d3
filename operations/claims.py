"""Claim stock: reserve, hold back, release. The only code that writes claims and what is reserved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, BindParameter, bindparam, select, tuple_, update
from sqlmodel import Session, col

from models.claims import Claim, ClaimKind
from models.identifiers import show_lot
from models.ledger import Balance
from models.rows import Row, insert_rows
from operations.errors import Fault, Shortage

#: Written once, because shipments have many lines.
_PIECES: BindParameter[int] = bindparam("changed_pieces", type_=BigInteger)
_GRAMS: BindParameter[int] = bindparam("changed_grams", type_=BigInteger)
_OF_LOT = (col(Balance.place_id) == bindparam("at"), col(Balance.lot) == bindparam("of"))
_RESERVE = (
    update(Balance)
    .where(
        *_OF_LOT,
        col(Balance.pieces) - col(Balance.reserved_pieces) >= _PIECES,
        col(Balance.grams) - col(Balance.reserved_grams) >= _GRAMS,
    )
    .values(
        reserved_pieces=col(Balance.reserved_pieces) + _PIECES,
        reserved_grams=col(Balance.reserved_grams) + _GRAMS,
    )
)
_FREE = (
    update(Balance)
    .where(*_OF_LOT)
    .values(
        reserved_pieces=col(Balance.reserved_pieces) - _PIECES,
        reserved_grams=col(Balance.reserved_grams) - _GRAMS,
    )
)
_CLAIM_LESS = (
    update(Claim)
    .where(
        col(Claim.document) == bindparam("document_"),
        col(Claim.n) == bindparam("n_"),
        col(Claim.pieces) >= _PIECES,
        col(Claim.grams) >= _GRAMS,
    )
    .values(pieces=col(Claim.pieces) - _PIECES, grams=col(Claim.grams) - _GRAMS)
)


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of a lot at a place; `pointer` says where the caller asked for it."""

    place: int
    lot: int
    category: int
    pieces: int
    grams: int
    pointer: str = ""


def claim(session: Session, document: UUID, kind: ClaimKind, portions: Sequence[Portion]) -> None:
    """Claim portions for a document; raises Shortage, naming each that is not available."""
    short = [portion for portion in _in_key_order(portions) if not _reserve(session, portion)]
    if short:
        raise Shortage(*(shortage(session, portion) for portion in short))
    rows: list[Row] = [
        {
            "document": document,
            "n": n,
            "kind": kind.value,
            "place_id": portion.place,
            "lot": portion.lot,
            "pieces": portion.pieces,
            "grams": portion.grams,
        }
        for n, portion in enumerate(portions)
    ]
    insert_rows(session, Claim, rows)


def claims_of(session: Session, document: UUID) -> list[Claim]:
    """Return what a document still claims, in the order of its lines; locked by who writes."""
    asked = select(Claim).where(col(Claim.document) == document).order_by(col(Claim.n))
    if session.info.get("writing"):
        asked = asked.with_for_update()
    return list(session.scalars(asked.execution_options(populate_existing=True)))


def release(session: Session, claims: Iterable[Claim]) -> None:
    """Give claims back whole; what is released can be claimed by others."""
    for held in sorted(claims, key=lambda held: (held.place_id, held.lot)):
        release_part(session, held, held.pieces, held.grams)


def release_part(session: Session, held: Claim, pieces: int, grams: int) -> None:
    """Give a part of a claim back: because it is used now, or is not needed any more."""
    if not pieces and not grams:
        return
    amount = {"changed_pieces": pieces, "changed_grams": grams}
    given = session.connection().execute(_CLAIM_LESS, {"document_": held.document, "n_": held.n, **amount})
    if given.rowcount != 1:
        raise Shortage(Fault("", "claimed_less", {"lot": show_lot(held.lot), "pieces": pieces}))
    session.connection().execute(_FREE, {"at": held.place_id, "of": held.lot, **amount})
    session.expire(held)


def shortage(session: Session, portion: Portion) -> Fault:
    """Say of a portion that cannot be had what there is, and who has a claim on the rest."""
    row = session.execute(
        select(
            col(Balance.pieces), col(Balance.grams), col(Balance.reserved_pieces), col(Balance.reserved_grams)
        ).where(col(Balance.place_id) == portion.place, col(Balance.lot) == portion.lot)
    ).first()
    pieces, grams, reserved_pieces, reserved_grams = row or (0, 0, 0, 0)
    values = {
        "lot": show_lot(portion.lot),
        "pieces": portion.pieces,
        "grams": portion.grams,
        "have_pieces": pieces - reserved_pieces,
        "have_grams": grams - reserved_grams,
    }
    if pieces < portion.pieces or grams < portion.grams:
        return Fault(portion.pointer, "short", values)
    holders = claims_on(session, [(portion.place, portion.lot)])
    named = ", ".join(f"{held.kind} {held.document}" for held in holders)
    return Fault(portion.pointer, "promised", values | {"documents": named})


def claims_on(session: Session, stock: Sequence[tuple[int, int]]) -> list[Claim]:
    """Return the claims on lots at places that still hold something."""
    asked = select(Claim).where(
        tuple_(col(Claim.place_id), col(Claim.lot)).in_(stock), col(Claim.pieces) + col(Claim.grams) > 0
    )
    return list(session.scalars(asked.order_by(col(Claim.document), col(Claim.n))))


def _in_key_order(portions: Iterable[Portion]) -> list[Portion]:
    """Return portions in one order for everybody, so that two claims cannot wait for each other."""
    return sorted(portions, key=lambda portion: (portion.place, portion.lot))


def _reserve(session: Session, portion: Portion) -> bool:
    """Reserve a portion if it is there and not reserved: one guarded statement, safe between processes."""
    amount = {"changed_pieces": portion.pieces, "changed_grams": portion.grams}
    taken = session.connection().execute(_RESERVE, {"at": portion.place, "of": portion.lot, **amount})
    return taken.rowcount == 1
