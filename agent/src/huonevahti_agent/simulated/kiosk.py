"""The simulated kiosk and application: what the launcher and the application would say, as verbs change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from huonevahti_agent.host import Unavailable
from huonevahti_agent.simulated.call import CallLine
from huonevahti_kiosk.application import ApplicationReading, CallNumbers, State, Word
from huonevahti_kiosk.words import (
    Answer,
    GoHome,
    KioskReading,
    PageDevices,
    PageKind,
    RankCameras,
    StartButton,
)

if TYPE_CHECKING:
    from huonevahti_agent.host.verbs import KioskOrder
    from huonevahti_agent.simulated.cameras import Cameras
    from huonevahti_agent.simulated.clock import Time
    from huonevahti_agent.simulated.network import Network
    from huonevahti_agent.simulated.visit import Visit

Blind = Literal["", "camera", "microphone", "permission"]
"""What the page does not see, or whether it may see none."""
_CAPTURE = 1


class Kiosk:
    """A browser at its start page; while a visit goes on it has a call.

    A browser that is started anew still loads the same page: only a boot brings a lost button back.
    """

    def __init__(self, world_time: Time, cameras: Cameras, visit: Visit, network: Network) -> None:
        self._time = world_time
        self._cameras = cameras
        self._visit = visit
        self.page: PageKind = "home"
        self._since = world_time.elapsed_seconds()
        self.button: StartButton = "shown"
        self.is_crashed: bool = False
        self.crashes_when_loaded = False
        self.answers = True
        self.call = CallLine(network)
        self.is_stopped = False
        self.blind_to: Blind = ""
        self.takes_last_first = False
        self.errors_per_hour = 0
        self.starts_per_hour = 1
        self.ranking: tuple[str, ...] = ()

    def reading(self) -> KioskReading:
        """Return what the launcher would."""
        is_alive = not self.is_crashed and not self.is_stopped
        is_seen = self.page == "home" and is_alive and self.answers
        in_call = is_seen and self._visit.is_live
        return KioskReading(
            browser="stopped" if self.is_stopped else "running",
            starts_per_hour=self.starts_per_hour,
            page=self.page,
            page_seconds=self._time.elapsed_seconds() - self._since,
            crashed=self.is_crashed,
            answers=self.answers if self.page == "home" and is_alive else None,
            start_button=("elsewhere" if in_call else self.button) if is_seen else None,
            errors_per_hour=self.errors_per_hour,
            devices=self._devices() if is_seen else None,
            live_tracks=(2 if in_call else 0) if is_seen else None,
            connection=self.call.connection(self._labels()) if in_call else None,
        )

    def show(self, page: PageKind) -> None:
        """Put a page of this kind before the customer."""
        self.page, self._since = page, self._time.elapsed_seconds()

    def hide_button(self) -> None:
        """Let the page come up without its Start button."""
        self.button = "missing"

    def show_button(self) -> None:
        """Let it show."""
        self.button = "shown"

    def crash_page(self) -> None:
        """Let the page's renderer die."""
        self.is_crashed = True

    def start_anew(self) -> None:
        """Start the browser at a boot: whatever was wrong with the page is gone."""
        self.crashes_when_loaded = False
        self.restart_browser()
        self.button, self.errors_per_hour = "shown", 0
        self.blind_to, self.takes_last_first = "", False

    def restart_browser(self) -> None:
        """Start the browser, which then answers and is at its start page, unless that page crashes it again."""
        self.show("home")
        self.is_stopped, self.is_crashed, self.answers = False, self.crashes_when_loaded, True

    def obey(self, order: KioskOrder) -> Answer:
        """Do as the launcher does, which refuses where somebody identifies and in a call."""
        if self.page in ("identification", "bank"):
            return Answer(refused=self.page)
        if self._visit.is_live:
            return Answer(refused="in_call")
        if isinstance(order, RankCameras):
            self.ranking = order.cameras
        if isinstance(order, GoHome):
            self.show("home")
        else:
            self.restart_browser()
        return Answer(done=True)

    def _devices(self) -> PageDevices:
        cameras = () if self.blind_to == "camera" else self._labels()
        microphones = () if self.blind_to == "microphone" else ("Room microphone",)
        if self.blind_to == "permission":
            cameras, microphones = ("",) * len(cameras), ("",)
        return PageDevices(cameras, microphones, ("Room speakers",))

    def _labels(self) -> tuple[str, ...]:
        """Return the cameras as Chromium names and orders them: those ranked first, then by device path as text."""
        nodes = [node for node in self._cameras.nodes() if node.capabilities & _CAPTURE]
        nodes.sort(key=lambda node: f"/dev/video{node.number}")
        labels = [f"{node.card} ({node.model})" for node in nodes]
        labels.sort(
            key=lambda label: self.ranking.index(label) if label in self.ranking else len(self.ranking)
        )
        return tuple(reversed(labels) if self.takes_last_first else labels)


class Application:
    """A native application, when one is installed; none is at first."""

    def __init__(self, world_time: Time) -> None:
        self._time = world_time
        self._word: Word | None = None
        self._said_at = self._state_at = 0.0
        self.is_silent = False

    def say(self, state: State, error: str = "") -> None:
        """Let the application say a state; it says it again until it falls silent."""
        call = CallNumbers(sent_loss_ratio=0.0, frames_per_second=30.0) if state == "in_call" else None
        camera = "Room camera" if state == "in_call" else ""
        self._word = Word(v=1, state=state, version="1.0.0", camera=camera, call=call, error=error)
        self._said_at = self._state_at = self._time.elapsed_seconds()
        self.is_silent = False

    def speak_again(self) -> None:
        """Say what was said last, now."""
        if self._word is not None:
            self.say(self._word.state, self._word.error)

    def reading(self) -> ApplicationReading:
        """Return its last word."""
        if self._word is None:
            raise Unavailable("no_application")
        now = self._time.elapsed_seconds()
        if not self.is_silent:
            self._said_at = now
        age_seconds = now - self._said_at
        return ApplicationReading(
            word=self._word, age_seconds=age_seconds, state_seconds=now - self._state_at
        )
