"""The command: what it prints, how it ends, and what it says of a file that cannot be played."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huonevahti_fleet.__main__ import main

FIELDS = ["at", "room", "incident", "fault", "owner", "state", "severity", "confidence", "mended_by"]
PULLED = (
    "about: A plug is pulled.\nrooms: [{slug: imatra}]\nhappens:\n  - {at: +5m, do: unplug, what: touch}\n"
)
RIGHT = "expect:\n  - {room: imatra, fault: touch_gone, owner: on_site}\n"
WRONG = "expect:\n  - {room: imatra, fault: touch_gone, owner: terminal}\n"


def _file(folder: Path, text: str, name: str = "story.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_run_prints_one_line_for_each_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "run", str(_file(tmp_path, PULLED)), "--json"]) == 0
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert list(line) == FIELDS
    assert (line["room"], line["fault"], line["owner"], line["state"]) == (
        "imatra",
        "touch_gone",
        "on_site",
        "open",
    )


def test_a_run_does_not_read_what_is_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = set()
    for expected in ("", RIGHT, WRONG, "expect: no sense at all\n"):
        assert main(["scenario", "run", str(_file(tmp_path, PULLED + expected)), "--json"]) == 0
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_a_score_ends_with_its_shares_and_the_misses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _file(tmp_path, PULLED + RIGHT, "right.yaml")
    assert main(["scenario", "score", str(tmp_path), "--json", "--processes", "1"]) == 0
    capsys.readouterr()
    _file(tmp_path, PULLED + WRONG, "wrong.yaml")
    assert main(["scenario", "score", str(tmp_path), "--json", "--processes", "1"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    shares = [last[name] for name in ("owner_precision", "owner_recall", "fault_precision", "fault_recall")]
    assert shares == [0.5, 0.5, 1.0, 1.0]
    (miss,) = last["misses"]
    assert (miss["scenario"], miss["what"], miss["found"]) == ("wrong", "wrong owner", "on_site")


BAD = {
    "no rooms": ("about: Nothing.\n", "story.yaml:1: found no key rooms, expected one"),
    "an unknown word": (
        PULLED.replace("unplug", "unplugg"),
        "story.yaml:4: happens.0.do: found 'unplugg', expected one of unplug, plug_in, swap_cameras",
    ),
    "a thing that nobody can unplug": (
        PULLED.replace("touch", "window"),
        "story.yaml:4: happens.0.what: found 'window', expected one of call_button, customer_camera, document_camera",
    ),
    "a key of another word": (
        PULLED.replace("what: touch", "what: touch, percent: 5"),
        "story.yaml:4: happens.0: found key percent, expected one of do, at, room",
    ),
    "no time": (
        PULLED.replace("+5m", "soon"),
        "story.yaml:4: happens.0.at: found 'soon', expected a time after the",
    ),
    "a time beyond the end": (
        PULLED + "lasts: 4m\n",
        "story.yaml:4: happens.0.at: found +5m, expected a time between start and end",
    ),
    "a room that is none": (
        PULLED.replace("do:", "room: nurmes, do:"),
        "story.yaml:4: happens.0.room: found 'nurmes', expected one of imatra",
    ),
    "a profile that is none": (
        PULLED.replace("slug: imatra", "slug: imatra, profile: tablet"),
        "story.yaml:2: rooms.0.profile: found no profile tablet.yaml, expected one beside or shipped",
    ),
    "a profile of a real machine": (
        PULLED.replace("slug: imatra", "slug: imatra, profile: yeti-27"),
        "story.yaml:2: rooms.0.profile: found a profile of platform linux, expected one of platform simulated",
    ),
    "a day that never was": (
        PULLED + "starts: 2026-02-30 10:00\n",
        "story.yaml:5: starts: day is out of range",
    ),
    "one room twice": (
        PULLED.replace("[{slug: imatra}]", "[{slug: imatra}, {slug: imatra}]"),
        "story.yaml:2: rooms.1.slug: 'imatra' stands twice",
    ),
    "a time zone that is none": (
        PULLED + "time_zone: Europe/Helsingfors\n",
        "story.yaml:5: time_zone: found 'Europe/Helsingfors', expected a time zone such as Europe/Helsinki",
    ),
    "no time at all": (PULLED + "lasts: 0s\n", "story.yaml:5: lasts: found 0s, expected a time that passes"),
    "a happening that ends as it begins": (
        PULLED.replace("what: touch", "what: touch, for: 0s"),
        "story.yaml:4: happens.0.for: found 0s, expected a time that passes",
    ),
    "a share of one room": (
        PULLED.replace("what: touch", "what: touch, share: 0.5"),
        "story.yaml:4: happens.0.share: found 0.5 of one room, expected site or everywhere beside it",
    ),
    "a service that is none": (
        PULLED.replace("unplug, what: touch", "service_down, endpoint: kela"),
        "story.yaml:4: happens.0.endpoint: found 'kela', expected one of portal, video",
    ),
    "a line opened to a service that is none": (
        PULLED.replace("unplug, what: touch", "intercept, endpoints: [video, kela]"),
        "story.yaml:4: happens.0.endpoints.1: found 'kela', expected one of portal, video",
    ),
    "a plug that is out for longer than from fall to fall": (
        PULLED.replace("unplug, what: touch", "flap, what: touch, every: 5s, gone: 20s"),
        "story.yaml:4: happens.0.gone: found 20s, expected less than every, which is 5s",
    ),
    "a machine that nothing presses": (
        PULLED.replace("unplug, what: touch", "press_machine"),
        "story.yaml:4: happens.0: found nothing that presses it, expected cpu, memory, disk or celsius",
    ),
    "an error in a state without one": (
        PULLED.replace("unplug, what: touch", "application_says, state: waiting, error: broken"),
        "story.yaml:4: happens.0.error: found 'broken' in state waiting, expected it in state error",
    ),
    "no YAML": (PULLED + "rooms: [\n", "story.yaml:"),
}


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_played_is_refused_with_its_line(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scenario", "run", str(_file(tmp_path, text)), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(told), captured.err
    assert captured.err.count("\n") == 1


BAD_EXPECTED = {
    "room": (RIGHT.replace("imatra", "nurmes"), "found 'nurmes', expected one of imatra"),
    "fault": (
        RIGHT.replace("touch_gone", "touch_lost"),
        "found 'touch_lost', expected one of document_camera_first",
    ),
    "owner": (
        RIGHT.replace("on_site", "kela"),
        "found 'kela', expected one of on_site, terminal, room_network",
    ),
    "by": (RIGHT.replace("}", ", by: +3h}"), "found +3h, expected a time between start and end"),
    "mended_by": (RIGHT.replace("}", ", mended_by: magic}"), "found 'magic', expected one of unmute"),
    "severity": (RIGHT.replace("}", ", severity: bad}"), "found 'bad', expected one of closed_now"),
}


@pytest.mark.parametrize(("key", "text", "told"), [(key, *each) for key, each in BAD_EXPECTED.items()])
def test_a_wrong_expectation_is_refused_with_its_line(
    key: str, text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _file(tmp_path, PULLED + text)
    assert main(["scenario", "score", str(tmp_path), "--json"]) == 2
    assert capsys.readouterr().err.startswith(f"story.yaml:6: expect.0.{key}: {told}")


def test_a_folder_without_a_scenario_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "score", str(tmp_path)]) == 2
    assert "found no scenario" in capsys.readouterr().err
