"""Builders that speak the trade: a city, its people, their donations."""

from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import uuid7
from models.store import Store
from operations import access
from operations.invariants import violations

API = "/api/v1"
POINT = "P-0001"
OTHER_POINT = "P-0900"
COATS = "clothing.winter.adult"
QUILTS = "bedding"


@dataclass(frozen=True)
class Somebody:
    """A person with a token, who speaks to the service."""

    client: TestClient
    token: str | None
    language: str = "en"

    def __call__(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = {"Accept-Language": self.language, **options.pop("headers", {})}
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        address = path if path.startswith(("/health", "/metrics", "/first", "/docs")) else API + path
        return self.client.request(method, address, headers=headers, **options)

    def get(self, path: str, **options: Any) -> httpx2.Response:
        return self("GET", path, **options)

    def put(self, path: str, body: Any) -> httpx2.Response:
        return self("PUT", path, json=body)

    def post(self, path: str, body: Any) -> httpx2.Response:
        return self("POST", path, json=body)

    def log(self, body: dict[str, Any], intake_id: str | None = None) -> httpx2.Response:
        """Log a donation."""
        return self.put(f"/intakes/{intake_id or uuid7()}", body)


@dataclass(frozen=True)
class City:
    """The service with everybody in it."""

    client: TestClient
    store: Store
    #: What everybody is called.
    name: str = "somebody"

    def somebody(self, role: Role, place: str | None = None) -> Somebody:
        """Return a person with that role at that place."""
        body = TokenIn(name=self.name, role=role, place=place, days=7)
        issued = self.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
        return Somebody(self.client, issued.token)

    def volunteer(self, point: str = POINT) -> Somebody:
        """Return a volunteer of a point."""
        return self.somebody(Role.VOLUNTEER, point)

    def admin(self) -> Somebody:
        """Return an administrator."""
        return self.somebody(Role.ADMIN)

    def public(self) -> Somebody:
        """Return a member of the public."""
        return Somebody(self.client, None)

    def assert_sound(self) -> None:
        """Fail with the rows when an invariant is broken."""
        found = self.store.read_now(lambda session: [v for _, v in violations(session) if v is not None])
        assert found == []


def donation(*lines: dict[str, Any], point: str = POINT, **more: Any) -> dict[str, Any]:
    """Return the body of an intake; three coats when nothing is said."""
    body = {
        "point": point,
        "happened_at": utc_now().isoformat(),
        "lines": list(lines) or [coats(3)],
    }
    return body | more


def coats(pieces: int, **more: Any) -> dict[str, Any]:
    """Return a line of winter coats."""
    return {"category": COATS, "pieces": pieces, **more}


def quilts(pieces: int, **more: Any) -> dict[str, Any]:
    """Return a line of quilts."""
    return {"category": QUILTS, "pieces": pieces, **more}
