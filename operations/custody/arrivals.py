"""Goods of intakes arrive at a station: perhaps at another than they were bound for."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import col

from geo.assignment import Reason
from models.intakes import Destination, Intake, Rerouting
from models.rows import insert_rows
from operations.acts import Work
from operations.custody.contents import Content
from operations.sites import Site


def arrive_here(work: Work, station: Site, arrived: Sequence[Content]) -> None:
    """Note, for intakes that were bound for another station, that they came here."""
    session, network = work.session, work.network
    bound = (
        select(col(Intake.id), col(Intake.point_id), col(Destination.station_id))
        .join(Destination, col(Destination.intake_id) == Intake.id)
        .where(
            col(Intake.id).in_({content.intake for content in arrived}),
            col(Destination.station_id) != station.id,
        )
        .order_by(col(Intake.id))
    )
    rows = []
    for intake, point, other in session.execute(bound).all():
        ways = {way.station_id: way for way in network.ways.get(point, ())}
        way = ways.get(station.id)
        rows.append(
            {
                "intake_id": intake,
                "from_station": other,
                "to_station": station.id,
                "distance_m": way.metres if way else 0.0,
                "method": way.method if way else "",
                "because": Reason.HERE.value,
                "passed": "",
                "reason": "received here",
                "recorded_at": work.now,
                "by": work.by.actor,
            }
        )
    insert_rows(session, Rerouting, rows)
    session.connection().execute(
        update(Destination)
        .where(col(Destination.intake_id).in_([row["intake_id"] for row in rows]))
        .values(station_id=station.id)
    )
