"""The few questions a page of ours is asked, and their answers as numbers, codes and device labels."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from huonevahti_kiosk.devtools import DevTools, NoAnswer
from huonevahti_kiosk.targets import Command, Target
from huonevahti_kiosk.words import PageDevices, StartButton
from huonevahti_wire.signals import short_text

_GROUP = "huonevahti"
_BUTTON = """(() => {
  const [selector, page] = %s;
  if (page && location.pathname !== page) return "elsewhere";
  const button = document.querySelector(selector);
  if (!button) return "missing";
  const box = button.getBoundingClientRect();
  const seen = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
  if (!button.checkVisibility(seen) || box.width < 8 || box.height < 8) return "hidden";
  const at = (x, y) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top !== null && (top === button || button.contains(top));
  };
  const points = [at(.5, .5), at(.25, .25), at(.75, .25), at(.25, .75), at(.75, .75)];
  if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) return "hidden";
  if (!points[0] || points.filter(Boolean).length < 3) return "covered";
  return button.disabled ? "disabled" : "shown";
})()"""
_DEVICES = """(async () => {
  const found = await navigator.mediaDevices.enumerateDevices();
  const of = (kind) => found.filter((d) => d.kind === kind && d.deviceId !== "default"
    && d.deviceId !== "communications").slice(0, 16).map((d) => d.label);
  return [of("videoinput"), of("audioinput"), of("audiooutput")];
})()"""
_TRACKS = """function () { return this.filter((track) => track.readyState === "live").length; }"""
_CONNECTIONS = """async function () {
  const counted = [];
  for (const pc of this) {
    if (pc.connectionState === "closed" || pc.connectionState === "new") continue;
    const sender = pc.getSenders().find((s) => s.track && s.track.kind === "video");
    const track = sender ? sender.track : null;
    const one = {connected: pc.connectionState === "connected", camera: track ? track.label : "",
      live: !!track && track.readyState === "live" && track.enabled && !track.muted, lost: 0, received: 0};
    const most = (key, value) => { if (value !== undefined) one[key] = Math.max(one[key] ?? 0, value); };
    for (const s of (await pc.getStats()).values()) {
      if (s.type === "outbound-rtp" && s.kind === "video") most("frames", s.framesPerSecond);
      if (s.type === "media-source" && s.kind === "audio") most("level", s.audioLevel);
      if (s.type === "candidate-pair" && s.nominated) most("trip", s.currentRoundTripTime);
      if (s.type === "remote-inbound-rtp") {
        most("sent_loss", s.fractionLost); most("jitter", s.jitter); most("trip", s.roundTripTime);
      }
      if (s.type === "inbound-rtp") {
        one.lost += s.packetsLost; one.received += s.packetsReceived; most("jitter", s.jitter);
      }
    }
    counted.push(one);
  }
  return counted;
}"""


class Counted(Struct, frozen=True):
    """One connection as its statistics tell it, before anything is taken as a share."""

    connected: bool
    camera: str
    live: bool
    lost: float
    received: float
    frames: float | None = None
    level: float | None = None
    trip: float | None = None
    sent_loss: float | None = None
    jitter: float | None = None


class _Value(Struct, frozen=True):
    value: msgspec.Raw = msgspec.Raw(b"null")
    object_id: str = msgspec.field(default="", name="objectId")


class _Result(Struct, frozen=True):
    result: _Value = _Value()
    objects: _Value = _Value()
    failure: msgspec.Raw = msgspec.field(default=msgspec.Raw(b""), name="exceptionDetails")


class Questions:
    """Asks one page, until a deadline for all questions together; None is a question without an answer."""

    def __init__(self, devtools: DevTools, target: Target, seconds_left: Callable[[], float]) -> None:
        self._devtools = devtools
        self._session, self._context = target.session, target.context
        self._seconds_left = seconds_left

    def answers(self) -> bool:
        """Return whether the page's renderer can count to one."""
        return bool(self._evaluated("1", int) == 1)

    def start_button(self, selector: str, page: str) -> StartButton | None:
        """Return whether the Start button is there, seen, and nothing lies on it; `elsewhere` on another page."""
        found: StartButton | None = self._evaluated(_BUTTON % json.dumps([selector, page]), StartButton)
        return found

    def devices(self) -> PageDevices | None:
        """Return the devices in the order in which the page is shown them."""
        lists = self._evaluated(_DEVICES, tuple[list[str], list[str], list[str]])
        if lists is None:
            return None
        return PageDevices(*(tuple(short_text(label) for label in labels) for labels in lists))

    def live_tracks(self) -> int | None:
        """Return how many cameras and microphones the page holds open."""
        found: int | None = self._of_all("MediaStreamTrack", _TRACKS, int)
        return found

    def connections(self) -> list[Counted] | None:
        """Return the numbers of every connection that is not closed."""
        found: list[Counted] | None = self._of_all("RTCPeerConnection", _CONNECTIONS, list[Counted])
        return found

    def _evaluated(self, script: str, type_: Any) -> Any:
        words = {
            "expression": script,
            "returnByValue": True,
            "awaitPromise": True,
            "uniqueContextId": self._context,
        }
        found = self._ask("Runtime.evaluate", words)
        return None if found is None else _typed(found.result, type_)

    def _of_all(self, name: str, script: str, type_: Any) -> Any:
        """Ask every living object of a kind, without a trace in the page; costs it a garbage collection."""
        words: dict[str, Any] = {
            "expression": f"{name}.prototype",
            "uniqueContextId": self._context,
            "objectGroup": _GROUP,
        }
        prototype = self._ask("Runtime.evaluate", words)
        if prototype is None or not prototype.result.object_id:
            return None
        words = {"prototypeObjectId": prototype.result.object_id, "objectGroup": _GROUP}
        all_of_them = self._ask("Runtime.queryObjects", words)
        if all_of_them is None:
            return None
        call = {"functionDeclaration": script, "objectId": all_of_them.objects.object_id}
        found = self._ask("Runtime.callFunctionOn", {**call, "returnByValue": True, "awaitPromise": True})
        self._devtools.say([Command("Runtime.releaseObjectGroup", {"objectGroup": _GROUP}, self._session)])
        return None if found is None else _typed(found.result, type_)

    def _ask(self, method: str, words: dict[str, Any]) -> _Result | None:
        try:
            raw = self._devtools.ask(Command(method, words, self._session), self._seconds_left())
            found = msgspec.json.decode(raw, type=_Result)
        except (NoAnswer, msgspec.DecodeError):
            return None
        return None if bytes(found.failure) else found


def _typed(found: _Value, type_: Any) -> Any:
    try:
        return msgspec.json.decode(found.value, type=type_)
    except msgspec.DecodeError:
        return None
