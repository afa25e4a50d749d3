"""Acts by kind and time, and the bags of an act: an export pages through them."""

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    op.create_index("ix_act_kind_happened_at", "act", ["kind", "happened_at"])
    op.create_index("ix_bag_hop_act", "bag_hop", ["act"])


def downgrade() -> None:
    op.drop_index("ix_bag_hop_act", table_name="bag_hop")
    op.drop_index("ix_act_kind_happened_at", table_name="act")
