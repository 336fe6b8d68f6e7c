"""Builds the history of a room from plain lines, as they stand above each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from huonevahti_fleet.domain.faults import Fault
from huonevahti_fleet.domain.history import Change, History, Neighbours, Presence, Stage
from huonevahti_wire.messages import BootCause, Booted, Event, HotPlug, ReadinessJudged
from huonevahti_wire.profile import Endpoint, PlainPage, Profile, Relay, RoleMatch
from huonevahti_wire.signals import Signal, State

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PROFILE = Profile(
    name="kiosk-27",
    platform="linux",
    roles={
        "hub": RoleMatch(port="1-1"),
        "customer_camera": RoleMatch(port="1-1.2", model="2b7e:c877"),
        "document_camera": RoleMatch(port="1-1.3", model="0c45:6366"),
        "call_button": RoleMatch(port="1-1.4"),
        "touch": RoleMatch(port="1-2"),
        "microphone": RoleMatch(sound_name="analog"),
        "speakers": RoleMatch(sound_name="analog"),
    },
    camera_order=("customer_camera", "document_camera"),
    endpoints={
        "application": Endpoint(host="video.example", issuers=("Public CA",)),
        "fleet": Endpoint(host="fleet.example", port=8883),
    },
    media=(Relay("relay.example", udp_port=3478, tcp_port=3478, tls_port=443, issuers=("Public CA",)),),
    portal=PlainPage("plain.example"),
)
_STAGES: dict[str, Stage] = {stage: stage for stage in get_args(Stage)}
Status = Literal["online", "offline", "restarting", "updating", "never"]
_STATUSES: dict[str, Status] = {status: status for status in get_args(Status)}
ONLINE = Presence(status="online", last_seen_at=NOW - timedelta(seconds=20), boot_id="5c1e9f3a")
ROOM = History(
    now=NOW,
    room="porvoo",
    site="porvoo-info",
    stage="in_service",
    profile=PROFILE,
    presence=ONLINE,
    is_open=True,
)
HEALTHY = (
    "camera.customer.present ok\ncamera.document.present ok\ncamera.order ok\nmicrophone.present ok\n"
    "microphone.muted ok\nmicrophone.volume ok value=0.71\nmicrophone.default ok\nspeakers.present ok\n"
    "speakers.muted ok\nspeakers.volume ok value=0.62\nspeakers.default ok\ncall_button.present ok\ntouch.present ok\n"
    "usb.hub ok\nusb.disconnects ok value=0\nusb.stranger ok value=0\nnetwork.link ok\nnetwork.dns ok value=0.01\n"
    "network.gateway ok value=0.001\nnetwork.tls.application ok value=0.08\nnetwork.interceptor ok\n"
    "network.media.udp ok value=0.03\nnetwork.media.tcp ok value=0.03\nnetwork.media.tls ok value=0.04\n"
    "network.media_loss ok value=0\nnetwork.jitter ok value=0.002\nnetwork.mtu ok value=1500\nnetwork.portal ok\n"
    "network.proxy ok\nnetwork.ipv4 ok value=0.02\nnetwork.ipv6 no_data no_address\n"
    "network.round_trip ok value=0.011\nnetwork.loss ok value=0\nnetwork.broker ok\nclock.offset ok value=0.4\n"
    "boot.cause ok\nboot.restart_due ok\nmachine.cpu ok value=0.1\nmachine.memory ok value=0.41\n"
    "machine.disk ok value=0.3\nmachine.temperature ok value=51\nsession.live ok value=false\nconfig.drift ok\n"
    "agent.memory ok\nagent.outbox ok\nprobe.microphone.ran ok value=0.02"
)


def told(story: str, history: History = ROOM) -> History:
    """Return a history with each line of a story added; a line that cannot be read raises `ValueError`."""
    for line in story.splitlines():
        if line.strip():
            history = _with(line.split(), history)
    return history


def healthy(story: str = "") -> History:
    """Return a room where everything was measured and is good, but for what the story tells."""
    return told(f"{HEALTHY}\n{story}")


def finding(fault: Fault | None) -> tuple[str, str, bool, str]:
    """Return what a table of a rule's tests says of a fault: slug, owner, whether it unfits the room, its text."""
    assert fault is not None, "nothing was found"
    assert fault.points_to, "a fault without anything that points to it"
    return fault.slug, fault.owner, fault.unfits, fault.stem


