"""What commands share: settings that are right, a store that is current, words for what went wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console

from app.schema import is_current
from app.settings import BadSettings, Settings, secret_key
from models.access import SYSTEM
from models.clock import utc_now
from models.store import Store
from models.vault import Vault
from operations.errors import Refusal
from operations.keys import WrongKey, check_key

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(*lines: str) -> NoReturn:
    """Say what is wrong and end with status 2: the command could not do its work."""
    for line in lines:
        err.print(line, style="red", markup=False)
    sys.exit(2)


def read_settings() -> Settings:
    """Return the settings, or end naming every bad one."""
    try:
        return Settings.read()
    except BadSettings as wrong:
        fail("Settings that cannot be used:", *(f"  {problem}" for problem in wrong.problems))


@contextmanager
def open_store(settings: Settings | None = None) -> Iterator[Store]:
    """Open the store for a command; ends with a hint when the schema or the key is not right."""
    settings = settings or read_settings()
    if not is_current(settings.database):
        fail("The database has not the schema this version needs. Run: jiujin migrate")
    store = Store(settings.database, Vault(secret_key(settings)), readers=2)
    try:
        store.write_now(check_key, by=SYSTEM, now=utc_now())
        yield store
    except WrongKey:
        fail(
            "The secret key is not the one this database was used with.",
            "Bring back the key (JIUJIN_SECRET_KEY or secret.key); see docs/runbook.md, A lost key.",
        )
    except Refusal as refused:
        fail(
            f"Refused: {refused.code}",
            *(f"  {fault.pointer} {fault.code} {fault.values}" for fault in refused.faults),
        )
    finally:
        store.close()
