"""Goals of indicators, and where residents are taken to live."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Goals of indicators, and where residents are taken to live."""
    real = sa.Double().with_variant(sa.REAL(), "sqlite")
    op.create_table(
        "indicator_goal",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("baseline", real, nullable=False),
        sa.Column("baseline_on", models.columns.Day(), nullable=False),
        sa.Column("target", real, nullable=False),
        sa.Column("target_on", models.columns.Day(), nullable=False),
        sa.Column("midterm", real, nullable=True),
        sa.Column("midterm_on", models.columns.Day(), nullable=True),
        sa.Column("final", real, nullable=True),
        sa.Column("final_on", models.columns.Day(), nullable=True),
        sa.Column("changed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("target_on > baseline_on", name=op.f("ck_indicator_goal_target_later")),
        sa.CheckConstraint(
            "(midterm IS NULL) = (midterm_on IS NULL)", name=op.f("ck_indicator_goal_midterm_dated")
        ),
        sa.CheckConstraint(
            "(final IS NULL) = (final_on IS NULL)", name=op.f("ck_indicator_goal_final_dated")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator_goal")),
        sqlite_strict=True,
    )
    op.add_column("subdistrict", sa.Column("homes", sa.Text()))
    op.execute("UPDATE revision SET token = token + 1")


def downgrade() -> None:
    """Take it back."""
    op.drop_column("subdistrict", "homes")
    op.drop_table("indicator_goal")
