"""Mail: hands a message to the mail server, which answers for it from then on."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from huonevahti_fleet.domain.notices import Message
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.flows.notify import Undelivered
from huonevahti_fleet.settings import Settings

TIMEOUT_SECONDS = 10.0


class Mail:
    """A carrier over SMTP: plain, with STARTTLS, or with TLS from the first byte."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, message: Message, route: Route, now: datetime) -> str:
        """Send a message; its Message-ID is the same at every try, so that a receiver can tell one sent twice."""
        try:
            self._send(letter(message, route, self._settings.smtp_from, now))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise Undelivered(f"{code} {_text(said)}", is_final=500 <= code < 600) from error
        except smtplib.SMTPResponseException as error:
            told = f"{error.smtp_code} {_text(error.smtp_error)}"
            raise Undelivered(told, is_final=500 <= error.smtp_code < 600) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: a password that is no text
            raise Undelivered(f"{type(error).__name__}: {error}") from error
        return route.email

    def _send(self, mail: EmailMessage) -> None:
        """Send it; once the server has taken it, a parting that goes wrong changes nothing."""
        server = self._connected()
        try:
            server.send_message(mail)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connected(self) -> smtplib.SMTP:
        given = self._settings
        context = ssl.create_default_context(cafile=given.smtp_ca_file or None)
        if given.smtp_tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                given.smtp_host, given.smtp_port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(given.smtp_host, given.smtp_port, timeout=TIMEOUT_SECONDS)
        try:
            if given.smtp_tls == "starttls":
                server.starttls(context=context)
            if given.smtp_user:
                password = Path(given.smtp_password_file).read_text(encoding="utf-8").strip()
                server.login(given.smtp_user, password)
        except BaseException:
            server.close()
            raise
        return server


def letter(message: Message, route: Route, sender: str, now: datetime) -> EmailMessage:
    """Return a message as an e-mail that no machine answers."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, route.email, message.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.message}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    mail["Content-Language"] = route.language
    return mail


def _text(said: bytes | str) -> str:
    return said if isinstance(said, str) else said.decode(errors="replace")
