"""The geocoder that the settings name."""

from typing import Any

from app.settings import BadSettings, Settings
from geo.geocoding import Geocoding, NoGeocoding, geocoder_for


def geocoding_for(settings: Settings) -> Geocoding:
    """Return the geocoder, or the one that looks nothing up; raises BadSettings for one that cannot be."""
    if settings.geocoder is None:
        return NoGeocoding()
    options: dict[str, Any] = {"timeout": 5, "user_agent": "jiujin"}
    if settings.geocoder_key is not None:
        options = {"timeout": 5, "api_key": settings.geocoder_key.get_secret_value()}
    try:
        return geocoder_for(settings.geocoder, **options)
    except (ValueError, TypeError) as wrong:
        raise BadSettings([f"JIUJIN_GEOCODER: {wrong}"]) from wrong
