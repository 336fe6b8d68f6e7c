"""The desired config: verified, checked, kept and applied as a whole, or refused while the former one rules."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from huonevahti_agent.domain.desired import refusal
from huonevahti_wire.codec import Unreadable, decode_document
from huonevahti_wire.messages import ConfigApplied, ConfigDocument, ConfigReported

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.edges.keepsakes import Keepsakes
    from huonevahti_agent.edges.telling import Telling
    from huonevahti_wire.messages import EventBody

LOG = logging.getLogger("huonevahti.agent.configuring")


class _Peeked(msgspec.Struct, frozen=True):
    """The version of a document that cannot be read otherwise."""

    version: int = 0


class Configuring:
    """What rules, and why the last desired document does not, if it does not."""

    def __init__(self, terminal: str, keepsakes: Keepsakes, telling: Telling) -> None:
        """Begin with the config that was kept."""
        self._terminal, self._keepsakes, self._telling = terminal, keepsakes, telling
        self._refused: dict[str, str] = {"stored": "damaged"} if keepsakes.config_damage else {}
        self._told: set[EventBody] = set()

    @property
    def document(self) -> ConfigDocument | None:
        """Return the document that rules, None before the first."""
        return self._keepsakes.document

    @property
    def version(self) -> int:
        """Return the version that rules, 0 before the first."""
        return self.document.version if self.document else 0

    @property
    def refusal(self) -> str:
        """Return why the config that rules is not the one desired last, empty when it is."""
        return next(iter(self._refused.values()), "")

    def take(self, payload: bytes, now: datetime) -> bool:
        """Take a verified document; return whether another one rules now."""
        try:
            document: ConfigDocument = decode_document(ConfigDocument, payload)
        except Unreadable as error:
            LOG.warning("the desired config cannot be read: %s", error)
            self._fail(_version_of(payload), "malformed", now)
            return False
        if document == self.document:
            self._refused = {}
            return False
        reason = refusal(document, self._terminal, self._keepsakes.floor, now) or self._kept(document, payload)
        if reason:
            self._refuse(document.version, reason, now)
            return False
        self._refused = {}
        self._tell(ConfigApplied(document.version, accepted=True), now)
        return True

    def distrust(self, reason: str) -> None:
        """Note that an envelope's signature did not hold; it was not read, and nothing else happens."""
        self._refused = {"signature": reason}

    def _kept(self, document: ConfigDocument, payload: bytes) -> str:
        try:
            self._keepsakes.accept(document, payload)
        except OSError as error:
            LOG.warning("config %s cannot be kept: %s", document.version, error)
            return "disk"
        return ""

    def _fail(self, version: int, reason: str, now: datetime) -> None:
        if version > max(self._keepsakes.floor.version, self._keepsakes.floor.failed_version):
            self._keepsakes.fail(version, reason)
        self._refuse(version, reason, now)

    def _refuse(self, version: int, reason: str, now: datetime) -> None:
        self._refused = {"version": reason}
        if version >= 1:
            self._tell(ConfigApplied(version, accepted=False, reason=reason), now)

    def _tell(self, body: ConfigApplied, now: datetime) -> None:
        """Tell of each outcome once a run: a retained document comes again with every connection."""
        if body not in self._told:
            self._told.add(body)
            self._telling.tell(body, now)

    def reported(self, stream: str) -> ConfigReported:
        """Return what rules and what was refused."""
        return ConfigReported(
            stream=stream,
            version=self.version,
            config_hash=self._keepsakes.config_hash,
            floor=self._keepsakes.floor.version,
            refused=dict(self._refused),
        )


def _version_of(payload: bytes) -> int:
    try:
        return min(msgspec.json.decode(payload, type=_Peeked).version, 2**53)
    except msgspec.DecodeError:
        return 0
