"""Two people at once: who edited a thing last, what was recorded since a moment, what contradicts what."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0010"
down_revision: str | None = "0009"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("turned_body", "settlement")
_CHOICES = "'keep_recorded', 'correct_intake', 'adjust', 'record_other', 'ask', 'came_later'"


def upgrade() -> None:
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("ix_correction_recorded_at", "correction", ["recorded_at"])
    _contradictions()
    _turned()
    _settlements()
    for table in APPEND_ONLY:
        _guard(table)


def _guard(table: str) -> None:
    """Let the database refuse to change or drop what was recorded."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )


def _contradictions() -> None:
    op.create_table(
        "contradiction",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("document", models.columns.Key(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("place_id", _BIG, nullable=False),
        sa.Column("other_place_id", _BIG, nullable=True),
        sa.Column("since", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('received_otherwise', 'shipment_otherwise', 'recorded_twice')",
            name=op.f("ck_contradiction_kind_known"),
        ),
        sa.CheckConstraint("status IN ('open', 'settled')", name=op.f("ck_contradiction_status_known")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_contradiction_place_id")),
        sa.ForeignKeyConstraint(
            ["other_place_id"], ["place.id"], name=op.f("fk_contradiction_other_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradiction")),
        sqlite_strict=True,
    )
    op.create_index("ix_contradiction_subject", "contradiction", ["subject"])
    op.create_index("ix_contradiction_document", "contradiction", ["document"])
    op.create_index("ix_contradiction_since", "contradiction", ["since", "id"])
    op.create_index("ix_contradiction_status_place_id", "contradiction", ["status", "place_id"])
    op.create_index("ix_contradiction_status_other_place_id", "contradiction", ["status", "other_place_id"])


def _turned() -> None:
    op.create_table(
        "turned_body",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["contradiction.id"], name=op.f("fk_turned_body_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_turned_body_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turned_body")),
        sqlite_strict=True,
    )


def _settlements() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("contradiction_id", models.columns.Key(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("linked", models.columns.Key(), nullable=True),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by", _BIG, nullable=False),
        sa.CheckConstraint(f"choice IN ({_CHOICES})", name=op.f("ck_settlement_choice_known")),
        sa.ForeignKeyConstraint(
            ["contradiction_id"], ["contradiction.id"], name=op.f("fk_settlement_contradiction_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_settlement_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sqlite_strict=True,
    )
    op.create_index("ix_settlement_contradiction_id", "settlement", ["contradiction_id", "recorded_at"])


def downgrade() -> None:
    op.drop_index("ix_settlement_contradiction_id", table_name="settlement")
    op.drop_table("settlement")
    op.drop_table("turned_body")
    for name in ("status_other_place_id", "status_place_id", "since", "document", "subject"):
        op.drop_index(f"ix_contradiction_{name}", table_name="contradiction")
    op.drop_table("contradiction")
    op.drop_index("ix_correction_recorded_at", table_name="correction")
    op.drop_index("ix_audit_entry_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
