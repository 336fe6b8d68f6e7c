"""`huonevahti demo` as its user starts it: rooms with verdicts, a fault for each lever, nothing left behind."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from huonevahti_fleet.demo import profiles, run
from huonevahti_fleet.demo.levers import BY_SLUG, DEMO_LEVERS, DemoLever, delay
from tests.waiting import wait_until

AFTER_STATED_SECONDS = 2.0
"""What may pass beyond the stated time until an incident is there."""
MENDED_SECONDS = 20.0
OWNERS = {
    "pull_microphone": "on_site",
    "drop_level": "terminal",
    "shuffle_cameras": "terminal",
    "mute_speakers": "terminal",
    "lose_hub": "on_site",
    "intercept": "room_network",
    "cut_power": "undecided",
    "cut_network": "undecided",
    "shift_clock": "terminal",
    "block_udp": "room_network",
    "hide_start_button": "terminal",
    "crash_page": "terminal",
    "keep_hand_over": "other_channel",
}
ORDER = ("imatra", "nurmes", "porvoo")
FAULTY = tuple(lever for lever in DEMO_LEVERS if lever.fault)


class Running:
    """A demo in a process of its own, spoken to over HTTP as anybody would."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "huonevahti_fleet", "demo", "--port", "0", "--lang", "en", *options]
        environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "HOME": str(folder)}
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        address = wait_until(self._address, "the printed address", 30)
        self.web = httpx.Client(base_url=address, timeout=10)

    def _address(self) -> str:
        text = self.log.read_text()
        assert self.process.poll() is None, text
        found = re.search(r"http://127\.0\.0\.1:\d+", text)
        return found[0] if found else ""

    def rooms(self) -> dict[str, dict[str, Any]]:
        return {
            room["slug"]: room for room in self.web.get("/api/v1/rooms").raise_for_status().json()["items"]
        }

    def incidents(self, room: str) -> list[dict[str, Any]]:
        """The open incidents of one room."""
        items = self.web.get("/api/v1/incidents").raise_for_status().json()["items"]
        return [one for one in items if one["state"] == "open" and room in one["rooms"]]

    def move(self, room: str, lever: str, action: str) -> None:
        answer = self.web.post(f"/demo/levers/{room}/{lever}/{action}")
        assert answer.status_code == 303, answer.text

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.web.close()
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One demo for all levers of this file."""
    running = Running(tmp_path_factory.mktemp("demo"))
    wait_until(lambda: _are_fit(running), "three fit rooms", 30)
    yield running
    assert running.stop() == 0, running.log.read_text()


def _are_fit(running: Running) -> bool:
    rooms = running.rooms()
    return all(rooms[slug]["verdict"] == "fit" for slug in ORDER)


def test_four_rooms_are_listed_with_verdicts(demo: Running) -> None:
    rooms = demo.rooms()
    assert set(rooms) == {*ORDER, "tama-kone"}
    wait_until(
        lambda: demo.rooms()["tama-kone"]["verdict"] in ("fit", "degraded", "unfit"),
        "this machine judged",
        20,
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_front_page_shows_the_rooms_and_the_banner(demo: Running, language: str) -> None:
    text = demo.web.get(f"/?lang={language}").raise_for_status().text
    assert f'lang="{language}"' in text
    assert "DEMO" in text.upper()
    assert "Valtimo" in text


@pytest.mark.parametrize(
    ("room", "lever"),
    [(ORDER[place % 3], lever) for place, lever in enumerate(FAULTY)],
    ids=[lever.slug for lever in FAULTY],
)
def test_a_lever_opens_its_incident_in_time_and_mending_ends_it(
    demo: Running, room: str, lever: DemoLever
) -> None:
    wait_until(lambda: demo.rooms()[room]["verdict"] == "fit", f"{room} fit before", MENDED_SECONDS)
    demo.move(room, lever.slug, "pull")
    pulled = time.monotonic()
    stated = delay(lever, profiles.simulated()).seconds
    found = wait_until(lambda: demo.incidents(room), f"an incident for {lever.slug}", stated + 20)
    took = time.monotonic() - pulled
    assert [(one["fault"], one["owner"]) for one in found] == [(lever.fault, OWNERS[lever.slug])]
    assert took <= stated + AFTER_STATED_SECONDS, f"{took:.1f} s, stated {stated} s"
    verdicts = ("no_data",) if lever.way == "silence" else ("unfit", "degraded")
    assert demo.rooms()[room]["verdict"] in verdicts
    demo.move(room, lever.slug, "mend")
    wait_until(lambda: not demo.incidents(room), f"{lever.slug} gone after mending", MENDED_SECONDS)
    wait_until(lambda: demo.rooms()[room]["verdict"] == "fit", f"{room} fit after", MENDED_SECONDS)


def test_a_visit_shows_as_a_session_and_makes_no_incident(demo: Running) -> None:
    demo.move("nurmes", "start_visit", "pull")
    wait_until(lambda: demo.rooms()["nurmes"]["in_session"] is True, "a session", 5)
    assert demo.incidents("nurmes") == []
    demo.move("nurmes", "start_visit", "mend")
    wait_until(lambda: demo.rooms()["nurmes"]["in_session"] is False, "the session's end", 5)


def test_an_unknown_lever_is_a_problem(demo: Running) -> None:
    answer = demo.web.post("/demo/levers/imatra/explode/pull")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    running = Running(tmp_path)
    assert list(tmp_path.glob("huonevahti-demo-*"))
    children = wait_until(lambda: _children(running.process.pid), "the agent of this machine", 20)
    assert running.stop(number) == 0, running.log.read_text()
    assert not list(tmp_path.glob("huonevahti-demo-*"))
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert running.log.read_text().strip().count("\n") == 0, "the address alone is printed"


def test_a_killed_demo_takes_its_agent_along_and_the_next_one_clears_its_folder(tmp_path: Path) -> None:
    killed = Running(tmp_path)
    children = wait_until(lambda: _children(killed.process.pid), "the agent of this machine", 20)
    (left,) = tmp_path.glob("huonevahti-demo-*")
    killed.stop(signal.SIGKILL)
    wait_until(lambda: not any(_lives(child) for child in children), "the agent's end", 15)
    beside = tmp_path / "huonevahti-demo-being-made"
    beside.mkdir()
    following = Running(tmp_path)
    assert not left.exists()
    assert beside.exists(), "a folder that nobody has locked yet may be about to be"
    assert following.stop() == 0


def _children(process: int) -> list[str]:
    """The processes that any of its threads started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


def _lives(process: str) -> bool:
    """Whether a process runs; an orphan that nobody waits for stays as a zombie in a container."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_taken_port_is_said_in_one_sentence(demo: Running) -> None:
    port = str(demo.web.base_url.port)
    started = subprocess.run(
        [sys.executable, "-m", "huonevahti_fleet", "demo", "--port", port, "--lang", "en"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert started.returncode == 2
    assert port in started.stderr
    assert started.stderr.count("\n") == 1


@pytest.mark.parametrize("wrong", ["--port=70000", "--port=www", "--speed=0", "--speed=nan", "--speed=fast"])
def test_a_wrong_option_stops_the_start(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run.main([wrong])
    assert "was expected" in capsys.readouterr().err


def test_every_fault_lever_has_an_owner_to_expect() -> None:
    assert {slug for slug, lever in BY_SLUG.items() if lever.fault} == set(OWNERS)
