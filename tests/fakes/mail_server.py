"""A real mail server on loopback that keeps what it takes, and refuses what it is told to refuse."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.conftest import free_loopback_port


class Mailbox:
    """What arrived; while `answer` is set, every letter is refused with it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = ""
        self.password = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answer:
            return self.answer
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.password.decode() == self.password
        return AuthResult(success=is_right, handled=is_right)

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each letter, in the order they came."""
        return [str(letter["Message-ID"]) for letter in self.letters]


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, starttls: bool = False
) -> Iterator[tuple[Mailbox, int]]:
    """A server on a port of loopback: plain, with TLS from the first byte, or after STARTTLS, which it then demands."""
    mailbox = Mailbox()
    given: dict[str, Any] = {}
    if tls:
        given = {"auth_required": starttls, "authenticator": mailbox.authenticate}
        given |= {"tls_context": tls, "require_starttls": True} if starttls else {"ssl_context": tls}
        given |= {"auth_require_tls": starttls}
    port = free_loopback_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **given)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()