def everywhere(slug: str) -> str:
    """Return the line that most rooms of several sites show a fault."""
    return f"\nneighbours site_rooms=1 fleet_rooms=5 model_rooms=5 fleet.{slug}=4 model.{slug}=4"


def of_one_model(slug: str) -> str:
    """Return the line that most terminals of this room's model show a fault, and few others."""
    return f"\nneighbours site_rooms=1 fleet_rooms=20 model_rooms=4 fleet.{slug}=3 model.{slug}=3"


def at_site(slug: str) -> str:
    """Return the line that every room of this site shows a fault, and none elsewhere."""
    return f"\nneighbours site_rooms=1 fleet_rooms=20 model_rooms=20 site.{slug}=1 fleet.{slug}=1 model.{slug}=1"


def one_other(slug: str) -> str:
    """Return the line that one of many rooms, at another site, shows a fault."""
    return f"\nneighbours site_rooms=1 fleet_rooms=20 model_rooms=20 fleet.{slug}=1 model.{slug}=1"


def _with(words: list[str], history: History) -> History:
    given = dict(word.split("=", 1) for word in words if "=" in word)
    match [word for word in words if "=" not in word]:
        case ["presence", status]:
            added = replace(history, presence=_presence(status, given))
        case ["neighbours"]:
            added = replace(history, neighbours=_neighbours(given))
        case ["booted", cause]:
            body = Booted(boot_id="5c1e9f3a", cause=BootCause(cause), booted_at=_ago(given))
            added = _happened(history, body, given)
        case ["removed", role]:
            gone = HotPlug("removed", "1-1.2", role=role, count=int(given.get("count", 1)))
            added = _happened(history, gone, given)
        case ["changed", name, was, state]:
            change = Change(name, State(was), State(state), _ago(given))
            added = replace(history, changes=(change, *history.changes))
        case ["not_ready", *reasons]:
            added = _happened(history, ReadinessJudged(NOW + timedelta(hours=12), False, tuple(reasons)), given)
        case ["stage", stage]:
            added = replace(history, stage=_STAGES[stage])
        case ["closed"]:
            added = replace(history, is_open=False, opens_at=NOW + timedelta(hours=12))
        case [name, state, *reason]:
            signal = _signal(name, State(state), "".join(reason), given)
            added = replace(history, signals={**history.signals, name: signal})
        case _:
            raise ValueError(f"{' '.join(words)!r}: no line of a story, a signal with its state was expected")
    return added


def _signal(name: str, state: State, reason: str, given: dict[str, str]) -> Signal:
    value, expected = _value(given.get("value")), _value(given.get("expected"))
    return Signal(name, state, _ago(given), value, given.get("unit", ""), expected, reason)


def _value(text: str | None) -> bool | float | str | None:
    if text in (None, "true", "false"):
        return None if text is None else text == "true"
    try:
        return float(text or "")
    except ValueError:
        return text


def _ago(given: dict[str, str]) -> datetime:
    return NOW - timedelta(hours=float(given.get("hours_ago", 1)))


def _happened(history: History, body: Booted | HotPlug | ReadinessJudged, given: dict[str, str]) -> History:
    event = Event(stream="0123456789ab", number=len(history.events) + 1, at=_ago(given), body=body)
    return replace(history, events=tuple(sorted((event, *history.events), key=lambda e: e.at, reverse=True)))


def _presence(status: str, given: dict[str, str]) -> Presence:
    seen_at = NOW - timedelta(seconds=float(given["last_seen"])) if "last_seen" in given else None
    back_by = NOW - timedelta(seconds=float(given["back_by"])) if "back_by" in given else None
    return Presence(_STATUSES[status], seen_at, seen_at, given.get("reason", ""), back_by)


def _neighbours(given: dict[str, str]) -> Neighbours:
    counts = {name: int(value) for name, value in given.items()}
    faults = {
        kind: {n.split(".")[1]: c for n, c in counts.items() if n.startswith(f"{kind}.")}
        for kind in ("site", "fleet", "model")
    }
    numbers = {name: count for name, count in counts.items() if "." not in name}
    return Neighbours(
        **numbers, site_faults=faults["site"], fleet_faults=faults["fleet"], model_faults=faults["model"]
    )
