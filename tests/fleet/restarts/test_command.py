"""The command: what it prints, how it ends, and what it says of a log that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huonevahti_fleet.__main__ import main

ENDING = ["in_session", "while_open", "doubled", "unexplained", "done_ratio", "openings_met_ratio"]


def _lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_simulation_ends_with_one_line_and_tells_each_miss_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["restarts", "simulate", "--rooms", "3", "--years", "1", "--seed", "2", "--json"]) == 0
    shown = capsys.readouterr()
    *missed, last = _lines(shown.out)
    assert [last[name] for name in ENDING[:4]] == [0, 0, 0, 0]
    assert set(ENDING) <= set(last)
    assert {line["what"] for line in missed} <= {"night", "opening"}
    assert last["missed_nights"] == _counted(missed, "night")
    assert last["missed_openings"] == _counted(missed, "opening")
    assert shown.err.splitlines()[-1] == "3 of 3 rooms"


def _counted(lines: list[dict[str, object]], what: str) -> dict[object, int]:
    causes = [line["cause"] for line in lines if line["what"] == what]
    return {cause: causes.count(cause) for cause in causes}


def test_a_log_that_was_written_is_checked_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restarts", "simulate", "--rooms", "3", "--seed", "2", "--json"]) == 0
    simulated = capsys.readouterr().out
    assert main(["restarts", "log", "--site", "0", "--seed", "2"]) == 0
    file = tmp_path / "site.jsonl"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["restarts", "check", str(file), "--json"]) == 0
    assert capsys.readouterr().out == simulated


def test_a_broken_promise_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restarts", "log", "--seed", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    orders = [n for n, line in enumerate(lines) if '"ordered"' in line]
    place = orders[len(orders) // 2]
    told = json.loads(lines[place]) | {"type": "fact", "what": "session", "begins": True}
    del told["kind"], told["has_effect"]
    file = tmp_path / "site.jsonl"
    ended = json.dumps(told | {"begins": False})
    file.write_text(
        "\n".join([*lines[:place], json.dumps(told), lines[place], ended, *lines[place + 1 :]]),
        encoding="utf-8",
    )
    assert main(["restarts", "check", str(file), "--json"]) == 1
    assert _lines(capsys.readouterr().out)[-1]["in_session"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"type":"lived"}\n', ":1: Object missing required field `at`, expected a line of a world's log"),
        (b'{"type":"lived","at":"2026-01-02T00:00:00Z","room":"r"}\n{"type":"lived","at":"2026-01-01T00:00:00Z","room":"r"}\n',
         "expected lines in order of time"),
        (None, "cannot be read (No such file or directory), expected a world's log"),
    ],
    ids=["not a line", "out of order", "no file"],
)  # fmt: skip
def test_a_log_that_cannot_be_read_is_told_with_its_place(
    text: bytes | None, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.jsonl"
    if text is not None:
        file.write_bytes(text)
    assert main(["restarts", "check", str(file)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(str(file))
    assert expected in told


def test_no_rooms_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["restarts", "simulate", "--rooms", "0"])
    assert "found 0, expected 1 or more" in capsys.readouterr().err
