"""Messages: what was sent to others, what waits, what failed, and the texts that a person has to pass on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from huonevahti_fleet.domain.notices import Message, MessageState
from huonevahti_fleet.domain.routes import Key, Route
from huonevahti_fleet.pages._forms import form_of
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages._render import Visit, show

NEWEST = 100
SHAPES: Mapping[MessageState, str] = {
    MessageState.GATHERING: "onboarding",
    MessageState.WAITING: "no_data",
    MessageState.SENT: "fit",
    MessageState.FAILED: "unfit",
    MessageState.TO_COPY: "degraded",
    MessageState.PASSED_ON: "fit",
}
MOVES = {
    "again": (MessageState.FAILED, MessageState.WAITING),
    "passed-on": (MessageState.TO_COPY, MessageState.PASSED_ON),
}
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as the page shows it."""

    message: str
    time: str
    state: str
    word: str
    shape: str
    to: str
    subject: str
    body: str
    line: str
    trouble: str
    is_test: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `key` differs when a message moved."""

    letters: tuple[Letter, ...]
    counts: tuple[tuple[str, str, str, int], ...]
    state: str
    key: str


def view(
    messages: Sequence[Message],
    counts: Mapping[MessageState, int],
    routes: Sequence[Route],
    asked: str,
    reader: Reader,
) -> View:
    """Return the page of these messages, of which `counts` are in each state."""
    names = {route.key: route.name for route in routes}
    letters = tuple(_letter(message, names, reader) for message in messages)
    return View(
        letters=letters,
        counts=tuple((s.value, reader.t(f"messages.state.{s}"), SHAPES[s], counts[s]) for s in MessageState),
        state=asked,
        key=repr([(letter.message, letter.state, letter.line) for letter in letters]),
    )


def content(visit: Visit) -> dict[str, object]:
    """Return what the template needs for one visit."""
    asked, post = visit.query.get("state", ""), visit.store.post
    state = MessageState(asked) if asked in list(MessageState) else None
    found = post.messages((state,) if state else tuple(MessageState), NEWEST)
    shown = view(found, post.counts(), visit.store.routes.all(), asked if state else "", visit.reader)
    return {"view": shown, "stopped": bool(visit.query.get("stopped"))}


@router.get("/messages")
def messages(request: Request) -> HTMLResponse:
    """Show messages, the newest first."""
    notifier = getattr(request.app.state, "notifier", None)
    is_running = notifier is not None and notifier.is_running()
    return show(request, "messages", content, stopped="" if is_running else "1")


@router.post("/messages/{message}/{move}")
async def move(request: Request, message: str, move: str) -> RedirectResponse:
    """Send a failed message again, or note that a text was passed on."""
    await form_of(request)
    if move not in MOVES:
        raise HTTPException(404)
    state = request.app.state
    state.store.post.move(message, *MOVES[move], state.clock())
    return RedirectResponse(f"/messages#m-{message}", 303)


def _letter(message: Message, names: Mapping[Key, str], reader: Reader) -> Letter:
    channel = reader.t(f"messages.channel.{message.channel}")
    nobody = reader.t("messages.nobody", owner=reader.t(f"owner.{message.route[0]}"))
    told = reader.t("messages.trouble", text=message.trouble) if message.trouble else ""
    no_way = message.state is MessageState.TO_COPY
    return Letter(
        message=message.message,
        time=reader.when(message.created_at),
        state=message.state.value,
        word=reader.t(f"messages.state.{message.state}"),
        shape=SHAPES[message.state],
        to=reader.t("messages.to", name=names.get(message.route, nobody), channel=channel),
        subject=message.subject.removeprefix("[Huonevahti] "),
        body=message.body,
        line=_line(message, reader),
        trouble=reader.t("messages.trouble_no_channel") if no_way else told,
        is_test=message.is_test,
    )


def _line(message: Message, reader: Reader) -> str:
    n, at = message.attempts, message.due_at
    match message.state:
        case MessageState.GATHERING:
            line = reader.t("messages.gathers", n=message.items, at=reader.second(at))
        case MessageState.WAITING:
            line = (
                reader.t("messages.next_try", n=n, at=reader.second(at)) if n else reader.t("messages.soon")
            )
        case MessageState.FAILED:
            line = reader.t("messages.given_up", n=n)
        case MessageState.SENT:
            line = reader.t("messages.sent_at", at=message.sent_at or at, recipient=message.recipient)
        case MessageState.PASSED_ON:
            line = reader.t("messages.passed_at", at=message.sent_at or at)
        case _:
            line = ""
    return line
