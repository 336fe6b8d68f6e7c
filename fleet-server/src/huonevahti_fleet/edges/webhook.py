"""Webhook: posts CloudEvents to another program, signed so that it knows whose they are and that they are fresh."""

from __future__ import annotations

import hmac
import http.client
import ssl
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

import msgspec

from huonevahti_fleet.domain.notices import Message
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.flows.notify import Undelivered
from huonevahti_fleet.settings import Settings

TIMEOUT_SECONDS = 10.0
AGAIN = (408, 425, 429)
"""Refusals that another try may mend; every other one below 500 is final."""


class Webhook:
    """A carrier over HTTP; it follows no redirection."""

    def __init__(self, settings: Settings) -> None:
        self._ca_file = settings.webhook_ca_file

    def __call__(self, message: Message, route: Route, now: datetime) -> str:
        """Post a message: one event as itself, several as a batch, as the HTTP binding of CloudEvents has it."""
        events = msgspec.json.decode(message.events)
        body = msgspec.json.encode(events[0]) if len(events) == 1 else message.events
        kind = "cloudevents" if len(events) == 1 else "cloudevents-batch"
        headers = {
            "Content-Type": f"application/{kind}+json; charset=utf-8",
            "User-Agent": "huonevahti",
            "Huonevahti-Message-Id": message.message,
            "Huonevahti-Signature": signature(route.secret, body, now),
        }
        try:
            status = self._post(route.webhook, body, headers)
        except (http.client.HTTPException, OSError, ValueError) as error:  # ValueError: a host that is no name
            raise Undelivered(f"{type(error).__name__}: {error}") from error
        if not 200 <= status < 300:
            raise Undelivered(f"HTTP {status}", is_final=status < 500 and status not in AGAIN)
        return route.webhook

    def _post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=self._ca_file or None)
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, parts.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_SECONDS)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def signature(secret: str, body: bytes, now: datetime) -> str:
    """Return the header `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`."""
    seconds = int(now.timestamp())
    signed = hmac.new(secret.encode(), str(seconds).encode() + b"." + body, sha256).hexdigest()
    return f"t={seconds},v1={signed}"
