"""The database itself: opened, set to keep what it acknowledged, its tables brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_MILLISECONDS = 2_000
"""How long SQLite waits for another process's lock before the batch is put off."""
LOCK_MILLISECONDS = 5_000


class BadDatabase(Exception):
    """A database URL that cannot be used; its text is one sentence."""


def open_engine(url: str) -> Engine:
    """Return an engine on `sqlite:///FILE`, on `sqlite://` for one that lives in memory, or on `postgresql://`."""
    if not url.startswith(("sqlite://", "postgresql://")):
        raise BadDatabase(
            f"{url.partition(':')[0]!r} is none we know; sqlite:///FILE or postgresql://... was expected."
        )
    if url.startswith("sqlite"):
        return _sqlite(url)
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    options = f"-c lock_timeout={LOCK_MILLISECONDS}"
    return create_engine(url, pool_pre_ping=True, connect_args={"options": options})


def _sqlite(url: str) -> Engine:
    in_memory = url == "sqlite://"
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 20, "max_overflow": 20}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _: Any) -> None:
        """FULL: a commit has reached the disk before anything is acknowledged for it (NORMAL may lose the last)."""
        connection.isolation_level = None  # the driver's own BEGIN would come too late for the write lock
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def is_in_memory(engine: Engine) -> bool:
    """Return whether all threads share one connection, so that they must take turns."""
    return isinstance(engine.pool, StaticPool)


def migrate(engine: Engine) -> None:
    """Bring the tables to this release's shape; nothing happens when they have it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        raise BadDatabase(f"{engine.url!r} cannot be opened: {str(error.orig).strip()}.") from error


def check_shape(engine: Engine) -> None:
    """Raise `BadDatabase` unless the tables have this release's shape."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    expected = ScriptDirectory.from_config(config).get_current_head()
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise BadDatabase(f"{engine.url!r} cannot be opened: {str(error.orig).strip()}.") from error
    if found != expected:
        raise BadDatabase(
            f"its tables are at {found or 'nothing'}, {expected} was expected: run `huonevahti migrate`."
        )


def is_passing(error: BaseException) -> bool:
    """Return whether a failure is the database's own, to be tried again: locked, full, gone."""
    return isinstance(error, OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
