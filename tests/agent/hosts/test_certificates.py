"""The issuer of a certificate, read by our own small reader and by a large one."""

from __future__ import annotations

import contextlib
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_agent.hosts.linux import certificates
from tests.agent.hosts.services import Authority

STORE = Path("/etc/ssl/certs")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _der(pem: str) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])


def _one(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[-1].value) if found else ""


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # some authorities of the system have such a one
def test_every_authority_of_the_system_is_read_as_the_large_library_reads_it() -> None:
    files = sorted(STORE.glob("*.0"))
    assert files, f"no certificates in {STORE}; is ca-certificates installed?"
    for file in files:
        der = _der(file.read_text(encoding="utf-8"))
        name = x509.load_der_x509_certificate(der).issuer
        expected = certificates.Issuer(_one(name, NameOID.COMMON_NAME), _one(name, NameOID.ORGANIZATION_NAME))
        assert certificates.issuer(der) == expected, file.name


def test_blanks_at_the_end_of_a_name_are_kept(tmp_path: Path) -> None:
    authority = Authority("Zscaler Intermediate Root CA (zscaler.net) (t) ", "Zscaler Inc.", NOW)
    der = _der(authority.issue(tmp_path / "server.pem").read_text(encoding="utf-8"))
    assert certificates.issuer(der).common_name.endswith("(t) ")


@pytest.mark.parametrize(
    "der",
    [b"", b"0", b"0\x80", b"0\x85\x01\x01\x01\x01\x01", b"0\x03\x02\x01\x01", b"hello, world"],
    ids=["nothing", "a tag alone", "no length", "a length of five bytes", "another structure", "text"],
)
def test_what_is_no_certificate_is_refused(der: bytes) -> None:
    with pytest.raises(certificates.Unreadable):
        certificates.issuer(der)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(der: bytes) -> None:
    with contextlib.suppress(certificates.Unreadable):
        certificates.issuer(der)


@given(st.data())
def test_no_broken_certificate_breaks_the_reader(draw: st.DataObject) -> None:
    whole = bytearray(_der(min(STORE.glob("*.0")).read_text(encoding="utf-8")))
    for _ in range(draw.draw(st.integers(1, 4))):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(certificates.Unreadable):
        certificates.issuer(bytes(whole))
