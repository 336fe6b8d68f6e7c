"""Proxies that the terminal is told to use: by the kiosk's environment, the system's, or a policy of the browser."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from huonevahti_agent.host.way import ProxySetting
from huonevahti_agent.hosts.linux import kiosk

_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")
_POLICY_FOLDERS = ("etc/chromium/policies/managed", "etc/opt/chrome/policies/managed")
_POLICIES = ("ProxyServer", "ProxyPacUrl")
_ASKED_SECONDS = 0.5


def settings(root: Path, launcher: Path = kiosk.SOCKET) -> tuple[ProxySetting, ...]:
    """Return each proxy once for each place it stands at; what may not be read tells of none."""
    found = (
        *(ProxySetting("kiosk", value) for value in _of_variables(_kiosk_environment(root, launcher))),
        *(
            ProxySetting("etc_environment", value)
            for value in _of_variables(_lines(root / "etc/environment"))
        ),
        *(ProxySetting("browser_policy", value) for value in _of_policies(root)),
    )
    return tuple(dict.fromkeys(found))


def address(value: str) -> str:
    """Return host:port of a proxy's address, or of its script's, without user and password; empty when it is none."""
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        port = parts.port or {"https": 443, "socks5": 1080, "socks4": 1080}.get(parts.scheme, 80)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname else ""


def _of_variables(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        name, _, value = line.strip().removeprefix("export ").partition("=")
        if name.strip().lower() in _VARIABLES and (found := address(value.strip().strip("\"'"))):
            yield found


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _kiosk_environment(root: Path, launcher: Path) -> list[str]:
    """Return the environment that the kiosk's browser got, if this user may read it: the launcher gives it its own."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_ASKED_SECONDS)
            line.connect(str(launcher))
            process, _, _ = struct.unpack("=iII", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        environment = (root / "proc" / str(process) / "environ").read_bytes()
    except OSError:
        return []
    return environment.decode("utf-8", "replace").split("\0")


def _of_policies(root: Path) -> Iterator[str]:
    for folder in _POLICY_FOLDERS:
        try:
            files = sorted((root / folder).glob("*.json"))
        except OSError:
            continue
        for file in files:
            yield from _of_policy("\n".join(_lines(file)))


def _of_policy(text: str) -> Iterator[str]:
    """A mode that uses neither server nor script leaves what else is written without effect."""
    try:
        policy = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return
    inner = policy.get("ProxySettings")
    policy = inner if isinstance(inner, dict) else policy
    if policy.get("ProxyMode") in ("direct", "system", "auto_detect"):
        return
    for key in _POLICIES:
        value = policy.get(key)
        if isinstance(value, str) and (found := address(value)):
            yield found
