"""What the service holds after people played with its pages: asked over HTTP, as an administrator."""

from typing import Any

import httpx
from served import Service

from models.access import Role


def intakes_of(service: Service) -> list[dict[str, Any]]:
    """Return every intake, in the order they were recorded."""
    headers = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    with httpx.Client(base_url=service.url + "/api/v1", headers=headers) as client:
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = client.get(
                "/intakes", params={"limit": 100} | ({"cursor": cursor} if cursor else {})
            ).json()
            found += page["items"]
            cursor = page["next_cursor"]
    return found
