"""Restarting the machine through the login manager, and keeping everybody else from it while a customer is served."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from huonevahti_agent.host import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

RESTART = ("systemctl", "reboot", "--check-inhibitors=yes", "--no-wall", "--no-ask-password")
"""Asks logind, for whom polkit decides; what somebody inhibits is refused (systemctl(1))."""
ORDER_SECONDS = 10.0
INHIBIT = (
    "systemd-inhibit",
    "--what=shutdown",
    "--mode=block",
    "--who=huonevahti",
    "--why=A customer may be in the room",
    "cat",
)
"""`cat` reads a pipe whose other end is ours, and the kernel closes that end however this process ends."""
_ENDS_WITHIN_SECONDS = 2.0
_REFUSALS = (("inhibit", "inhibited"), ("denied", "not_permitted"), ("authentication", "not_permitted"))


class Power:
    """Holds at most one inhibitor."""

    def __init__(self) -> None:
        self._inhibitor: subprocess.Popen[bytes] | None = None

    def restart(self) -> None:
        """Order a restart, within `ORDER_SECONDS`; our own inhibitor is given back first."""
        self.inhibit(is_on=False)
        try:
            run = subprocess.run(
                RESTART, stdin=subprocess.DEVNULL, capture_output=True, timeout=ORDER_SECONDS, check=False
            )
        except OSError as error:
            raise Unavailable("not_supported") from error
        except subprocess.TimeoutExpired as error:
            raise Unavailable("failed") from error
        if run.returncode:
            said = run.stderr.decode(errors="replace").lower()
            raise Unavailable(next((code for word, code in _REFUSALS if word in said), "failed"))

    def inhibit(self, *, is_on: bool) -> None:
        """Hold an inhibitor, or none; one that was refused is told of at the next call, and then tried again."""
        held, self._inhibitor = self._inhibitor, None
        if held is not None and is_on and held.poll() is None:
            self._inhibitor = held
            return
        if held is not None and _end(held) and is_on:
            raise Unavailable("not_permitted")
        if is_on:
            try:
                self._inhibitor = subprocess.Popen(
                    INHIBIT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                raise Unavailable("not_supported") from error


def hardware_clock(root: Path) -> datetime:
    """Return what the battery-backed clock says, which the kernel keeps in UTC."""
    try:
        told = (root / "sys/class/rtc/rtc0/since_epoch").read_text(encoding="ascii")
        return datetime.fromtimestamp(int(told), UTC)
    except (OSError, ValueError, OverflowError) as error:
        raise Unavailable("not_supported") from error


def _end(held: subprocess.Popen[bytes]) -> int:
    """Let an inhibitor end, and return what it ended with."""
    if held.stdin is not None:
        held.stdin.close()
    try:
        return held.wait(_ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            held.kill()
        return held.wait()
