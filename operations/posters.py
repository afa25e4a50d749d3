"""Codes for posters: short enough to type, so two draws may well be the same."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Poster
from models.identifiers import POSTER_LENGTH, draw_code
from models.rows import insert_rows


def hang_posters(session: Session, points: list[int], now: datetime) -> list[str]:
    """Give each point a new current poster; return the codes, in the points' order.

    Five random characters make 28 million codes: among 1500 points two draws collide once in 25 cities,
    so a code that was ever used, or drawn for another point, is drawn again. Codes are never reused.
    """
    taken = set(session.scalars(select(col(Poster.code))))
    codes: list[str] = []
    while len(codes) < len(points):
        code = draw_code(POSTER_LENGTH)
        if code not in taken:
            taken.add(code)
            codes.append(code)
    rows = [
        {"code": code, "place_id": point, "current": True, "created_at": now}
        for code, point in zip(codes, points, strict=True)
    ]
    insert_rows(session, Poster, rows)
    return codes
