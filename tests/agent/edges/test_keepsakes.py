"""Config, floor and last boot survive a power cut at any write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from huonevahti_agent.edges.keepsakes import Keepsakes, Life
from huonevahti_wire.messages import ConfigDocument
from tests.fakes.crashing_disk import CrashingDisk, PowerCut

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def _document(version: int) -> ConfigDocument:
    return ConfigDocument(
        terminal="imatra", version=version, issued_at=NOW, accept_by=NOW + timedelta(days=1)
    )


def _accept(keepsakes: Keepsakes, version: int) -> None:
    keepsakes.accept(_document(version), msgspec.json.encode(_document(version)))


def test_what_was_accepted_rules_after_reopening(tmp_path: Path) -> None:
    keepsakes = Keepsakes(tmp_path)
    _accept(keepsakes, 1)
    _accept(keepsakes, 2)
    keepsakes.fail(5, "malformed")
    keepsakes.live(Life("0a0a0a0a-0001", 77.0))
    found = (keepsakes.document, keepsakes.floor, keepsakes.config_hash, keepsakes.life)
    keepsakes.close()
    again = Keepsakes(tmp_path)
    assert (again.document, again.floor, again.config_hash, again.life) == found
    assert not again.config_damage


def test_the_floor_given_at_enrolment_is_the_lowest(tmp_path: Path) -> None:
    assert Keepsakes(tmp_path, floor=7).floor.version == 7
    keepsakes = Keepsakes(tmp_path)
    _accept(keepsakes, 9)
    keepsakes.close()
    assert Keepsakes(tmp_path, floor=7).floor.version == 9


@pytest.mark.parametrize("kept_bytes", [0, 1, 8, 16, 80, 120])
@pytest.mark.parametrize("at_write", range(4))
def test_a_power_cut_leaves_one_whole_document_and_never_lowers_the_floor(
    tmp_path: Path, at_write: int, kept_bytes: int
) -> None:
    accepted = 0
    try:
        keepsakes = Keepsakes(tmp_path, disk=CrashingDisk(at_write, kept_bytes))
        for version in (1, 2, 3):
            _accept(keepsakes, version)
            accepted = version
    except PowerCut:
        pass
    again = Keepsakes(tmp_path)
    ruling = again.document.version if again.document else 0
    assert ruling in (accepted, accepted + 1)
    assert again.floor.version >= accepted
