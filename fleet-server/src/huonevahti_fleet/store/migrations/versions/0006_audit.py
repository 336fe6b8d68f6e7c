"""Who edited what, when, and what stood before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table: of what was edited before nobody knows who did."""
    op.create_table(
        "audit",
        sa.Column("row", ROW, nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("audit_what_subject", "audit", ["what", "subject"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("audit")
