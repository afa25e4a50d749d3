"""Share links to reports."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0011"
down_revision: str | None = "0010"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("id", models.columns.Key(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("token_id", _BIG, nullable=False),
        sa.Column("by", _BIG, nullable=False),
        sa.Column("place_id", _BIG, nullable=True),
        sa.Column("created_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("opened", _BIG, nullable=False),
        sa.Column("opened_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("opened >= 0", name=op.f("ck_share_opened")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_share_lives")),
        sa.ForeignKeyConstraint(["token_id"], ["access_token.id"], name=op.f("fk_share_token_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_share_by")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_share_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("hash", name=op.f("uq_share_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_share_created_at", "share", ["created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_share_created_at", table_name="share")
    op.drop_table("share")
