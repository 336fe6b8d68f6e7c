"""Services on loopback for handshakes: with certificates of authorities made here, slow ones, dead ones."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """A certificate authority; what it signs is for 127.0.0.1 and localhost."""

    def __init__(self, common_name: str, organisation: str, now: datetime) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            ]
        )
        self._now = now
        built = self._builder(self._name, self._key, now - DAY, now + 3650 * DAY)
        self._own = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
            self._key, hashes.SHA256()
        )

    def write_own(self, file: Path) -> Path:
        """The authority's own certificate, for those who shall trust it."""
        file.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))
        return file

    def issue(self, file: Path, *, valid_for: timedelta = 30 * DAY) -> Path:
        """A server's key and certificate in one file; a negative time makes an expired one."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "service")])
        names = x509.SubjectAlternativeName(
            [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
        )
        built = self._builder(subject, key, self._now - 20 * DAY, self._now + valid_for)
        certificate = built.add_extension(names, critical=False).sign(self._key, hashes.SHA256())
        kind = serialization.PrivateFormat.PKCS8
        plain = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
        file.write_bytes(plain + certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, begins_at: datetime, ends_at: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins_at)
            .not_valid_after(ends_at)
        )


@contextmanager
def listening(serve: Callable[[socket.socket], None], address: str = "127.0.0.1") -> Iterator[int]:
    """A port on which each connection is served by `serve`, one after the other."""
    with socket.socket() as listener:
        listener.bind((address, 0))
        listener.listen(8)
        thread = threading.Thread(target=_accept, args=(listener, serve), daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@contextmanager
def web_service(
    certificate: Path, told_time: Callable[[], datetime], address: str = "127.0.0.1"
) -> Iterator[int]:
    """A TLS service that answers any request with a Date."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as tls:
            if tls.recv(4096):
                date = format_datetime(told_time().astimezone(UTC), usegmt=True)
                tls.sendall(f"HTTP/1.1 200 OK\r\nDate: {date}\r\nConnection: close\r\n\r\n".encode())

    with listening(serve, address) as port:
        yield port


@contextmanager
def silent_service() -> Iterator[int]:
    """A service that takes a connection and never says a word."""
    held: list[socket.socket] = []
    with listening(lambda connection: held.append(connection.dup())) as port:
        yield port
    for connection in held:
        connection.close()


@contextmanager
def plain_service() -> Iterator[int]:
    """A service that speaks no TLS."""

    def serve(connection: socket.socket) -> None:
        connection.recv(64)
        connection.sendall(b"220 mail.example ready\r\n")

    with listening(serve) as port:
        yield port


def _accept(listener: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                serve(connection)
