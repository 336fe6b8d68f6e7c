"""Telling what happened: into the outbox, or kept in memory for as long as the disk refuses."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from huonevahti_agent.edges.outbox import Outbox
    from huonevahti_wire.messages import EventBody

LOG = logging.getLogger("huonevahti.agent.telling")
MOST_WAITING = 200


class Telling:
    """Events in the order they happened; `failure` says why the last one could not be written, empty when all are."""

    def __init__(self, outbox: Outbox) -> None:
        """Begin with nothing waiting."""
        self._outbox = outbox
        self._waiting: deque[tuple[EventBody, datetime]] = deque(maxlen=MOST_WAITING)
        self.failure = ""

    def tell(self, body: EventBody, at: datetime) -> bool:
        """Tell of an event; return whether it is durable now."""
        self._waiting.append((body, at))
        return self.retry()

    def retry(self) -> bool:
        """Write what is waiting; return whether nothing waits any more."""
        while self._waiting:
            body, at = self._waiting[0]
            try:
                self._outbox.append(body, at)
            except OSError as error:
                if not self.failure:
                    LOG.warning("an event cannot be written: %s", error)
                self.failure = "disk"
                return False
            self._waiting.popleft()
        self.failure = ""
        return True
