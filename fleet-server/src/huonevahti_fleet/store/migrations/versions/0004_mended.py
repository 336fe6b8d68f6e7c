"""What a terminal mended by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note of each incident which remedy mended it: none of those there are."""
    with op.batch_alter_table("incident") as incident:
        incident.add_column(sa.Column("mended_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("incident") as incident:
        incident.drop_column("mended_by")
