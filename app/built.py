"""The folder of the built pages, and whether they are in it."""

from pathlib import Path

#: Written from web/ by hatch_build.py; not in git.
PAGES = Path(__file__).parent / "pages"
NOT_BUILT = (
    "The pages are not built. `make run` and `make install` build them; so does python hatch_build.py."
)


def are_built() -> bool:
    """Tell whether the pages are there; their worker is what is left out when a build fails."""
    return (PAGES / "sw.js").is_file()
