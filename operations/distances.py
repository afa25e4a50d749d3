"""Measure the ways from points to stations with a travel engine, and keep them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from geo.travel import Travel
from models.access import Caller
from models.network import TravelDistance
from models.rows import Row, insert_rows
from operations.audit import note
from operations.network import Network, changed


class NotMeasured(RuntimeError):
    """The travel engine did not answer; the ways that are known stay as they are."""


async def measure(network: Network, travel: Travel, now: datetime) -> list[Row]:
    """Return the way from every point to every station; raises NotMeasured when the engine fell back.

    Half a table of roads and half of straight lines would send goods astray, so it is all or nothing.
    """
    points, stations = network.points, network.stations
    table = await travel.table([p.position for p in points], [s.position for s in stations])
    if table.method.endswith("_fallback"):
        raise NotMeasured(table.method)
    return [
        {
            "point_id": point.id,
            "station_id": station.id,
            "metres": float(table.metres[row, column]),
            "method": table.method,
            "measured_at": now,
        }
        for row, point in enumerate(points)
        for column, station in enumerate(stations)
    ]


def keep(session: Session, rows: Sequence[Row], *, by: Caller, now: datetime) -> int:
    """Replace the measured ways by these; return how many there are now."""
    session.connection().execute(delete(TravelDistance).where(col(TravelDistance.metres) >= 0))
    insert_rows(session, TravelDistance, rows)
    changed(session)
    note(session, "distances.measure", "", f"{len(rows)} ways", by=by, now=now)
    return len(rows)
