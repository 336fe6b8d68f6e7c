"""The child processes for what is too heavy to stay resident: checking signatures, reading YAML."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.edges.verify import Answer, Question
from huonevahti_wire.profile import BadProfile, Profile, parse_json

if TYPE_CHECKING:
    from pathlib import Path

    from huonevahti_wire.messages import Signed

CHILD_SECONDS = 20.0
"""A child that has not answered by then is killed; 0.3 s is usual on a slow machine."""


class ChildVerifier:
    """Verifies envelopes against the server's 32-byte public key, each in a child of its own."""

    def __init__(self, public_key: bytes) -> None:
        """Keep the key; an empty one refuses everything."""
        self._public_key = public_key

    def __call__(self, purpose: str, topic: str, signed: Signed) -> str:
        """Return why an envelope cannot be trusted (no_key, key, signature, verifier), empty when it can."""
        if not self._public_key:
            return "no_key"
        question = msgspec.json.encode(Question(purpose, topic, self._public_key, signed))
        command = [sys.executable, "-m", "huonevahti_agent.edges.verify"]
        try:
            child = subprocess.run(command, input=question, capture_output=True, timeout=CHILD_SECONDS, check=True)
            return msgspec.json.decode(child.stdout, type=Answer).reason
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError):
            return "verifier"


def read_profile(path: Path) -> Profile:
    """Return a profile from JSON, or from YAML through a child; raise `BadProfile` or OSError."""
    if path.suffix == ".json":
        return parse_json(path.read_bytes(), path.name)
    command = [sys.executable, "-m", "huonevahti_agent.edges.compile_profile", str(path)]
    child = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)
    if child.returncode:
        lines = child.stderr.decode(errors="replace").strip().splitlines()
        raise BadProfile(lines[-1] if lines else f"{path}: the child ended with {child.returncode}")
    return parse_json(child.stdout, path.name)
