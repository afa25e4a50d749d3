"""Ids that machines make and codes that people read, type and scan.

Alphabet and check character follow GB 32100-2015: 31 characters without I, O, S, V, Z and weights
3^i mod 31, which finds every single wrong character and every swap of near neighbours.
"""

import re
import secrets
from enum import StrEnum
from itertools import cycle
from operator import mul
from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = [
    "ALPHABET",
    "CodeFault",
    "Miscoded",
    "check_character",
    "draw_code",
    "is_label",
    "is_lot",
    "read_code",
    "read_id",
    "read_lot",
    "show_code",
    "show_lot",
    "uuid7",
]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
#: 3^i mod 31, which begins anew after thirty characters.
_WEIGHTS = tuple(pow(3, i, 31) for i in range(30))
#: What people type for characters that the alphabet leaves out because they look alike.
_FRIENDLY = str.maketrans("IOSZ", "1052", " -\u00a0\u2009\u2010\u2011\u2013\u2014")
_WIDE = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}

TRACKING_LENGTH = 10
POSTER_LENGTH = 6
LABEL_LENGTH = 12
_ID = re.compile(r"[0-9A-F]{32}", re.ASCII)
_LOT = re.compile(r"L-?([1-9][0-9]{0,17})-?([0-9A-HJ-NP-RTUWXY])", re.ASCII)


class CodeFault(StrEnum):
    """What is wrong with a code that somebody typed."""

    LENGTH = "code_length"
    CHARACTER = "code_character"
    CHECK = "code_check"


class Miscoded(ValueError):
    """A code that cannot be right, with what is wrong about it."""

    def __init__(self, fault: CodeFault, found: str) -> None:
        self.fault = fault
        self.found = found
        super().__init__(f"{fault.value}: {found}")


def check_character(body: str) -> str:
    """Return the check character of a code's other characters (GB 32100-2015, mod 31)."""
    total = sum(map(mul, map(_VALUE.__getitem__, body), cycle(_WEIGHTS)))
    return ALPHABET[-total % 31]


def draw_code(length: int = TRACKING_LENGTH) -> str:
    """Draw a random code of that many characters, the last one its check character."""
    drawn: list[str] = []
    while len(drawn) < length - 1:
        # 31 does not divide 256: bytes of 248 and more are thrown away, so that no character is likelier.
        drawn.extend(ALPHABET[byte % 31] for byte in secrets.token_bytes(length) if byte < 8 * 31)
    body = "".join(drawn[: length - 1])
    return body + check_character(body)


def read_code(typed: str, length: int = TRACKING_LENGTH) -> str:
    """Return the code that was meant: any case, with or without blanks and hyphens, I O S Z mapped.

    Raises Miscoded for a wrong length, a foreign character or a wrong check character.
    """
    code = tidy(typed)
    if len(code) != length:
        raise Miscoded(CodeFault.LENGTH, str(len(code)))
    for character in code:
        if character not in _VALUE:
            raise Miscoded(CodeFault.CHARACTER, character)
    if check_character(code[:-1]) != code[-1]:
        raise Miscoded(CodeFault.CHECK, show_code(code))
    return code


def show_code(code: str) -> str:
    """Return a code as it is printed: a tracking code XXX-XXX-XXXX, a bag's label XXXX-XXXX-XXXX."""
    if len(code) == TRACKING_LENGTH:
        return f"{code[:3]}-{code[3:6]}-{code[6:]}"
    return f"{code[:4]}-{code[4:8]}-{code[8:]}" if len(code) == LABEL_LENGTH else code


def tidy(typed: str) -> str:
    """Return what was typed in capitals, without blanks and hyphens and with look-alikes mapped."""
    return typed.translate(_WIDE).upper().translate(_FRIENDLY)


def read_id(typed: str) -> UUID | None:
    """Return the id that was meant, any case, with or without hyphens and blanks; None when it is none.

    A phone's receipt carries the id: it is printed before a server has drawn a tracking code.
    """
    code = tidy(typed)
    return UUID(code) if _ID.fullmatch(code) else None


def is_label(typed: str) -> bool:
    """Tell whether something typed has the form of a label that we print, right or mistyped."""
    code = tidy(typed)
    return len(code) == LABEL_LENGTH and all(character in _VALUE for character in code)


def show_lot(lot: int) -> str:
    """Return a lot's number as people read it, with its check character: L-1042-K."""
    return f"L-{lot}-{check_character(str(lot))}"


def is_lot(typed: str) -> bool:
    """Tell whether something typed has the form of a lot's number, right or mistyped."""
    return _LOT.fullmatch(typed.translate(_WIDE).strip().upper()) is not None


def read_lot(typed: str) -> int:
    """Return the lot that was meant; raises Miscoded."""
    found = _LOT.fullmatch(typed.translate(_WIDE).strip().upper())
    if found is None:
        raise Miscoded(CodeFault.LENGTH, str(len(typed)))
    if check_character(found[1]) != found[2]:
        raise Miscoded(CodeFault.CHECK, typed)
    return int(found[1])
