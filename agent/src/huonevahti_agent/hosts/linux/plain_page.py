"""A page without encryption, asked for as a browser would: who stands in the way answers in its place."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

from huonevahti_agent.host.way import Page
from huonevahti_agent.hosts.linux.endpoints import connected
from huonevahti_agent.hosts.linux.names import Names

_NAME_SECONDS = 1.5
_SECONDS = 3.0
_MOST_BYTES = 4096
_TEXT_CHARACTERS = 96


def fetch(names: Names, name: str, port: int, path: str) -> Page:
    """Return what a page answered, or raise OSError; an answer that is no HTTP has status 0."""
    addresses = names.addresses(name, port, _NAME_SECONDS)
    deadline = time.monotonic() + _SECONDS
    _, line = connected(addresses, deadline)
    host = name if port == 80 else f"{name}:{port}"
    with line:
        # of HTTP 1.0, so that no answer comes in chunks
        line.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii"))
        return parse(_answer(line, deadline))


def parse(answer: bytes) -> Page:
    """Return status, first words and target of an HTTP answer (RFC 9112); status 0 when it is none."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split()
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():
        return Page(0, "", "")
    fields = (line.partition(":") for line in lines)
    target = next((value.strip() for name, _, value in fields if name.lower() == "location"), "")
    return Page(int(words[1]), body.decode("utf-8", "replace").strip()[:_TEXT_CHARACTERS], _host(target))


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _answer(line: socket.socket, deadline: float) -> bytes:
    found = b""
    while len(found) < _MOST_BYTES:
        line.settimeout(max(0.001, deadline - time.monotonic()))
        part = line.recv(_MOST_BYTES - len(found))
        if not part:
            break
        found += part
    return found
