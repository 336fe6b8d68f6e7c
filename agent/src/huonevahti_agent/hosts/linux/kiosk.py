"""The kiosk launcher, asked over its socket: one line there, one line back."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import msgspec

from huonevahti_agent.host import Unavailable
from huonevahti_kiosk.words import MAX_LINE_BYTES, Answer, KioskReading, Look, Request

SOCKET = Path("/run/huonevahti/kiosk.sock")
LOOK_SECONDS = 2.5
"""The launcher looks for two seconds at the most."""
VERB_SECONDS = 20.0


def look(path: Path = SOCKET) -> KioskReading:
    """Return what the launcher knows of its browser; `Unavailable` when it does not answer in time."""
    reading = ask(Look(), LOOK_SECONDS, path).reading
    if reading is None:
        raise Unavailable("failed")
    return reading


def ask(request: Request, seconds: float, path: Path = SOCKET) -> Answer:
    """Return the launcher's answer; `Unavailable` with no_launcher, not_permitted, timeout or failed."""
    deadline = time.monotonic() + seconds
    try:
        with socket.socket(socket.AF_UNIX) as launcher:
            launcher.settimeout(seconds)
            launcher.connect(str(path))
            launcher.sendall(msgspec.json.encode(request) + b"\n")
            return msgspec.json.decode(_line(launcher, deadline), type=Answer)
    except PermissionError:
        raise Unavailable("not_permitted") from None
    except (FileNotFoundError, ConnectionError):
        raise Unavailable("no_launcher") from None
    except TimeoutError:
        raise Unavailable("timeout") from None
    except (OSError, msgspec.DecodeError):
        raise Unavailable("failed") from None


def _line(launcher: socket.socket, deadline: float) -> bytes:
    """Return what comes before the line's end; drip by drip it may not take longer than all at once."""
    found = b""
    while b"\n" not in found and len(found) < MAX_LINE_BYTES:
        launcher.settimeout(max(0.001, deadline - time.monotonic()))
        part = launcher.recv(MAX_LINE_BYTES)
        if not part:
            raise ConnectionResetError
        found += part
    return found.split(b"\n", 1)[0]
