"""When a silent terminal is heard again, what it brings along says whose the silence was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.hindsight import learnt
from huonevahti_fleet.domain.history import History, Neighbours
from huonevahti_fleet.rules import microphone_gone, site_silent, terminal_silent
from huonevahti_wire.messages import AgentStarted, Event
from tests.fleet.stories import NOW, healthy, told

SILENT = "presence offline last_seen=900"
LONG_AGO = "network.link ok hours_ago=9"


def _silence() -> Fault:
    fault = terminal_silent.check(told(SILENT))
    assert fault is not None
    return fault


def _after(story: str = "") -> History:
    return told(f"{LONG_AGO}\n{story}", healthy())


@pytest.mark.parametrize(
    ("story", "owner", "stem"),
    [
        pytest.param("booted power_cut hours_ago=0.1", "premises", "terminal_silent.power", id="a power cut"),
        pytest.param("booted panic hours_ago=0.1", "terminal", "terminal_silent.restart", id="a panic"),
        pytest.param("booted watchdog hours_ago=0.1", "terminal", "terminal_silent.restart", id="a watchdog"),
        pytest.param(
            "booted unknown hours_ago=0.1", "undecided", "terminal_silent", id="a boot of no known cause"
        ),
        pytest.param("network.link ok hours_ago=0.1", "on_site", "terminal_silent", id="the plug was out"),
        pytest.param("", "room_network", "terminal_silent", id="it ran all the time, with its cable in"),
        pytest.param(
            "booted power_cut hours_ago=5", "room_network", "terminal_silent", id="a boot long before"
        ),
    ],
)
def test_a_silence_that_is_over_has_an_owner(story: str, owner: str, stem: str) -> None:
    known = learnt(_silence(), _after(story))
    assert (str(known.owner), known.stem) == (owner, stem)
    assert learnt(known, _after(story)) is known, "once learnt it stays"


def test_an_agent_that_began_again_on_the_same_boot_was_itself_the_silence() -> None:
    history = _after()
    started = AgentStarted("5c1e9f3a", "1.0")
    event = Event(stream="0123456789ab", number=9, at=NOW - timedelta(minutes=1), body=started)
    assert learnt(_silence(), replace(history, events=(event,))).owner == "terminal"


def test_a_whole_site_that_was_cut_off_was_the_network_whatever_its_links_say() -> None:
    near = Neighbours(site_rooms=1, site_silent=1, fleet_rooms=5, fleet_silent=1)
    fault = site_silent.check(replace(told(SILENT), neighbours=near))
    assert fault is not None
    assert learnt(fault, _after("network.link ok hours_ago=0.1")).owner == "room_network"
    assert learnt(fault, _after("booted power_cut hours_ago=0.1")).owner == "premises"


def test_while_it_is_silent_and_for_any_other_fault_nothing_is_learnt() -> None:
    silence = _silence()
    assert learnt(silence, told(SILENT)) is silence
    other = microphone_gone.check(told("microphone.present failed unplugged"))
    assert other is not None
    assert learnt(other, _after("booted power_cut hours_ago=0.1")) is other
