"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from huonevahti_fleet.store.columns import At

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _registry()
    _terminals()
    _history()
    _set_aside()
    _rooms()
    _incidents()
    _orders()


def downgrade() -> None:
    """Drop every table."""
    for name in (
        "organisation",
        "site",
        "room",
        "counter",
        "heard",
        "presence",
        "stream",
        "signal_now",
        "signal_change",
        "number_sample",
        "event",
        "quarantine",
        "room_now",
        "verdict_change",
        "session_span",
        "incident",
        "incident_room",
        "job",
        "config",
    ):
        op.drop_table(name)


def _registry() -> None:
    op.create_table(
        "organisation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "site",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "room",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("slug"),
        sa.UniqueConstraint("terminal"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _terminals() -> None:
    op.create_table(
        "heard",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("connection", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", At(), nullable=False),
        sa.PrimaryKeyConstraint("terminal"),
    )
    op.create_table(
        "presence",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("connection", sa.BigInteger(), nullable=False),
        sa.Column("said_goodbye", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", At(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("expected_back_by", At(), nullable=True),
        sa.Column("boot_id", sa.String(), nullable=False),
        sa.Column("boot_cause", sa.String(), nullable=False),
        sa.Column("booted_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("terminal"),
    )
    op.create_table(
        "stream",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("connection", sa.BigInteger(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("beyond", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("terminal", "stream"),
    )
    op.create_table(
        "signal_now",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("terminal", "name"),
    )


def _history() -> None:
    op.create_table(
        "signal_change",
        sa.Column("row", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("signal_change_room_at", "signal_change", ["room", "at"], unique=False)
    op.create_table(
        "number_sample",
        sa.Column("row", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("number_sample_room_name_at", "number_sample", ["room", "name", "at"], unique=False)
    op.create_table(
        "event",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("received_at", At(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("terminal", "stream", "number"),
    )
    op.create_index("event_room_at", "event", ["room", "at"], unique=False)


def _set_aside() -> None:
    op.create_table(
        "quarantine",
        sa.Column("row", ROW, nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("beginning", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )


def _rooms() -> None:
    op.create_table(
        "room_now",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("since", At(), nullable=False),
        sa.Column("in_session", sa.Boolean(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opens_at", At(), nullable=True),
        sa.Column("closes_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("room"),
    )
    op.create_table(
        "verdict_change",
        sa.Column("row", ROW, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("at", At(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("verdict_change_room_at", "verdict_change", ["room", "at"], unique=False)
    op.create_table(
        "session_span",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("start_at", At(), autoincrement=False, nullable=False),
        sa.Column("end_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("room", "start_at"),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("rooms", sa.Text(), nullable=False),
        sa.Column("first_seen_at", At(), nullable=False),
        sa.Column("last_seen_at", At(), nullable=False),
        sa.Column("opened_at", At(), nullable=True),
        sa.Column("resolved_at", At(), nullable=True),
        sa.Column("closed_at", At(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("incident_state_number", "incident", ["state", "number"], unique=False)
    op.create_table(
        "incident_room",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("room", "incident"),
    )


def _orders() -> None:
    op.create_table(
        "job",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", At(), nullable=False),
        sa.Column("expires_at", At(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", At(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job"),
    )
    op.create_index(op.f("ix_job_terminal"), "job", ["terminal"], unique=False)
    op.create_index("job_state", "job", ["state"], unique=False)
    op.create_table(
        "config",
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", At(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=False),
        sa.Column("reported_at", At(), nullable=True),
        sa.PrimaryKeyConstraint("terminal"),
    )
