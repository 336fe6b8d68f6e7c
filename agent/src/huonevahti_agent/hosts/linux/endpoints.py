"""Connections to the services a room needs: how long, whose certificate, what time the server says it is."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from huonevahti_agent.host import Handshake
from huonevahti_agent.hosts.linux import certificates
from huonevahti_agent.hosts.linux.names import Addresses, Names

HANDSHAKE_SECONDS = 4.5
CONNECT_SECONDS = 1.5
_NAME_SECONDS = 1.5
_TLS_SECONDS = 1.0
_DATE_SECONDS = 0.5
_HASHED_STORE = "/etc/ssl/certs"
Talk = Callable[[ssl.SSLSocket, str], datetime | None]
"""What is said over a TLS connection to a name; it may learn what time the server says it is."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Endpoints:
    """Makes handshakes; the system's trust is looked up one issuer at a time, never loaded whole."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._strict: ssl.SSLContext | None = None
        self._lenient: ssl.SSLContext | None = None

    def handshake(self, name: str, port: int, tls: bool, talk: Talk | None = None) -> Handshake:
        """Return what a connection showed, within 5 seconds whatever the far end does; `talk` in place of a HEAD."""
        deadline = time.monotonic() + HANDSHAKE_SECONDS
        try:
            addresses = self._names.addresses(name, port, _NAME_SECONDS)
        except OSError:
            return _failed("dns")
        try:
            connect_seconds, connection = connected(addresses, deadline)
        except OSError as error:
            return _failed(failure_of(error))
        with connection:
            if not tls:
                return Handshake(connect_seconds, "", "", None, "", None)
            line = _Line(name, deadline, talk or _server_date)
            seen = line.open(connection, self._strict_context())
        if seen is None:
            seen = self._look_at_the_refused(addresses, line)
        return msgspec.structs.replace(seen, connect_seconds=connect_seconds)

    def _look_at_the_refused(self, addresses: Addresses, line: _Line) -> Handshake:
        try:
            _, connection = connected(addresses, line.deadline)
        except OSError as error:
            return _failed(failure_of(error))
        with connection:
            return line.open(connection, self._lenient_context()) or _failed("tls")

    def _strict_context(self) -> ssl.SSLContext:
        if self._strict is None:
            self._strict = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            own_file = os.environ.get("SSL_CERT_FILE")
            if own_file:
                self._strict.load_verify_locations(cafile=own_file)
            elif _store_is_there():
                self._strict.load_verify_locations(capath=_HASHED_STORE)
        return self._strict

    def _lenient_context(self) -> ssl.SSLContext:
        """Only to read whose certificate it is that was refused; nothing but one question is ever sent over it."""
        if self._lenient is None:
            self._lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._lenient.check_hostname = False
            self._lenient.verify_mode = ssl.CERT_NONE
        return self._lenient


def failure_of(error: Exception) -> str:
    """Return the word for a failed connection."""
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "timeout" if isinstance(error, TimeoutError) else "unreachable"


def parse_http_date(text: str) -> datetime | None:
    """Return the instant in an HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`, RFC 9110), None when it is none."""
    try:
        _weekday, day, month, year, clock, _zone = text.split()
        hour, minute, second = (int(part) for part in clock.split(":"))
        return datetime(
            int(year), _MONTHS.index(month) + 1, int(day), hour, minute, min(second, 59), tzinfo=UTC
        )
    except ValueError:
        return None


def _store_is_there() -> bool:
    return bool(os.environ.get("SSL_CERT_FILE")) or any(Path(_HASHED_STORE).glob("*.0"))


def one_of_each_family(addresses: Addresses) -> Addresses:
    """Return the first address of each version of IP, in the resolver's order: a dead one must not hide the other."""
    firsts = dict(reversed(addresses))
    return [(family, firsts[family]) for family in dict.fromkeys(family for family, _ in addresses)]


def connected(addresses: Addresses, deadline: float) -> tuple[float, socket.socket]:
    """Connect to the first version of IP that answers; return with the seconds it took, or raise OSError."""
    last_error = OSError("no address")
    for family, address in one_of_each_family(addresses):
        started = time.monotonic()
        try:
            connection = _connected_to(family, address, min(CONNECT_SECONDS, max(0.05, deadline - started)))
        except OSError as error:
            last_error = error
        else:
            return time.monotonic() - started, connection
    raise last_error


def _connected_to(family: socket.AddressFamily, address: tuple[str, int], seconds: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


class _Line:
    """One service's name, what is said to it, and until when."""

    def __init__(self, name: str, deadline: float, talk: Talk) -> None:
        self._name = name
        self._talk = talk
        self.deadline = deadline

    def open(self, connection: socket.socket, context: ssl.SSLContext) -> Handshake | None:
        """Return issuer and date as seen under a context; None when its verification refused the certificate."""
        connection.settimeout(min(_TLS_SECONDS, max(0.05, self.deadline - time.monotonic())))
        try:
            with context.wrap_socket(connection, server_hostname=self._name) as tls:
                issuer = certificates.issuer(tls.getpeercert(binary_form=True) or b"")
                date_at = self._talk(tls, self._name)
        except ssl.SSLCertVerificationError:
            return None
        except (OSError, certificates.Unreadable) as error:
            return _failed("timeout" if isinstance(error, TimeoutError) else "tls")
        is_trusted = (
            True if context.verify_mode == ssl.CERT_REQUIRED else False if _store_is_there() else None
        )
        return Handshake(0.0, issuer.common_name, issuer.organisation, is_trusted, "", date_at)


def _server_date(tls: ssl.SSLSocket, name: str) -> datetime | None:
    """Ask for a page's head and return the server's date; None from whatever speaks no HTTP."""
    deadline = time.monotonic() + _DATE_SECONDS
    head = b""
    with contextlib.suppress(OSError):
        tls.settimeout(_DATE_SECONDS)
        tls.sendall(f"HEAD / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode("ascii"))
        while b"\r\n\r\n" not in head and len(head) < 8192 and time.monotonic() < deadline:
            part = tls.recv(4096)
            if not part:
                break
            head += part
    for line in head.decode("latin-1").split("\r\n"):
        field, _, text = line.partition(":")
        if field.lower() == "date":
            return parse_http_date(text)
    return None


def _failed(failure: str) -> Handshake:
    return Handshake(0.0, "", "", None, failure, None)
