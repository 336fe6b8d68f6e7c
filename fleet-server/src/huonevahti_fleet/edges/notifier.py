"""The notifier: a thread of its own that tells others, so that a slow mail server keeps nobody waiting."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from huonevahti_fleet.domain.routes import Channel
from huonevahti_fleet.edges.mail import Mail
from huonevahti_fleet.edges.webhook import Webhook
from huonevahti_fleet.flows.notify import Carrier, Notifying
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Locked, Store

_log = logging.getLogger(__name__)
TICK_SECONDS = 1.0


def carriers(settings: Settings) -> dict[Channel, Carrier]:
    """Return how each channel is carried; without a mail server there is none for e-mail."""
    found: dict[Channel, Carrier] = {"webhook": Webhook(settings)}
    if settings.smtp_host:
        found["email"] = Mail(settings)
    return found


class Notifier:
    """Has the post looked through once a second."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        window = timedelta(seconds=settings.notify_window_seconds)
        self._notifying = Notifying(store, carriers(settings), window, settings.public_url)
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)
        self.trouble = ""

    def start(self) -> None:
        """Begin to tell others."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the message at hand; what is not sent is sent after the next start."""
        self._stopping.set()
        self._thread.join(timeout=30)

    def is_running(self) -> bool:
        """Return whether others are being told."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._notifying.turn(self._clock)
                self.trouble = ""
            except Locked as error:
                self.trouble = str(error)
                _log.warning("the post could not be read or written, it is tried again: %s", error)
            self._stopping.wait(TICK_SECONDS)
