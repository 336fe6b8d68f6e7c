"""A call between two pages of one kiosk: a real connection, seen from the page that the customer sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huonevahti_kiosk.words import KioskReading, Look
from tests.kiosk.stage import Site, asked, launcher
from tests.waiting import wait_until

OPEN_PEER = "window.peer = window.open('/peer'); return true"
CALL = """
const stream = await navigator.mediaDevices.getUserMedia({video: true, audio: true});
const pc = window.pc = new RTCPeerConnection();
const lines = new BroadcastChannel("lines");
const heard = new Promise((done) => { lines.onmessage = (event) => done(event.data); });
stream.getTracks().forEach((track) => pc.addTrack(track, stream));
await pc.setLocalDescription(await pc.createOffer());
await new Promise((done) => { pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done(); });
lines.postMessage(pc.localDescription.toJSON());
await pc.setRemoteDescription(await heard);
await new Promise((done) => { const look = () => pc.connectionState === "connected" ? done() : setTimeout(look, 20);
  look(); });
return pc.connectionState;"""
ANSWER = """
const pc = window.pc = new RTCPeerConnection();
const lines = new BroadcastChannel("lines");
lines.onmessage = async (event) => {
  await pc.setRemoteDescription(event.data);
  await pc.setLocalDescription(await pc.createAnswer());
  await new Promise((done) => { pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done(); });
  lines.postMessage(pc.localDescription.toJSON());
};
return true;"""
FRAMES = """let frames = 0;
for (const s of (await window.pc.getStats()).values()) if (s.type === "inbound-rtp" && s.kind === "video")
  frames += s.framesReceived ?? 0;
return [window.pc.connectionState, frames];"""
HANG_UP = """
window.pc.getSenders().forEach((sender) => sender.track?.stop());
window.pc.close();
return true;"""
"""Let go of the devices too, as a page does that goes back to its start."""


@contextmanager
def kiosk_running(site: Site, folder: Path) -> Iterator[Path]:
    """The socket of a launcher, a program of its own, whose browser stands at the start page."""
    path = folder / "kiosk.sock"
    with launcher(site, folder):
        wait_until(lambda: reading_of(path).start_button == "shown", "the start page stands", 30.0)
        yield path


def call_up(site: Site) -> None:
    """Let the two pages have a call."""
    site.order(OPEN_PEER)
    site.order(ANSWER, "/peer")
    assert site.order(CALL) == "connected"


def reading_of(path: Path) -> KioskReading:
    """What the launcher says of its browser."""
    reading = asked(path, Look()).reading
    assert reading
    return reading


def frames_of(site: Site) -> int:
    """The pictures that the far end has got by now; the call must be up."""
    state, frames = site.order(FRAMES, "/peer")
    assert state == "connected"
    return int(frames)
