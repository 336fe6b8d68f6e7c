"""What a room shows, says and has on its screen bears marks; then every byte sent and stored is searched for them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
import pytest
from fastapi.testclient import TestClient

from huonevahti_agent import app as agent_app
from huonevahti_agent.cycle import Cycle
from huonevahti_agent.domain.picture import GreyFrame
from huonevahti_agent.host.senses import Luma
from huonevahti_agent.settings import Settings
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime
from huonevahti_fleet import app as fleet_app
from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.settings import Settings as FleetSettings
from huonevahti_fleet.store import Store, open_store
from huonevahti_kiosk.kiosk import Kiosk
from huonevahti_kiosk.words import KioskReading, Look
from huonevahti_wire import profile_yaml
from huonevahti_wire.codec import decode, encode
from huonevahti_wire.messages import JobRequest, MeasureNow, Report, Signed
from huonevahti_wire.signals import Signal, State
from tests.fakes.broker import FakeBroker
from tests.fakes.fleet import intake_over, registry
from tests.kiosk.stage import MARK as PAGE_MARK
from tests.kiosk.stage import Site, running, settings, until

T = TypeVar("T")
START_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PICTURE_MARK, SOUND_MARK = b"KUVA-4711-", b"AANI-4711-"
"""Ten bytes each, so that they stand in every row of a frame and in every stretch of sound, again and again."""
BANK_MARK = "Tilinumero-4712"
PROFILE = profile_yaml.read(Path(__file__).parents[2] / "firmware-profiles/simulated.yaml")


class MarkedHost(SimulatedHost):
    """A simulated room whose cameras see and whose microphone hears nothing but marks, under a real kiosk."""

    def __init__(self, room: SimulatedRoom, kiosk: Kiosk) -> None:
        super().__init__(room)
        self._kiosk = kiosk

    def look(self, number: int, measure: Callable[[Luma], T]) -> T:
        """Measure marks, a frame as small as a real camera's are made."""
        del number
        first, last = (GreyFrame(PICTURE_MARK * 1920, 160, 120) for _ in range(2))
        return measure(Luma(20, 1.0, first, last))

    def listen(self, source: str, seconds: float, measure: Callable[[bytes], T]) -> T:
        """Measure a sound of marks."""
        del source
        return measure(_sound(seconds))

    def hear_back(
        self, source: str, sink: str, sound_out: bytes, seconds: float, measure: Callable[[bytes], T]
    ) -> T:
        """Measure marks in place of the tones."""
        del source, sink, sound_out
        return measure(_sound(seconds))

    def kiosk(self) -> KioskReading:
        """Return what the real launcher says of a real browser."""
        reading = self._kiosk.answer(Look()).reading
        assert reading is not None
        return reading


