"""Plays the terminal's application towards the agent, so that either side can be built without the other."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import msgspec

from huonevahti_kiosk.application import BEAT_SECONDS, CallNumbers, Reply, State, Word
from huonevahti_kiosk.settings import BadSettings

_CALL = CallNumbers(
    frames_per_second=30.0,
    sent_loss_ratio=0.0,
    received_loss_ratio=0.002,
    jitter_seconds=0.004,
    round_trip_seconds=0.03,
    microphone_level_ratio=0.1,
)


def run(path: Path, states: Sequence[str], seconds: float) -> int:
    """Say each state for so many seconds; 1 when the agent refuses a word."""
    for state in states:
        if state not in get_args(State):
            raise BadSettings(f"--states: found {state!r}, expected one of {', '.join(get_args(State))}")
    try:
        with socket.socket(socket.AF_UNIX) as agent:
            agent.settimeout(30.0)
            agent.connect(str(path))
            return _say_all(agent, states, seconds)
    except OSError as error:
        raise BadSettings(
            f"--socket {path}: {error.strerror or error}, expected an agent that listens"
        ) from error


def _say_all(agent: socket.socket, states: Sequence[str], seconds: float) -> int:
    with agent.makefile("rb") as replies:
        for state in states:
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                agent.sendall(msgspec.json.encode(word(state)) + b"\n")
                reply = msgspec.json.decode(replies.readline(), type=Reply)
                if not reply.taken:
                    sys.stderr.write(f"huonevahti-kiosk: {state} was refused: {reply.expected}\n")
                    return 1
                time.sleep(min(left, BEAT_SECONDS))
    return 0


def word(state: str) -> Word:
    """Return what an application would say in this state."""
    in_call = state == "in_call"
    return Word(
        v=1,
        state=state,  # type: ignore[arg-type]  # `run` has compared it with the list
        version="0.0.0+stub",
        camera="fake_device_0" if in_call else "",
        call=_CALL if in_call else None,
        error="stub" if state == "error" else "",
    )
