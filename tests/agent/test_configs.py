"""A desired config rules as a whole or not at all; a lower, failed, late or unsigned one never does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huonevahti_wire.messages import ConfigApplied, ConfigReported
from huonevahti_wire.signals import State
from tests.agent.rooms import BAD, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room whose agent is connected and has said everything."""
    room = Room(tmp_path)
    room.run(3)
    return room


def _reported(room: Room) -> ConfigReported:
    found: list[ConfigReported] = room.heard("config/reported")
    return found[-1]


def _applied(room: Room) -> list[tuple[int, bool, str]]:
    return [(body.version, body.accepted, body.reason) for body in room.bodies(ConfigApplied)]


def _drift(room: Room) -> tuple[State, str]:
    signal = room.cycle._parts.sensing.signals["config.drift"]
    return signal.state, signal.reason


def test_before_any_config_the_profile_rules(room: Room) -> None:
    assert _reported(room).version == 0
    assert _drift(room) == (State.OK, "")


def test_a_signed_config_rules_at_once_and_is_reported(room: Room) -> None:
    room.desire(1, heartbeat_seconds=10.0)
    room.run(1)
    before = len(room.reports())
    room.run(100)
    assert (_reported(room).version, _reported(room).floor, _reported(room).refused) == (1, 1, {})
    assert _reported(room).config_hash != "0" * 16
    assert _applied(room) == [(1, True, "")]
    assert len(room.reports()) - before >= 9


def test_a_config_rules_on_after_a_restart_and_beyond_its_expiry(room: Room) -> None:
    room.desire(4, heartbeat_seconds=10.0)
    room.run(1)
    room.host.elapsed_seconds += 40 * 86_400
    room.broker.retained.clear()
    room.start()
    room.run(3)
    before = len(room.reports())
    room.run(100)
    assert _reported(room).version == 4
    assert len(room.reports()) - before >= 9


REFUSED: dict[str, dict[str, Any]] = {
    "not_newer": {"version": 4},
    "terminal": {"version": 6, "terminal": "nurmes"},
    "unknown_remedy": {"version": 6, "remedies_off": ("unmute", "replace_the_cable")},
    "time_zone": {"version": 6, "time_zone": "Europe/Atlantis"},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_config_that_may_not_rule_is_refused_and_the_former_one_rules_on(room: Room, reason: str) -> None:
    room.desire(5, heartbeat_seconds=30.0)
    room.run(1)
    room.desire(heartbeat_seconds=5.0, **REFUSED[reason])
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (5, {"version": reason})
    assert _applied(room)[1:] == [(REFUSED[reason]["version"], False, reason)]
    assert _drift(room) == (State.WARNING, reason)


def test_a_config_offered_too_late_is_refused_but_its_version_is_not_burnt(room: Room) -> None:
    room.desire(1, accept_by=room.host.now() - timedelta(seconds=1))
    room.run(1)
    assert _applied(room) == [(1, False, "expired")]
    room.desire(1)
    room.run(1)
    assert _reported(room).version == 1


def test_the_floor_holds_after_a_restart(room: Room) -> None:
    room.desire(9)
    room.run(1)
    room.broker.retained.clear()
    room.start()
    room.run(3)
    room.desire(8)
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (9, {"version": "not_newer"})


def test_an_unknown_key_refuses_the_whole_and_burns_the_version(room: Room) -> None:
    now = room.host.now()
    times = f'"issued_at":"{now.isoformat()}","accept_by":"{(now + timedelta(days=1)).isoformat()}"'
    room.desire_bytes(f'{{"terminal":"imatra","version":3,{times},"wallpaper":"birch"}}'.encode())
    room.run(1)
    assert _applied(room) == [(3, False, "malformed")]
    room.start()
    room.run(3)
    room.desire(3)
    room.run(1)
    assert _reported(room).refused == {"version": "failed_before"}
    room.desire(4)
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (4, {})


def test_an_unsigned_config_is_not_read_and_burns_nothing(room: Room) -> None:
    room.desire(7, signature=BAD)
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (0, {"signature": "signature"})
    assert _applied(room) == []
    room.desire(7)
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (7, {})


def test_the_retained_config_that_rules_already_is_no_news(room: Room) -> None:
    room.desire(2)
    room.run(1)
    for _ in range(3):
        room.start()
        room.run(3)
    assert _applied(room) == [(2, True, "")]
    assert _drift(room) == (State.OK, "")


def test_after_a_damaged_config_the_last_good_one_rules_and_says_so(room: Room) -> None:
    room.desire(1, heartbeat_seconds=30.0)
    room.run(1)
    room.desire(2, heartbeat_seconds=20.0)
    room.run(1)
    room.broker.retained.clear()
    content = bytearray((room.folder / "config").read_bytes())
    place = content.index(b'"version":2')
    content[place + 10] ^= 0xFF
    (room.folder / "config").write_bytes(content)
    room.start()
    room.run(3)
    assert (_reported(room).version, _reported(room).refused) == (1, {"stored": "damaged"})
    assert _reported(room).floor == 2
    assert _drift(room) == (State.WARNING, "damaged")


def test_a_config_that_the_disk_refuses_does_not_rule(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room.cycle._parts.files.keepsakes._large, "write", refuse)
    room.desire(1)
    room.run(1)
    assert (_reported(room).version, _reported(room).refused) == (0, {"version": "disk"})


def test_a_config_may_ask_for_events_once_more(room: Room) -> None:
    room.acknowledge(2)
    room.run(1)
    before = len(room.events())
    room.desire(1, resend_from=1)
    room.run(1)
    assert [event.number for event in room.events()[before:]][:2] == [1, 2]
