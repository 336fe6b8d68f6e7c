"""The kiosk's browser: started, started anew when it dies, looked at, and moved only where that hurts nobody."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec

from huonevahti_kiosk import flags, preferences
from huonevahti_kiosk.devtools import DevTools
from huonevahti_kiosk.pipe import Process
from huonevahti_kiosk.preferences import Ranking
from huonevahti_kiosk.readings import Readings
from huonevahti_kiosk.settings import Settings
from huonevahti_kiosk.targets import Targets
from huonevahti_kiosk.words import Answer, GoHome, KioskReading, Look, RankCameras, Request, RestartBrowser

ABANDONED_SECONDS = 1800.0
"""Nobody identifies for half an hour: after it a page of that kind no longer keeps the browser from a restart."""
VERBS_PER_HOUR = 6
DONE_SECONDS = 15.0
_PAUSES_SECONDS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


class Kiosk:
    """One kiosk; `run` in one thread, `answer` in any."""

    def __init__(self, settings: Settings, witness: Callable[[str, bytes], None] | None = None) -> None:
        self._settings = settings
        self._witness = witness
        self._folder = settings.state / "browser"
        self._ranking_file = settings.state / "ranking.json"
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._looking = threading.Lock()
        self._running: tuple[Process, DevTools, Readings] | None = None
        self._starts: deque[float] = deque(maxlen=100)
        self._verbs: deque[float] = deque(maxlen=VERBS_PER_HOUR)

    def run(self) -> None:
        """Keep the browser running until `stop`."""
        quick_ends = 0
        while not self._stopping.wait(_PAUSES_SECONDS[min(quick_ends, len(_PAUSES_SECONDS) - 1)]):
            began_at = time.monotonic()
            self._run_once()
            quick_ends = quick_ends + 1 if time.monotonic() - began_at < 30.0 else 0

    def stop(self) -> None:
        """End the browser and `run`; from any thread."""
        self._stopping.set()
        if running := self._running:
            running[0].end()

    def answer(self, request: Request) -> Answer:
        """Return a reading, or whether a verb was done."""
        if isinstance(request, Look):
            return Answer(reading=self.look())
        with self._changing:
            if refused := self._refusal(request):
                return Answer(refused=refused)
            self._verbs.append(time.monotonic())
            if isinstance(request, GoHome):
                return self._go_home()
            if isinstance(request, RankCameras):
                self._keep(Ranking(request.cameras, request.microphones))
            return self._restart()

    def look(self) -> KioskReading:
        """Return what is so now, within two seconds of having its turn."""
        with self._looking:
            starts = sum(1 for at in self._starts if at > time.monotonic() - 3600.0)
            if running := self._running:
                return running[2].look(starts)
            return KioskReading(browser="stopped", starts_per_hour=starts, page="none", page_seconds=0.0)

    def _run_once(self) -> None:
        preferences.write(self._folder, self._ranking())
        try:
            process = Process(flags.command(self._settings.program, self._folder, self._settings.flags))
        except OSError:
            return
        self._starts.append(time.monotonic())
        targets = Targets(self._settings.places(), self._settings.home)
        devtools = DevTools(process, targets, self._witness)
        self._running = (process, devtools, Readings(devtools, self._settings))
        try:
            if not self._stopping.is_set():
                devtools.run()
        finally:
            self._running = None
            process.end()

    def _refusal(self, request: GoHome | RestartBrowser | RankCameras) -> str:
        """Return the code of why this may not be done now, empty when it may."""
        now = time.monotonic()
        if len(self._verbs) == VERBS_PER_HOUR and self._verbs[0] > now - 3600.0:
            return "too_often"
        if running := self._running:
            for page in running[1].seen(lambda targets: targets.pages()):
                is_abandoned = now - page.since > ABANDONED_SECONDS and not isinstance(request, GoHome)
                if page.page in ("identification", "bank") and not is_abandoned:
                    return str(page.page)
            running[2].forget()
        connection = self.look().connection
        return "in_call" if connection and connection.connected else ""

    def _go_home(self) -> Answer:
        if not (running := self._running):
            return Answer(refused="not_running")
        before = {page.id for page in running[1].seen(lambda targets: targets.pages())}
        running[1].go_home()
        return self._done(lambda targets: all(page.id not in before for page in targets.pages()))

    def _restart(self) -> Answer:
        running = self._running
        if running:
            running[0].end()
        return self._done(lambda _: self._running is not running)

    def _done(self, is_new: Callable[[Targets], bool]) -> Answer:
        """Wait until the start page stands in a new page or browser."""
        deadline = time.monotonic() + DONE_SECONDS
        while time.monotonic() < deadline:
            if (running := self._running) and running[1].seen(
                lambda targets: is_new(targets) and targets.front() in list(targets.askable())
            ):
                return Answer(done=True)
            time.sleep(0.05)
        return Answer(refused="timeout")

    def _ranking(self) -> Ranking:
        """Return the order last asked for, else that of the settings."""
        try:
            return msgspec.json.decode(self._ranking_file.read_bytes(), type=Ranking)
        except (OSError, msgspec.DecodeError):
            return self._settings.ranking()

    def _keep(self, ranking: Ranking) -> None:
        fresh = self._ranking_file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(ranking))
        fresh.replace(self._ranking_file)
