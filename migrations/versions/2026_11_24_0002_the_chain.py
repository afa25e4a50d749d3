"""The chain: acts, custody, sorting, claims, stocktakes, shipments, relief."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0002"
down_revision: str | None = "0001"

#: Facts are added, never changed: the database itself refuses to forget.
APPEND_ONLY = (
    "act",
    "bag_hop",
    "receipt_bag",
    "delivery",
    "earmark_change",
    "allocation_line",
    "closed_period",
)

MOVEMENTS = ("intake", "correction")
MORE_MOVEMENTS = (
    "collect",
    "receive",
    "weigh",
    "sort_in",
    "sort_out",
    "dispatch",
    "arrive",
    "deliver",
    "return",
    "dispose",
    "found",
    "lost",
    "stocktake",
)
#: Table, check, how it was, how it is now.
CHECKS = (
    ("movement", "ck_movement_kind_known", "kind", MOVEMENTS, (*MOVEMENTS, *MORE_MOVEMENTS)),
    ("lot", "ck_lot_kind_known", "kind", ("intake",), ("intake", "sorted")),
    (
        "place",
        "ck_place_kind_known",
        "kind",
        ("point", "station", "warehouse", "outside"),
        ("point", "station", "warehouse", "vehicle", "transit", "outside"),
    ),
)
#: Checks that are new: table, the check they stand behind on SQLite, name, condition.
NEW_CHECKS = (
    (
        "balance",
        "CONSTRAINT ck_balance_never_negative CHECK (pieces >= 0 AND grams >= 0)",
        "ck_balance_reserved",
        "reserved_pieces BETWEEN 0 AND pieces AND reserved_grams BETWEEN 0 AND grams",
    ),
    (
        "lot",
        "CONSTRAINT ck_lot_quantity CHECK (pieces >= 0 AND grams >= 0)",
        "ck_lot_rooted",
        "(kind = 'intake') = (intake_id IS NOT NULL)",
    ),
)
PLACES = (
    ("WEIGHING", "outside", "称重差异", "Weighing differences"),
    ("SORTING", "outside", "分拣", "Sorting"),
    ("RECIPIENT", "outside", "受助方", "Recipients"),
    ("TRANSIT", "transit", "运输途中", "Under way"),
)


def upgrade() -> None:
    _columns()
    _checks(later=True)
    _tables()
    _places()
    _append_only()


def downgrade() -> None:
    op.execute(f"DELETE FROM place WHERE code IN ({', '.join(repr(place[0]) for place in PLACES)})")
    op.execute("DELETE FROM place WHERE kind = 'vehicle'")
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    _drop_tables()
    _checks(later=False)
    _drop_columns()


def _places() -> None:
    """Where goods are between our places, and where they end."""
    for code, kind, name, name_en in PLACES:
        op.execute(
            sa.text(
                "INSERT INTO place (code, kind, name, name_en, address, address_en, lat, lon, datum_given,"
                " position_source, operator, phone, opening_hours, accepts, capacity_grams, status, status_reason,"
                " pin_reason, search, changed_at) VALUES (:code, :kind, :name, :name_en, '', '', 0, 0, 'WGS84',"
                " 'synthetic', '', '', '', '', 0, 'open', '', '', '', '2026-11-23T00:00:00.000000Z')"
            ).bindparams(code=code, kind=kind, name=name, name_en=name_en)
        )
    op.execute("UPDATE revision SET token = token + 1")


def _columns() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for column in ("wearer", "size", "season", "earmark"):
        op.add_column("lot", sa.Column(column, sa.Text()))
    for column in ("reserved_pieces", "reserved_grams"):
        op.add_column("balance", sa.Column(column, big, nullable=False, server_default="0"))
    op.execute(
        "ALTER TABLE place ADD COLUMN home_id "
        + _whole()
        + " CONSTRAINT fk_place_home_id REFERENCES place (id)"
    )
    op.create_index("ix_lot_category_id", "lot", ["category_id"])


def _drop_columns() -> None:
    op.drop_index("ix_lot_category_id", "lot")
    # SQLite drops a column that refers to another table only with its reference.
    if op.get_bind().dialect.name == "sqlite":
        _rewrite("place", " CONSTRAINT fk_place_home_id REFERENCES place (id)", "")
    op.drop_column("place", "home_id")
    for column in ("reserved_pieces", "reserved_grams"):
        op.drop_column("balance", column)
    for column in ("wearer", "size", "season", "earmark"):
        op.drop_column("lot", column)


def _whole() -> str:
    return "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"


def _checks(*, later: bool) -> None:
    """Let the checks know the new words, or the old ones again."""
    for table, name, column, before, after in CHECKS:
        was, becomes = (before, after) if later else (after, before)
        if op.get_bind().dialect.name == "sqlite":
            _rewrite(table, f"CHECK ({_listed(column, was)})", f"CHECK ({_listed(column, becomes)})")
        else:
            op.drop_constraint(op.f(name), table)
            op.create_check_constraint(op.f(name), table, _listed(column, becomes))
    for table, behind, name, condition in NEW_CHECKS:
        if op.get_bind().dialect.name == "sqlite":
            whole = f"{behind}, CONSTRAINT {name} CHECK ({condition})"
            _rewrite(table, *((behind, whole) if later else (whole, behind)))
        elif later:
            op.create_check_constraint(op.f(name), table, condition)
        else:
            op.drop_constraint(op.f(name), table)


def _listed(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _rewrite(table: str, before: str, after: str) -> None:
    """Change a table's checks on SQLite without copying its rows (sqlite.org/lang_altertable.html, 7).

    Only constraints change, nothing of how rows are stored, so millions of movements stay where they are.
    """
    connection = op.get_bind()
    sql = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
    ).scalar_one()
    if before not in sql:
        raise RuntimeError(f"{table} is not as migration 0001 left it: {before}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": sql.replace(before, after), "table": table},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _tables() -> None:
    op.create_table(
        "closed_period",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("last_day", models.columns.Day(), nullable=False),
        sa.Column("closed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_closed_period")),
        sqlite_strict=True,
    )
    op.create_table(
        "label",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("batch", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("printed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("retired_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("retired_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_label")),
        sqlite_strict=True,
    )
    op.create_index("ix_label_batch", "label", ["batch", "n"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("earmarks", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('organisation', 'case')", name=op.f("ck_recipient_kind_known")),
        sa.CheckConstraint("status IN ('active', 'closed')", name=op.f("ck_recipient_status_known")),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_recipient_position")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_recipient")),
        sqlite_strict=True,
    )
    op.create_table(
        "need",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("needed_by", models.columns.Day(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stated_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_need_status_known")),
        sa.CheckConstraint("urgency IN ('normal', 'high', 'emergency')", name=op.f("ck_need_urgency_known")),
        sa.ForeignKeyConstraint(["recipient"], ["recipient.code"], name=op.f("fk_need_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sqlite_strict=True,
    )
    op.create_index("ix_need_recipient", "need", ["recipient"], unique=False)
    op.create_table(
        "recipient_identity",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("case_print", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["recipient.code"], name=op.f("fk_recipient_identity_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_recipient_identity")),
        sa.UniqueConstraint("case_print", name=op.f("uq_recipient_identity_case_print")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_recipient_identity_credit_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "allocation",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("need_id", models.columns.Key(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expires_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "status IN ('reserved', 'posted', 'released', 'expired')", name=op.f("ck_allocation_status_known")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_allocation_by")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_allocation_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sqlite_strict=True,
    )
    op.create_index("ix_allocation_need_id", "allocation", ["need_id"], unique=False)
    op.create_index("ix_allocation_status", "allocation", ["status", "expires_at"], unique=False)
    op.create_table(
        "need_line",
        sa.Column("need_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wearer", sa.Text(), nullable=True),
        sa.Column("size", sa.Text(), nullable=True),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allocated_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("allocated_pieces <= pieces", name=op.f("ck_need_line_not_overfilled")),
        sa.CheckConstraint(
            "pieces > 0 AND allocated_pieces >= 0 AND delivered_pieces >= 0",
            name=op.f("ck_need_line_quantity"),
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_need_line_category_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_line_need_id")),
        sa.PrimaryKeyConstraint("need_id", "n", name=op.f("pk_need_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_need_line_category_id", "need_line", ["category_id"], unique=False)
    op.create_table(
        "act",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("happened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("witness", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('print_labels', 'seal_bag', 'request_pickup', 'plan_pickup', 'collect', 'finish_pickup', 'receive_bags', 'open_sorting', 'sort_lines', 'finish_sorting', 'correct_sorting', 'adjust', 'hold', 'release', 'propose_disposal', 'approve_disposal', 'reject_disposal', 'open_stocktake', 'count', 'finalize_stocktake', 'plan_shipment', 'pick', 'dispatch', 'arrive', 'return', 'cancel', 'state_need', 'allocate', 'change_earmark', 'close_period')",
            name=op.f("ck_act_kind_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_act_by")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_act_place_id")),
        sa.ForeignKeyConstraint(["witness"], ["person.id"], name=op.f("fk_act_witness")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sqlite_strict=True,
    )
    op.create_index("ix_act_subject", "act", ["subject"], unique=False)
    op.create_table(
        "bag",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("sealed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('unused', 'sealed', 'missing', 'opened', 'retired')", name=op.f("ck_bag_status_known")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_bag_place_id")),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_bag_point_id")),
        sa.PrimaryKeyConstraint("label", name=op.f("pk_bag")),
        sqlite_strict=True,
    )
    op.create_index("ix_bag_place_id", "bag", ["place_id", "status"], unique=False)
    op.create_table(
        "disposal",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taker", sa.Text(), nullable=True),
        sa.Column("price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('recycling', 'sale', 'destruction')", name=op.f("ck_disposal_kind_known")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'rejected')", name=op.f("ck_disposal_status_known")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_disposal_decided_by")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_disposal_place_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_disposal_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sqlite_strict=True,
    )
    op.create_table(
        "hold",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("released", models.columns.Flag(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('damaged', 'wet', 'infested', 'recalled', 'inspection', 'other')",
            name=op.f("ck_hold_reason_known"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_hold_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sqlite_strict=True,
    )
    op.create_table(
        "pickup",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("driver", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("planned_for", models.columns.Day(), nullable=False),
        sa.Column("due_by", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("finished_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'under_way', 'finished')", name=op.f("ck_pickup_status_known")
        ),
        sa.ForeignKeyConstraint(["driver"], ["person.id"], name=op.f("fk_pickup_driver")),
        sa.ForeignKeyConstraint(["station_id"], ["place.id"], name=op.f("fk_pickup_station_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["place.id"], name=op.f("fk_pickup_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
        sqlite_strict=True,
    )
    op.create_index("ix_pickup_station_id", "pickup", ["station_id", "status"], unique=False)
    op.create_index("ix_pickup_vehicle_id", "pickup", ["vehicle_id", "status"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("carrier", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("allocation", models.columns.Key(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("planned_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("due_by", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("dispatched_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("completed_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'distribution') = (recipient IS NOT NULL)", name=op.f("ck_shipment_recipient")
        ),
        sa.CheckConstraint("(kind = 'transfer') = (to_place IS NOT NULL)", name=op.f("ck_shipment_target")),
        sa.CheckConstraint("kind IN ('transfer', 'distribution')", name=op.f("ck_shipment_kind_known")),
        sa.CheckConstraint(
            "status IN ('planned', 'picked', 'partly_dispatched', 'dispatched', 'partly_arrived', 'completed', 'returned', 'lost', 'cancelled')",
            name=op.f("ck_shipment_status_known"),
        ),
        sa.ForeignKeyConstraint(["allocation"], ["allocation.id"], name=op.f("fk_shipment_allocation")),
        sa.ForeignKeyConstraint(["carrier"], ["place.id"], name=op.f("fk_shipment_carrier")),
        sa.ForeignKeyConstraint(["from_place"], ["place.id"], name=op.f("fk_shipment_from_place")),
        sa.ForeignKeyConstraint(["recipient"], ["recipient.code"], name=op.f("fk_shipment_recipient")),
        sa.ForeignKeyConstraint(["to_place"], ["place.id"], name=op.f("fk_shipment_to_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sqlite_strict=True,
    )
    op.create_index("ix_shipment_from_place", "shipment", ["from_place", "status"], unique=False)
    op.create_index("ix_shipment_recipient", "shipment", ["recipient"], unique=False)
    op.create_index("ix_shipment_to_place", "shipment", ["to_place", "status"], unique=False)
    op.create_table(
        "sorting",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("earmark", sa.Text(), nullable=True),
        sa.Column("loss_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("loss_reason", sa.Text(), nullable=True),
        sa.Column("opened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("finished_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'finished')", name=op.f("ck_sorting_status_known")),
        sa.CheckConstraint("loss_grams >= 0", name=op.f("ck_sorting_loss")),
        sa.ForeignKeyConstraint(["station_id"], ["place.id"], name=op.f("fk_sorting_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sorting")),
        sqlite_strict=True,
    )
    op.create_index("ix_sorting_station_id", "sorting", ["station_id", "status"], unique=False)
    op.create_table(
        "stocktake",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("blind", models.columns.Flag(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("opened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("finalized_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('counting', 'finalized', 'cancelled')", name=op.f("ck_stocktake_status_known")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stocktake_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake")),
        sqlite_strict=True,
    )
    op.create_index("ix_stocktake_place_id", "stocktake", ["place_id", "status"], unique=False)
    op.create_table(
        "threshold",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_threshold_quantity")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_threshold_category_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_threshold_place_id")),
        sa.PrimaryKeyConstraint("place_id", "category_id", name=op.f("pk_threshold")),
        sqlite_strict=True,
    )
    op.create_table(
        "bag_hop",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("from_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", models.columns.Key(), nullable=False),
        sa.Column("happened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_bag_hop_numbered")),
        sa.ForeignKeyConstraint(
            ["act"], ["act.id"], name=op.f("fk_bag_hop_act"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_bag_hop_by")),
        sa.ForeignKeyConstraint(["from_place"], ["place.id"], name=op.f("fk_bag_hop_from_place")),
        sa.ForeignKeyConstraint(["label"], ["bag.label"], name=op.f("fk_bag_hop_label")),
        sa.ForeignKeyConstraint(["to_place"], ["place.id"], name=op.f("fk_bag_hop_to_place")),
        sa.PrimaryKeyConstraint("label", "n", name=op.f("pk_bag_hop")),
        sqlite_strict=True,
    )
    op.create_table(
        "bag_intake",
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_bag_intake_intake_id")),
        sa.ForeignKeyConstraint(["label"], ["bag.label"], name=op.f("fk_bag_intake_label")),
        sa.PrimaryKeyConstraint("intake_id", name=op.f("pk_bag_intake")),
        sqlite_strict=True,
    )
    op.create_index("ix_bag_intake_label", "bag_intake", ["label"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("shipment_id", models.columns.Key(), nullable=False),
        sa.Column("delivered_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.Text(), nullable=True),
        sa.Column("proof_code", sa.Text(), nullable=True),
        sa.Column("photo_sha256", sa.Text(), nullable=True),
        sa.Column("people_reached", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("people_reached > 0", name=op.f("ck_delivery_people")),
        sa.ForeignKeyConstraint(
            ["id"], ["act.id"], name=op.f("fk_delivery_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_delivery_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_strict=True,
    )
    op.create_index("ix_delivery_shipment_id", "delivery", ["shipment_id"], unique=False)
    op.create_table(
        "pickup_bag",
        sa.Column("pickup_id", models.columns.Key(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("announced", models.columns.Flag(), nullable=False),
        sa.ForeignKeyConstraint(["label"], ["bag.label"], name=op.f("fk_pickup_bag_label")),
        sa.ForeignKeyConstraint(["pickup_id"], ["pickup.id"], name=op.f("fk_pickup_bag_pickup_id")),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_pickup_bag_point_id")),
        sa.PrimaryKeyConstraint("pickup_id", "label", name=op.f("pk_pickup_bag")),
        sqlite_strict=True,
    )
    op.create_index("ix_pickup_bag_label", "pickup_bag", ["label"], unique=False)
    op.create_table(
        "pickup_request",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("answered_by", models.columns.Key(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('full', 'large_gift', 'spoiling', 'other')",
            name=op.f("ck_pickup_request_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["act.id"],
            name=op.f("fk_pickup_request_answered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_pickup_request_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_request")),
        sqlite_strict=True,
    )
    op.create_index("ix_pickup_request_point_id", "pickup_request", ["point_id", "answered_by"], unique=False)
    op.create_table(
        "pickup_stop",
        sa.Column("pickup_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("planned", models.columns.Flag(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_at", models.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pickup_id"], ["pickup.id"], name=op.f("fk_pickup_stop_pickup_id")),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_pickup_stop_point_id")),
        sa.PrimaryKeyConstraint("pickup_id", "n", name=op.f("pk_pickup_stop")),
        sqlite_strict=True,
    )
    op.create_index("ix_pickup_stop_point_id", "pickup_stop", ["point_id"], unique=False)
    op.create_table(
        "receipt_bag",
        sa.Column("receipt_id", models.columns.Key(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("expected_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weighed", models.columns.Flag(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('arrived', 'damaged', 'surplus', 'unknown', 'missing')",
            name=op.f("ck_receipt_bag_outcome_known"),
        ),
        sa.CheckConstraint("expected_grams >= 0 AND grams >= 0", name=op.f("ck_receipt_bag_quantity")),
        sa.ForeignKeyConstraint(["label"], ["bag.label"], name=op.f("fk_receipt_bag_label")),
        sa.ForeignKeyConstraint(
            ["receipt_id"],
            ["act.id"],
            name=op.f("fk_receipt_bag_receipt_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("receipt_id", "label", name=op.f("pk_receipt_bag")),
        sqlite_strict=True,
    )
    op.create_index("ix_receipt_bag_label", "receipt_bag", ["label"], unique=False)
    op.create_table(
        "allocation_line",
        sa.Column("allocation_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("need_line", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_allocation_line_quantity")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_allocation_line_allocation_id")
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_allocation_line_lot")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_allocation_line_place_id")),
        sa.PrimaryKeyConstraint("allocation_id", "n", name=op.f("pk_allocation_line")),
        sqlite_strict=True,
    )
    op.create_table(
        "claim",
        sa.Column("document", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('allocation', 'distribution', 'transfer', 'disposal', 'hold')",
            name=op.f("ck_claim_kind_known"),
        ),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_claim_quantity")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_claim_lot")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_claim_place_id")),
        sa.PrimaryKeyConstraint("document", "n", name=op.f("pk_claim")),
        sqlite_strict=True,
    )
    op.create_index("ix_claim_lot", "claim", ["lot", "place_id"], unique=False)
    op.create_table(
        "delivery_signature",
        sa.Column("delivery_id", models.columns.Key(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_signature_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_signature")),
        sqlite_strict=True,
    )
    op.create_table(
        "earmark_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", models.columns.Key(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earmark", sa.Text(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consented_on", models.columns.Day(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act"], ["act.id"], name=op.f("fk_earmark_change_act"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_earmark_change_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earmark_change")),
        sqlite_strict=True,
    )
    op.create_index("ix_earmark_change_lot", "earmark_change", ["lot", "id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("arrived_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("arrived_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lost_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lost_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("returned_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("returned_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weighed_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "pieces >= 0 AND grams >= 0 AND sent_pieces >= 0 AND sent_grams >= 0 AND arrived_pieces >= 0 AND arrived_grams >= 0 AND lost_pieces >= 0 AND lost_grams >= 0 AND returned_pieces >= 0 AND returned_grams >= 0",
            name=op.f("ck_shipment_line_quantity"),
        ),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_shipment_line_lot")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("shipment_id", "n", name=op.f("pk_shipment_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_shipment_line_lot", "shipment_line", ["lot"], unique=False)
    op.create_table(
        "stocktake_line",
        sa.Column("stocktake_id", models.columns.Key(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("baseline", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counted_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "counted_pieces >= 0 AND counted_grams >= 0", name=op.f("ck_stocktake_line_counted")
        ),
        sa.CheckConstraint(
            "expected_pieces >= 0 AND expected_grams >= 0", name=op.f("ck_stocktake_line_expected")
        ),
        sa.ForeignKeyConstraint(["counted_by"], ["person.id"], name=op.f("fk_stocktake_line_counted_by")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_stocktake_line_lot")),
        sa.ForeignKeyConstraint(
            ["stocktake_id"], ["stocktake.id"], name=op.f("fk_stocktake_line_stocktake_id")
        ),
        sa.PrimaryKeyConstraint("stocktake_id", "lot", name=op.f("pk_stocktake_line")),
        sqlite_strict=True,
    )
    op.create_table(
        "strand",
        sa.Column("run", models.columns.Key(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("side IN ('in', 'out')", name=op.f("ck_strand_side_known")),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_strand_quantity")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_strand_lot")),
        sa.ForeignKeyConstraint(["run"], ["sorting.id"], name=op.f("fk_strand_run")),
        sa.PrimaryKeyConstraint("run", "side", "lot", name=op.f("pk_strand")),
        sqlite_strict=True,
    )
    op.create_index("ix_strand_lot", "strand", ["lot", "side"], unique=False)


def _drop_tables() -> None:
    op.drop_index("ix_strand_lot", table_name="strand")
    op.drop_table("strand")
    op.drop_table("stocktake_line")
    op.drop_index("ix_shipment_line_lot", table_name="shipment_line")
    op.drop_table("shipment_line")
    op.drop_index("ix_earmark_change_lot", table_name="earmark_change")
    op.drop_table("earmark_change")
    op.drop_table("delivery_signature")
    op.drop_index("ix_claim_lot", table_name="claim")
    op.drop_table("claim")
    op.drop_table("allocation_line")
    op.drop_index("ix_receipt_bag_label", table_name="receipt_bag")
    op.drop_table("receipt_bag")
    op.drop_index("ix_pickup_stop_point_id", table_name="pickup_stop")
    op.drop_table("pickup_stop")
    op.drop_index("ix_pickup_request_point_id", table_name="pickup_request")
    op.drop_table("pickup_request")
    op.drop_index("ix_pickup_bag_label", table_name="pickup_bag")
    op.drop_table("pickup_bag")
    op.drop_index("ix_delivery_shipment_id", table_name="delivery")
    op.drop_table("delivery")
    op.drop_index("ix_bag_intake_label", table_name="bag_intake")
    op.drop_table("bag_intake")
    op.drop_table("bag_hop")
    op.drop_table("threshold")
    op.drop_index("ix_stocktake_place_id", table_name="stocktake")
    op.drop_table("stocktake")
    op.drop_index("ix_sorting_station_id", table_name="sorting")
    op.drop_table("sorting")
    op.drop_index("ix_shipment_to_place", table_name="shipment")
    op.drop_index("ix_shipment_recipient", table_name="shipment")
    op.drop_index("ix_shipment_from_place", table_name="shipment")
    op.drop_table("shipment")
    op.drop_index("ix_pickup_vehicle_id", table_name="pickup")
    op.drop_index("ix_pickup_station_id", table_name="pickup")
    op.drop_table("pickup")
    op.drop_table("hold")
    op.drop_table("disposal")
    op.drop_index("ix_bag_place_id", table_name="bag")
    op.drop_table("bag")
    op.drop_index("ix_act_subject", table_name="act")
    op.drop_table("act")
    op.drop_index("ix_need_line_category_id", table_name="need_line")
    op.drop_table("need_line")
    op.drop_index("ix_allocation_status", table_name="allocation")
    op.drop_index("ix_allocation_need_id", table_name="allocation")
    op.drop_table("allocation")
    op.drop_table("recipient_identity")
    op.drop_index("ix_need_recipient", table_name="need")
    op.drop_table("need")
    op.drop_table("recipient")
    op.drop_index("ix_label_batch", table_name="label")
    op.drop_table("label")
    op.drop_table("closed_period")
