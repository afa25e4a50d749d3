"""Addresses to positions through geopy's geocoders, with the datum of each answer respected."""

from dataclasses import dataclass
from typing import Any, Protocol

from geo.districts import Districts
from geo.positions import Datum, Position, to_wgs84

#: The datum that each geocoder we know answers in.
DATUMS = {
    "nominatim": Datum.WGS84,
    "photon": Datum.WGS84,
    "arcgis": Datum.WGS84,
    "baiduv3": Datum.BD09,
    "amap": Datum.GCJ02,
}


class GeocodingFailed(RuntimeError):
    """The geocoder did not answer, or refused; the message says why."""


@dataclass(frozen=True, slots=True)
class Located:
    """A position found for an address, the datum it was answered in, and the address it matched."""

    position: Position
    datum: Datum
    matched: str


class Geocoding(Protocol):
    """Something that finds positions for addresses."""

    @property
    def is_on(self) -> bool:
        """Tell whether addresses are looked up at all."""
        ...

    def locate(self, address: str) -> Located | None:
        """Return where an address is, or None when it is not known."""
        ...


class NoGeocoding:
    """The default: no address is looked up, and nothing leaves the machine."""

    is_on = False

    def locate(self, address: str) -> Located | None:  # noqa: ARG002 - the protocol's shape
        """Return nothing."""
        return None


@dataclass
class GeopyGeocoding:
    """One of geopy's geocoders, with the datum it answers in."""

    geocoder: Any
    datum: Datum
    is_on: bool = True

    def locate(self, address: str) -> Located | None:
        """Return where an address is; raises GeocodingFailed when the geocoder does not answer."""
        from geopy.exc import GeopyError  # noqa: PLC0415

        try:
            found = self.geocoder.geocode(address)
        except GeopyError as wrong:
            raise GeocodingFailed(f"{type(wrong).__name__}: {wrong}") from wrong
        if found is None:
            return None
        return Located(to_wgs84(found.latitude, found.longitude, self.datum), self.datum, found.address)


def geocoder_for(name: str, **options: Any) -> GeopyGeocoding:
    """Return the named geocoder; raises ValueError for one whose datum we do not know."""
    # The service starts sooner without; few have a geocoder.
    from geopy.exc import GeocoderNotFound  # noqa: PLC0415
    from geopy.geocoders import get_geocoder_for_service  # noqa: PLC0415

    datum = DATUMS.get(name.lower())
    if datum is None:
        raise ValueError(f"unknown geocoder {name}; known: {', '.join(sorted(DATUMS))}")
    try:
        service = get_geocoder_for_service(name)
    except GeocoderNotFound as wrong:
        raise ValueError(f"geopy has no geocoder {name}") from wrong
    return GeopyGeocoding(service(**options), datum)


def strayed_m(located: Located, stated: str, districts: Districts) -> float:
    """Return how many metres a found position lies outside of the stated district, 0 inside."""
    return districts.distance_to_m(stated, located.position)
