"""How far checks and backups are: the steps of each."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in ("done", "total"):
        op.add_column("system_job", sa.Column(column, _BIG, nullable=False, server_default="0"))


def downgrade() -> None:
    for column in ("total", "done"):
        op.drop_column("system_job", column)
