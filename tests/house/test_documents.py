"""What the documents say is there: commands, settings, folders, links, examples."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import City, coats, donation
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter
from typer.main import get_command

from app.cli import cli
from app.examples import REQUESTS, RESPONSES
from app.settings import Settings
from models.identifiers import uuid7

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: What answers with a file has no example.
FILES = (
    "get_metrics",
    "get_label_sheets",
    "get_poster_sheet",
    "get_report_movements",
    "get_export_file",
    "get_import_template",
    "get_backup_file",
    "get_poster_sheets",
    "get_transfer_load_list",
    "get_distribution_load_list",
)
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def test_every_command_that_is_named_exists() -> None:
    group: Any = get_command(cli)
    named = {found for found in re.findall(r"`?jiujin ([a-z]+)", TEXT) if found not in ("is", "runs")}

    assert named
    assert named <= set(group.commands), named - set(group.commands)


def test_every_command_is_in_the_readme() -> None:
    group: Any = get_command(cli)
    readme = PAGES[0].read_text(encoding="utf-8")

    assert [
        name
        for name, command in group.commands.items()
        if not command.hidden and f"`{name}" not in readme and f"jiujin {name}" not in readme
    ] == []


def test_every_setting_is_in_the_readme_and_nothing_else() -> None:
    named = set(re.findall(r"JIUJIN_([A-Z_]+)", PAGES[0].read_text(encoding="utf-8")))

    assert named == {name.upper() for name in Settings.model_fields}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", TEXT, re.MULTILINE))

    assert {a or b for a, b in named} <= targets
    assert {"install", "run", "test", "check", "bench", "help"} <= targets


def test_make_help_lists_every_public_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    for target in ("install", "run", "test", "check", "bench", "lock"):
        assert f"make {target}" in shown


def test_every_folder_of_the_map_exists() -> None:
    for folder in re.findall(r"^\| `([a-z]+)/` \|", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder


def test_every_relative_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_curls_of_the_readme_work(city: City) -> None:
    readme = PAGES[0].read_text(encoding="utf-8")
    for path in re.findall(r"curl 'http://127\.0\.0\.1:8000/api/v1([^']+)'", readme):
        assert city.public().get(path).status_code == 200, path
    (body,) = re.findall(r"-d '(\{.*?\})'", readme, re.DOTALL)
    assert city.volunteer().put(f"/intakes/{uuid7()}", json.loads(body)).status_code == 201


def test_compose_names_its_secrets_and_gives_no_default() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]

    assert set(services) == {"database", "prepare", "service"}
    assert "${POSTGRES_PASSWORD:?" in text
    assert "${JIUJIN_SECRET_KEY:?" in text
    assert services["service"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_the_dockerfile_is_linted_and_a_bad_one_is_noticed(tmp_path: Path) -> None:
    hadolint = ROOT / ".venv" / "bin" / "hadolint"
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM python\nRUN cd / && sudo apt-get install x\n")

    assert subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, check=False).returncode == 0
    assert subprocess.run([hadolint, bad], capture_output=True, check=False).returncode != 0


def test_requirements_have_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        packages = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert len(packages) > 30
        assert sum("--hash=sha256:" in line for line in lines) >= len(packages)
        assert not any("://" in line or line.startswith("-") for line in lines)


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.parent.name == "decisions"])
def test_a_decision_has_its_three_parts(page: str) -> None:
    text = (ROOT / "docs" / "decisions" / page).read_text(encoding="utf-8")

    for part in ("## Context", "## Decision", "## Consequences"):
        assert part in text


def test_every_operation_has_a_name_an_example_and_its_errors(city: City) -> None:
    app: Any = city.client.app
    assert isinstance(app, FastAPI)
    document = app.openapi()
    seen = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"]
            seen.append(name)
            assert operation["summary"], path
            if path.startswith("/api/") and name != "sync_outbox":
                assert any(status.startswith("4") for status in operation["responses"]), (method, path)
            if "requestBody" in operation:
                assert name in REQUESTS, name
            if (
                method in ("get", "put", "post")
                and not {"204"} & set(operation["responses"])
                and name not in FILES
            ):
                assert name in RESPONSES, name
    assert len(seen) == len(set(seen))
    assert set(REQUESTS) | set(RESPONSES) <= set(seen)


def test_every_example_fits_its_shape(city: City) -> None:
    app: Any = city.client.app
    seen = 0
    for context in iter_route_contexts(list(app.routes)):
        name = context.endpoint.__name__ if context.endpoint else ""
        if name in REQUESTS and context.body_field is not None:
            TypeAdapter(context.body_field.field_info.annotation).validate_python(REQUESTS[name])
            seen += 1
        if name in RESPONSES and context.response_model is not None:
            shape = TypeAdapter(context.response_model)
            answer = shape.dump_python(shape.validate_python(RESPONSES[name]), mode="json", by_alias=True)
            assert answer == RESPONSES[name], name
            seen += 1
    assert seen > 120


def test_the_examples_are_what_the_service_takes_and_answers(city: City) -> None:
    made = city.volunteer().put(f"/intakes/{uuid7()}", REQUESTS["record_intake"])
    assert made.status_code == 201
    assert set(made.json()) == set(RESPONSES["record_intake"])
    shown = city.volunteer().get(f"/intakes/{made.json()['id']}").json()
    assert set(shown) == set(RESPONSES["get_intake"])
    for name, path in (
        ("get_network", "/network"),
        ("get_point", "/points/P-0001"),
        ("get_station", "/stations/S-01"),
        ("get_warehouse", "/warehouse"),
        ("get_route", "/route?lat=31.23&lon=121.47"),
        ("list_points", "/points?near=31.23,121.47&limit=1"),
        ("list_categories", "/categories?limit=1"),
        ("get_point_layer", "/points.geojson?bbox=121.4,31.2,121.5,31.3"),
        ("trace_gift", f"/trace/{made.json()['tracking_code']}"),
        ("get_readiness", "/health/ready"),
    ):
        answer = city.public().get(path)
        assert answer.status_code == 200
        _same_shape(RESPONSES[name], answer.json(), name)
    assert city.volunteer().log(donation(coats(1))).status_code == 201


def _same_shape(example: Any, real: Any, at: str) -> None:
    if isinstance(example, dict):
        assert isinstance(real, dict), at
        assert set(example) == set(real), at
        for key, value in example.items():
            _same_shape(value, real[key], f"{at}/{key}")
    elif isinstance(example, list) and example and isinstance(real, list) and real:
        _same_shape(example[0], real[0], f"{at}/0")


def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
