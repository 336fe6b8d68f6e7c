"""Somebody was given a packet: whether it is as the server that signed it made it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huonevahti_fleet.domain.packets import PURPOSE, canonical
from huonevahti_wire import signing

LARGEST_BYTES = 4_000_000


class BadPacket(Exception):
    """A packet that must not be believed, or cannot be read; one sentence."""


def verify_packet(file: Path, key: str) -> str:
    """Return a sentence about the packet in a file if the key has signed it, else raise `BadPacket`."""
    public = _key(key)
    try:
        text = file.read_bytes()[: LARGEST_BYTES + 1]
    except OSError as error:
        raise BadPacket(f"{file}: cannot be read: {error.strerror}.") from error
    packet = verified(text, public, str(file))
    number, made_at = packet.get("incident"), packet.get("made_at")
    by = signing.key_id(public)
    return f"{file.name}: signed by key {by}, incident {number}, made at {made_at}, unchanged since."


def verified(text: bytes, public: bytes, name: str) -> dict[str, Any]:
    """Return the packet in a JSON text if the key has signed it, else raise `BadPacket`."""
    try:
        found: Any = json.loads(text) if len(text) <= LARGEST_BYTES else None
        packet, signature = found["packet"], bytes.fromhex(found["signature"])
        payload = canonical(packet)
        topic = packet["packet"]
        signed = signing.signed_bytes(PURPOSE, topic, payload)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadPacket(
            f"{name}: no packet; an object with packet, key_id and signature was expected."
        ) from error
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        said, ours = found.get("key_id"), signing.key_id(public)
        why = (
            "it was changed after it was signed"
            if said == ours
            else f"it names key {said!r}, {ours!r} was given"
        )
        raise BadPacket(f"{name}: the signature does not hold: {why}.") from error
    return dict(packet)


def _key(text: str) -> bytes:
    path = Path(text)
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        try:
            text = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadPacket(
                f"--key: {text!r}: 64 hex digits or a file that holds them were expected."
            ) from error
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise BadPacket(f"--key: {path}: 64 hex digits of an Ed25519 public key were expected in it.")
    return bytes.fromhex(text)
