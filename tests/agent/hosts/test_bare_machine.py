"""The agent on a machine that has Python and nothing else: it runs, and says what it cannot tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from huonevahti_wire.signals import Signal, State

WITHOUT_LIBRARIES = """
import ctypes, ctypes.util, sys
whole = ctypes.CDLL

class Lacking(whole):
    def __init__(self, name, *given, **named):
        if name and ("udev" in name or "pulse" in name):
            raise OSError(f"{name}: cannot open shared object file")
        super().__init__(name, *given, **named)

ctypes.CDLL = Lacking
ctypes.util.find_library = lambda name: None
from huonevahti_agent.__main__ import main
sys.exit(main(["probe", "--json", "--profile", sys.argv[1]]))
"""
PROFILE = b"""{"name":"kiosk","platform":"linux","camera_order":["customer_camera","document_camera"],"roles":
{"customer_camera":{"port":"1-1.1"},"document_camera":{"port":"1-1.2"},"hub":{"port":"1-1"},
"microphone":{"sound_name":"Jabra"},"speakers":{"sound_name":"Jabra"}}}"""


def _judged(profile: Path) -> dict[str, Signal]:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES, str(profile)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    signals = [msgspec.json.decode(line, type=Signal) for line in run.stdout.splitlines()]
    return {signal.name: signal for signal in signals}


def test_without_libudev_and_libpulse_devices_and_sound_have_no_data(tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_bytes(PROFILE)
    judged = _judged(profile)
    reasons = {
        "camera.customer.present": "no_video",
        "camera.order": "no_video",
        "usb.hub": "no_usb",
        "microphone.present": "no_sound_server",
        "speakers.muted": "no_sound_server",
    }
    assert {name: judged[name].reason for name in reasons} == reasons
    assert {judged[name].state for name in reasons} == {State.NO_DATA}
    ran = {name: signal.state for name, signal in judged.items() if name.startswith("probe.")}
    waiting = {f"probe.{name}.ran" for name in ("pictures", "hearing", "loop")}
    assert {name for name, state in ran.items() if state is not State.OK} == waiting, "nobody said the room is empty"
    assert judged["machine.memory"].state in (State.OK, State.WARNING)