def _sound(seconds: float) -> bytes:
    return (SOUND_MARK * (round(seconds * 32_000) // len(SOUND_MARK) + 1))[: round(seconds * 32_000)]


class Run:
    """The real agent on its folder and over a broker that keeps every byte."""

    def __init__(self, folder: Path, kiosk: Kiosk) -> None:
        self.state = folder / "state"
        self.broker = FakeBroker()
        self.time = VirtualTime(START_AT)
        self.host = MarkedHost(SimulatedRoom(self.time, Random(1), PROFILE), kiosk)
        choices = agent_app.Choices(profile=PROFILE, verify=lambda *_: "", rng=Random(2))
        own = Settings(terminal="imatra", state=self.state)
        self.agent: Cycle = agent_app.build(own, self.host, self.broker.client("imatra"), choices)
        self.jobs = 0

    def measure(self) -> dict[str, Signal]:
        """Say that the room is empty, have everything measured, and return the signals as they were sent."""
        self._turn(3)
        stream = next(
            m.stream for m in map(self._message, range(len(self.broker.sent))) if hasattr(m, "stream")
        )
        self.jobs += 1
        now = self.host.now()
        order = JobRequest(
            job=f"{self.jobs:016x}",
            terminal="imatra",
            stream=stream,
            issuer="support",
            reason="a_test",
            not_before=now,
            expires_at=now + timedelta(hours=1),
            action=MeasureNow(room_is_empty=True),
        )
        signed = Signed(key_id="0" * 16, payload=msgspec.json.encode(order), signature=bytes(64))
        sent = len(self.broker.sent)
        self.broker.publish(f"hv/1/imatra/job/{order.job}/request", encode(signed))
        self._turn(3)
        reports = [m for m in map(self._message, range(sent, len(self.broker.sent))) if isinstance(m, Report)]
        return {signal.name: signal for report in reports for signal in report.signals}

    def _turn(self, times: int) -> None:
        for _ in range(times):
            self.agent.turn()
            self.agent.plug(self.host.wait(1.0))

    def _message(self, index: int) -> Any:
        said = self.broker.sent[index]
        return decode(said.topic, said.payload)[1]


@pytest.fixture
def site() -> Iterator[Site]:
    """Pages that bear a mark in text and title."""
    found = Site()
    yield found
    found.close()


def test_no_mark_of_picture_sound_or_page_is_in_any_byte_sent_or_stored(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    browser = tmp_path / "browser"  # its own cache may hold its own pages
    browser.mkdir()
    with running(Kiosk(settings(site, browser))) as kiosk:
        run = Run(tmp_path, kiosk)
        at_home = run.measure()
        _assert_all_was_measured(at_home)
        site.send_off(f"location.href = '{site.address('bank', f'/{BANK_MARK}')}'")
        until(kiosk, lambda reading: reading.page == "bank", "the bank's page")
        at_bank = run.measure()
        run.agent.end()
    assert at_bank["kiosk.page"].value == "away"
    store = _office(tmp_path, run)
    bytes_by_place = {**_sent(run), **_kept(tmp_path), **_shown(store), "log": caplog.text.encode()}
    store.close()
    assert {place: marks for place, kept in bytes_by_place.items() if (marks := found_in(kept))} == {}


def _assert_all_was_measured(signals: dict[str, Signal]) -> None:
    """A run that saw and heard nothing could not leak anything either."""
    for name in ("camera.customer.picture", "camera.document.picture", "microphone.level", "sound.loop"):
        assert signals[name].state is not State.NO_DATA, name
    assert (signals["kiosk.page"].value, signals["kiosk.running"].state) == ("home", State.OK)


def _office(folder: Path, run: Run) -> Store:
    """Let the real server take all that was sent, into a database on disk."""
    store = open_store(f"sqlite:///{folder / 'fleet.db'}")
    now = run.host.now()
    store.save_registry(registry("imatra"), now)
    intake_over(store).take(
        [Incoming(said.topic, said.payload, is_retained=False) for said in run.broker.sent], now
    )
    assert any(state.presence.last_seen_at for state in store.rooms())
    return store


def _sent(run: Run) -> dict[str, bytes]:
    return {f"sent {n} {m.topic}": m.topic.encode() + m.payload for n, m in enumerate(run.broker.sent)}


def _kept(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and "browser" not in file.parts)
    found = {f"kept {file.relative_to(folder)}": file.read_bytes() for file in files}
    assert {"kept state/outbox", "kept fleet.db"} <= set(found)
    return found


def _shown(store: Store) -> dict[str, bytes]:
    built = fleet_app.build(FleetSettings(broker_host=""), store, lambda: START_AT + timedelta(minutes=1))
    paths = ("/", "/rooms/imatra", "/api/v1/rooms/imatra", "/api/v1/rooms/imatra/timeline", "/metrics")
    with TestClient(built) as client:
        answers = {path: client.get(path) for path in paths}
    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    return {f"shown {path}": answer.content for path, answer in answers.items()}


def found_in(kept: bytes) -> list[str]:
    """Return the marks in some bytes: as they are, in wide characters, in hex, or in base64 from any place on."""
    marks = {
        "picture": PICTURE_MARK,
        "sound": SOUND_MARK,
        "page": PAGE_MARK.encode(),
        "bank": BANK_MARK.encode(),
        "address": b"bank.localhost",
    }
    return [name for name, mark in marks.items() if any(form in kept for form in _forms(mark))]


def _forms(mark: bytes) -> Iterator[bytes]:
    yield mark
    yield mark.decode().encode("utf-16-le")
    yield from (mark.hex().encode(), mark.hex().upper().encode())
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + mark)
        whole = coded[-(-offset * 8 // 6) : len(coded) - len(coded) % 4 - 4]
        if len(whole) >= 8:
            yield whole


@pytest.mark.parametrize("offset", range(3))
@pytest.mark.parametrize("mark", [PICTURE_MARK, SOUND_MARK, PAGE_MARK.encode(), BANK_MARK.encode()])
def test_a_mark_is_found_in_whatever_form_it_was_kept(mark: bytes, offset: int) -> None:
    lead = b"abc"[:offset]
    for hidden in (lead + mark, mark.hex().encode(), base64.b64encode(lead + mark + b"rest of it")):
        assert found_in(b"{" + hidden + b"}") != [], hidden
    assert found_in(mark[:4] + b" " + mark[4:]) == []
