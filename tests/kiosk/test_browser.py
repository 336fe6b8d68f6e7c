"""The launcher before a real Chromium with two fake cameras: each trouble of a kiosk, seen within half a minute."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from huonevahti_kiosk.kiosk import Kiosk
from huonevahti_kiosk.words import GoHome, KioskReading, RankCameras, RestartBrowser
from tests.kiosk.stage import MARK, Site, Traffic, bring_home, running, settings, until

FIRST_CAMERA = """const stream = await navigator.mediaDevices.getUserMedia({video: true});
const label = stream.getVideoTracks()[0].label; stream.getTracks().forEach((track) => track.stop()); return label;"""
OVERLAY = """const lid = document.createElement("div"); lid.id = "lid"; document.body.append(lid);
lid.style = "position:fixed;inset:0;background:white;z-index:9"; """


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One server of pages for all tests."""
    found = Site()
    yield found
    found.close()


@pytest.fixture(scope="module")
def traffic() -> Traffic:
    """What launcher and browser say to each other."""
    return Traffic()


@pytest.fixture(scope="module")
def kiosk(site: Site, traffic: Traffic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """One browser for all tests of this file; each brings it home first."""
    with running(Kiosk(settings(site, tmp_path_factory.mktemp("kiosk")), traffic)) as found:
        yield found


@pytest.fixture(autouse=True)
def _at_home(kiosk: Kiosk, site: Site) -> None:
    bring_home(kiosk, site)


def _leave(kiosk: Kiosk, site: Site, host: str) -> KioskReading:
    site.send_off(f"location.href = {json.dumps(site.address(host, '/away'))}")
    return until(kiosk, lambda reading: reading.page != "home", f"the page of {host}")


def test_the_order_of_cameras_is_read_as_the_page_sees_it_ranked_and_verified(
    kiosk: Kiosk, site: Site
) -> None:
    before = until(kiosk, lambda reading: reading.devices, "devices").devices
    assert before
    assert before.cameras == ("fake_device_0", "fake_device_1")
    assert site.order(FIRST_CAMERA) == "fake_device_0"
    ranking = RankCameras(("fake_device_1", "fake_device_0"), ("Fake Audio Input 2",))
    assert kiosk.answer(ranking).done
    after = until(kiosk, lambda reading: reading.devices, "devices").devices
    assert after
    assert after.cameras == ("fake_device_1", "fake_device_0")
    assert after.microphones[0] == "Fake Audio Input 2"
    assert site.order(FIRST_CAMERA) == "fake_device_1"


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        (OVERLAY, "covered"),
        ("document.querySelector('#start').style.opacity = 0", "hidden"),
        ("document.body.style.visibility = 'hidden'", "hidden"),
        (
            "document.querySelector('#start').style.width = 0; start.style.padding = start.style.border = 0",
            "hidden",
        ),
        ("document.querySelector('#start').style.cssText += ';position:fixed;left:-900px'", "hidden"),
        ("document.querySelector('#start').disabled = true", "disabled"),
        ("document.querySelector('#start').remove()", "missing"),
    ],
)
def test_a_start_button_nobody_can_press_is_seen(kiosk: Kiosk, site: Site, script: str, seen: str) -> None:
    site.order(script)
    until(kiosk, lambda reading: reading.start_button == seen, f"the button is {seen}")


def test_a_lid_over_half_the_button_is_seen_and_one_beside_it_is_not(kiosk: Kiosk, site: Site) -> None:
    site.order(OVERLAY + "lid.style.inset = '0 0 0 130px'")
    assert kiosk.look().start_button == "shown"
    site.order("document.querySelector('#lid').style.left = '90px'")
    assert kiosk.look().start_button == "covered"


def test_a_crashed_renderer_is_seen_though_its_address_still_stands(kiosk: Kiosk) -> None:
    _crash(kiosk)
    crashed = until(kiosk, lambda reading: reading.crashed, "the crash")
    assert (crashed.page, crashed.answers) == ("home", None)
    assert kiosk.answer(GoHome()).done
    assert not kiosk.look().crashed


def _crash(kiosk: Kiosk) -> None:
    """Kill the renderer as the kernel would when memory runs out."""
    assert kiosk._running
    found = _renderers(kiosk._running[0].pid)
    assert found
    for renderer in found:
        os.kill(renderer, signal.SIGKILL)


def _renderers(group: int) -> list[int]:
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _is_renderer(process) and os.getpgid(int(process.name)) == group
    ]


def _is_renderer(process: Path) -> bool:
    try:
        return b"--type=renderer" in (process / "cmdline").read_bytes()
    except OSError:
        return False


def test_a_page_that_hangs_does_not_answer(kiosk: Kiosk, site: Site) -> None:
    site.send_off("for (;;) {}")
    until(kiosk, lambda reading: reading.answers is False, "no answer")
    assert kiosk.answer(GoHome()).done


def test_a_page_gone_to_a_foreign_host_is_timed_and_brought_home(kiosk: Kiosk, site: Site) -> None:
    away = _leave(kiosk, site, "elsewhere")
    assert (away.page, away.answers, away.devices, away.start_button) == ("foreign", None, None, None)
    later = until(kiosk, lambda reading: reading.page_seconds > 1.0, "time goes on")
    assert later.page == "foreign"
    assert kiosk.answer(GoHome()).done
    assert kiosk.look().start_button == "shown"


def test_a_page_that_came_back_late_by_itself_is_looked_at_again(kiosk: Kiosk, site: Site) -> None:
    assert _leave(kiosk, site, "kela").page == "hand_over"
    site.order(f"location.href = {json.dumps(site.address('home'))}", "/away")
    until(kiosk, lambda reading: reading.start_button == "shown", "home again")


@pytest.mark.parametrize("host", ["tunnistus", "bank"])
def test_nobody_is_taken_home_or_restarted_from_identification(kiosk: Kiosk, site: Site, host: str) -> None:
    kind = _leave(kiosk, site, host).page
    assert kiosk.answer(GoHome()).refused == kind
    assert kiosk.answer(RestartBrowser()).refused == kind
    assert kiosk.look().page == kind


def test_errors_of_the_page_are_counted(kiosk: Kiosk, site: Site) -> None:
    before = kiosk.look().errors_per_hour or 0
    site.order(f"console.error('{MARK}'); setTimeout(() => {{ throw new Error('{MARK}'); }}); ")
    until(kiosk, lambda reading: (reading.errors_per_hour or 0) >= before + 2, "two errors")


def test_a_browser_that_dies_is_started_again(kiosk: Kiosk) -> None:
    assert kiosk._running
    starts = kiosk.look().starts_per_hour
    os.killpg(kiosk._running[0].pid, signal.SIGKILL)
    back = until(kiosk, lambda reading: reading.starts_per_hour > starts and reading.answers, "a new browser")
    assert back.start_button == "shown"


def test_verbs_are_few_an_hour(kiosk: Kiosk) -> None:
    kiosk._verbs.extend([kiosk._starts[-1]] * 6)
    assert kiosk.answer(RestartBrowser()).refused == "too_often"
