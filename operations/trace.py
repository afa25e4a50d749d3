"""Trace a gift by its code: what its donor may see."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.identifiers import Miscoded as BadCode
from models.identifiers import read_code, show_code
from models.intakes import Correction, Intake
from models.ledger import Balance, Lot
from models.network import PlaceKind
from models.trace import TraceOut, TraceOutcome, TraceStatus, TraceStep
from operations.errors import Fault, Miscoded, NotFound
from operations.network import Network, Site, current


def trace(session: Session, typed: str, *, by: Caller) -> TraceOut:
    """Return what became of the gift with this tracking code.

    Raises Miscoded, saying what is wrong, for a code that cannot be right, and NotFound.
    """
    try:
        code = read_code(typed)
    except BadCode as wrong:
        raise Miscoded(Fault("/tracking_code", wrong.fault.value, {"found": wrong.found})) from wrong
    intake = session.scalar(select(Intake).where(col(Intake.tracking_code) == code))
    if intake is None:
        raise NotFound(Fault("/tracking_code", "unknown_code"))
    network = current(session)
    outcomes = _outcomes(session, network, intake, by)
    point = network.by_id[intake.point_id]
    steps = [_step(TraceStatus.RECEIVED, intake.happened_at, point, by)]
    if not outcomes and intake.pieces:
        withdrawn = session.scalar(
            select(func.max(col(Correction.recorded_at))).where(col(Correction.intake_id) == intake.id)
        )
        steps.append(_step(TraceStatus.WITHDRAWN, withdrawn or intake.recorded_at, point, by))
    return TraceOut(tracking_code=show_code(code), status=steps[-1].status, steps=steps, outcomes=outcomes)


def _step(status: TraceStatus, at: datetime, site: Site, by: Caller) -> TraceStep:
    name = site.out.name if by.language == "zh" else site.out.name_en
    return TraceStep(status=status, at=at, place=name, place_kind=site.kind.value)


def _outcomes(session: Session, network: Network, intake: Intake, by: Caller) -> list[TraceOutcome]:
    """Return where the gift's goods are now, with shares by weight."""
    rows = session.execute(
        select(
            col(Balance.place_id),
            func.sum(col(Balance.pieces)),
            func.sum(col(Balance.grams)),
        )
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(col(Lot.intake_id) == intake.id)
        .group_by(col(Balance.place_id))
        .having(func.sum(col(Balance.pieces)) + func.sum(col(Balance.grams)) > 0)
        .order_by(col(Balance.place_id))
    ).all()
    total = sum(int(grams) for _, _, grams in rows)
    found = []
    for place, pieces, grams in rows:
        site = network.by_id[place]
        district = site.out.district
        found.append(
            TraceOutcome(
                outcome="at_point" if site.kind is PlaceKind.POINT else f"at_{site.kind.value}",
                district=district.name if by.language == "zh" else district.name_en,
                share=round(int(grams) / total, 4) if total else 0.0,
                pieces=int(pieces),
                grams=int(grams),
            )
        )
    return found
