"""Complaints in a scenario: what the record answers is told by a line of its own, and counts only where it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_fleet.scenarios.command import score_file
from huonevahti_fleet.scenarios.reading import read
from huonevahti_fleet.scenarios.run import play, quiet

COMPLAINED = """\
about: Somebody sees no picture, and says so.
rooms: [{slug: imatra}]
happens:
  - {at: +20m, do: complain, symptom: no_picture}
"""
UNPLUGGED = f"{COMPLAINED}  - {{at: +5m, do: unplug, what: customer_camera}}\n"
AWAY = f"{COMPLAINED}  - {{at: +10m, do: server_away, for: 30m}}\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(COMPLAINED, [(None, "clearance", "remote_access")], id="the room was well"),
        pytest.param(UNPLUGGED, [(1, "customer_camera_gone", "on_site")], id="a fault explains it"),
        pytest.param(AWAY, [], id="nobody is there to hear it"),
    ],
)
def test_the_record_answers(tmp_path: Path, story: str, told: list[tuple[int | None, str, str]]) -> None:
    with quiet():
        lines = [each.line for each in play(read(_file(tmp_path, story)))]
    assert [(x.incident, x.fault, x.owner) for x in lines if x.state == "complaint"] == told


@pytest.mark.parametrize(
    ("story", "expected", "misses"),
    [
        pytest.param(COMPLAINED, "[]", [], id="a room that is cleared has raised nothing"),
        pytest.param(
            COMPLAINED, "[{room: imatra, fault: clearance, owner: remote_access}]", [], id="the clearance is asked for"
        ),
        pytest.param(
            COMPLAINED, "[{room: imatra, fault: clearance, owner: terminal}]", ["wrong owner"], id="of another owner"
        ),
        pytest.param(
            UNPLUGGED,
            "[{room: imatra, fault: customer_camera_gone, owner: on_site}]",
            [],
            id="the answer names an incident that is there already",
        ),
        pytest.param(
            UNPLUGGED,
            "[{room: imatra, fault: customer_camera_gone, owner: on_site}, "
            "{room: imatra, fault: clearance, owner: remote_access}]",
            ["not found"],
            id="a room with a fault is not cleared",
        ),
    ],
)
def test_a_complaint_counts_where_its_answer_is_expected(
    tmp_path: Path, story: str, expected: str, misses: list[str]
) -> None:
    with quiet():
        scored = score_file(_file(tmp_path, f"{story}expect: {expected}\n"))
    assert [miss.what for miss in scored.misses] == misses
