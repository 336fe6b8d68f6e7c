"""Routes, notices and messages, hand-overs, ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _routes()
    _messages()
    _packets()
    _ratings()


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        *("route", "notice", "message", "message_item", "packet", "packet_decision"),
        *("rating", "rating_key"),
    ):
        op.drop_table(name)


def _routes() -> None:
    op.create_table(
        "route",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "site", "organisation"),
    )
    op.create_table(
        "notice",
        sa.Column("row", ROW, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("rooms", sa.Text(), nullable=False),
        sa.Column("former_owner", sa.String(), nullable=False),
        sa.Column("routed_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("notice_routed_at", "notice", ["routed_at"], unique=False)
    op.create_index("notice_at", "notice", ["at"], unique=False)


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("created_at", At(), nullable=False),
        sa.Column("due_at", At(), nullable=False),
        sa.Column("claimed_until", At(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("events", sa.LargeBinary(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("sent_at", At(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message"),
    )
    op.create_index("message_state_due_at", "message", ["state", "due_at"], unique=False)
    op.create_index("message_created_at", "message", ["created_at"], unique=False)
    op.create_table(
        "message_item",
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message", "notice"),
    )


def _packets() -> None:
    op.create_table(
        "packet",
        sa.Column("packet", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("handed_to", sa.String(), nullable=False),
        sa.Column("made_at", At(), nullable=False),
        sa.Column("expires_at", At(), nullable=False),
        sa.Column("revoked_at", At(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("packet"),
        sa.UniqueConstraint("token"),
    )
    op.create_index(op.f("ix_packet_incident"), "packet", ["incident"], unique=False)
    op.create_table(
        "packet_decision",
        sa.Column("row", ROW, nullable=False),
        sa.Column("packet", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index(op.f("ix_packet_decision_packet"), "packet_decision", ["packet"], unique=False)


def _ratings() -> None:
    op.create_table(
        "rating",
        sa.Column("row", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("hour_at", At(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("rating_hour_at", "rating", ["hour_at"], unique=False)
    op.create_table(
        "rating_key",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
