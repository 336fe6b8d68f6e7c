"""The ingest on a real broker and both databases: what was acknowledged is kept, what could not be kept comes again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event as sql_event

from huonevahti_fleet.edges import clock
from huonevahti_fleet.edges.ingest import Ingest
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from tests.fakes.fleet import SEAL, birth, event, garbage, report
from tests.fakes.mosquitto import Mosquitto, running
from tests.fleet.edges.speaking import Terminal
from tests.waiting import wait_until

PRODUCT = Path(__file__).parents[3] / "fleet-server/mosquitto.conf"


def limits_of(text: str, folder: Path) -> list[str]:
    """The product's own configuration of the broker, with its listener and folder left to the test."""
    lines = [
        line
        for line in text.splitlines()
        if line and not line.startswith(("#", "listener", "persistence_location"))
    ]
    return [*lines, f"persistence_location {folder}/", "user root"]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with running(tmp_path, *limits_of(PRODUCT.read_text(encoding="utf-8"), tmp_path)) as started:
        yield started


@pytest.fixture
def terminal(broker: Mosquitto) -> Iterator[Terminal]:
    started = Terminal(broker.port)
    yield started
    started.end()


@contextmanager
def ingest_of(store: Store, port: int) -> Iterator[Ingest]:
    """An ingest that is connected, for as long as the block lasts."""
    started = Ingest(Settings(broker_port=port), store, SEAL, clock.now)
    started.start()
    try:
        wait_until(lambda: started.condition.is_connected, "the ingest's connection")
        yield started
    finally:
        started.stop()


def events_of(store: Store) -> list[int]:
    """The numbers of the events that are kept."""
    detail = store.room("imatra")
    assert detail is not None
    return sorted(e.number for e in detail.events)


def test_an_event_is_acknowledged_when_it_is_kept(
    real_store: Store, broker: Mosquitto, terminal: Terminal
) -> None:
    with ingest_of(real_store, broker.port):
        terminal.say(birth(), event(1), event(2))
        wait_until(lambda: 2 in terminal.stored, "the word that event 2 is stored")
        assert events_of(real_store) == [1, 2]


def test_what_is_said_while_the_server_is_down_is_taken_when_it_is_up(
    real_store: Store, broker: Mosquitto, terminal: Terminal
) -> None:
    with ingest_of(real_store, broker.port):
        terminal.say(birth())
    terminal.say(*(event(number) for number in range(1, 41)))
    assert events_of(real_store) == []
    with ingest_of(real_store, broker.port):
        wait_until(lambda: 40 in terminal.stored, "the word that event 40 is stored")
    assert events_of(real_store) == list(range(1, 41))


def test_the_server_says_whether_it_reads(real_store: Store, broker: Mosquitto, terminal: Terminal) -> None:
    with ingest_of(real_store, broker.port):
        wait_until(lambda: terminal.server[-1:] == ["online"], "the server to be online")
    wait_until(lambda: terminal.server[-1:] == ["offline"], "the server to be offline")


@contextmanager
def sqlite_locked(store: Store) -> Iterator[None]:
    """Another process writes to the file and does not come to an end."""
    path = store._engine.url.database
    with closing(sqlite3.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def postgresql_locked(store: Store) -> Iterator[None]:
    """Somebody holds the table of events."""
    url = store._engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def sqlite_full(store: Store) -> Iterator[None]:
    """The file may not grow any more, as on a full disk."""

    def fill(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")

    def empty(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count=1000000")

    sql_event.listen(store._engine, "checkout", fill)
    yield
    sql_event.remove(store._engine, "checkout", fill)
    sql_event.listen(store._engine, "checkout", empty)


def _assert_kept_in_the_end(
    store: Store, broker: Mosquitto, terminal: Terminal, trouble: Callable[[Store], Any]
) -> None:
    big = [event(number) for number in range(1, 201)]
    with ingest_of(store, broker.port) as ingest:
        terminal.say(birth())
        wait_until(lambda: 0 in terminal.stored, "the answer to the birth")
        with trouble(store):
            terminal.say(*big)
            wait_until(lambda: ingest.condition.trouble, "the trouble to be noticed", 15)
            assert max(terminal.stored) < 200
        wait_until(lambda: 200 in terminal.stored, "the word that event 200 is stored", 20)
        assert ingest.condition.trouble == ""
    with store._engine.connect() as connection:
        numbers = [n for (n,) in connection.exec_driver_sql("SELECT number FROM event ORDER BY number")]
    assert numbers == list(range(1, 201))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("trouble", [sqlite_locked, sqlite_full])
def test_sqlite_in_trouble_loses_nothing_that_was_acknowledged(
    real_store: Store, broker: Mosquitto, terminal: Terminal, trouble: Callable[[Store], Any]
) -> None:
    _assert_kept_in_the_end(real_store, broker, terminal, trouble)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_in_trouble_loses_nothing_that_was_acknowledged(
    real_store: Store, broker: Mosquitto, terminal: Terminal
) -> None:
    _assert_kept_in_the_end(real_store, broker, terminal, postgresql_locked)


def test_a_broker_that_died_is_found_again(real_store: Store, broker: Mosquitto, terminal: Terminal) -> None:
    with ingest_of(real_store, broker.port) as ingest:
        terminal.say(birth(), event(1))
        wait_until(lambda: 1 in terminal.stored, "the word that event 1 is stored")
        broker.kill()
        wait_until(lambda: not ingest.condition.is_connected, "the loss to be noticed")
        broker.start()
        wait_until(lambda: ingest.condition.is_connected, "the connection to be back", 15)
        wait_until(lambda: terminal.server[-1:] == ["online"], "the terminal to be back")
        terminal.say(event(2))
        wait_until(lambda: 2 in terminal.stored, "the word that event 2 is stored")
    assert events_of(real_store) == [1, 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rubbish_in_between_delays_nobody(real_store: Store, broker: Mosquitto, terminal: Terminal) -> None:
    with ingest_of(real_store, broker.port) as ingest:
        terminal.say(birth(), garbage(b"{"), garbage(b"\xff" * 100_000, "event"), report(1), event(1))
        wait_until(lambda: 1 in terminal.stored, "the word that event 1 is stored")
        assert ingest.condition.tally["report", "newer"] == 1
    assert {q.reason for q in real_store.quarantined()} == {"malformed", "too_large"}
