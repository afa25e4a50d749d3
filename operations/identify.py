"""Read codes that may be something else."""

from models.identifiers import Miscoded, read_code


def tracking_code(typed: str) -> str | None:
    """Return the tracking code that was meant, or None when it is none."""
    try:
        return read_code(typed)
    except Miscoded:
        return None
