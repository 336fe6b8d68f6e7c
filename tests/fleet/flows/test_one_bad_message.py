"""One bad message neither delays nor harms the others: however broken it is, and wherever it breaks."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from typing import Any

import pytest

from huonevahti_fleet.domain.outgoing import Incoming
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Batch, Locked, Store
from huonevahti_wire import messages as wire
from tests.fakes.fleet import (
    GONE,
    NOW,
    SEAL,
    STREAM,
    THERE,
    birth,
    event,
    intake_over,
    later,
    report,
    said,
    sent,
    signal,
)


class Failing:
    """A store whose commit fails for a batch with a certain event, or for as long as it is told to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.refuses = 0
        self.is_locked = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, batch: Batch) -> None:
        """Commit, unless told to fail."""
        if self.is_locked:
            raise Locked("database is locked")
        if any(number == self.refuses for _, _, number in batch.written.get("event", ())):
            raise ValueError("cannot be written")
        self._store.commit(batch)


def _over(failing: Failing) -> Intake:
    return Intake(failing, failing.load_fleet(NOW), SEAL)  # type: ignore[arg-type]  # a stand-in for the store


def test_a_message_that_breaks_its_turn_is_set_aside_and_the_others_are_kept(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    failing = Failing(store)
    failing.refuses = 2
    intake = _over(failing)
    with caplog.at_level(logging.ERROR):
        batches = intake.take(
            [said(birth()), said(event(1)), said(event(2)), said(event(3)), said(report(1, GONE))], NOW
        )
    assert [m.up_to for m in sent(batches, "event/stored")] == [0, 1, 2, 3]
    assert [q.reason for q in store.quarantined()] == ["failed"]
    assert [e.number for e in store.timeline("imatra", NOW, later(1)).events] == [1, 3]
    assert intake.fleet.terminals["imatra"].signals == {GONE.name: GONE}
    assert "broke its turn" in caplog.text


def test_a_turn_that_is_not_committed_leaves_the_fleet_as_the_database_has_it(store: Store) -> None:
    failing = Failing(store)
    intake = _over(failing)
    intake.take([said(birth()), said(report(1, THERE))], NOW)
    before = intake_over(store).fleet.terminals["imatra"]
    failing.is_locked = True
    messages = [said(birth(2)), said(report(1, GONE, connection=2)), said(event(1))]
    for _ in range(3):
        with pytest.raises(Locked):
            intake.take(messages, later(5))
        assert intake.fleet.terminals["imatra"] == before
    failing.is_locked = False
    batches = intake.take(messages, later(6))
    assert [m.up_to for m in sent(batches, "event/stored")] == [1]
    assert store.rooms()[0].verdict.value == "unfit"


def _samples() -> list[Incoming]:
    state = wire.JobState(stream=STREAM, job="0123456789abcdef", state=wire.JobStatus.SUCCEEDED, at=NOW)
    numbers = signal("machine.cpu", value=0.25, unit="ratio")
    return [
        said(birth()),
        said(birth(kind="goodbye", expected_back_by=later(60))),
        said(report(1, GONE, numbers)),
        said(event(1)),
        said(
            event(2, wire.HotPlug(action="removed", port="1-1.2", model="2b7e:c877", role="customer_camera"))
        ),
        said(event(9, wire.Dropped(first=3))),
        said(state),
        said(wire.ConfigReported(stream=STREAM, version=1, config_hash="0" * 16)),
    ]


def _mutated(sample: Incoming, rng: random.Random) -> Incoming:
    payload = bytearray(sample.payload)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(payload) + 1)
        what = rng.randrange(6)
        if what == 0:
            del payload[at : at + rng.randint(1, 20)]
        elif what == 1:
            payload[at:at] = rng.randbytes(rng.randint(1, 8))
        elif what == 2 and at < len(payload):
            payload[at] ^= 1 << rng.randrange(8)
        elif what == 3:
            payload[at:at] = rng.choice(
                [b"1e999", b"-1", b"null", b'"', b"\\u0000", b"\\ud800", b"9" * 30, b"[" * 50]
            )
        elif what == 4:
            payload += payload[:at]
    topic = (
        sample.topic
        if rng.random() < 0.9
        else sample.topic[: rng.randrange(len(sample.topic))] + chr(rng.randrange(1, 0x2FFF))
    )
    return Incoming(topic, bytes(payload), rng.random() < 0.1)


def test_mutated_messages_harm_nobody(store: Store, scaled: Callable[[int, int], int]) -> None:
    rng, samples, intake = random.Random(2), _samples(), intake_over(store)
    intake.take([said(birth(), "nurmes"), said(report(1, THERE), "nurmes")], NOW)
    known = intake.fleet.terminals["nurmes"].state_hash
    turns = scaled(20, 1000)
    for turn in range(turns):
        bad = [_mutated(rng.choice(samples), rng) for _ in range(100)]
        heartbeat = said(report(turn + 2, full=False, state_hash=known), "nurmes")
        (batch,) = intake.take([*bad[:50], heartbeat, *bad[50:]], later(turn / 1000))
        assert sum(n for (kind, _), n in batch.tally.items() if kind not in ("quarantined", "rule")) == 101
    other = intake.fleet.terminals["nurmes"]
    assert (other.sequence, other.signals) == (turns + 1, {THERE.name: THERE})
    assert all(q.reason != "failed" for q in store.quarantined(1000))
