"""Thresholds: how much of a category a place should always have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import func, or_, select, tuple_
from sqlmodel import Session, col

from models.access import Caller
from models.claims import Threshold
from models.clock import SHANGHAI
from models.ledger import Balance, Lot
from models.stock_shapes import ThresholdIn, ThresholdOut
from operations.audit import note
from operations.errors import NotFound
from operations.network import Network, current
from operations.pages import Page, page, read_cursor
from operations.scope import sees_place
from operations.stale import Content, Expected, last_audited, refuse_stale, take_turn, version_of
from operations.stock.adjustments import place_of
from operations.stock.stocks import below


def put_threshold(
    session: Session,
    place: str,
    category: str,
    body: ThresholdIn,
    expected: Expected = None,
    *,
    by: Caller,
    now: datetime,
) -> ThresholdOut:
    """Say how much of a category a place should always have; zero takes the threshold away. Raises Stale."""
    take_turn(session, "threshold", place, category)
    network = current(session)
    site = place_of(network, place, by)
    ids = below(network, category)
    kind = network.kinds[category].id
    row = session.get(Threshold, (site.id, kind))
    subject = f"{place} {category}"
    refuse_stale(
        expected,
        _content(row.pieces if row is not None else 0),
        _content(body.pieces),
        lambda: last_audited(session, ["threshold.put"], subject),
    )
    if body.pieces:
        row = row or Threshold(place_id=site.id, category_id=kind, pieces=body.pieces)
        row.pieces = body.pieces
        session.add(row)
    elif row is not None:
        session.delete(row)
    note(session, "threshold.put", subject, str(body.pieces), by=by, now=now)
    there = available(session, [site.id], ids, now.astimezone(SHANGHAI).date())
    return _shown(place, category, body.pieces, sum(there.values()))


def list_thresholds(
    session: Session, place: str | None, *, limit: int, cursor: str | None, now: datetime, by: Caller
) -> Page[ThresholdOut]:
    """Return the thresholds of the places the caller may see, or of one of them, by place and category.

    Raises NotFound for a place that is foreign or unknown.
    """
    network = current(session)
    seen = {site.id for site in network.sites.values() if sees_place(by, site)}
    if place is not None:
        site = network.sites.get(place)
        if site is None or site.id not in seen:
            raise NotFound
        seen = {site.id}
    after = read_cursor(cursor, int, int)
    asked = select(Threshold).where(col(Threshold.place_id).in_(seen))
    if after is not None:
        asked = asked.where(tuple_(col(Threshold.place_id), col(Threshold.category_id)) > after)
    asked = asked.order_by(col(Threshold.place_id), col(Threshold.category_id)).limit(limit + 1)
    kept, next_cursor = page(list(session.scalars(asked)), limit, lambda row: (row.place_id, row.category_id))
    return Page(items=_all_shown(session, network, kept, now), next_cursor=next_cursor)


def available(
    session: Session, places: Collection[int], kinds: Iterable[int], today: date
) -> dict[tuple[int, int], int]:
    """Return by place and category how many pieces are neither claimed nor past their date."""
    free = func.sum(col(Balance.pieces) - col(Balance.reserved_pieces))
    rows = session.execute(
        select(col(Balance.place_id), col(Lot.category_id), free)
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(
            col(Balance.place_id).in_(places),
            col(Lot.category_id).in_(list(kinds)),
            or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= today),
        )
        .group_by(col(Balance.place_id), col(Lot.category_id))
    )
    return {(place, kind): int(pieces) for place, kind, pieces in rows}


def _all_shown(
    session: Session, network: Network, rows: list[Threshold], now: datetime
) -> list[ThresholdOut]:
    kinds = {row.category_id: below(network, network.kind_codes[row.category_id]) for row in rows}
    there: dict[tuple[int, int], int] = defaultdict(int)
    there.update(
        available(
            session,
            {row.place_id for row in rows},
            {kind for covered in kinds.values() for kind in covered},
            now.astimezone(SHANGHAI).date(),
        )
    )
    return [
        _shown(
            network.by_id[row.place_id].code,
            network.kind_codes[row.category_id],
            row.pieces,
            sum(there[row.place_id, kind] for kind in kinds[row.category_id]),
        )
        for row in rows
    ]


def _content(pieces: int) -> Content:
    return {"pieces": pieces}


def _shown(place: str, category: str, pieces: int, available_pieces: int) -> ThresholdOut:
    return ThresholdOut(
        place=place,
        category=category,
        pieces=pieces,
        available_pieces=available_pieces,
        version=version_of(_content(pieces)),
    )
