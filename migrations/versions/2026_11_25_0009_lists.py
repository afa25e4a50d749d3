"""What the desk reads: acts by time, place and kind, bags by how long they wait, what lies where."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    op.create_index("ix_act_recorded_at", "act", ["recorded_at"])
    op.create_index("ix_act_place_id_recorded_at", "act", ["place_id", "recorded_at"])
    op.create_index("ix_act_kind_recorded_at", "act", ["kind", "recorded_at"])
    op.create_index("ix_bag_sealed_at", "bag", ["sealed_at", "label"])
    op.create_index("ix_bag_status_sealed_at", "bag", ["status", "sealed_at", "label"])
    there = sa.text("pieces > 0 OR grams > 0")
    op.create_index(
        "ix_balance_there",
        "balance",
        ["place_id", "lot"],
        sqlite_where=there,
        postgresql_where=there,
    )


def downgrade() -> None:
    op.drop_index("ix_balance_there", table_name="balance")
    op.drop_index("ix_bag_status_sealed_at", table_name="bag")
    op.drop_index("ix_bag_sealed_at", table_name="bag")
    op.drop_index("ix_act_kind_recorded_at", table_name="act")
    op.drop_index("ix_act_place_id_recorded_at", table_name="act")
    op.drop_index("ix_act_recorded_at", table_name="act")
