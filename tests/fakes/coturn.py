"""A real media relay on loopback, with the transports that a test leaves it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import free_loopback_port
from tests.waiting import wait_until

PROGRAM = "/usr/bin/turnserver"
SECRET = "a secret of this test"


@contextmanager
def relay(
    folder: Path, *, udp: bool = True, tcp: bool = True, tls: tuple[int, Path] | None = None, stun: bool = True
) -> Iterator[int]:
    """Run coturn for the time of the block and give its port; it believes credentials signed with `SECRET`.

    `tls` gives the port for TLS and a file with key and certificate; without `stun` it answers to TURN alone.
    """
    port, log = free_loopback_port(), folder / "turnserver.log"
    command = [
        *(PROGRAM, "-n", "--no-cli", "--no-dtls", "--simple-log", "--no-stdout-log"),
        *(f"--log-file={log}", f"--pidfile={folder / 'turnserver.pid'}", f"--userdb={folder / 'turn.db'}"),
        *(f"--listening-port={port}", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers"),
        *("--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=huonevahti.example"),
        *(() if udp else ("--no-udp",)),
        *(() if tcp else ("--no-tcp",)),
        *(() if stun else ("--no-stun",)),
        *((f"--tls-listening-port={tls[0]}", f"--cert={tls[1]}", f"--pkey={tls[1]}") if tls else ("--no-tls",)),
    ]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        try:
            wait_until(lambda: _listens(port, udp=udp), f"coturn listens on {port}", seconds=30)
            yield port
        finally:
            program.terminate()
            program.wait(10)


def _listens(port: int, *, udp: bool) -> bool:
    tables = ("udp",) if udp else ("tcp",)
    lines = [line for table in tables for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()]
    return any(f"0100007F:{port:04X}" in line for line in lines)
