"""Notice a wrong secret key before it does harm."""

from datetime import datetime

from sqlmodel import Session

from models.access import Caller, KeyCheck
from models.vault import Vault

_WORD = b"Jiujin key check"


class WrongKey(RuntimeError):
    """The database was used with another secret key: contacts could not be read, repeats not recognised."""


def key_print(vault: Vault) -> bytes:
    """Return what is kept of the secret key, to know it again by."""
    return vault.fingerprint(_WORD)


def check_key(session: Session, *, by: Caller, now: datetime) -> None:
    """Compare the secret key with the one this database was first used with; raises WrongKey."""
    value = key_print(session.info["vault"])
    known = session.get(KeyCheck, 1)
    if known is None:
        session.add(KeyCheck(id=1, value=value))
    elif bytes(known.value) != value:
        raise WrongKey
