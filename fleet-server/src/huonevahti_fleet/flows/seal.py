"""What makes an order believed: the server's Ed25519 key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huonevahti_wire import signing
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import Signed


class BadKey(Exception):
    """A signing key that cannot be used; one sentence."""


class Seal:
    """Signs documents for exactly one topic, and makes the ids of jobs."""

    def __init__(self, private_key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.public_key = self._key.public_key().public_bytes_raw()
        self.key_id = signing.key_id(self.public_key)

    def envelope(self, purpose: str, topic: str, document: msgspec.Struct) -> bytes:
        """Return the signed envelope of a document as it travels on a topic."""
        payload = encode(document)
        signature = self.sign(purpose, topic, payload)
        return encode(Signed(key_id=self.key_id, payload=payload, signature=signature))

    def sign(self, purpose: str, topic: str, payload: bytes) -> bytes:
        """Return the signature of a payload for one purpose and one topic."""
        return self._key.sign(signing.signed_bytes(purpose, topic, payload))

    @staticmethod
    def new_id() -> str:
        """Return a job id that nobody had before."""
        return secrets.token_hex(8)


def open_seal(path: Path) -> Seal:
    """Return the seal with the key in a file (32 bytes in hex); made, for its owner alone to read, if missing.

    The public key is put beside it as `<name>.pub`, for terminals to be given.
    """
    if not path.exists():
        _make(path)
    try:
        seal = Seal(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (ValueError, OSError) as error:
        raise BadKey(
            f"signing_key_file: {path}: {error}; 64 hex digits of an Ed25519 key were expected."
        ) from error
    public, text = path.with_name(path.name + ".pub"), seal.public_key.hex() + "\n"
    if not public.exists() or public.read_text(encoding="ascii", errors="replace") != text:
        public.write_text(text, encoding="ascii")
    return seal


def _make(path: Path) -> None:
    """Write the key under another name first: whoever is killed half way leaves no half of a key."""
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_bytes(32).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise BadKey(f"signing_key_file: {path} cannot be made: {error.strerror}.") from error
