"""Complaints and their answers, cards of rooms, results of specialists' own checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _complaints()
    _cards()
    op.create_table(
        "check_result",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", At(), nullable=False),
        sa.Column("expires_at", At(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("complaint", "complaint_reply", "card", "card_press", "check_result"):
        op.drop_table(name)


def _complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("number", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("symptom", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("made_at", At(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("complaint_made_at", "complaint", ["made_at"], unique=False)
    op.create_index(op.f("ix_complaint_replied"), "complaint", ["replied"], unique=False)
    op.create_table(
        "complaint_reply",
        sa.Column("row", ROW, nullable=False),
        sa.Column("complaint", sa.Integer(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index(op.f("ix_complaint_reply_complaint"), "complaint_reply", ["complaint"], unique=False)


def _cards() -> None:
    op.create_table(
        "card",
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("made_at", At(), nullable=False),
        sa.Column("revoked_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("card"),
        sa.UniqueConstraint("token"),
    )
    op.create_index(op.f("ix_card_room"), "card", ["room"], unique=False)
    op.create_table(
        "card_press",
        sa.Column("row", ROW, nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.Column("job", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("card_press_room_at", "card_press", ["room", "at"], unique=False)
