"""Examples of the OpenAPI document, by operationId: real answers of the service, kept as data.

A test compares them with what the service answers today.
"""

import json
from importlib import resources
from typing import Any

_EXAMPLES = json.loads(resources.files("app").joinpath("examples.json").read_text(encoding="utf-8"))

REQUESTS: dict[str, Any] = _EXAMPLES["requests"]
RESPONSES: dict[str, Any] = _EXAMPLES["responses"]
