"""The server's database, read from outside, copied and put back as an administrator would: SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

EVENTS = "SELECT terminal, stream, number, body FROM event"
STREAMS = "SELECT terminal, stream, up_to, beyond FROM stream"
PRESENCE = "SELECT terminal, stream, connection, said_goodbye, status, boot_id FROM presence"
HEARD = "SELECT terminal, connection, last_seen_at FROM heard"
COUNTERS = "SELECT name, value FROM counter"
VERDICTS = "SELECT room, verdict FROM room_now"
QUARANTINED = "SELECT topic, reason, detail FROM quarantine"
SILENCES = "SELECT key FROM incident WHERE state IN ('watching', 'open') AND key LIKE '%silent%'"

Row = tuple[Any, ...]


class Database(Protocol):
    """What the proof does with a database."""

    url: str

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds."""
        ...

    def copy(self, name: str) -> None:
        """Keep a copy of the database as it is now, whoever writes to it meanwhile."""
        ...

    def put_back(self, name: str) -> None:
        """Put a copy in place of the database, which nobody uses now."""
        ...


class Sqlite:
    """A file, copied by SQLite's own backup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "huonevahti.db"
        self.url = f"sqlite:///{self._path}"

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds."""
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query).fetchall()

    def copy(self, name: str) -> None:
        """Keep a copy, consistent although the server writes."""
        with (
            closing(sqlite3.connect(self._path, timeout=10)) as live,
            closing(sqlite3.connect(self._folder / name)) as kept,
        ):
            live.backup(kept)

    def put_back(self, name: str) -> None:
        """Replace the file, and forget the log of the former one."""
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._folder / name, self._path)


class Postgres:
    """A cluster of its own on a socket, copied by pg_dump."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"postgresql://postgres@/huonevahti?host={folder}"

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def create(self) -> None:
        """Make the empty database."""
        self._run("createdb", "huonevahti")

    def copy(self, name: str) -> None:
        """Keep a dump, consistent although the server writes."""
        self._run("pg_dump", "--format=custom", f"--file={self._folder / name}", "huonevahti")

    def put_back(self, name: str) -> None:
        """Make the database anew from a dump."""
        self._run("dropdb", "--force", "huonevahti")
        self.create()
        self._run("pg_restore", "--dbname=huonevahti", str(self._folder / name))

    def _run(self, program: str, *words: str) -> None:
        found = subprocess.run(
            [program, f"--host={self._folder}", "--username=postgres", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, f"{program} {' '.join(words)}: {found.stderr}"


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A SQLite database in a folder."""
    folder.mkdir()
    yield Sqlite(folder)


@contextmanager
def postgres(folder: Path) -> Iterator[Database]:
    """A PostgreSQL cluster in a folder, for as long as the context lasts; root may not run one itself."""
    folder.mkdir()
    shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    cluster = folder / "cluster"

    def as_postgres(*words: str) -> None:
        # `setpriv` and not `su`: no login shell stands between us and the server
        switch = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        subprocess.run([*switch, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    as_postgres(str(programs / "initdb"), f"--pgdata={cluster}", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    control = [str(programs / "pg_ctl"), f"--pgdata={cluster}", "--wait"]
    as_postgres(*control, f"--options={options}", f"--log={folder / 'postgres.log'}", "start")
    try:
        database = Postgres(folder)
        database.create()
        yield database
    finally:
        as_postgres(*control, "--mode=immediate", "stop")
