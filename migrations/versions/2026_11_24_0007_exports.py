"""Exports that are made apart from the service."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0007"
down_revision: str | None = "0006"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "export_job",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_id", _BIG, nullable=True),
        sa.Column("by", _BIG, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rows_done", _BIG, nullable=False),
        sa.Column("rows_total", _BIG, nullable=False),
        sa.Column("bytes", _BIG, nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("asked_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_export_job_status_known"),
        ),
        sa.CheckConstraint("rows_done >= 0 AND rows_total >= 0", name=op.f("ck_export_job_rows")),
        sa.ForeignKeyConstraint(["token_id"], ["access_token.id"], name=op.f("fk_export_job_token_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_export_job_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_job")),
        sqlite_strict=True,
    )
    op.create_index("ix_export_job_status", "export_job", ["status", "asked_at"])
    op.create_index("ix_export_job_by", "export_job", ["by", "asked_at"])


def downgrade() -> None:
    op.drop_index("ix_export_job_by", "export_job")
    op.drop_index("ix_export_job_status", "export_job")
    op.drop_table("export_job")
