"""Mutual TLS against Mosquitto: both sides prove who they are, or nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from huonevahti_agent.edges.broker import Call, Connected, Incoming, Lost, MqttBroker
from huonevahti_agent.settings import Settings
from tests.fakes.mosquitto import Mosquitto, running
from tests.waiting import wait_until


class Authority:
    """A certificate authority of a test's own."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(self._pem(self._name, self._key.public_key(), is_authority=True))

    def issue(self, name: str) -> tuple[Path, Path]:
        """Gives the paths of a certificate for a name and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        cert_path, key_path = self._folder / f"{name}.crt", self._folder / f"{name}.key"
        cert_path.write_bytes(self._pem(subject, key.public_key(), is_authority=False))
        form = serialization.PrivateFormat.PKCS8
        key_path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        )
        key_path.chmod(0o644)  # Mosquitto reads it as a user of its own
        return cert_path, key_path

    def _pem(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, is_authority: bool) -> bytes:
        now = datetime.now(UTC)  # noqa: TID251  # what certificates are checked against
        names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(names, critical=False)
        )
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """The authority that both sides trust."""
    for folder in (tmp_path, tmp_path.parent):
        folder.chmod(0o755)  # Mosquitto reads its certificates as a user of its own
    return Authority(tmp_path, "ours")


@pytest.fixture
def broker(tmp_path: Path, authority: Authority) -> Iterator[Mosquitto]:
    """A broker that asks every client for a certificate."""
    cert_path, key_path = authority.issue("localhost")
    lines = (
        f"cafile {authority.path}",
        f"certfile {cert_path}",
        f"keyfile {key_path}",
        "require_certificate true",
    )
    with running(tmp_path, *lines, "use_identity_as_username true", "user root") as mosquitto:
        yield mosquitto


def _first(settings: Settings) -> Incoming:
    broker = MqttBroker(settings)
    broker.open(Call("hv/1/imatra/presence", b"will", ("hv/1/imatra/event/stored",), 60), lambda: None)
    found: list[Incoming] = []

    def came() -> bool:
        incoming = broker.incoming()
        found.extend([incoming] if incoming is not None else [])
        return bool(found)

    wait_until(came, "the connection or its refusal")
    broker.close()
    return found[0]


def _settings(folder: Path, port: int, ca_path: Path, pair: tuple[Path, Path] | None) -> Settings:
    cert_path, key_path = pair or (None, None)
    return Settings(
        terminal="imatra",
        state=folder,
        broker_host="localhost",
        broker_port=port,
        ca_path=ca_path,
        cert_path=cert_path,
        key_path=key_path,
    )


def test_with_certificates_of_one_authority_the_connection_stands(
    tmp_path: Path, broker: Mosquitto, authority: Authority
) -> None:
    assert _first(_settings(tmp_path, broker.port, authority.path, authority.issue("imatra"))) == Connected()


def test_without_a_certificate_of_its_own_a_terminal_is_not_let_in(
    tmp_path: Path, broker: Mosquitto, authority: Authority
) -> None:
    assert isinstance(_first(_settings(tmp_path, broker.port, authority.path, None)), Lost)


@pytest.mark.filterwarnings(  # paho leaves a socket whose handshake failed to be closed when it is forgotten
    "ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning"
)
def test_a_broker_of_another_authority_is_not_talked_to(
    tmp_path: Path, broker: Mosquitto, authority: Authority
) -> None:
    other = Authority(tmp_path, "other")
    settings = _settings(tmp_path, broker.port, other.path, authority.issue("imatra"))
    assert _first(settings) == Lost("unreachable")
