"""Addresses become positions only when a geocoder is set, in the datum it answers in."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import shapely

from geo.districts import Districts
from geo.geocoding import GeocodingFailed, GeopyGeocoding, NoGeocoding, geocoder_for, strayed_m
from geo.positions import Datum, Position, from_wgs84

HERE = Position(31.2304, 121.4737)


@pytest.fixture
def nominatim() -> Iterator[str]:
    """A server that speaks Nominatim's search: it knows one address, and fails for another."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "broken" in self.path:
                self.send_error(503)
                return
            known = "Renmin" in self.path
            found = [{"lat": "31.2304", "lon": "121.4737", "display_name": "Renmin Square"}] if known else []
            content = json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def service(domain: str) -> GeopyGeocoding:
    return geocoder_for("nominatim", domain=domain, scheme="http", user_agent="jiujin tests", timeout=2)


def test_an_address_is_located(nominatim: str) -> None:
    located = service(nominatim).locate("Renmin Square")

    assert located is not None
    assert located.position == HERE
    assert located.matched == "Renmin Square"


def test_an_unknown_address_is_not_located(nominatim: str) -> None:
    assert service(nominatim).locate("Nowhere") is None


def test_a_geocoder_that_fails_says_why(nominatim: str) -> None:
    with pytest.raises(GeocodingFailed, match="Geocoder"):
        service(nominatim).locate("broken")


def test_the_datum_of_the_answer_is_respected(nominatim: str) -> None:
    shifted = GeopyGeocoding(service(nominatim).geocoder, Datum.GCJ02)

    located = shifted.locate("Renmin Square")

    assert located is not None
    assert from_wgs84(located.position, Datum.GCJ02) == pytest.approx((HERE.lat, HERE.lon), abs=1e-8)


def test_a_position_outside_of_the_stated_district_is_noticed(nominatim: str) -> None:
    districts = Districts(
        {"310101": shapely.box(121.4, 31.2, 121.5, 31.3), "310120": shapely.box(121, 30, 121.1, 30.1)}
    )
    located = service(nominatim).locate("Renmin Square")

    assert located is not None
    assert strayed_m(located, "310101", districts) == 0
    assert strayed_m(located, "310120", districts) > 100_000


def test_nothing_is_looked_up_by_default() -> None:
    assert NoGeocoding().locate("Renmin Square") is None


def test_a_geocoder_whose_datum_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="nominatim"):
        geocoder_for("elsewhere")
