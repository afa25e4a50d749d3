"""A donor's gifts are found by a keyed fingerprint of the telephone number."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.add_column("donor_contact", sa.Column("phone_print", sa.LargeBinary()))
    op.create_index("ix_donor_contact_phone_print", "donor_contact", ["phone_print"])


def downgrade() -> None:
    op.drop_index("ix_donor_contact_phone_print", "donor_contact")
    op.drop_column("donor_contact", "phone_print")
