"""Which pages the browser has, whose they are, and the gate: only a page of ours is ever attached to.

Two locks, one behind the other. An attached page asks before it loads another document, and a document that is not
ours loads only after we have let go. And a question goes to one world of scripts by its unique id, which the browser
gave together with an origin of ours: it cannot be answered by the page that came after it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from huonevahti_kiosk import events
from huonevahti_kiosk.places import Places
from huonevahti_kiosk.words import PageKind

ATTACHING_SECONDS = 5.0
"""After this the browser is asked again."""
LEAVING_SECONDS = 30.0
"""How long a page that left and did not arrive is kept unattached: its next one may still be on the way."""
FRAME_SECONDS = 5.0
"""The same for a page in which another frame was to load: its frame shows by itself once it is there."""
_CLOSED: tuple[PageKind, ...] = ("identification", "bank", "hand_over")
_HOUR = 3600.0


class Command(Struct, frozen=True):
    """One thing to say to the browser; without a session to the browser itself."""

    method: str
    params: dict[str, Any] = {}
    session: str = ""


@dataclass
class Target:
    """One page or one frame of another host."""

    id: str
    is_page: bool
    parent: str
    page: PageKind
    since: float
    address_hash: int
    session: str = ""
    attaching_until: float = 0.0
    is_ours_to_open: bool = False
    """Made by the launcher, still empty: it goes home as soon as its gate stands."""
    leaving_until: float = 0.0
    is_crashed: bool = False
    context: str = ""
    """Unique id of its own world of scripts, while that is of an origin of ours."""
    has_failed: bool = False
    """What stands there is the browser's own page about an error."""


