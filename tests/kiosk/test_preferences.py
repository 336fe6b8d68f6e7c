"""What is written into the browser's preferences, and what is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huonevahti_kiosk.preferences import FILE, Ranking, ranked, write

BOTH = Ranking(("Customer (046d:085e)", "Document (0c45:6366)"), ("Desk microphone",))


def _order(preferences: dict[str, dict[str, dict[str, list[str]]]], kind: str) -> list[str] | None:
    return preferences["media"].get(kind, {}).get("user_preference_ranking")


def test_cameras_and_microphones_stand_in_the_order_given() -> None:
    written = ranked({}, BOTH)
    assert (_order(written, "video_input"), _order(written, "audio_input")) == (
        list(BOTH.cameras),
        list(BOTH.microphones),
    )


def test_what_else_stands_there_is_left_alone() -> None:
    before = {
        "media": {"audio_input": {"user_preference_ranking": ["x"]}, "router": 1},
        "zoom": 2,
        "profile": {"n": 3},
    }
    written = ranked(before, Ranking(("a",)))
    assert (written["zoom"], written["profile"]["n"], written["media"]["router"]) == (2, 3, 1)
    assert _order(written, "audio_input") == ["x"]


@pytest.mark.parametrize("torn", ['{"media": {', "[]", "", '{"media": 7}'])
def test_preferences_that_cannot_be_read_start_anew(torn: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text(torn, encoding="utf-8")
    write(tmp_path, BOTH)
    assert _order(json.loads(path.read_text(encoding="utf-8")), "video_input") == list(BOTH.cameras)
