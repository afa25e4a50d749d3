"""Every route with every role: who is not named may not, whoever is nobody must say who they are."""

from collections.abc import Iterator
from typing import Any

import pytest
from builders import City

from app.examples import REQUESTS
from models.access import Role
from models.identifiers import uuid7

#: Where each role is bound to.
PLACES = {
    Role.VOLUNTEER: "P-0001",
    Role.DRIVER: "S-01",
    Role.STATION_MANAGER: "S-01",
    Role.WAREHOUSE_MANAGER: "W-01",
}
#: What changes nothing that anybody reads: the outbox checks each of its entries, an export is a question.
NOTHING_WRITTEN = ("sync_outbox", "request_export", "cancel_export")
#: The separation of duties, written down apart from the code.
DUTIES = {
    "allocate_stock": {"foundation", "admin"},
    "plan_distribution": {"foundation", "admin"},
    "change_earmark": {"foundation", "admin"},
    "close_period": {"foundation", "admin"},
    "put_recipient": {"foundation", "admin"},
    "receive_bags": {"station_manager", "admin"},
    "sort_goods": {"station_manager", "admin"},
    "collect_bags": {"driver", "station_manager", "admin"},
    "propose_disposal": {"station_manager", "warehouse_manager", "admin"},
    "approve_disposal": {"station_manager", "warehouse_manager", "foundation", "admin"},
    "finalize_stocktake": {"station_manager", "warehouse_manager", "admin"},
    "publish_disclosure": {"foundation", "admin"},
    "correct_disclosure": {"foundation", "admin"},
    "answer_inquiry": {"foundation", "admin"},
    "get_inquiry": {"foundation", "auditor", "admin"},
    "get_recipient_graph": {"foundation", "auditor", "admin"},
}


def _operations(city: City) -> Iterator[tuple[str, str, dict[str, Any]]]:
    app: Any = city.client.app
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            if "x-roles" in operation:
                yield method.upper(), path.removeprefix("/api/v1"), operation


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_does_what_their_role_may_not(city: City) -> None:
    people = {role: city.somebody(role, PLACES.get(role)) for role in Role}
    cells = 0
    for method, path, operation in _operations(city):
        address = _filled(path)
        body = REQUESTS.get(operation["operationId"])
        options = {} if body is None else {"json": body}
        assert city.public()(method, address, **options).status_code == 401, path
        for role in set(Role) - {Role(name) for name in operation["x-roles"]}:
            assert people[role](method, address, **options).status_code == 403, (method, path, role)
            cells += 1
    assert cells > 250


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_auditor_writes_nothing_and_duties_are_apart(city: City) -> None:
    roles = {operation["operationId"]: set(operation["x-roles"]) for _, _, operation in _operations(city)}
    for method, path, operation in _operations(city):
        if method in ("PUT", "POST", "DELETE") and operation["operationId"] not in NOTHING_WRITTEN:
            assert "auditor" not in operation["x-roles"], path
    for name, expected in DUTIES.items():
        assert roles[name] == expected, name


def _filled(path: str) -> str:
    return "/".join(str(uuid7()) if part.startswith("{") else part for part in path.split("/"))
