"""A terminal that really boots: systemd as process 1, over a throw-away layer, with its own network and its own uptime.

Everything lives in namespaces that one waiting shell holds: whatever becomes of the tests, all of it ends with them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.waiting import wait_until

REBOOTED = 133
"""What systemd-nspawn ends with when the machine in it restarts; 0 when it is switched off."""
_HOLD = """\
set -eu
mount -t tmpfs -o mode=755 tmpfs "$1"
mkdir "$1/changed" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/changed,workdir=$1/work" "$1/root"
ip link set lo up
echo held
read -r _ || true
"""
_APART = "setpriv --pdeathsig KILL unshare --fork --kill-child --mount-proc --mount --net --pid --propagation private"
_GROUPS = [Path("/sys/fs/cgroup/systemd"), Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup")]
_JOIN = 'for group in $0; do echo 0 > "$group/cgroup.procs"; done; exec "$@"'
"""Two machines in one control group would take each other's services for their own."""
_PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
TRIED_NETWORKS = 200


class Terminal:
    """One machine. `boot`, then `run` in it; it goes down by itself, or `cut_power`."""

    def __init__(self, layers: Sequence[Path], folder: Path) -> None:
        """`layers` are laid over each other, the uppermost first; none of them is ever changed."""
        self.console = folder / "console"
        place = folder / "machine"
        place.mkdir()
        self.root = place / "root"
        name = f"huonevahti-{os.getpid()}-{time.monotonic_ns()}"
        self._groups = [tree / name for tree in _GROUPS if (tree / "cgroup.procs").exists()]
        for group in self._groups:
            group.mkdir()
        lower = ":".join(str(layer) for layer in layers)
        held = ["sh", "-c", _HOLD, "hold", str(place), lower]
        self._holder = subprocess.Popen(
            [*_APART.split(), *held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "held\n", "no namespaces, expected root's rights"
        (self._inside,) = _children(self._holder.pid)
        self._machine: subprocess.Popen[bytes] | None = None
        self.outside = self._connect()

    def write(self, path: str, text: str) -> None:
        """Write a file of the machine, as whoever installs it would."""
        self._held(
            "sh", "-c", 'mkdir -p "$(dirname "$1")"; cat > "$1"', "sh", f"{self.root}/{path}", told=text
        )

    def prepare(self, *command: str) -> None:
        """Run a command on the machine's files while it is off."""
        flags = ["--quiet", "--register=no", "--keep-unit", "--pipe"]
        self._held("systemd-nspawn", "-D", str(self.root), *flags, *command)

    def boot(self, uptime_seconds: int = 0) -> None:
        """Switch it on; it believes that it has been on for so long. Returns when it takes commands."""
        words = [*self._in_its_place(), "unshare", "--time"]
        words += [f"--boottime={uptime_seconds - int(time.clock_gettime(time.CLOCK_BOOTTIME))}"]
        words += [f"--monotonic={uptime_seconds - int(time.clock_gettime(time.CLOCK_MONOTONIC))}"]
        words += ["--fork", "systemd-nspawn", "-D", str(self.root), "--boot", "--quiet"]
        words += ["--register=no", "--keep-unit", "--capability=CAP_SYS_TIME"]
        with self.console.open("ab") as console:
            self._machine = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        wait_until(self._is_up, "the machine to come up", 60)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the machine, as root, whatever it ends with."""
        words = ["nsenter", "--target", str(self._first()), "--all", "--", *command]
        return subprocess.run(words, env=_PLAIN, capture_output=True, text=True, check=False, timeout=60)

    def boot_id(self) -> str:
        """Return the kernel's id of this boot."""
        return self.run("cat", "/proc/sys/kernel/random/boot_id").stdout.strip()

    def goes_down(self, seconds: float) -> int:
        """Wait until it is down by itself, and return how: `REBOOTED`, or 0."""
        assert self._machine is not None
        try:
            code = self._machine.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it is still up after {seconds} s\n{self.journal()}") from None
        self._machine = None
        return code

    def cut_power(self) -> None:
        """Let it end as a pulled plug does: nothing in it is told."""
        assert self._machine is not None
        os.kill(self._first(), signal.SIGKILL)  # the kernel kills all the others of its namespace with it
        self._machine.wait(10)
        self._machine = None

    def journal(self) -> str:
        """Return what agent, login manager and the first process said last."""
        return self.run("journalctl", "--no-pager", "--lines=60", "--output=short-precise").stdout

    def close(self) -> None:
        """End everything of it."""
        self._holder.kill()  # and with it all that is in its namespaces
        self._holder.communicate()
        if self._machine is not None:
            self._machine.wait(10)
        wait_until(lambda: all(map(_is_removed, self._groups)), "its control groups to be empty")

    def _connect(self) -> str:
        """Lay a line between this machine and it, and return the address of this end."""
        own, its, holder = f"hv{self._inside}", "host0", str(self._inside)
        outside, inside = _free_addresses()
        _ip("link", "add", own, "type", "veth", "peer", "name", its, "netns", holder)
        _ip("address", "add", f"{outside}/30", "dev", own)
        _ip("link", "set", own, "up")
        self._held("ip", "address", "add", f"{inside}/30", "dev", its)
        self._held("ip", "link", "set", its, "up")
        return outside

    def _in_its_place(self) -> list[str]:
        """Return the words that put a command into the machine's namespaces and control groups."""
        groups = " ".join(str(group) for group in self._groups)
        where = ["--target", str(self._inside), "--mount", "--net", "--pid"]
        return ["sh", "-c", _JOIN, groups, "nsenter", *where]

    def _held(self, *command: str, told: str = "") -> None:
        words = [*self._in_its_place(), *command]
        run = subprocess.run(words, input=told, capture_output=True, text=True, check=False)
        assert run.returncode == 0, f"{command}: {run.stdout}{run.stderr}"

    def _first(self) -> int:
        """Return its process 1, by the number it has out here."""
        assert self._machine is not None
        wanted = [self._machine.pid]
        while wanted:
            process = wanted.pop()
            numbers = _field(process, "NSpid")
            if len(numbers) == 3 and numbers[-1] == "1":  # out here, where it is held, in its own namespace
                return process
            wanted += _children(process)
        raise ProcessLookupError("it has no first process")

    def _is_up(self) -> bool:
        assert self._machine is not None
        if self._machine.poll() is not None:
            raise AssertionError(f"it did not come up:\n{self.console.read_text(errors='replace')}")
        try:
            return self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")
        except ProcessLookupError:
            return False


def _free_addresses() -> tuple[str, str]:
    """Return two neighbours of the range for tests of networks (RFC 2544) that this machine does not use."""
    for tried in range(TRIED_NETWORKS):
        number = (os.getpid() + tried) % TRIED_NETWORKS  # two runs at once begin at different ones
        outside = f"198.18.{number}.1"
        if not _ip("-brief", "address", "show", "to", f"{outside}/30"):
            return outside, f"198.18.{number}.2"
    raise AssertionError(
        f"all of 198.18.0.0 to 198.18.{TRIED_NETWORKS - 1}.0 are in use, expected one that is not"
    )


def _ip(*words: str) -> str:
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=True).stdout


def _children(process: int) -> list[int]:
    try:
        found = [file.read_text() for file in Path(f"/proc/{process}/task").glob("*/children")]
    except FileNotFoundError:
        return []
    return [int(number) for text in found for number in text.split()]


def _field(process: int, name: str) -> list[str]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except FileNotFoundError:
        return []
    return next((line.split()[1:] for line in lines if line.startswith(f"{name}:")), [])


def _is_removed(group: Path) -> bool:
    """Remove a control group from its leaves up, if those who were killed have left it."""
    try:
        for folder, _, _ in os.walk(group, topdown=False):
            Path(folder).rmdir()
    except OSError:
        return False
    return True
