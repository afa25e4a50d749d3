"""Invitations, and checks and backups that are made apart from the service."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0012"
down_revision: str | None = "0011"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ROLES = "'volunteer', 'driver', 'station_manager', 'warehouse_manager', 'foundation', 'auditor', 'admin'"


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, models.columns.Instant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place_id", _BIG, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("days", _BIG, nullable=False),
        sa.Column("by", _BIG, nullable=False),
        sa.Column("token_id", _BIG, nullable=True),
        _instant("created_at"),
        _instant("expires_at"),
        _instant("used_at", nullable=True),
        sa.Column("used_by", _BIG, nullable=True),
        _instant("revoked_at", nullable=True),
        sa.CheckConstraint(f"role IN ({_ROLES})", name=op.f("ck_invitation_role_known")),
        sa.CheckConstraint("days > 0", name=op.f("ck_invitation_days")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_invitation_place_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_invitation_by")),
        sa.ForeignKeyConstraint(["token_id"], ["access_token.id"], name=op.f("fk_invitation_token_id")),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name=op.f("fk_invitation_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("hash", name=op.f("uq_invitation_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_invitation_place_id"), "invitation", ["place_id"])
    op.create_table(
        "system_job",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("by", _BIG, nullable=False),
        _instant("asked_at"),
        _instant("seen_at"),
        _instant("ended_at", nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('check', 'backup')", name=op.f("ck_system_job_kind_known")),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_system_job_status_known")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_system_job_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_job")),
        sqlite_strict=True,
    )
    op.create_index("ix_system_job_kind", "system_job", ["kind", "asked_at"])


def downgrade() -> None:
    op.drop_index("ix_system_job_kind", table_name="system_job")
    op.drop_table("system_job")
    op.drop_index(op.f("ix_invitation_place_id"), table_name="invitation")
    op.drop_table("invitation")
