"""Tell what kind of code somebody scanned or typed."""

from models.identifiers import Miscoded, read_code, read_lot


def is_lot(typed: str) -> bool:
    """Tell whether a code has the form of a lot's, right or mistyped."""
    try:
        read_lot(typed)
    except Miscoded as wrong:
        return wrong.fault.value == "code_check"
    return True


def tracking_code(typed: str) -> str | None:
    """Return the tracking code that was meant, or None when it is none."""
    try:
        return read_code(typed)
    except Miscoded:
        return None
