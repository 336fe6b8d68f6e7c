"""When a deferred job is tried again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep of each job what its terminal says it waits for; of those there are nobody kept it."""
    with op.batch_alter_table("job") as job:
        job.add_column(sa.Column("until", At(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("job") as job:
        job.drop_column("until")
