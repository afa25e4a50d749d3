"""Invariants of the tallies: they are the ledger, told in the words of reports."""

from operations.invariants.promise import OUTSIDE, Invariant

_ANSWERS = "('station', 'warehouse')"
#: Every movement with the words it is tallied by, from the ledger and its documents alone.
WORDED = f"""SELECT m.kind,
    CASE WHEN m.from_place IN {OUTSIDE} THEN 'in' WHEN m.to_place IN {OUTSIDE} THEN 'out'
      ELSE 'within' END AS way,
    m.day, l.category_id, COALESCE(s.division_code, i.district_code, '') AS district,
    CASE WHEN i.id IS NOT NULL AND m.kind IN ('intake', 'correction') THEN bound.code
      ELSE COALESCE(sender.code, origin.code, goal.code, bound.code, '') END AS station,
    COALESCE(target.code, s.recipient, d.kind, '') AS target, COALESCE(l.grade, '') AS grade,
    COALESCE(n.urgency, '') AS urgency, COALESCE(r.kind, '') AS party, m.pieces, m.grams
  FROM movement m JOIN lot l ON l.id = m.lot LEFT JOIN intake i ON i.id = l.intake_id
    LEFT JOIN place bound ON bound.id = i.station_id
    LEFT JOIN place origin ON origin.id = m.from_place AND origin.kind IN {_ANSWERS}
    LEFT JOIN place goal ON goal.id = m.to_place AND goal.kind IN {_ANSWERS}
    LEFT JOIN act a ON a.id = m.operation LEFT JOIN shipment s ON CAST(s.id AS TEXT) = a.subject
    LEFT JOIN disposal d ON CAST(d.id AS TEXT) = a.subject
    LEFT JOIN place sender ON sender.id = s.from_place LEFT JOIN place target ON target.id = s.to_place
    LEFT JOIN recipient r ON r.code = s.recipient LEFT JOIN allocation al ON al.id = s.allocation
    LEFT JOIN need n ON n.id = al.need_id"""
_DAILY = "kind, way, day, category_id, district, station, target, grade, urgency, party"
_MONTHLY = "kind, way, month, category_id, district, station, urgency, party"


def _equals(keys: str, one: str, other: str) -> str:
    """Return the query for keys under which two sides do not sum to the same."""
    return (
        f"SELECT {keys}, SUM(n) AS movements, SUM(p) AS pieces, SUM(g) AS grams FROM ("
        f"SELECT {keys}, 1 AS n, pieces AS p, grams AS g FROM ({one}) AS worded "
        f"UNION ALL SELECT {keys}, -movements, -pieces, -grams FROM {other}) AS both_sides "
        f"GROUP BY {keys} HAVING SUM(n) <> 0 OR SUM(p) <> 0 OR SUM(g) <> 0"
    )


TALLIES = (
    Invariant(
        "tally_equals_ledger",
        "The daily roll-up is the ledger, by day, kind, category, district, station, target and grade.",
        _equals(_DAILY, WORDED, "tally"),
    ),
    Invariant(
        "months_equal_days",
        "The monthly roll-up is the sum of the daily one.",
        f"""SELECT {_MONTHLY}, SUM(n) AS movements, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT kind, way, SUBSTR(CAST(day AS TEXT), 1, 7) AS month, category_id, district, station,
                urgency, party, movements AS n, pieces AS p, grams AS g FROM tally
              UNION ALL SELECT {_MONTHLY}, -movements, -pieces, -grams FROM tally_month
            ) AS both_sides GROUP BY {_MONTHLY}
            HAVING SUM(n) <> 0 OR SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
)
