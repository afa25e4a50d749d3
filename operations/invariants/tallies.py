"""Invariants of the tallies: they are the ledger, told in the words of reports."""

from operations.invariants.promise import Invariant
from operations.worded import WORDED

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
