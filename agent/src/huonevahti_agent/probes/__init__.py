"""The catalogue of probes: one file a member, each a name, its signals, a `sample` and a pure `signals`."""

from __future__ import annotations

from huonevahti_agent.host import Probe
from huonevahti_agent.probes import (
    application,
    boot,
    call,
    call_button,
    cameras,
    clock,
    hearing,
    kiosk,
    link,
    loop,
    machine,
    media,
    microphone,
    network,
    path,
    pictures,
    session,
    speakers,
    tls,
    touch,
    usb,
)

PROBES: tuple[Probe, ...] = (
    session,
    application,
    kiosk,
    call,
    cameras,
    microphone,
    speakers,
    call_button,
    touch,
    usb,
    link,
    machine,
    boot,
    clock,
    network,
    tls,
    path,
    media,
    pictures,
    hearing,
    loop,
)
"""Quick ones first: what waits for the network comes last, and what sees and hears after it."""
