"""A migration goes up and down over a table with rows in it, and loses nothing but what it is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, column, table, text

from huonevahti_fleet.store import engine

ROW = {
    "row": 7,
    "key": "microphone_muted-imatra",
    "number": 1040,
    "state": "resolved",
    "owner": "on_site",
    "fault": "{}",
    "room": "imatra",
    "site": "talo",
    "rooms": "imatra",
    "reopened": 1,
    "first_seen_at": 1_795_509_000_000_000,
    "last_seen_at": 1_795_509_030_000_000,
}
INCIDENT = table("incident", *(column(name) for name in (*ROW, "mended_by")))


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """A database of the release before the incidents said what mended them, with one incident in it."""
    opened = engine.open_engine(database_url)
    _move(opened, "up", "0003")
    with opened.execution_options(writes=True).begin() as connection:
        connection.execute(INCIDENT.insert().values(ROW))
    yield opened
    opened.dispose()


def _move(database: Engine, way: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(engine.MIGRATIONS).replace("%", "%%"))
    with database.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if way == "up" else command.downgrade)(config, revision)


def _incident(database: Engine) -> dict[str, object]:
    with database.begin() as connection:
        return dict(connection.execute(text("SELECT * FROM incident")).mappings().one())


def _mended(database: Engine, remedy: str) -> None:
    with database.execution_options(writes=True).begin() as connection:
        connection.execute(INCIDENT.update().values(mended_by=remedy))


def test_what_mended_an_incident_is_unknown_of_those_there_were_and_goes_with_its_column(
    database: Engine,
) -> None:
    before = _incident(database)
    _move(database, "up", "0004")
    assert _incident(database) == {**before, "mended_by": ""}
    _mended(database, "unmute")
    _move(database, "up", "head")
    assert _incident(database) == {**before, "mended_by": "unmute"}
    _move(database, "down", "0003")
    assert _incident(database) == before
    _move(database, "up", "head")
    assert _incident(database) == {**before, "mended_by": ""}
