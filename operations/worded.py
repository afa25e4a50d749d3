"""Every movement in the words it is tallied by, from the ledger and its documents alone, as SQL."""

import re

_OUTSIDE = "(SELECT id FROM place WHERE kind = 'outside')"
_ANSWERS = "('station', 'warehouse')"
_CAST = re.compile(r"CAST\((\w+\.id) AS TEXT\)")

#: Each word, and the expression that says it.
WORDS = {
    "kind": "CASE WHEN m.kind = 'correction' AND l.kind = 'sorted' THEN 'sort_correction' ELSE m.kind END",
    "way": f"CASE WHEN m.from_place IN {_OUTSIDE} THEN 'in' WHEN m.to_place IN {_OUTSIDE} THEN 'out' "
    "ELSE 'within' END",
    "day": "m.day",
    "category_id": "l.category_id",
    "district": "COALESCE(s.division_code, i.district_code, '')",
    "station": "CASE WHEN i.id IS NOT NULL AND m.kind IN ('intake', 'correction') THEN bound.code "
    "ELSE COALESCE(sender.code, origin.code, goal.code, bound.code, '') END",
    "target": "COALESCE(target.code, s.recipient, d.kind, '')",
    "grade": "COALESCE(l.grade, '')",
    "urgency": "COALESCE(n.urgency, '')",
    "party": "COALESCE(r.kind, '')",
}
SOURCES = f"""movement m JOIN lot l ON l.id = m.lot LEFT JOIN intake i ON i.id = l.intake_id
    LEFT JOIN place bound ON bound.id = i.station_id
    LEFT JOIN place origin ON origin.id = m.from_place AND origin.kind IN {_ANSWERS}
    LEFT JOIN place goal ON goal.id = m.to_place AND goal.kind IN {_ANSWERS}
    LEFT JOIN act a ON a.id = m.operation LEFT JOIN shipment s ON CAST(s.id AS TEXT) = a.subject
    LEFT JOIN disposal d ON CAST(d.id AS TEXT) = a.subject
    LEFT JOIN place sender ON sender.id = s.from_place LEFT JOIN place target ON target.id = s.to_place
    LEFT JOIN recipient r ON r.code = s.recipient LEFT JOIN allocation al ON al.id = s.allocation
    LEFT JOIN need n ON n.id = al.need_id"""
_NAMED = ", ".join(f"{expression} AS {word}" for word, expression in WORDS.items())
WORDED = f"SELECT {_NAMED}, m.pieces, m.grams FROM {SOURCES}"


def for_engine(sql: str, dialect: str) -> str:
    """Return a statement in the words of an engine.

    SQLite keeps ids as text already: there a cast changes nothing and hides the index.
    """
    return _CAST.sub(r"\1", sql) if dialect == "sqlite" else sql
