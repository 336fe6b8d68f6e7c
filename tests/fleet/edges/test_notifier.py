"""The notifier against a real mail server and a real web server: TLS, refusals, signatures, and kill -9."""

from __future__ import annotations

import hmac
import json
import signal
import ssl
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from fastapi.testclient import TestClient

from huonevahti_fleet.app import build
from huonevahti_fleet.domain.notices import Message, MessageState, NoticeKind
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.edges import clock
from huonevahti_fleet.edges.mail import Mail
from huonevahti_fleet.edges.notifier import Notifier
from huonevahti_fleet.edges.webhook import Webhook, signature
from huonevahti_fleet.flows.notify import Undelivered
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Batch, Store, open_store
from tests.conftest import free_loopback_port
from tests.fakes.fleet import NOW, intake_over, registry
from tests.fakes.mail_server import mail_server
from tests.fakes.web_receiver import web_receiver
from tests.fleet.pages.sample import fault, incident
from tests.waiting import wait_until

DESK = Route(owner=Owner.ON_SITE, name="Neuvonta", email="neuvonta@example.fi")
HOOK = "k" * 32
EVENTS = b'[{"specversion":"1.0","id":"notice-1"},{"specversion":"1.0","id":"notice-2"}]'
LETTER = Message(
    "ab" * 16,
    DESK.key,
    "email",
    MessageState.WAITING,
    NOW,
    NOW,
    subject="[Huonevahti] Tila: mikrofoni irti, äänetön (#1)",
    body="Särinää ja ääkkösiä.\n.\nRivi pisteen jälkeen\n",
    events=EVENTS,
)


def _settings(port: int, **more: object) -> Settings:
    plain = {"smtp_host": "localhost", "smtp_port": port, "smtp_tls": "none", "smtp_from": "hv@example.fi"}
    return Settings(**plain | more)  # type: ignore[arg-type]  # the test says what it adds


def test_a_letter_arrives_whole_with_an_id_that_stays() -> None:
    with mail_server() as (mailbox, port):
        carry = Mail(_settings(port))
        assert carry(LETTER, DESK, NOW) == "neuvonta@example.fi"
        carry(LETTER, DESK, NOW + timedelta(minutes=5))
    first, second = mailbox.letters
    assert mailbox.ids == [f"<{LETTER.message}@example.fi>"] * 2
    assert (first["To"], first["Auto-Submitted"], first["Content-Language"]) == (
        "neuvonta@example.fi",
        "auto-generated",
        "fi",
    )
    assert str(first["Subject"]) == LETTER.subject
    assert (
        first.get_content().replace("\r\n", "\n") == LETTER.body == second.get_content().replace("\r\n", "\n")
    )


@pytest.mark.parametrize(("answer", "is_final"), [("451 busy", False), ("550 no such mailbox", True)])
def test_a_refusal_says_whether_another_try_helps(answer: str, is_final: bool) -> None:
    with mail_server() as (mailbox, port):
        mailbox.answer = answer
        with pytest.raises(Undelivered, match=answer) as caught:
            Mail(_settings(port))(LETTER, DESK, NOW)
    assert caught.value.is_final is is_final


