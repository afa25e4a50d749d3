"""Invariants of the ledger and of intakes."""

from operations.invariants.promise import OUTSIDE, Invariant

LEDGER = (
    Invariant(
        "balance_equals_ledger",
        "For every place and lot, pieces and grams on hand are what came in less what went out.",
        f"""SELECT place_id, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT to_place AS place_id, lot, pieces AS p, grams AS g FROM movement
              UNION ALL SELECT from_place, lot, -pieces, -grams FROM movement
              UNION ALL SELECT place_id, lot, -pieces, -grams FROM balance
            ) AS both_sides WHERE place_id NOT IN {OUTSIDE}
            GROUP BY place_id, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "never_negative",
        "No lot was ever less than nothing at a place, at any moment of the ledger's order.",
        f"""SELECT * FROM (
              SELECT place_id, lot, seq,
                SUM(p) OVER (PARTITION BY place_id, lot ORDER BY seq, p DESC) AS pieces,
                SUM(g) OVER (PARTITION BY place_id, lot ORDER BY seq, g DESC) AS grams
              FROM (SELECT to_place AS place_id, lot, seq, pieces AS p, grams AS g FROM movement
                    UNION ALL SELECT from_place, lot, seq, -pieces, -grams FROM movement) AS sides
              WHERE place_id NOT IN {OUTSIDE}
            ) AS running WHERE pieces < 0 OR grams < 0""",
    ),
    Invariant(
        "flow_equals_ledger",
        "The roll-up that reports read is the sum of the ledger, for every day, place, category and kind.",
        f"""SELECT day, place_id, category_id, kind, SUM(n) AS movements, SUM(pi) AS pieces_in,
              SUM(gi) AS grams_in, SUM(po) AS pieces_out, SUM(go) AS grams_out FROM (
              SELECT m.day, m.to_place AS place_id, l.category_id, m.kind, 1 AS n, m.pieces AS pi,
                m.grams AS gi, 0 AS po, 0 AS go FROM movement m JOIN lot l ON l.id = m.lot
              UNION ALL SELECT m.day, m.from_place, l.category_id, m.kind, 1, 0, 0, m.pieces, m.grams
                FROM movement m JOIN lot l ON l.id = m.lot
              UNION ALL SELECT day, place_id, category_id, kind, -movements, -pieces_in, -grams_in,
                -pieces_out, -grams_out FROM flow
            ) AS both_sides WHERE place_id NOT IN {OUTSIDE}
            GROUP BY day, place_id, category_id, kind
            HAVING SUM(n) <> 0 OR SUM(pi) <> 0 OR SUM(gi) <> 0 OR SUM(po) <> 0 OR SUM(go) <> 0""",
    ),
    Invariant(
        "closings_equal_ledger",
        "What is written down for a midnight is what the one before it says and what moved between the two.",
        f"""SELECT at, place_id, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT (SELECT MIN(c.at) FROM closing c WHERE c.at >= m.recorded_at) AS at,
                m.to_place AS place_id, m.lot, m.pieces AS p, m.grams AS g FROM movement m
              UNION ALL SELECT (SELECT MIN(c.at) FROM closing c WHERE c.at >= m.recorded_at),
                m.from_place, m.lot, -m.pieces, -m.grams FROM movement m
              UNION ALL SELECT (SELECT MIN(n.at) FROM closing n WHERE n.at > c.at), s.place_id, s.lot,
                s.pieces, s.grams FROM closing_stock s JOIN closing c ON c.id = s.closing
              UNION ALL SELECT c.at, s.place_id, s.lot, -s.pieces, -s.grams
                FROM closing_stock s JOIN closing c ON c.id = s.closing
            ) AS parts WHERE at IS NOT NULL AND place_id NOT IN {OUTSIDE}
            GROUP BY at, place_id, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "closings_bound_ledger",
        "What was recorded by a midnight, and what was later, has the numbers that are noted for it.",
        """SELECT m.seq, m.recorded_at FROM movement m WHERE EXISTS (SELECT 1 FROM closing c
              WHERE c.at = (SELECT MIN(n.at) FROM closing n WHERE n.at >= m.recorded_at)
                AND m.seq > c.last_seq)
            OR EXISTS (SELECT 1 FROM closing c
              WHERE c.at = (SELECT MAX(n.at) FROM closing n WHERE n.at < m.recorded_at)
                AND m.seq < c.first_seq)""",
    ),
    Invariant(
        "load_equals_balance",
        "What a place is said to hold is the sum of the balances there.",
        """SELECT place_id, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT place_id, pieces AS p, grams AS g FROM balance
              UNION ALL SELECT place_id, -pieces, -grams FROM place_load
            ) AS both_sides GROUP BY place_id HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "expected_equals_waiting",
        "What a station is to expect is what still lies at points or rides in vehicles and is bound for it.",
        """SELECT station_id, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT d.station_id, b.pieces AS p, b.grams AS g FROM balance b
                JOIN place p ON p.id = b.place_id AND p.kind IN ('point', 'vehicle')
                JOIN lot l ON l.id = b.lot JOIN destination d ON d.intake_id = l.intake_id
              UNION ALL SELECT place_id, -expected_pieces, -expected_grams FROM place_load
            ) AS both_sides GROUP BY station_id HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "intake_equals_movements",
        "What an intake says entered is what its movements brought.",
        """SELECT i.id, i.pieces, i.grams, COALESCE(SUM(m.pieces), 0) AS moved_pieces,
              COALESCE(SUM(m.grams), 0) AS moved_grams
            FROM intake i LEFT JOIN movement m ON m.operation = i.id AND m.kind = 'intake'
            GROUP BY i.id, i.pieces, i.grams
            HAVING i.pieces <> COALESCE(SUM(m.pieces), 0) OR i.grams <> COALESCE(SUM(m.grams), 0)""",
    ),
    Invariant(
        "lots_are_rooted",
        "Every lot of an intake began with that intake's movement, or with a correction of it.",
        """SELECT l.id, l.intake_id FROM lot l WHERE l.kind = 'intake' AND NOT EXISTS (
              SELECT 1 FROM movement m LEFT JOIN correction c ON c.id = m.operation
              WHERE m.lot = l.id AND (m.operation = l.intake_id OR c.intake_id = l.intake_id))""",
    ),
    Invariant(
        "movements_have_a_cause",
        "Every movement belongs to a recorded intake, correction or act.",
        """SELECT m.seq, m.operation FROM movement m LEFT JOIN intake i ON i.id = m.operation
              LEFT JOIN correction c ON c.id = m.operation LEFT JOIN act a ON a.id = m.operation
            WHERE i.id IS NULL AND c.id IS NULL AND a.id IS NULL""",
    ),
    Invariant(
        "every_intake_has_a_destination",
        "Every intake is bound for exactly one station, the one of the newest decision.",
        """SELECT i.id, d.station_id FROM intake i LEFT JOIN destination d ON d.intake_id = i.id
            WHERE d.station_id IS NULL OR d.station_id <> COALESCE(
              (SELECT r.to_station FROM rerouting r WHERE r.intake_id = i.id ORDER BY r.id DESC LIMIT 1),
              i.station_id)""",
    ),
    Invariant(
        "corrections_point_back",
        "A correcting movement names an earlier movement of the same lot.",
        """SELECT m.seq, m.corrects FROM movement m JOIN movement o ON o.seq = m.corrects
            WHERE o.seq >= m.seq OR o.lot <> m.lot""",
    ),
)
