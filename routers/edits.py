"""Edits that build on a version: `ETag` says which one is shown, `If-Match` which one an edit builds on."""

import re
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response

from operations.errors import Fault, Unfit
from operations.stale import ANY_VERSION, Expected

#: Entity tags as RFC 9110 writes them. A weak one never matches here: it promises too little to edit on.
_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_TAGS = re.compile(rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*", re.ASCII)
_STRONG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"', re.ASCII)


class Versioned(Protocol):
    """What is shown with its version."""

    @property
    def version(self) -> str:
        """Return the version of what can be edited."""
        ...


V = TypeVar("V", bound=Versioned)


async def expected_versions(
    if_match: Annotated[
        str | None,
        Header(max_length=1000, description='The version an edit builds on: `"…"`, or `*` for any.'),
    ] = None,
) -> Expected:
    """Return the versions that an edit may build on; raises Unfit for a header that names none."""
    if if_match is None:
        return None
    if if_match.strip() == ANY_VERSION:
        return frozenset({ANY_VERSION})
    if not _TAGS.fullmatch(if_match):
        raise Unfit(Fault("/if-match", "if_match"))
    return frozenset(tag for weak, tag in _STRONG.findall(if_match) if not weak and tag != ANY_VERSION)


ExpectedVersions = Annotated[Expected, Depends(expected_versions)]


def tagged(response: Response, shown: V) -> V:
    """Say in the answer's headers which version it shows."""
    response.headers["ETag"] = f'"{shown.version}"'
    return shown
