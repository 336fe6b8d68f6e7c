"""The daily restart: what is set, what was planned and came of it, readiness at openings, bookings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _set()
    _nights()
    op.create_table(
        "booking",
        sa.Column("row", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("starts_at", At(), nullable=False),
        sa.Column("ends_at", At(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("booking_room", "booking", ["room"], unique=False)
    op.create_index("booking_ends_at", "booking", ["ends_at"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    for name in ("restart_schedule", "restart_release", "night", "readiness", "booking"):
        op.drop_table(name)


def _set() -> None:
    op.create_table(
        "restart_schedule",
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("set_at", At(), nullable=False),
        sa.PrimaryKeyConstraint("layer", "slug", "origin"),
    )
    op.create_table(
        "restart_release",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("room"),
    )


def _nights() -> None:
    op.create_table(
        "night",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        *(
            sa.Column(name, At(), nullable=True)
            for name in ("due_at", "latest_at", "ordered_at", "back_at", "until")
        ),
        sa.PrimaryKeyConstraint("room", "day"),
    )
    op.create_index("night_day", "night", ["day"], unique=False)
    op.create_table(
        "readiness",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("opens_at", At(), nullable=False),
        sa.Column("judged_at", At(), nullable=False),
        sa.Column("is_ready", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("untested", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("room", "opens_at"),
    )
    op.create_index("readiness_opens_at", "readiness", ["opens_at"], unique=False)
