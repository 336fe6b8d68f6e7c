"""Who issued a certificate, read out of its DER bytes with no library that a small process would regret."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_VERSION = 0xA0
_COMMON_NAME, _ORGANISATION = bytes((0x55, 4, 3)), bytes((0x55, 4, 10))
"""id-at-commonName 2.5.4.3 and id-at-organizationName 2.5.4.10 (RFC 5280), as DER holds them."""
_BMP_STRING = 0x1E


class Unreadable(Exception):
    """Bytes that are no certificate."""


class Issuer(Struct, frozen=True):
    """The issuer's common name and organisation, each empty when it has none."""

    common_name: str
    organisation: str


def issuer(der: bytes) -> Issuer:
    """Return the issuer of an X.509 certificate, or raise `Unreadable`."""
    try:
        (_, certificate), *_rest = _elements(der)
        (_, signed_part), *_signature = _elements(certificate)
        fields = [element for element in _elements(signed_part) if element[0] != _VERSION]
        names = dict(_names(fields[2][1]))  # serial number, signature algorithm, issuer
    except (ValueError, IndexError) as error:
        raise Unreadable("not the DER of a certificate") from error
    return Issuer(names.get(_COMMON_NAME, ""), names.get(_ORGANISATION, ""))


def _names(name: bytes) -> Iterator[tuple[bytes, str]]:
    for _, relative in _elements(name):
        for _, attribute in _elements(relative):
            (_, identifier), (tag, text) = _elements(attribute)
            yield identifier, text.decode("utf-16-be" if tag == _BMP_STRING else "utf-8", "replace")


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Gives tag and content of each element; ValueError or IndexError where a length points outside."""
    at = 0
    while at < len(content):
        tag, length, at = content[at], content[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            if size > 4:
                raise ValueError(f"length of {size} bytes at {at}, at most 4 expected")
            length, at = int.from_bytes(content[at : at + size], "big"), at + size
        if at + length > len(content):
            raise ValueError(f"element of {length} bytes at {at}, {len(content) - at} left")
        yield tag, content[at : at + length]
        at += length
