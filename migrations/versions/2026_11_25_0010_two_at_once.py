"""Two people at once: who edited a thing last, and what was recorded since a moment."""

from alembic import op

revision: str = "0010"
down_revision: str | None = "0008"


def upgrade() -> None:
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("ix_act_recorded_at", "act", ["recorded_at"])
    op.create_index("ix_correction_recorded_at", "correction", ["recorded_at"])


def downgrade() -> None:
    op.drop_index("ix_correction_recorded_at", table_name="correction")
    op.drop_index("ix_act_recorded_at", table_name="act")
    op.drop_index("ix_audit_entry_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
