"""Connections to the services a room needs: how long, whose certificate, what time the server says it is."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import time
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
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Endpoints:
    """Makes handshakes; the system's trust is looked up one issuer at a time, never loaded whole."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._strict: ssl.SSLContext | None = None
        self._lenient: ssl.SSLContext | None = None

    def handshake(self, name: str, port: int, tls: bool) -> Handshake:
        """Return what a connection showed, within 5 seconds whatever the far end does."""
        deadline = time.monotonic() + HANDSHAKE_SECONDS
        try:
            addresses = self._names.addresses(name, port, _NAME_SECONDS)
        except OSError:
            return _failed("dns")
        try:
            connect_seconds, connection = _connect(addresses, deadline)
        except OSError as error:
            return _failed(failure_of(error))
        with connection:
            if not tls:
                return Handshake(connect_seconds, "", "", None, "", None)
            seen = _talk(connection, name, self._strict_context(), deadline)
        if seen is None:
            seen = self._look_at_the_refused(addresses, name, deadline)
        return msgspec.structs.replace(seen, connect_seconds=connect_seconds)

    def _look_at_the_refused(self, addresses: Addresses, name: str, deadline: float) -> Handshake:
        try:
            _, connection = _connect(addresses, deadline)
        except OSError as error:
            return _failed(failure_of(error))
        with connection:
            return _talk(connection, name, self._lenient_context(), deadline) or _failed("tls")

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
        """Only to read whose certificate it is that was refused; nothing but a HEAD is ever sent over it."""
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


def _connect(addresses: Addresses, deadline: float) -> tuple[float, socket.socket]:
    """Connect to the first of two addresses that answers; return with the seconds it took, or raise OSError."""
    last_error = OSError("no address")
    for family, address in addresses[:2]:
        started = time.monotonic()
        try:
            connection = _connect_to(family, address, min(CONNECT_SECONDS, max(0.05, deadline - started)))
        except OSError as error:
            last_error = error
        else:
            return time.monotonic() - started, connection
    raise last_error


def _connect_to(family: socket.AddressFamily, address: tuple[str, int], seconds: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _talk(connection: socket.socket, name: str, context: ssl.SSLContext, deadline: float) -> Handshake | None:
    """Return issuer and date as seen under a context; None when its verification refused the certificate."""
    connection.settimeout(min(_TLS_SECONDS, max(0.05, deadline - time.monotonic())))
    try:
        with context.wrap_socket(connection, server_hostname=name) as tls:
            issuer = certificates.issuer(tls.getpeercert(binary_form=True) or b"")
            date_at = _server_date(tls, name)
    except ssl.SSLCertVerificationError:
        return None
    except (OSError, certificates.Unreadable) as error:
        return _failed("timeout" if isinstance(error, TimeoutError) else "tls")
    is_trusted = True if context.verify_mode == ssl.CERT_REQUIRED else False if _store_is_there() else None
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
