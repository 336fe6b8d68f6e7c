"""What a signature covers: purpose, topic and payload, so that no document can be played on another topic."""

from __future__ import annotations

from hashlib import blake2b

CONFIG = "config"
JOB = "job"


def signed_bytes(purpose: str, topic: str, payload: bytes) -> bytes:
    """Return the bytes that are signed and verified for a document meant for exactly one topic."""
    return b"huonevahti/1\0" + purpose.encode() + b"\0" + topic.encode() + b"\0" + payload


def key_id(public_key: bytes) -> str:
    """Return the 16 hex digits by which a 32-byte Ed25519 public key is named."""
    return blake2b(public_key, digest_size=8).hexdigest()
