"""The whole application over a real store with an incident, a route and a key, for tests of the post's pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.testclient import TestClient

from huonevahti_fleet.app import build
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store
from tests.fakes.fleet import GONE, SEAL, birth, intake_over, later, report, said, signal

DESK = Route(
    owner=Owner.ON_SITE,
    site="talo",
    name="Talon neuvonta",
    phone="+358 40 123 4567",
    email="neuvonta@example.fi",
    outside="Soita vahtimestarille.",
)


def application(store: Store, seconds: float = 120) -> FastAPI:
    """The application some seconds after an incident opened in Imatra."""
    intake = intake_over(store)
    volume = signal("speakers.volume", value=0.6, unit="ratio")
    intake.take([said(birth()), said(report(1, GONE, volume, signal("session.live", value=True)))], later(0))
    pass_time(intake, later(3), may_send=False)
    store.routes.seed([DESK])
    app = build(Settings(broker_host="", public_url="https://hv.example.fi"), store, lambda: later(seconds))
    app.state.seal = SEAL
    return app


@contextmanager
def web(store: Store, seconds: float = 120) -> Iterator[TestClient]:
    """A program's or a browser's view of it, redirections not followed."""
    with TestClient(application(store, seconds), follow_redirects=False) as client:
        yield client
