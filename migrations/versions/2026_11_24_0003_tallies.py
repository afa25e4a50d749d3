"""Tallies: the roll-up by the words of reports; districts and divisions as they were at the time."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0003"
down_revision: str | None = "0002"

_OUTSIDE = "(SELECT id FROM place WHERE kind = 'outside')"
_ANSWERS = "('station', 'warehouse')"
#: What the ledger already holds, in the words it is tallied by from now on.
_WORDED = f"""SELECT CASE WHEN m.kind = 'correction' AND l.kind = 'sorted' THEN 'sort_correction'
      ELSE m.kind END AS kind,
    CASE WHEN m.from_place IN {_OUTSIDE} THEN 'in' WHEN m.to_place IN {_OUTSIDE} THEN 'out'
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
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("intake", sa.Column("district_code", sa.Text(), nullable=False, server_default=""))
    op.add_column("shipment", sa.Column("division_code", sa.Text()))
    op.add_column("delivery", sa.Column("day", models.columns.Day()))
    _note(
        "intake",
        "district_code = COALESCE((SELECT p.district_code FROM place p WHERE p.id = intake.point_id), '')",
    )
    _note("delivery", "day = (SELECT MIN(m.day) FROM movement m WHERE m.operation = delivery.id)")
    op.execute(
        "UPDATE shipment SET division_code = "
        "(SELECT r.division_code FROM recipient r WHERE r.code = shipment.recipient)"
    )
    op.create_index("ix_movement_day_kind", "movement", ["day", "kind"])
    _table("tally", ("kind", "way", "day", "category_id", "district", "station", "target", "grade"))
    _table("tally_month", ("kind", "way", "month", "category_id", "district", "station"))
    worded = _WORDED
    if op.get_bind().dialect.name == "sqlite":
        # Ids are text there already; a cast would hide the index.
        worded = worded.replace("CAST(s.id AS TEXT)", "s.id").replace("CAST(d.id AS TEXT)", "d.id")
    op.execute(
        f"INSERT INTO tally ({_DAILY}, movements, pieces, grams) "
        f"SELECT {_DAILY}, COUNT(*), SUM(pieces), SUM(grams) FROM ({worded}) AS worded GROUP BY {_DAILY}"
    )
    month = _MONTHLY.replace("month", "SUBSTR(CAST(day AS TEXT), 1, 7)")
    op.execute(
        f"INSERT INTO tally_month ({_MONTHLY}, movements, pieces, grams) "
        f"SELECT {month}, SUM(movements), SUM(pieces), SUM(grams) FROM tally GROUP BY {month}"
    )


def _note(table: str, noted: str) -> None:
    """Note a column in rows that are there; the guard that keeps them unchanged steps aside for it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(f"UPDATE {table} SET {noted}")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    else:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        op.execute(f"UPDATE {table} SET {noted}")
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


def downgrade() -> None:
    op.drop_table("tally_month")
    op.drop_table("tally")
    op.drop_index("ix_movement_day_kind", "movement")
    op.drop_column("delivery", "day")
    op.drop_column("shipment", "division_code")
    op.drop_column("intake", "district_code")


def _table(name: str, leading: tuple[str, ...]) -> None:
    """Make a tally: its words are its key, urgency and party come last."""
    keys = (*leading, "urgency", "party")
    op.create_table(
        name,
        *(sa.Column(key, _type(key), nullable=False) for key in keys),
        sa.Column("movements", sa.Integer(), nullable=False),
        sa.Column("pieces", _BIG, nullable=False),
        sa.Column("grams", _BIG, nullable=False),
        sa.CheckConstraint("way IN ('in', 'out', 'within')", name=op.f(f"ck_{name}_way_known")),
        sa.CheckConstraint("movements > 0 AND pieces >= 0 AND grams >= 0", name=op.f(f"ck_{name}_quantity")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f(f"fk_{name}_category_id")),
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _type(key: str) -> sa.types.TypeEngine[object]:
    if key == "category_id":
        return _BIG
    return models.columns.Day() if key == "day" else sa.Text()
