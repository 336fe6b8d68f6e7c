"""The child that verifies one Ed25519 signature and exits, so that cryptography never loads in the resident process."""

from __future__ import annotations

import sys

import msgspec

from huonevahti_wire.messages import Signed
from huonevahti_wire.signing import key_id, signed_bytes


class Question(msgspec.Struct, frozen=True):
    """An envelope, the topic it came on, the purpose it should have, and the key that should have signed it."""

    purpose: str
    topic: str
    public_key: bytes
    signed: Signed


class Answer(msgspec.Struct, frozen=True):
    """Empty when the signature holds, else a code: key or signature."""

    reason: str


def refusal(question: Question) -> str:
    """Return why the envelope cannot be trusted, empty when it can."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # 9 MB that the parent must not load
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  # the same

    if question.signed.key_id != key_id(question.public_key):
        return "key"
    covered = signed_bytes(question.purpose, question.topic, question.signed.payload)
    try:
        Ed25519PublicKey.from_public_bytes(question.public_key).verify(question.signed.signature, covered)
    except (InvalidSignature, ValueError):
        return "signature"
    return ""


def main() -> None:
    """Read one question from standard input and print its answer."""
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    sys.stdout.buffer.write(msgspec.json.encode(Answer(refusal(question))))


if __name__ == "__main__":
    main()
