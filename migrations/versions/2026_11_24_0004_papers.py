"""Papers: donors' inquiries, projects, disclosures and their frozen versions."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0004"
down_revision: str | None = "0003"

#: What was published is added, never changed: the database itself refuses to forget.
APPEND_ONLY = ("disclosure", "disclosure_version")
ACTS = (
    "print_labels",
    "seal_bag",
    "request_pickup",
    "plan_pickup",
    "collect",
    "finish_pickup",
    "receive_bags",
    "open_sorting",
    "sort_lines",
    "finish_sorting",
    "correct_sorting",
    "adjust",
    "hold",
    "release",
    "propose_disposal",
    "approve_disposal",
    "reject_disposal",
    "open_stocktake",
    "count",
    "finalize_stocktake",
    "plan_shipment",
    "pick",
    "dispatch",
    "arrive",
    "return",
    "cancel",
    "state_need",
    "allocate",
    "change_earmark",
    "close_period",
)
MORE_ACTS = ("record_inquiry", "send_inquiry", "answer_inquiry", "publish", "correct_disclosure")
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _acts(ACTS, (*ACTS, *MORE_ACTS))
    _inquiries()
    _disclosures()
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


def downgrade() -> None:
    op.drop_table("disclosure_version")
    op.drop_index("ix_disclosure_published_at", table_name="disclosure")
    op.drop_table("disclosure")
    op.drop_table("project")
    op.drop_table("inquiry_contact")
    op.drop_index("ix_inquiry_due_on", table_name="inquiry")
    op.drop_table("inquiry")
    op.drop_table("running_number")
    _forget_acts()
    _acts((*ACTS, *MORE_ACTS), ACTS)


def _forget_acts() -> None:
    """Drop the acts that the older schema has no word for; the guard steps aside for it."""
    listed = ", ".join(repr(word) for word in MORE_ACTS)
    if op.get_bind().dialect.name == "sqlite":
        guard = (
            op.get_bind()
            .execute(sa.text("SELECT sql FROM sqlite_master WHERE name = 'act_no_delete'"))
            .scalar_one()
        )
        op.execute("DROP TRIGGER act_no_delete")
        op.execute(f"DELETE FROM act WHERE kind IN ({listed})")
        op.execute(guard)
        return
    op.execute("ALTER TABLE act DISABLE TRIGGER act_append_only")
    op.execute(f"DELETE FROM act WHERE kind IN ({listed})")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE act ENABLE TRIGGER act_append_only")


def _acts(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the check of acts know the new words, or the old ones again."""
    was, becomes = _listed(before), _listed(after)
    if op.get_bind().dialect.name == "sqlite":
        _rewrite("act", f"CHECK ({was})", f"CHECK ({becomes})")
    else:
        op.drop_constraint(op.f("ck_act_kind_known"), "act")
        op.create_check_constraint(op.f("ck_act_kind_known"), "act", becomes)


def _listed(words: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(word) for word in words)})"


def _rewrite(table: str, before: str, after: str) -> None:
    """Change a table's checks on SQLite without copying its rows (sqlite.org/lang_altertable.html, 7)."""
    connection = op.get_bind()
    sql = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
    ).scalar_one()
    if before not in sql:
        raise RuntimeError(f"{table} is not as the migrations before left it: {before}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": sql.replace(before, after), "table": table},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _inquiries() -> None:
    op.create_table(
        "running_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("series IN ('Q', 'D')", name=op.f("ck_running_number_series_known")),
        sa.CheckConstraint("last > 0", name=op.f("ck_running_number_counted")),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_running_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "inquiry",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("about", models.columns.Key(), nullable=True),
        sa.Column("tracking_code", sa.Text(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("due_on", models.columns.Day(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", _BIG, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('query', 'complaint', 'recheck')", name=op.f("ck_inquiry_kind_known")),
        sa.CheckConstraint("source IN ('staff', 'public')", name=op.f("ck_inquiry_source_known")),
        sa.CheckConstraint(
            "calendar IN ('official', 'weekends_only')", name=op.f("ck_inquiry_calendar_known")
        ),
        sa.CheckConstraint("(kind = 'recheck') = (about IS NOT NULL)", name=op.f("ck_inquiry_about")),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_inquiry_answered")),
        sa.ForeignKeyConstraint(["about"], ["inquiry.id"], name=op.f("fk_inquiry_about")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_inquiry_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("number", name=op.f("uq_inquiry_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_inquiry_due_on", "inquiry", ["due_on", "id"], unique=False)
    op.create_table(
        "inquiry_contact",
        sa.Column("inquiry_id", models.columns.Key(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("consented_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_contact_inquiry_id")),
        sa.PrimaryKeyConstraint("inquiry_id", name=op.f("pk_inquiry_contact")),
        sqlite_strict=True,
    )


def _disclosures() -> None:
    op.create_table(
        "project",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("started_on", models.columns.Day(), nullable=False),
        sa.Column("ended_on", models.columns.Day(), nullable=True),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fundraising', 'project', 'emergency')", name=op.f("ck_project_kind_known")
        ),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_project_ends_after_its_start")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_project")),
        sqlite_strict=True,
    )
    op.create_table(
        "disclosure",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("first_day", models.columns.Day(), nullable=False),
        sa.Column("last_day", models.columns.Day(), nullable=False),
        sa.Column("published_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "duty IN ('emergency', 'progress', 'final', 'annual')", name=op.f("ck_disclosure_duty_known")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["act.id"], name=op.f("fk_disclosure_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["project"], ["project.code"], name=op.f("fk_disclosure_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("covers", name=op.f("uq_disclosure_covers")),
        sa.UniqueConstraint("number", name=op.f("uq_disclosure_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_disclosure_published_at", "disclosure", ["published_at", "id"], unique=False)
    op.create_table(
        "disclosure_version",
        sa.Column("disclosure_id", models.columns.Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("published_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "n > 0 AND (n = 1) = (reason IS NULL)",
            name=op.f("ck_disclosure_version_corrections_have_reasons"),
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_version_disclosure_id")
        ),
        sa.PrimaryKeyConstraint("disclosure_id", "n", name=op.f("pk_disclosure_version")),
        sqlite_strict=True,
    )
