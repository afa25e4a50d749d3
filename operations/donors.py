"""Donors: find somebody's gifts by the telephone number, which is nowhere kept in the clear."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.intakes import DonorContact
from models.vault import Vault
from operations.masking import mask_name, mask_phone

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})", re.ASCII)
_DIGITS = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, " \t-()\u00a0\u2009\u3000\u2010\u2011\u2013\u2014")
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A donor as staff may see one."""

    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Gifts:
    """The intakes of a donor; `unsealed`: how many contacts from before the fingerprints were looked into."""

    intakes: frozenset[UUID]
    unsealed: int


def read_phone(typed: str) -> str | None:
    """Return the mobile number that was meant, or None: full-width digits, blanks and +86 are understood."""
    found = _MOBILE.fullmatch(typed.translate(_DIGITS))
    return None if found is None else found[1]


def phone_print(vault: Vault, phone: str | None) -> bytes:
    """Return the keyed fingerprint of a number; empty when there is none, so that nobody looks again."""
    return b"" if phone is None else vault.fingerprint(f"phone {phone}".encode())


def gifts_of(session: Session, phone: str) -> Gifts:
    """Return the intakes whose donor left this number."""
    vault: Vault = session.info["vault"]
    printed = select(col(DonorContact.intake_id)).where(
        col(DonorContact.phone_print) == phone_print(vault, phone)
    )
    found = set(session.scalars(printed))
    unprinted = select(DonorContact).where(col(DonorContact.phone_print).is_(None))
    looked = 0
    for row in session.scalars(unprinted):
        looked += 1
        if json.loads(vault.open(row.sealed)).get("phone") == phone:
            found.add(row.intake_id)
    return Gifts(frozenset(found), looked)


def masked(session: Session, intakes: Collection[UUID]) -> dict[UUID, Masked]:
    """Return the donors of intakes, masked; intakes without a contact are left out."""
    return {row.intake_id: _masked(session, row) for row in _contacts(session, intakes)}


def _contacts(session: Session, intakes: Collection[UUID]) -> Iterable[DonorContact]:
    return session.scalars(select(DonorContact).where(col(DonorContact.intake_id).in_(intakes)))


def _masked(session: Session, row: DonorContact) -> Masked:
    vault: Vault = session.info["vault"]
    contact = json.loads(vault.open(row.sealed))
    return Masked(mask_name(contact.get("name")), mask_phone(contact.get("phone")))
