"""Speaking with one browser: commands that are not waited for, questions that are, for a bounded time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Raw

from huonevahti_kiosk import events
from huonevahti_kiosk.pipe import Process
from huonevahti_kiosk.targets import Command, Targets


class NoAnswer(Exception):
    """The browser did not answer in time, refused, or is gone."""


class _LetGo(OSError):
    """The page was let go of between the moment a command was thought of and the moment it was to be said."""


class DevTools:
    """One browser's DevTools; `run` reads until the browser ends, everything else may be called from any thread."""

    def __init__(
        self, process: Process, targets: Targets, witness: Callable[[str, bytes], None] | None = None
    ) -> None:
        """A witness is shown each message: `said` or `heard`. Only a test is one."""
        self._process = process
        self._targets = targets
        self._witness = witness
        self._lock = threading.Lock()
        self._speaking = threading.Lock()
        self._let_go: set[str] = set()
        self._last_id = 0
        self._waiting: dict[int, queue.SimpleQueue[events.Message | None]] = {}
        self._has_ended = False

    def run(self) -> None:
        """Take messages until the browser ends; every question still open then has no answer."""
        self.say([Command("Target.setDiscoverTargets", {"discover": True})])
        for line in self._process.messages():
            if self._witness:
                self._witness("heard", line)
            try:
                self._take(events.message(line))
            except msgspec.DecodeError:  # of another shape than this release knows: as if not said
                continue
        with self._lock:
            self._has_ended = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for answers in waiting:
            answers.put(None)

    def say(self, commands: list[Command]) -> None:
        """Send commands; a browser that has gone hears none."""
        for command in commands:
            with self._lock:
                self._last_id += 1
                number = self._last_id
            try:
                self._send(number, command)
            except _LetGo:
                continue
            except OSError:
                return

    def ask(self, command: Command, seconds: float) -> Raw:
        """Return the result of one command, or raise `NoAnswer`."""
        answers: queue.SimpleQueue[events.Message | None] = queue.SimpleQueue()
        with self._lock:
            if self._has_ended:
                raise NoAnswer("the browser has ended")
            self._last_id += 1
            number = self._last_id
            self._waiting[number] = answers
        try:
            self._send(number, command)
            answer = answers.get(timeout=max(0.001, seconds))
        except (OSError, queue.Empty) as error:
            raise NoAnswer(f"{command.method} within {seconds:.1f} s") from error
        finally:
            with self._lock:
                self._waiting.pop(number, None)
        if answer is None or bytes(answer.error):
            raise NoAnswer(f"{command.method} was refused")
        return answer.result

    def tick(self) -> None:
        """Do what time alone makes due."""
        with self._lock:
            commands = self._targets.tick(time.monotonic())
        self.say(commands)

    def go_home(self) -> None:
        """Open the start page in a page of its own."""
        with self._lock:
            commands = self._targets.go_home()
        self.say(commands)

    def seen(self, look: Callable[[Targets], Any]) -> Any:
        """Return what `look` finds in the targets while nothing changes them."""
        with self._lock:
            return look(self._targets)

    def _take(self, message: events.Message) -> None:
        with self._lock:
            answers = self._waiting.get(message.id) if message.id else None
            commands = [] if message.id else self._targets.take(message, time.monotonic())
        if answers:
            answers.put(message)
        self.say(commands)

    def _send(self, number: int, command: Command) -> None:
        words: dict[str, Any] = {"id": number, "method": command.method, "params": command.params}
        if command.session:
            words["sessionId"] = command.session
        line = msgspec.json.encode(words)
        with self._speaking:  # one thread may let a page go while another has a question for it in hand
            if command.session in self._let_go:
                raise _LetGo(command.method)
            if command.method == "Target.detachFromTarget":
                self._let_go.add(command.params["sessionId"])
            if self._witness:
                self._witness("said", line)
            self._process.write(line)
