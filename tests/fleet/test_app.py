"""The parts joined: what a terminal says over a real broker is on the API, and an order gets back to it."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from huonevahti_fleet.app import build
from huonevahti_fleet.edges import clock
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import open_store
from tests.fakes.fleet import GONE, NOW, birth, registry, report
from tests.fakes.mosquitto import running
from tests.fleet.edges.speaking import Terminal
from tests.waiting import wait_until


def test_a_report_is_on_the_api_and_an_order_reaches_the_terminal(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    store.save_registry(registry("imatra"), NOW)
    with running(tmp_path) as broker:
        settings = Settings(broker_port=broker.port, signing_key_file=str(tmp_path / "signing.key"))
        with TestClient(build(settings, store, clock.now)) as web:
            wait_until(lambda: web.get("/healthz").status_code == 200, "the server to be healthy")
            terminal = Terminal(broker.port)
            terminal.say(birth(), report(1, GONE))
            wait_until(lambda: web.get("/api/v1/rooms/imatra").json()["verdict"] == "unfit", "the verdict")
            ordered = web.post("/api/v1/jobs", json={"room": "imatra", "kind": "measure_now"}).json()
            wait_until(lambda: ordered["job"] in terminal.jobs, "the order at the terminal")
            wait_until(
                lambda: web.get(f"/api/v1/jobs/{ordered['job']}").json()["state"] == "offered", "its state"
            )
            assert 'huonevahti_messages_total{kind="report",result="newer"} 1.0' in web.get("/metrics").text
            terminal.end()
        assert web.get("/healthz").status_code == 503
    store.close()
