"""Which compressed forms a browser takes, and content in the smallest of them."""

import gzip
from collections.abc import Callable, Iterator

import brotli

#: The level at which brotli takes as long as gzip does; what never changes is compressed once, at its best.
_LEVEL = 5
#: How a header says of a coding: not this one.
_REFUSED = ("0", "0.0", "0.00", "0.000")


def _by_brotli(content: bytes) -> bytes:
    packed: bytes = brotli.compress(content, quality=_LEVEL)
    return packed


def _by_gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


#: Smallest result first.
_CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": _by_brotli, "gzip": _by_gzip}


def taken(accept: str) -> Iterator[str]:
    """Yield the codings we have that an Accept-Encoding header takes, smallest result first."""
    asked = [part.replace(" ", "").lower().partition(";q=") for part in accept.split(",")]
    found = {name for name, _, quality in asked if quality not in _REFUSED}
    return (coding for coding in _CODINGS if coding in found)


def packed(content: bytes, accept: str) -> tuple[bytes, str | None]:
    """Return content in the smallest form that an Accept-Encoding header takes, and its coding if any."""
    coding = next(taken(accept), None)
    return (content, None) if coding is None else (_CODINGS[coding](content), coding)
