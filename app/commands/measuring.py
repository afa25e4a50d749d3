"""`jiujin distances`: road distances instead of straight lines, for every point at once."""

import asyncio

from app.commands.context import fail, open_store, out, read_settings
from geo.travel import OsrmTravel
from models.access import SYSTEM
from models.clock import utc_now
from operations import distances
from operations.network import current


def measure_distances() -> None:
    """Ask the travel engine for all ways and keep them; ends with 2 when it does not answer."""
    settings = read_settings()
    if settings.travel_url is None:
        fail("Set JIUJIN_TRAVEL_URL to the address of an OSRM-compatible server.")
    with open_store(settings) as store:
        network = store.read_now(current)
        travel = OsrmTravel(settings.travel_url)
        try:
            rows = asyncio.run(distances.measure(network, travel, utc_now()))
        except distances.NotMeasured:
            fail("The travel engine did not answer for every way; the known distances stay as they are.")
        kept = store.write_now(distances.keep, rows, by=SYSTEM, now=utc_now())
    out.print(f"{kept} ways are measured.")
