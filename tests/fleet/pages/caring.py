"""The whole application over a real store, with one room that lost its microphone and one that is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from fastapi import FastAPI

from huonevahti_fleet.app import build
from huonevahti_fleet.domain.cards import Card, Form
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.flows.press_card import make_card
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from tests.fakes.fleet import GONE, NOW, SEAL, THERE, birth, intake_over, later, report, said, signal

PICTURE = (signal("camera.customer.present"), signal("camera.order"), signal("network.loss", value=0.0, unit="ratio"))
UNPLUGGED = msgspec.structs.replace(GONE, since=later(300), reason="unplugged")


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOW + timedelta(seconds=306)

    def __call__(self) -> datetime:
        return self.now


def troubled(store: Store) -> None:
    """Let Imatra lose its microphone after five minutes, and Nurmes be well."""
    intake = intake_over(store)
    for room in ("imatra", "nurmes"):
        intake.take([said(birth(), room), said(report(1, THERE, *PICTURE), room)], NOW)
        pass_time(intake, later(1), may_send=False)
    intake.take([said(report(2, UNPLUGGED, *PICTURE)), said(report(2, THERE, *PICTURE), "nurmes")], later(300))
    for seconds in (301, 303, 305):
        intake.take([said(report(seconds, full=False), room) for room in ("imatra", "nurmes")], later(seconds))
        pass_time(intake, later(seconds), may_send=False)


def occupied(store: Store) -> None:
    """Let a session begin in Imatra."""
    live = signal("session.live", value=True)
    intake_over(store, later(306)).take([said(report(400, UNPLUGGED, *PICTURE, live))], later(306))


def application(store: Store, clock: Clock, **settings: Any) -> FastAPI:
    """Return everything, able to order."""
    app = build(Settings(broker_host="", **settings), store, clock)
    app.state.seal = SEAL
    return app


def card_of(store: Store, room: str, form: Form = "advisor") -> Card:
    """Return a new card of a room."""
    made = make_card(store, room, form, later(306))
    assert made is not None
    return made
