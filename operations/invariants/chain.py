"""Invariants of the chain: custody, sorting, claims, shipments, needs.

The numbers in brackets are those of the twelve of the ledger's design: one holds by construction here
(11: a lot has one category, pieces and grams are two whole-number columns of every row).
"""

from operations.invariants.promise import OUTSIDE, Invariant

CHAIN = (
    Invariant(
        "nothing_made_or_lost",
        "For every lot, what came in from outside less what went out is what is on hand (1, 2).",
        f"""SELECT lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT lot, pieces AS p, grams AS g FROM movement WHERE from_place IN {OUTSIDE}
              UNION ALL SELECT lot, -pieces, -grams FROM movement WHERE to_place IN {OUTSIDE}
              UNION ALL SELECT lot, -pieces, -grams FROM balance
            ) AS sides GROUP BY lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "reserved_equals_claims",
        "What is reserved of a lot at a place is the sum of the claims on it.",
        """SELECT place_id, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT place_id, lot, pieces AS p, grams AS g FROM claim
              UNION ALL SELECT place_id, lot, -reserved_pieces, -reserved_grams FROM balance
            ) AS sides GROUP BY place_id, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "custody_is_unbroken",
        "A bag's hand-overs are numbered from one, and each begins where the last one ended (5).",
        """SELECT * FROM (
              SELECT h.label, h.n, h.from_place, b.point_id,
                LAG(h.to_place) OVER (PARTITION BY h.label ORDER BY h.n) AS before,
                ROW_NUMBER() OVER (PARTITION BY h.label ORDER BY h.n) AS place_in_chain
              FROM bag_hop h JOIN bag b ON b.label = h.label
            ) AS chain WHERE n <> place_in_chain OR from_place <> COALESCE(before, point_id)""",
    ),
    Invariant(
        "bags_are_in_one_place",
        "A bag is where its last hand-over brought it (6).",
        """SELECT b.label, b.place_id FROM bag b WHERE b.place_id <> COALESCE((SELECT h.to_place
              FROM bag_hop h WHERE h.label = b.label ORDER BY h.n DESC LIMIT 1), b.point_id)""",
    ),
    Invariant(
        "closed_bags_hold_their_goods",
        "What is in a closed bag lies where the bag is.",
        """SELECT b.label, b.place_id, x.place_id AS lies_at, x.lot FROM bag b
              JOIN bag_intake bi ON bi.label = b.label JOIN lot l ON l.intake_id = bi.intake_id
              JOIN balance x ON x.lot = l.id AND x.pieces + x.grams > 0
            WHERE b.status <> 'opened' AND x.place_id <> b.place_id""",
    ),
    Invariant(
        "trace_has_no_cycle",
        "A run's new lots have higher numbers than all that went in, so no lot can come from itself (7).",
        """SELECT run, MAX(CASE side WHEN 'in' THEN lot END) AS newest_in,
              MIN(CASE side WHEN 'out' THEN lot END) AS oldest_out FROM strand GROUP BY run
            HAVING MAX(CASE side WHEN 'in' THEN lot END) >= MIN(CASE side WHEN 'out' THEN lot END)""",
    ),
    Invariant(
        "sorted_lots_have_their_run",
        "Every sorted lot came out of exactly one run, with what the ledger says came out of it (8).",
        """SELECT l.id, COUNT(DISTINCT s.run) AS runs, COALESCE(MAX(s.pieces), 0) AS pieces,
              COALESCE(MAX(s.grams), 0) AS grams FROM lot l
              LEFT JOIN strand s ON s.lot = l.id AND s.side = 'out'
            WHERE l.kind = 'sorted' GROUP BY l.id HAVING COUNT(DISTINCT s.run) <> 1""",
    ),
    Invariant(
        "strands_equal_ledger",
        "What went into and came out of each run is what the ledger moved to and from the table (8, 9).",
        """SELECT run, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT run, lot, CASE side WHEN 'in' THEN pieces ELSE -pieces END AS p,
                CASE side WHEN 'in' THEN grams ELSE -grams END AS g FROM strand
              UNION ALL SELECT so.id, m.lot, CASE WHEN m.to_place = t.id THEN -m.pieces ELSE m.pieces END,
                CASE WHEN m.to_place = t.id THEN -m.grams ELSE m.grams END
                FROM movement m JOIN place t ON t.code = 'SORTING' AND t.id IN (m.to_place, m.from_place)
                JOIN act a ON a.id = m.operation JOIN sorting so ON CAST(so.id AS TEXT) = a.subject
            ) AS sides GROUP BY run, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "sorting_balances",
        "A finished run gave out, with its loss, the grams that went in; an open one not more.",
        """SELECT so.id, so.status, so.loss_grams,
              COALESCE(SUM(CASE s.side WHEN 'in' THEN s.grams ELSE -s.grams END), 0) AS difference
            FROM sorting so LEFT JOIN strand s ON s.run = so.id GROUP BY so.id, so.status, so.loss_grams
            HAVING (so.status = 'finished'
                AND COALESCE(SUM(CASE s.side WHEN 'in' THEN s.grams ELSE -s.grams END), 0) <> so.loss_grams)
              OR COALESCE(SUM(CASE s.side WHEN 'in' THEN s.grams ELSE -s.grams END), 0) < so.loss_grams""",
    ),
    Invariant(
        "every_root_is_an_intake",
        "Every lot that came out of no run is a lot of an intake (12).",
        """SELECT l.id, l.kind FROM lot l
            WHERE NOT EXISTS (SELECT 1 FROM strand s WHERE s.lot = l.id AND s.side = 'out')
              AND (l.kind <> 'intake' OR l.intake_id IS NULL)""",
    ),
    Invariant(
        "shipments_equal_ledger",
        "What shipments sent and what is accounted for is what their carriers took up and gave off (10).",
        """SELECT shipment_id, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT shipment_id, lot,
                sent_pieces - arrived_pieces - lost_pieces - returned_pieces AS p,
                sent_grams + weighed_grams - arrived_grams - lost_grams - returned_grams AS g
                FROM shipment_line
              UNION ALL SELECT sh.id, m.lot,
                CASE WHEN m.to_place = sh.carrier THEN -m.pieces ELSE m.pieces END,
                CASE WHEN m.to_place = sh.carrier THEN -m.grams ELSE m.grams END
                FROM movement m JOIN act a ON a.id = m.operation
                JOIN shipment sh ON CAST(sh.id AS TEXT) = a.subject
                  AND sh.carrier IN (m.to_place, m.from_place)
            ) AS sides GROUP BY shipment_id, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "deliveries_equal_ledger",
        "What distributions say arrived is what the ledger gave to recipients and did not take back (10).",
        """SELECT shipment_id, lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT sl.shipment_id, sl.lot, sl.arrived_pieces AS p, sl.arrived_grams AS g
                FROM shipment_line sl JOIN shipment sh ON sh.id = sl.shipment_id AND sh.kind = 'distribution'
              UNION ALL SELECT sh.id, m.lot, CASE WHEN m.to_place = r.id THEN -m.pieces ELSE m.pieces END,
                CASE WHEN m.to_place = r.id THEN -m.grams ELSE m.grams END
                FROM movement m JOIN place r ON r.code = 'RECIPIENT' AND r.id IN (m.to_place, m.from_place)
                JOIN act a ON a.id = m.operation JOIN shipment sh ON CAST(sh.id AS TEXT) = a.subject
            ) AS sides GROUP BY shipment_id, lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "only_shipments_are_in_transit",
        "What is under way without a vehicle of ours is what shipments have not accounted for.",
        """SELECT lot, SUM(p) AS pieces, SUM(g) AS grams FROM (
              SELECT sl.lot, sl.sent_pieces - sl.arrived_pieces - sl.lost_pieces - sl.returned_pieces AS p,
                sl.sent_grams + sl.weighed_grams - sl.arrived_grams - sl.lost_grams - sl.returned_grams AS g
                FROM shipment_line sl JOIN shipment sh ON sh.id = sl.shipment_id
                JOIN place c ON c.id = sh.carrier AND c.kind = 'transit'
              UNION ALL SELECT b.lot, -b.pieces, -b.grams FROM balance b
                JOIN place c ON c.id = b.place_id AND c.kind = 'transit'
              UNION ALL SELECT m.lot, CASE WHEN m.to_place = c.id THEN m.pieces ELSE -m.pieces END,
                CASE WHEN m.to_place = c.id THEN m.grams ELSE -m.grams END
                FROM movement m JOIN act a ON a.id = m.operation AND a.kind = 'adjust'
                JOIN place c ON c.kind = 'transit' AND c.id IN (m.to_place, m.from_place)
            ) AS sides GROUP BY lot HAVING SUM(p) <> 0 OR SUM(g) <> 0""",
    ),
    Invariant(
        "needs_equal_allocations",
        "What a need counts as reserved is what allocations and their distributions hold or delivered.",
        """SELECT need_id, n, SUM(p) AS pieces FROM (
              SELECT need_id, n, allocated_pieces AS p FROM need_line
              UNION ALL SELECT al.need_id, l.need_line, -c.pieces FROM allocation_line l
                JOIN allocation al ON al.id = l.allocation_id JOIN claim c ON c.document = al.id AND c.n = l.n
              UNION ALL SELECT al.need_id, l.need_line,
                -c.pieces - sl.sent_pieces + sl.lost_pieces + sl.returned_pieces
                FROM shipment sh JOIN shipment_line sl ON sl.shipment_id = sh.id
                JOIN claim c ON c.document = sh.id AND c.n = sl.n
                JOIN allocation al ON al.id = sh.allocation
                JOIN allocation_line l ON l.allocation_id = al.id AND l.lot = sl.lot
                  AND l.place_id = sh.from_place
            ) AS sides GROUP BY need_id, n HAVING SUM(p) <> 0""",
    ),
)
