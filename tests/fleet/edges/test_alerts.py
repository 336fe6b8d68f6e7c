"""Alert rules: each fires when it should and not before, and speaks of numbers that there are."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from huonevahti_fleet.domain.nightly import NightRecord, Outcome, ReadinessRecord
from huonevahti_fleet.edges.ingest import Condition
from huonevahti_fleet.edges.metrics import Exposition
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.store import Batch, Store
from huonevahti_wire.messages import ConfigReported
from tests.fakes.fleet import NOW, STREAM, birth, configs, intake_over, later, said

HERE = Path(__file__).parent
RULES = HERE.parents[2] / "fleet-server/alerts.yaml"


def _alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_each_alert_fires_when_it_should_and_not_before() -> None:
    done = subprocess.run(
        ["promtool", "test", "rules", "alerts.test.yaml"], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_is_proven() -> None:
    tests = yaml.safe_load((HERE / "alerts.test.yaml").read_text(encoding="utf-8"))["tests"]
    expected = {each["alertname"] for test in tests for each in test["alert_rule_test"] if each["exp_alerts"]}
    assert expected == {rule["alert"] for rule in _alerts()}


def _told(store: Store, seconds: float = 0) -> dict[str, float]:
    text = Exposition(store, Condition(), lambda: later(seconds)).text().decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


@pytest.fixture
def troubled(store: Store) -> Store:
    """One room whose restart was missed and one in a loop, one not ready and one that does not follow its config."""
    intake = intake_over(store)
    intake.take([said(birth()), said(birth(), "nurmes")], NOW)
    (sent,) = {each.version for each in configs(pass_time(intake, NOW, may_send=True)).values()}
    intake.take([said(ConfigReported(stream=STREAM, version=sent, config_hash="0" * 16), "nurmes")], later(1))
    batch = Batch(intake.fleet, later(1))
    today, due = date(2026, 11, 24), later(-30_000)
    batch.night(NightRecord("imatra", today, Outcome.SKIPPED, ("media", "nobody_told"), due, later(-20_000)))
    batch.night(NightRecord("nurmes", today, Outcome.FAILED, ("loop",), due, later(-20_000)))
    batch.night(NightRecord("nurmes", today + timedelta(days=1), Outcome.PLANNED, (), later(60_000), later(70_000)))
    batch.readiness(ReadinessRecord("imatra", later(-9_000), later(-11_700), is_ready=True))
    batch.readiness(ReadinessRecord("nurmes", later(-9_000), later(-11_700), False, ("kiosk.page",)))
    store.commit(batch)
    return store


def test_what_alerts_speak_of_is_exported(troubled: Store) -> None:
    names = {name.partition("{")[0] for name in _told(troubled)}
    spoken = {name for rule in _alerts() for name in re.findall(r"huonevahti_\w+", rule["expr"])}
    assert spoken <= names


def test_a_room_has_a_line_while_something_is_wrong_with_it(troubled: Store) -> None:
    found = _told(troubled, 2)
    assert found['huonevahti_restart_missed{reason="media",room="imatra"}'] == 1
    assert found['huonevahti_restart_loop{reason="loop",room="nurmes"}'] == 1
    by_room = [name for name in found if "not_ready" in name or "unapplied" in name]
    assert by_room == ['huonevahti_room_not_ready{room="nurmes"}', 'huonevahti_config_unapplied{room="imatra"}']
    assert found["huonevahti_openings_met_ratio"] == 0.5
    outcomes = {name: value for name, value in found.items() if name.startswith("huonevahti_restarts{") and value}
    assert outcomes == {'huonevahti_restarts{outcome="skipped"}': 1, 'huonevahti_restarts{outcome="failed"}': 1}


def test_where_all_is_well_no_room_has_a_line(store: Store) -> None:
    found = _told(store)
    assert not [name for name in found if "restart_missed" in name or "loop" in name or "not_ready" in name]
    assert "huonevahti_openings_met_ratio" not in found
