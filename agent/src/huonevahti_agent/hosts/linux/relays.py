"""A relay of calls, asked over UDP, TCP and TLS whether it is there."""

from __future__ import annotations

import socket
import time

from huonevahti_agent.host.way import RelayAnswer
from huonevahti_agent.hosts.linux import packets, stun
from huonevahti_agent.hosts.linux.endpoints import Endpoints, connected, failure_of, one_of_each_family
from huonevahti_agent.hosts.linux.names import Names
from huonevahti_wire.profile import Way

_NAME_SECONDS = 1.5
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 0.8


class Relays:
    """Asks relays; where they see us from is never read."""

    def __init__(self, names: Names, endpoints: Endpoints) -> None:
        self._names = names
        self._endpoints = endpoints

    def ask(self, name: str, port: int, way: Way) -> RelayAnswer:
        """Return what a relay answered over one way, within 7 seconds."""
        if way == "tls":
            return self._over_tls(name, port)
        try:
            addresses = self._names.addresses(name, port, _NAME_SECONDS)
        except OSError:
            return RelayAnswer(failure="dns")
        try:
            if way == "udp":
                return RelayAnswer(packets.burst(one_of_each_family(addresses)))
            _, line = connected(addresses, time.monotonic() + _CONNECT_SECONDS)
        except OSError as error:
            return RelayAnswer(failure=failure_of(error))
        with line:
            return _answer(_asked(line))

    def largest_packet(self, name: str, port: int) -> int:
        """Return the bytes of the largest packet that was answered, 0 when none was; OSError without the name."""
        return packets.largest(one_of_each_family(self._names.addresses(name, port, _NAME_SECONDS)))

    def _over_tls(self, name: str, port: int) -> RelayAnswer:
        took: list[float | None] = []
        seen = self._endpoints.handshake(name, port, tls=True, talk=lambda line, _: took.append(_asked(line)))
        answer = RelayAnswer(failure=seen.failure) if seen.failure else _answer(took[-1])
        return RelayAnswer(
            answer.round_trips_seconds,
            answer.failure,
            seen.issuer_common_name,
            seen.issuer_organisation,
            seen.is_trusted,
        )


def _answer(seconds: float | None) -> RelayAnswer:
    return RelayAnswer(failure="no_answer") if seconds is None else RelayAnswer((seconds,))


def _asked(line: socket.socket) -> float | None:
    """Return the seconds until either question was answered on a connection, None when neither was."""
    for kind in (stun.BINDING, stun.ALLOCATE):
        own, began = stun.transaction(), time.monotonic()
        try:
            line.sendall(stun.request(kind, own))
            if stun.answered(_message(line, began + _ANSWER_SECONDS)) == own:
                return time.monotonic() - began
        except TimeoutError:
            continue
        except (OSError, ValueError):  # closed, or an answer in another tongue
            return None
    return None


def _message(line: socket.socket, deadline: float) -> bytes:
    head = _bytes(line, stun.HEAD_BYTES, deadline)
    return head + _bytes(line, stun.length(head), deadline)


def _bytes(line: socket.socket, count: int, deadline: float) -> bytes:
    found = b""
    while len(found) < count:
        line.settimeout(max(0.001, deadline - time.monotonic()))
        part = line.recv(count - len(found))
        if not part:
            raise ConnectionResetError("closed")
        found += part
    return found