def test_a_mail_server_that_is_gone_is_tried_again() -> None:
    with pytest.raises(Undelivered, match="ConnectionRefusedError") as caught:
        Mail(_settings(free_loopback_port()))(LETTER, DESK, NOW)
    assert not caught.value.is_final


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that signs itself, and a server's context with it."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "3650"]
    keys = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", "-x509", *keys, *subject, "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_mail_goes_over_tls_to_a_server_that_is_trusted_with_its_password(
    way: str, certificate: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    cert, context = certificate
    (tmp_path / "password").write_text("hush\n", encoding="utf-8")
    with mail_server(context, starttls=way == "starttls") as (mailbox, port):
        mailbox.password = "hush"
        signed_in = {"smtp_user": "hv", "smtp_password_file": str(tmp_path / "password")}
        trusting = _settings(port, smtp_tls=way, smtp_ca_file=str(cert), **signed_in)
        Mail(trusting)(LETTER, DESK, NOW)
        assert len(mailbox.letters) == 1
        mailbox.password = "other"
        with pytest.raises(Undelivered, match="535"):
            Mail(trusting)(LETTER, DESK, NOW)
        with pytest.raises(Undelivered, match="CERTIFICATE_VERIFY_FAILED"):
            Mail(_settings(port, smtp_tls=way, **signed_in))(LETTER, DESK, NOW)
        assert len(mailbox.letters) == 1


def test_a_server_without_starttls_gets_nothing_when_it_is_demanded() -> None:
    with mail_server() as (mailbox, port), pytest.raises(Undelivered, match="STARTTLS"):
        Mail(_settings(port, smtp_tls="starttls"))(LETTER, DESK, NOW)
    assert mailbox.letters == []


def _hooked(address: str) -> Route:
    return Route(owner=Owner.TERMINAL, name="Tuki", webhook=address, secret=HOOK)


def test_a_webhook_gets_signed_cloud_events_one_alone_or_many_as_a_batch() -> None:
    one = json.dumps(json.loads(EVENTS)[:1]).encode()
    with web_receiver() as (received, address):
        assert Webhook(Settings())(LETTER, _hooked(address), NOW) == address
        Webhook(Settings())(
            Message("cd" * 16, DESK.key, "webhook", MessageState.WAITING, NOW, NOW, events=one),
            _hooked(f"{address}?x=1"),
            NOW,
        )
    (path, headers, body), (other_path, other_headers, other_body) = received.posts
    assert (path, other_path) == ("/hooks/rooms", "/hooks/rooms?x=1")
    assert headers["Content-Type"].startswith("application/cloudevents-batch+json")
    assert other_headers["Content-Type"].startswith("application/cloudevents+json")
    assert (len(json.loads(body)), json.loads(other_body)["id"]) == (2, "notice-1")
    assert headers["Huonevahti-Message-Id"] == LETTER.message
    stamp, seen = (part.split("=")[1] for part in headers["Huonevahti-Signature"].split(","))
    assert int(stamp) == int(NOW.timestamp())
    assert seen == hmac.new(HOOK.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    assert signature("other" * 8, body, NOW) != headers["Huonevahti-Signature"]


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(302, True), (401, True), (404, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_an_answer_says_whether_another_try_helps_and_no_redirection_is_followed(
    status: int, is_final: bool
) -> None:
    with web_receiver() as (received, address):
        received.status = status
        with pytest.raises(Undelivered, match=f"HTTP {status}") as caught:
            Webhook(Settings())(LETTER, _hooked(address), NOW)
    assert (caught.value.is_final, received.posts) == (is_final, [])


def _tell(store: Store, count: int) -> None:
    batch = Batch(intake_over(store).fleet, NOW)
    for number in range(count):
        batch.notice(
            NoticeKind.OPENED, incident(number + 1, fault("speakers_muted", Owner.TERMINAL), "imatra"), None
        )
    store.commit(batch)


def test_the_thread_sends_what_is_due_and_ends_when_told(store: Store) -> None:
    with mail_server() as (mailbox, port), web_receiver() as (received, address):
        both = Route(owner=Owner.TERMINAL, name="T", email="t@example.fi", webhook=address, secret=HOOK)
        store.routes.seed([both])
        notifier = Notifier(_settings(port, notify_window_seconds=0), store, clock.now)
        notifier.start()
        _tell(store, 3)
        wait_until(lambda: mailbox.letters and received.posts, "both have it")
        notifier.stop()
    assert not notifier.is_running()
    types = {event["type"] for event in json.loads(received.posts[0][2])}
    assert types == {"fi.huonevahti.incident.opened.v1"}


def test_one_route_that_cannot_be_used_stops_nobody_elses_messages(store: Store) -> None:
    with mail_server() as (mailbox, port):
        odd = Route(owner=Owner.TERMINAL, name="T", webhook="https://itsm..example/", secret=HOOK)
        store.routes.seed([odd, DESK])
        notifier = Notifier(_settings(port, notify_window_seconds=0), store, clock.now)
        notifier.start()
        _tell(store, 1)
        wait_until(lambda: any(m.attempts for m in store.post.messages()), "the odd one was tried")
        batch = Batch(intake_over(store).fleet, NOW)
        batch.notice(NoticeKind.OPENED, incident(9, fault("microphone_gone", Owner.ON_SITE), "imatra"), None)
        store.commit(batch)
        wait_until(lambda: mailbox.letters, "the other desk has its letter")
        assert notifier.is_running()
        notifier.stop()


def test_the_server_is_not_healthy_when_others_are_told_no_more(store: Store) -> None:
    app = build(Settings(broker_host=""), store, clock.now)
    web = TestClient(app)
    assert web.get("/healthz").json()["notifier"] == "unused"
    app.state.notifier = Notifier(_settings(free_loopback_port()), store, clock.now)
    app.state.notifier.start()
    running = web.get("/healthz")
    assert (running.status_code, running.json()["notifier"]) == (200, "running")
    app.state.notifier.stop()
    stopped = web.get("/healthz")
    assert (stopped.status_code, stopped.json()["notifier"]) == (503, "stopped")


SENDER = """
import sys, time
from huonevahti_fleet.edges import clock, notifier
from huonevahti_fleet.flows import notify
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import open_store
from datetime import timedelta
notifier.TICK_SECONDS, notify.LEASE = 0.01, timedelta(seconds=0.5)
url, port = sys.argv[1:]
settings = Settings(smtp_host="localhost", smtp_port=int(port), smtp_tls="none", notify_window_seconds=0)
sender = notifier.Notifier(settings, open_store(url, migrate=False), clock.now)
sender.start()
print("up", flush=True)
time.sleep(600)
"""


def test_killed_at_any_moment_nothing_is_lost_and_a_repeat_bears_its_old_id(tmp_path: Path) -> None:
    rng, url = Random(7), f"sqlite:///{tmp_path / 'fleet.db'}"
    store = open_store(url)
    with mail_server() as (mailbox, port), web_receiver() as (received, address):
        store.save_registry(registry("imatra"), NOW)
        both = Route(owner=Owner.TERMINAL, name="T", email="t@example.fi", webhook=address, secret=HOOK)
        store.routes.seed([both])
        for _ in range(8):
            _tell(store, 1)
            with subprocess.Popen(
                [sys.executable, "-c", SENDER, url, str(port)], stdout=subprocess.PIPE
            ) as sender:
                assert sender.stdout
                assert sender.stdout.readline()
                time.sleep(rng.uniform(0, 0.12))
                sender.send_signal(signal.SIGKILL)
        with subprocess.Popen(
            [sys.executable, "-c", SENDER, url, str(port)], stdout=subprocess.PIPE
        ) as sender:
            wait_until(lambda: _all_sent(store), "everything is sent", seconds=30)
            sender.kill()
        sent = {m.message: m.channel for m in store.post.messages()}
        told = Counter(n.number for m in sent for n in store.post.notices_of(m))
    assert told == dict.fromkeys(range(1, 9), 2)  # each once by mail and once by webhook
    by_mail = {letter_id.strip("<>").partition("@")[0] for letter_id in mailbox.ids}
    assert by_mail == {m for m, channel in sent.items() if channel == "email"}
    assert set(received.ids) == {m for m, channel in sent.items() if channel == "webhook"}


def _all_sent(store: Store) -> bool:
    counts = store.post.counts()
    return not store.post.pending() and counts[MessageState.SENT] == sum(counts.values())
