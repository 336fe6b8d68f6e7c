"""The golden samples of the wire: what was once sent, as it was sent, and how it must be read."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from huonevahti_wire import codec, topics
from huonevahti_wire.messages import ConfigDocument, JobRequest

FOLDER = Path(__file__).parents[1] / "fixtures/wire"
DOCUMENTS: dict[str, type[ConfigDocument | JobRequest]] = {"config": ConfigDocument, "job": JobRequest}


class Sample(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One file. The payload is JSON, or a text (with a text repeated behind it), or bytes in base64.

    `topic` is missing for what travels inside an envelope: `document_type` says what that is. `reads_as` is the payload
    that a reader makes of it, where that is not the payload itself. `document` is what a signed envelope holds.
    """

    topic: str | None = None
    payload: Any = None
    payload_text: str | None = None
    then_repeat: tuple[str, int] = ("", 0)
    payload_encoded: str | None = None
    document_type: str = ""
    reads_as: Any = None
    purpose: str = ""
    public_key: str = ""
    document: Any = None
    reason: str = ""
    detail: str = ""

    @property
    def payload_bytes(self) -> bytes:
        """The payload as it goes over the wire."""
        if self.payload_encoded is not None:
            return base64.b64decode(self.payload_encoded)
        if self.payload_text is not None:
            return (self.payload_text + self.then_repeat[0] * self.then_repeat[1]).encode()
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self) -> Any:
        """The message, read the way its topic or its envelope asks for."""
        if self.document_type:
            return codec.decode_document(DOCUMENTS[self.document_type], self.payload_bytes)
        assert self.topic is not None
        if self.topic == topics.SERVER_STATUS:
            return codec.decode_server_status(self.payload_bytes)
        return codec.decode(self.topic, self.payload_bytes)[1]


def paths(verdict: str) -> list[Path]:
    """The files of every version, `valid` or `invalid`."""
    return sorted(FOLDER.glob(f"v*/{verdict}/*.json"))


def load(path: Path) -> Sample:
    """One sample."""
    fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    fields["then_repeat"] = tuple(fields.get("then_repeat", ("", 0)))
    return Sample(**fields)


def valid() -> Iterator[Sample]:
    """Every valid sample."""
    return (load(path) for path in paths("valid"))
