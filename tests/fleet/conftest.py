"""Stores for tests of the office: in memory, and on each database that the product runs on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from huonevahti_fleet.store import Store, open_store
from tests.crash.databases import postgres
from tests.fakes.fleet import NOW, registry

_numbers = count(1)


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory with two rooms of one site."""
    opened = open_store("sqlite://")
    opened.save_registry(registry("imatra", "nurmes"), NOW)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def cluster_url() -> Iterator[str]:
    """A PostgreSQL cluster of this run's own; its folder must be open to the user it runs as."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "cluster") as database:
            yield database.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fleet.db'}"
    url: str = request.getfixturevalue("cluster_url")
    name = f"fleet_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.replace("/huonevahti?", f"/{name}?")


@pytest.fixture
def real_store(database_url: str) -> Iterator[Store]:
    """A store on a real database with two rooms of one site, once on each kind."""
    opened = open_store(database_url)
    opened.save_registry(registry("imatra", "nurmes"), NOW)
    yield opened
    opened.close()
