"""Remedies and restarts keep clear of each other, and no room is told unready for what is just being mended."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huonevahti_agent.host import Host, Probe
from huonevahti_agent.host.remedy import Ailment, Treated
from huonevahti_agent.probes import boot, cameras, kiosk, microphone, session
from huonevahti_agent.simulated import SimulatedRoom
from huonevahti_agent.simulated.cameras import Lot
from huonevahti_wire.messages import BootCause, JobEnded, JobStatus, ReadinessJudged, RemedyTried
from huonevahti_wire.profile import Profile
from tests.agent.weeks import Life, document, local

NIGHT = local("2026-11-24T02:00")
DUE_AT, OPENS_AT = local("2026-11-24T03:30"), local("2026-11-24T09:00")
TOLD_AT = OPENS_AT - timedelta(minutes=45)
SOUND: tuple[Probe, ...] = (session, boot, kiosk, microphone)
SIGHT: tuple[Probe, ...] = (session, boot, kiosk, cameras)
QUICK = {"*": 300.0, "microphone.muted": 5.0}
JOB = "job0000000001"


class Vain:
    """Helps nothing, and that is seen after a minute."""

    NAME, CAP_PER_DAY, LOOKS_AFTER_SECONDS = "unmute", 4, 60.0
    TREATS: tuple[Ailment, ...] = (Ailment("microphone.muted"),)

    def __init__(self) -> None:
        self.tried_at: list[datetime] = []

    def apply(self, host: Host, treated: Treated, profile: Profile) -> None:
        del treated, profile
        self.tried_at.append(host.now())

    def undo(self, host: Host, former: object, profile: Profile) -> None:
        del host, former, profile
        raise AssertionError("nothing was changed")


@pytest.fixture
def vain() -> Vain:
    """A remedy that is tried."""
    return Vain()


@pytest.fixture
def life(tmp_path: Path, vain: Vain) -> Life:
    """A terminal in the night, whose microphone is looked at often and cannot be unmuted."""
    return _life(tmp_path, SOUND, vain)


def _life(folder: Path, probes: tuple[Probe, ...], vain: Vain | None = None, **config: Any) -> Life:
    life = Life(folder, NIGHT, probes)
    if vain is not None and life.agent is not None:
        life.agent.break_off()
        life.remedies = (vain,)
        life.start()
    life.room.power.on_boot.insert(0, lambda: life.room.cameras.enumerate("customer_first"))
    life.desire(document(NIGHT, poll_seconds=QUICK, **config))
    return life


def _until(life: Life, at: datetime) -> None:
    life.run((at - life.time.now()).total_seconds())


def _mute(room: SimulatedRoom) -> None:
    room.sound.mute_microphone()


def _tried(life: Life) -> list[tuple[str, str, str]]:
    return [(body.remedy, body.outcome, body.reason) for body in life.bodies(RemedyTried)]


def _told(life: Life) -> list[tuple[bool, tuple[str, ...]]]:
    return [(body.is_ready, body.reasons) for body in life.bodies(ReadinessJudged)]


def _told_at(life: Life) -> datetime:
    return next(event.at for event in life.events() if isinstance(event.body, ReadinessJudged))


def test_a_restart_that_is_due_waits_until_a_try_has_shown_what_it_did(life: Life, vain: Vain) -> None:
    life.at(DUE_AT - timedelta(seconds=40), _mute)
    _until(life, DUE_AT + timedelta(minutes=5))
    assert vain.tried_at[0] < DUE_AT
    assert _tried(life)[0] == ("unmute", "failed", "no_effect")
    (ordered_at,) = life.lived().ordered_at
    assert vain.tried_at[0] + timedelta(seconds=60) <= ordered_at < DUE_AT + timedelta(minutes=1)


def test_a_try_is_ended_with_what_is_seen_when_a_person_restarts_the_terminal(life: Life, vain: Vain) -> None:
    life.run(900)
    life.room.sound.mute_microphone()
    life.run(30)
    assert (len(vain.tried_at), _tried(life)) == (1, [])
    life.order(JOB)
    life.run(120)
    assert [(body.job, body.state) for body in life.bodies(JobEnded)] == [(JOB, JobStatus.SUCCEEDED)]
    assert _tried(life)[0] == ("unmute", "failed", "no_effect")
    assert "interrupted" not in [reason for _, _, reason in _tried(life)]


def test_nothing_is_begun_on_a_boot_that_was_ordered_to_end_until_that_had_no_effect(
    life: Life, vain: Vain
) -> None:
    life.room.power.ignores_restart = True
    life.run(900)
    life.order(JOB)
    life.run(1)
    ordered_at = life.time.now()
    life.room.sound.mute_microphone()
    life.run(590)
    assert vain.tried_at == []
    life.run(60)
    assert vain.tried_at[0] >= ordered_at + timedelta(seconds=590)


def test_what_is_mended_at_the_last_moment_is_not_told_of_as_unready(tmp_path: Path) -> None:
    life = _life(tmp_path, SOUND)
    life.at(TOLD_AT - timedelta(seconds=7), _mute)
    _until(life, OPENS_AT)
    assert _tried(life) == [("unmute", "done", "")]
    assert _told(life) == [(True, ())]
    assert TOLD_AT <= _told_at(life) < TOLD_AT + timedelta(minutes=2)


UNMENDED: dict[str, tuple[tuple[str, ...], bool, float]] = {
    "nothing may be tried": (("*",), False, 10.0),
    "this one may not be tried": (("unmute",), False, 10.0),
    "it is tried in vain": ((), True, 130.0),
}


@pytest.mark.parametrize("why", UNMENDED)
def test_what_is_not_mended_is_told_of_at_once_or_as_soon_as_that_is_known(
    tmp_path: Path, vain: Vain, why: str
) -> None:
    off, is_vain, most_seconds = UNMENDED[why]
    life = _life(tmp_path, SOUND, vain if is_vain else None, remedies_off=off)
    life.at(TOLD_AT - timedelta(seconds=7), _mute)
    _until(life, OPENS_AT)
    assert _told(life) == [(False, ("microphone.muted",))]
    assert TOLD_AT <= _told_at(life) <= TOLD_AT + timedelta(seconds=most_seconds)


OFF: dict[str, tuple[tuple[str, ...], list[BootCause], bool]] = {
    "both ways are switched off": (("rank_cameras", "reenumerate_cameras"), [BootCause.REMEDY], True),
    "all is switched off": (("*",), [], False),
    "nothing is": ((), [], True),
}


@pytest.mark.parametrize("why", OFF)
def test_an_order_of_cameras_that_no_remedy_brings_back_gets_a_boot_of_its_own(
    tmp_path: Path, why: str
) -> None:
    off, more, is_ready = OFF[why]
    life = _life(tmp_path, SIGHT, remedies_off=off)
    lots: list[Lot] = ["document_first", "customer_first"]
    life.room.power.on_boot.insert(1, lambda: life.room.cameras.enumerate(lots.pop(0)))
    _until(life, OPENS_AT)
    assert [each.cause for each in life.lived().boots] == [BootCause.FIRST, BootCause.OURS, *more]
    assert [(each.is_ready, each.reasons[:1]) for each in life.bodies(ReadinessJudged)] == [
        (is_ready, () if is_ready else ("camera.order",))
    ]
