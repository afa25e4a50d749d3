"""Files of places for the desk's import."""

import csv
import io
from typing import Any

from models.imports import COLUMNS

PLACE = {
    "code": "P-9001",
    "kind": "point",
    "name": "瑞金二路社区捐赠接收点",
    "name_en": "Ruijin Er Lu Community Donation Point",
    "district": "310101",
    "subdistrict": "310101013",
    "committee": "",
    "address": "",
    "address_en": "",
    "lat": "31.2112",
    "lon": "121.4637",
    "datum": "WGS84",
    "position_source": "surveyed",
    "operator": "",
    "phone": "",
    "opening_hours": "Mo-Su 09:30-19:00",
    "accepts": "clothing;bedding",
    "capacity_kg": "300",
    "status": "open",
    "pinned_station": "",
}


def places_file(*rows: dict[str, str], names: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a file for a page's file field; `names`: what columns are called in it instead."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([(names or {}).get(column, column) for column in COLUMNS])
    writer.writerows([(PLACE | row)[column] for column in COLUMNS] for row in rows)
    return {"name": "points.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