class Targets:
    """Takes each event of one browser and returns what to say to it; touches nothing itself."""

    def __init__(self, places: Places, home: str) -> None:
        self._places = places
        self._home = home
        self._targets: dict[str, Target] = {}
        self._opens = 1  # the first page of a browser is ours to open
        self._errors: deque[float] = deque(maxlen=1000)
        self._answers: dict[str, Callable[[Any, events.Message, float], list[Command]]] = {
            "Target.targetCreated": self._listed,
            "Target.targetInfoChanged": self._listed,
            "Target.attachedToTarget": self._attached,
            "Target.detachedFromTarget": self._detached,
            "Target.targetDestroyed": self._destroyed,
            "Target.targetCrashed": self._crashed,
            "Fetch.requestPaused": self._paused,
            "Runtime.executionContextCreated": self._context_created,
            "Runtime.executionContextDestroyed": self._context_destroyed,
            "Runtime.executionContextsCleared": self._contexts_cleared,
            "Runtime.exceptionThrown": self._erred,
            "Runtime.consoleAPICalled": self._called,
            "Log.entryAdded": self._logged,
        }

    def take(self, message: events.Message, at: float) -> list[Command]:
        """Take one event at a monotonic time."""
        answer = self._answers.get(message.method)
        return [*(answer(events.body(message), message, at) if answer else ()), *self.tick(at)]

    def tick(self, at: float) -> list[Command]:
        """Return what time alone makes due: a page that was to leave and stayed is looked at again."""
        return [command for target in list(self._targets.values()) for command in self._settle(target, at)]

    def go_home(self) -> list[Command]:
        """Open the start page in a page of its own; the others are closed when it stands, unattached as they are."""
        self._opens += 1
        return [Command("Target.createTarget", {"url": "about:blank"})]

    def pages(self) -> list[Target]:
        """Return the pages, oldest first; the newest is the one before the customer."""
        return [target for target in self._targets.values() if target.is_page]

    def front(self) -> Target | None:
        """Return the page before the customer."""
        pages = self.pages()
        return pages[-1] if pages else None

    def askable(self) -> Iterator[Target]:
        """Yield what may be asked now: attached, and its world of scripts of an origin of ours."""
        return (target for target in self._targets.values() if target.session and target.context)

    def errors_per_hour(self, at: float) -> int:
        """Return how many errors our pages had in the last hour, at most 1000."""
        return sum(1 for erred_at in self._errors if erred_at > at - _HOUR)

    def _listed(self, body: events.Listed, _: events.Message, at: float) -> list[Command]:
        listed = body.target
        if listed.type not in ("page", "iframe"):
            return []
        kind, mark = self._places.kind(listed.url), hash(listed.url)
        target = self._targets.get(listed.target_id)
        if target is None:
            target = Target(listed.target_id, listed.type == "page", listed.parent_id, kind, at, mark)
            self._targets[target.id] = target
            if self._opens and target.is_page and kind == "blank" and not listed.opener_id:
                self._opens -= 1
                target.is_ours_to_open = True
        self._note(target, kind, mark, at)
        above = [command for parent in self._above(target) for command in self._settle(parent, at)]
        return [*above, *self._settle(target, at)]

    @staticmethod
    def _note(target: Target, kind: PageKind, mark: int, at: float) -> None:
        if mark != target.address_hash:
            target.address_hash, target.leaving_until, target.is_crashed = mark, 0.0, False
        if kind != target.page:
            target.page, target.since = kind, at
        if kind != "blank":
            target.is_ours_to_open = False

    def _settle(self, target: Target, at: float) -> list[Command]:
        """Attach to what may be attached to, let go of what may not."""
        is_welcome = self._is_welcome(target, at)
        if target.session and not is_welcome:
            return self._let_go(target)
        if is_welcome and not target.session and target.attaching_until <= at:
            target.attaching_until = at + ATTACHING_SECONDS
            return [Command("Target.attachToTarget", {"targetId": target.id, "flatten": True})]
        return []

    def _is_welcome(self, target: Target, at: float) -> bool:
        ours = target.page == "home" or (target.page == "blank" and target.is_ours_to_open)
        return ours and target.leaving_until <= at and not self._holds_a_closed_frame(target)

    def _holds_a_closed_frame(self, target: Target) -> bool:
        return any(
            frame.page in _CLOSED and target in self._above(frame)
            for frame in self._targets.values()
            if not frame.is_page
        )

    def _above(self, target: Target) -> list[Target]:
        """Return the page and frames that a frame stands in."""
        found: list[Target] = []
        while (parent := self._targets.get(target.parent)) and parent not in found:
            found.append(parent)
            target = parent
        return found

    @staticmethod
    def _let_go(target: Target) -> list[Command]:
        session, target.session, target.context, target.has_failed = target.session, "", "", False
        return [Command("Target.detachFromTarget", {"sessionId": session})] if session else []

    def _attached(self, body: events.Attached, _: events.Message, at: float) -> list[Command]:
        target = self._targets.get(body.target.target_id)
        if target is None:
            return [Command("Target.detachFromTarget", {"sessionId": body.session_id})]
        target.attaching_until, target.session = 0.0, body.session_id
        self._note(target, self._places.kind(body.target.url), hash(body.target.url), at)
        if not self._is_welcome(target, at):
            return self._let_go(target)
        gate = {"patterns": [{"resourceType": "Document", "requestStage": "Request"}]}
        commands = [
            Command("Fetch.enable", gate, target.session),
            Command("Runtime.enable", {}, target.session),
            Command("Log.enable", {}, target.session),
        ]
        return [*commands, *self._open(target)] if target.is_ours_to_open else commands

    def _open(self, target: Target) -> list[Command]:
        others = [page for page in self.pages() if page is not target]
        closing = [Command("Target.closeTarget", {"targetId": page.id}) for page in others]
        return [Command("Page.navigate", {"url": self._home}, target.session), *closing]

    def _detached(self, body: events.OfSession, _: events.Message, at: float) -> list[Command]:
        if target := self._of_session(body.session_id):
            self._let_go(target)
            target.leaving_until = max(
                target.leaving_until, at + 1.0
            )  # let go of by the browser: not at once again
        return []

    def _destroyed(self, body: events.OfTarget, _: events.Message, __: float) -> list[Command]:
        self._targets.pop(body.target_id, None)
        return []

    def _crashed(self, body: events.OfTarget, _: events.Message, __: float) -> list[Command]:
        if target := self._targets.get(body.target_id):
            target.is_crashed, target.context = True, ""
        return []

    def _paused(self, body: events.Paused, message: events.Message, at: float) -> list[Command]:
        """Let a document of ours load; before any other does, let go, and by that it loads too."""
        target = self._of_session(message.session)
        kind = self._places.kind(body.request.url)
        go_on = Command("Fetch.continueRequest", {"requestId": body.request_id}, message.session)
        if target is None or kind in ("home", "blank"):
            if target is not None and body.frame_id == target.id:
                target.since = at  # the same page anew is a younger page
            return [go_on]
        if body.frame_id == target.id:
            leaving, seconds = [target], LEAVING_SECONDS
        elif kind in _CLOSED:
            leaving, seconds = [target, *self._above(target)], FRAME_SECONDS
        else:
            return [go_on]
        for each in leaving:
            each.leaving_until = at + seconds
        return [command for each in leaving for command in self._let_go(each)]

    def _context_created(
        self, body: events.ContextCreated, message: events.Message, _: float
    ) -> list[Command]:
        target, context = self._of_session(message.session), body.context
        if target and context.frame.is_default and context.frame.frame_id == target.id:
            is_home = self._places.is_home(context.origin)
            target.context = context.unique_id if is_home else ""
            target.has_failed = target.page == "home" and not is_home
            target.is_crashed = False
        return []

    def _context_destroyed(
        self, body: events.ContextDestroyed, message: events.Message, _: float
    ) -> list[Command]:
        target = self._of_session(message.session)
        if target and target.context == body.unique_id:
            target.context = ""
        return []

    def _contexts_cleared(self, _: None, message: events.Message, __: float) -> list[Command]:
        if target := self._of_session(message.session):
            target.context = ""
        return []

    def _erred(self, _: None, __: events.Message, at: float) -> list[Command]:
        self._errors.append(at)
        return []

    def _called(self, body: events.Called, _: events.Message, at: float) -> list[Command]:
        if body.type in ("error", "assert"):
            self._errors.append(at)
        return []

    def _logged(self, body: events.Logged, _: events.Message, at: float) -> list[Command]:
        if body.entry.level == "error":
            self._errors.append(at)
        return []

    def _of_session(self, session: str) -> Target | None:
        return next((t for t in self._targets.values() if session and t.session == session), None)
