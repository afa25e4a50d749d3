"""kill -9 under load: what was acknowledged is there exactly once, and the ledger is sound."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

import pytest
from builders import POINT, coats, donation
from sqlalchemy import text

from app.settings import Settings
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import uuid7
from models.store import Store
from operations import access
from operations.invariants import violations

KILLS = 20
PHONES = 4


class Service:
    """The real service as a process, that can be killed and started again."""

    def __init__(self, settings: Settings) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        assert settings.secret_key is not None
        self._environment = os.environ | {
            "JIUJIN_DATABASE_URL": settings.database,
            "JIUJIN_SECRET_KEY": settings.secret_key.get_secret_value(),
            "JIUJIN_DATA_DIR": str(settings.data_dir),
            "JIUJIN_PORT": str(self.port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "app.cli", "serve"]
        self._process = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self._process.poll() is None, "the service ended by itself"
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        pytest.fail("the service did not become ready")

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def put(self, token: str, intake: str, body: dict[str, Any]) -> int | None:
        """Return the status, or None when it is unknown whether the intake was stored."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/intakes/{intake}",
            json.dumps(body).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method="PUT",
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except (OSError, HTTPException):  # cut before, or in the middle of, the answer
            return None

    def sync(self, token: str, entries: list[tuple[str, dict[str, Any]]]) -> list[int]:
        """Send what is unknown once more, as a phone's outbox does; return the statuses."""
        statuses: list[int] = []
        for start in range(0, len(entries), 500):
            operations = [
                {"method": "PUT", "path": f"/api/v1/intakes/{intake}", "body": body}
                for intake, body in entries[start : start + 500]
            ]
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.port}/api/v1/sync",
                method="POST",
                data=json.dumps({"operations": operations}).encode(),
                headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                statuses += [result["status"] for result in json.load(answer)["results"]]
        return statuses


class Phone(threading.Thread):
    """Logs donations one after the other and remembers what became of each."""

    def __init__(self, service: Service, token: str) -> None:
        super().__init__(daemon=True)
        self._service, self._token = service, token
        self.acknowledged: list[str] = []
        self.unknown: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[int] = []
        self.halted = threading.Event()

    def run(self) -> None:
        while not self.halted.is_set():
            intake, body = str(uuid7()), donation(coats(1), point=POINT)
            status = self._service.put(self._token, intake, body)
            if status is None:
                self.unknown.append((intake, body))
                time.sleep(0.3)
            elif status in (200, 201):
                self.acknowledged.append(intake)
            else:
                self.refused.append(status)


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    service = Service(settings)
    yield service
    service.stop()


@pytest.mark.timeout(280)
def test_what_was_acknowledged_survives_twenty_kills_exactly_once(service: Service, store: Store) -> None:
    token = _token(store)
    chance = random.Random(9)
    service.start()
    phones = [Phone(service, token) for _ in range(PHONES)]
    for phone in phones:
        phone.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.15, 0.5))
        service.kill()
        service.start()
    for phone in phones:
        phone.halted.set()
        phone.join()

    acknowledged = [intake for phone in phones for intake in phone.acknowledged]
    unknown = [entry for phone in phones for entry in phone.unknown]
    assert [status for phone in phones for status in phone.refused] == []
    assert len(acknowledged) > KILLS * PHONES
    assert unknown, "the kills did not interrupt anything"
    stored = _stored(store)
    assert set(acknowledged) <= set(stored)
    assert set(stored) <= set(acknowledged) | {intake for intake, _ in unknown}

    assert service.sync(token, unknown) == [200 if intake in stored else 201 for intake, _ in unknown]
    assert len(_stored(store)) == len(acknowledged) + len(unknown)
    assert store.read_now(lambda session: [v for _, v in violations(session) if v is not None]) == []


def test_a_repeat_after_a_restart_gives_the_first_answer(service: Service, store: Store) -> None:
    token, intake, body = _token(store), str(uuid7()), donation(coats(2), point=POINT)
    service.start()
    assert service.put(token, intake, body) == 201
    service.kill()
    service.start()

    assert service.put(token, intake, body) == 200
    assert service.put(token, intake, body | {"note": "changed"}) == 409
    assert _stored(store) == [intake]


def test_sqlite_is_told_to_reach_the_disk(settings: Settings, store: Store) -> None:
    """Power cannot be cut here; that every commit asks for an fsync can be shown."""
    if not store.is_sqlite:
        expected = "on"
        found = store.read_now(lambda session: session.execute(text("SHOW synchronous_commit")).scalar_one())
    else:
        expected = 2
        found = store.write_now(_synchronous, by=SYSTEM, now=utc_now())
    assert found == expected
    assert settings.database.startswith(("sqlite", "postgresql"))


def _synchronous(session: Any, *, by: object, now: object) -> Any:  # noqa: ARG001
    return session.execute(text("PRAGMA synchronous")).scalar_one()


def _token(store: Store) -> str:
    body = TokenIn(name="phone", role=Role.VOLUNTEER, place=POINT)
    return store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token


def _stored(store: Store) -> list[str]:
    return store.read_now(
        lambda session: [str(id_) for id_ in session.execute(text("SELECT id FROM intake")).scalars()]
    )
