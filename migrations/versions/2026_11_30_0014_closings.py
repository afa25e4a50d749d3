"""Closings: what lay where at chosen midnights. The service writes those of the past when it runs."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision: str = "0014"
down_revision: str | None = "0013"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("at", models.columns.Instant(), nullable=False),
        sa.Column("first_seq", _BIG, nullable=False),
        sa.Column("last_seq", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
        sa.UniqueConstraint("at", name=op.f("uq_closing_at")),
        sqlite_strict=True,
    )
    op.create_table(
        "closing_stock",
        sa.Column("closing", _BIG, nullable=False),
        sa.Column("place_id", _BIG, nullable=False),
        sa.Column("lot", _BIG, nullable=False),
        sa.Column("pieces", _BIG, nullable=False),
        sa.Column("grams", _BIG, nullable=False),
        sa.CheckConstraint(
            "pieces >= 0 AND grams >= 0 AND pieces + grams > 0", name=op.f("ck_closing_stock_quantity")
        ),
        sa.ForeignKeyConstraint(["closing"], ["closing.id"], name=op.f("fk_closing_stock_closing")),
        sa.ForeignKeyConstraint(["lot"], ["lot.id"], name=op.f("fk_closing_stock_lot")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_closing_stock_place_id")),
        sa.PrimaryKeyConstraint("closing", "place_id", "lot", name=op.f("pk_closing_stock")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("closing_stock")
    op.drop_table("closing")
