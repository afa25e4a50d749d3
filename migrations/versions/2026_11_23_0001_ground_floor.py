"""Ground floor: network, intakes, ledger, access."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0001"
down_revision: str | None = None

#: Facts are added, never changed: the database itself refuses to forget.
APPEND_ONLY = ("movement", "lot", "intake", "refused", "correction", "rerouting", "audit_entry")


def upgrade() -> None:
    _tables()
    _first_rows()
    _append_only()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION append_only()")
    _drop_tables()


def _first_rows() -> None:
    """What every database needs: the places outside, the person that commands act as, the revision."""
    op.execute("INSERT INTO revision (id, token) VALUES (1, 1)")
    op.execute("INSERT INTO person (name, created_at) VALUES ('command line', '2026-11-23T00:00:00.000000Z')")
    for code, name, name_en in (
        ("DONOR", "捐赠人", "Donors"),
        ("DISPOSAL", "处置", "Disposal"),
        ("FOUND", "盘盈", "Found"),
        ("LOST", "盘亏", "Lost"),
    ):
        op.execute(
            sa.text(
                "INSERT INTO place (code, kind, name, name_en, address, address_en, lat, lon, datum_given,"
                " position_source, operator, phone, opening_hours, accepts, capacity_grams, status, status_reason,"
                " pin_reason, search, changed_at) VALUES (:code, 'outside', :name, :name_en, '', '', 0, 0, 'WGS84',"
                " 'synthetic', '', '', '', '', 0, 'open', '', '', '', '2026-11-23T00:00:00.000000Z')"
            ).bindparams(code=code, name=name, name_en=name_en)
        )


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _tables() -> None:
    op.create_table(
        "admin_link",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("used_at", models.columns.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_admin_link")),
        sqlite_strict=True,
    )
    op.create_table(
        "category",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_zh", sa.Text(), nullable=False),
        sa.Column("grams_per_piece", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted", models.columns.Flag(), nullable=False),
        sa.Column("min_condition", sa.Text(), nullable=True),
        sa.Column("must_be_clean", models.columns.Flag(), nullable=False),
        sa.Column("min_shelf_days", sa.Integer(), nullable=True),
        sa.Column("min_shelf_percent", sa.Integer(), nullable=True),
        sa.Column("needs_expiry", models.columns.Flag(), nullable=False),
        sa.Column("reason_zh", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.CheckConstraint("grams_per_piece > 0", name=op.f("ck_category_grams_per_piece")),
        sa.ForeignKeyConstraint(["parent_code"], ["category.code"], name=op.f("fk_category_parent_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "district",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("residents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("residents >= 0", name=op.f("ck_district_residents")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
        sqlite_strict=True,
    )
    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_check")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_revision_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sqlite_strict=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_audit_entry_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_strict=True,
    )
    op.create_table(
        "subdistrict",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("residents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("residents >= 0", name=op.f("ck_subdistrict_residents")),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name=op.f("fk_subdistrict_district_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_subdistrict")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_subdistrict_district_code"), "subdistrict", ["district_code"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.Column("subdistrict_code", sa.Text(), nullable=True),
        sa.Column("committee_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("lon", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("datum_given", sa.Text(), nullable=False),
        sa.Column("position_source", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=False),
        sa.Column("accepts", sa.Text(), nullable=False),
        sa.Column("capacity_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("pinned_station", sa.Text(), nullable=True),
        sa.Column("pin_reason", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("changed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('point', 'station', 'warehouse', 'outside')", name=op.f("ck_place_kind_known")
        ),
        sa.CheckConstraint(
            "position_source IN ('surveyed', 'geocoded', 'synthetic')",
            name=op.f("ck_place_position_source_known"),
        ),
        sa.CheckConstraint("status IN ('open', 'suspended', 'closed')", name=op.f("ck_place_status_known")),
        sa.CheckConstraint("capacity_grams >= 0", name=op.f("ck_place_capacity")),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_place_position")
        ),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_place_district_code")),
        sa.ForeignKeyConstraint(
            ["subdistrict_code"], ["subdistrict.code"], name=op.f("fk_place_subdistrict_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_place_kind_code", "place", ["kind", "code"], unique=False)
    op.create_table(
        "access_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('volunteer', 'driver', 'station_manager', 'warehouse_manager', 'foundation', 'auditor', 'admin')",
            name=op.f("ck_access_token_role_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_token_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_access_token_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_access_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_access_token_person_id"), "access_token", ["person_id"], unique=False)
    op.create_table(
        "flow",
        sa.Column("day", models.columns.Day(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("movements", sa.Integer(), nullable=False),
        sa.Column("pieces_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "pieces_in >= 0 AND grams_in >= 0 AND pieces_out >= 0 AND grams_out >= 0",
            name=op.f("ck_flow_quantity"),
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_flow_category_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_flow_place_id")),
        sa.PrimaryKeyConstraint("day", "place_id", "category_id", "kind", name=op.f("pk_flow")),
        sqlite_strict=True,
    )
    op.create_table(
        "intake",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("tracking_code", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("distance_m", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weight_estimated", models.columns.Flag(), nullable=False),
        sa.Column("bag", sa.Text(), nullable=True),
        sa.Column("earmark", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("happened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0 AND distance_m >= 0", name=op.f("ck_intake_quantity")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_intake_by")),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_intake_point_id")),
        sa.ForeignKeyConstraint(["station_id"], ["place.id"], name=op.f("fk_intake_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("tracking_code", name=op.f("uq_intake_tracking_code")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_intake_point_id_recorded_at", "intake", ["point_id", "recorded_at", "id"], unique=False
    )
    op.create_index("ix_intake_recorded_at_id", "intake", ["recorded_at", "id"], unique=False)
    op.create_index(
        "ix_intake_station_id_recorded_at",
        "intake",
        ["station_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "place_load",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "expected_pieces >= 0 AND expected_grams >= 0", name=op.f("ck_place_load_expected")
        ),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_place_load_on_hand")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_load_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_load")),
        sqlite_strict=True,
    )
    op.create_table(
        "poster",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("current", models.columns.Flag(), nullable=False),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_poster_place_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_poster")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_poster_place_id"), "poster", ["place_id"], unique=False)
    op.create_table(
        "travel_distance",
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metres", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("measured_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("metres >= 0", name=op.f("ck_travel_distance_metres")),
        sa.ForeignKeyConstraint(["point_id"], ["place.id"], name=op.f("fk_travel_distance_point_id")),
        sa.ForeignKeyConstraint(["station_id"], ["place.id"], name=op.f("fk_travel_distance_station_id")),
        sa.PrimaryKeyConstraint("point_id", "station_id", name=op.f("pk_travel_distance")),
        sqlite_strict=True,
    )
    op.create_table(
        "correction",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "reason IN ('miscount', 'misweighed', 'wrong_category', 'duplicate', 'not_received', 'other')",
            name=op.f("ck_correction_reason_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_correction_by")),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_correction_intake_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_strict=True,
    )
    op.create_index("ix_correction_intake_id", "correction", ["intake_id"], unique=False)
    op.create_table(
        "destination",
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_destination_intake_id")),
        sa.ForeignKeyConstraint(["station_id"], ["place.id"], name=op.f("fk_destination_station_id")),
        sa.PrimaryKeyConstraint("intake_id", name=op.f("pk_destination")),
        sqlite_strict=True,
    )
    op.create_index("ix_destination_station_id", "destination", ["station_id"], unique=False)
    op.create_table(
        "donor_contact",
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("consented_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_donor_contact_intake_id")),
        sa.PrimaryKeyConstraint("intake_id", name=op.f("pk_donor_contact")),
        sqlite_strict=True,
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intake_id", models.columns.Key(), nullable=True),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("expires_on", models.columns.Day(), nullable=True),
        sa.Column("produced_on", models.columns.Day(), nullable=True),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weight_estimated", models.columns.Flag(), nullable=False),
        sa.CheckConstraint("kind IN ('intake')", name=op.f("ck_lot_kind_known")),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_lot_quantity")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_lot_category_id")),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_lot_intake_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_intake_id", "lot", ["intake_id"], unique=False)
    op.create_table(
        "refused",
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('not_accepted', 'condition', 'soiled', 'damaged', 'expired', 'shelf_life', 'other')",
            name=op.f("ck_refused_reason_known"),
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_refused_quantity")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_refused_category_id")),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_refused_intake_id")),
        sa.PrimaryKeyConstraint("intake_id", "n", name=op.f("pk_refused")),
        sqlite_strict=True,
    )
    op.create_table(
        "rerouting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intake_id", models.columns.Key(), nullable=False),
        sa.Column("from_station", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_station", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("distance_m", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_rerouting_by")),
        sa.ForeignKeyConstraint(["from_station"], ["place.id"], name=op.f("fk_rerouting_from_station")),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_rerouting_intake_id")),
        sa.ForeignKeyConstraint(["to_station"], ["place.id"], name=op.f("fk_rerouting_to_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rerouting")),
        sqlite_strict=True,
    )
    op.create_index("ix_rerouting_intake_id", "rerouting", ["intake_id", "id"], unique=False)
    op.create_table(
        "balance",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("pieces >= 0 AND grams >= 0", name=op.f("ck_balance_never_negative")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_balance_lot")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_balance_place_id")),
        sa.PrimaryKeyConstraint("place_id", "lot", name=op.f("pk_balance")),
        sqlite_strict=True,
    )
    op.create_index("ix_balance_lot", "balance", ["lot"], unique=False)
    op.create_table(
        "movement",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation", models.columns.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("grams", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("happened_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("day", models.columns.Day(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('intake', 'correction')", name=op.f("ck_movement_kind_known")),
        sa.CheckConstraint("from_place <> to_place", name=op.f("ck_movement_moves")),
        sa.CheckConstraint(
            "pieces >= 0 AND grams >= 0 AND pieces + grams > 0", name=op.f("ck_movement_quantity")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_movement_by")),
        sa.ForeignKeyConstraint(["corrects"], ["movement.seq"], name=op.f("fk_movement_corrects")),
        sa.ForeignKeyConstraint(["from_place"], ["place.id"], name=op.f("fk_movement_from_place")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_movement_lot")),
        sa.ForeignKeyConstraint(["to_place"], ["place.id"], name=op.f("fk_movement_to_place")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_movement")),
        sqlite_strict=True,
    )
    op.create_index("ix_movement_lot", "movement", ["lot"], unique=False)
    op.create_index("ix_movement_operation", "movement", ["operation"], unique=False)


def _drop_tables() -> None:
    op.drop_index("ix_movement_operation", table_name="movement")
    op.drop_index("ix_movement_lot", table_name="movement")
    op.drop_table("movement")
    op.drop_index("ix_balance_lot", table_name="balance")
    op.drop_table("balance")
    op.drop_index("ix_rerouting_intake_id", table_name="rerouting")
    op.drop_table("rerouting")
    op.drop_table("refused")
    op.drop_index("ix_lot_intake_id", table_name="lot")
    op.drop_table("lot")
    op.drop_table("donor_contact")
    op.drop_index("ix_destination_station_id", table_name="destination")
    op.drop_table("destination")
    op.drop_index("ix_correction_intake_id", table_name="correction")
    op.drop_table("correction")
    op.drop_table("travel_distance")
    op.drop_index(op.f("ix_poster_place_id"), table_name="poster")
    op.drop_table("poster")
    op.drop_table("place_load")
    op.drop_index("ix_intake_station_id_recorded_at", table_name="intake")
    op.drop_index("ix_intake_recorded_at_id", table_name="intake")
    op.drop_index("ix_intake_point_id_recorded_at", table_name="intake")
    op.drop_table("intake")
    op.drop_table("flow")
    op.drop_index(op.f("ix_access_token_person_id"), table_name="access_token")
    op.drop_table("access_token")
    op.drop_index("ix_place_kind_code", table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_subdistrict_district_code"), table_name="subdistrict")
    op.drop_table("subdistrict")
    op.drop_table("audit_entry")
    op.drop_table("revision")
    op.drop_table("person")
    op.drop_table("key_check")
    op.drop_table("district")
    op.drop_table("category")
    op.drop_table("admin_link")
