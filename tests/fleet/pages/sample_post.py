"""Routes, messages and packets of the sample rooms: plain values behind what pages ask of the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from huonevahti_fleet.domain.authors import Author
from huonevahti_fleet.domain.notices import Message, MessageState, Notice
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.packets import Handover
from huonevahti_fleet.domain.ratings import Rating
from huonevahti_fleet.domain.routes import Route

NOW = datetime(2026, 11, 24, 8, 32, 10, tzinfo=UTC)
ROUTES = (
    Route(
        owner=Owner.ON_SITE,
        site="porvoo",
        name="Porvoo-info, neuvonta",
        phone="+358 19 520 2300",
        outside="Soita kaupungin vaihteeseen 019 520 211.",
    ),
    Route(
        owner=Owner.TERMINAL,
        name="Toimittajan tuki",
        email="tuki@example.fi",
        webhook="https://itsm.example.fi/hv",
    ),
)


class SampleRoutes:
    """The routes above."""

    def all(self) -> tuple[Route, ...]:
        return ROUTES

    def last_edits(self) -> dict[str, Author]:
        return {}


class SamplePost:
    """A message in each state."""

    told: tuple[Notice, ...] = ()

    def messages(
        self,
        states: Iterable[MessageState] = tuple(MessageState),
        limit: int = 100,
        before: datetime | None = None,
    ) -> tuple[Message, ...]:
        wanted = tuple(states)
        found = (m for m in MESSAGES if before is None or m.created_at < before)
        return tuple(message for message in found if message.state in wanted)[:limit]

    def counts(self) -> dict[MessageState, int]:
        return {state: sum(m.state is state for m in MESSAGES) for state in MessageState}

    def notices(self, since_at: datetime) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.told if notice.at >= since_at)


class SamplePackets:
    """No packet yet."""

    held: tuple[Handover, ...] = ()

    def of_incident(self, number: int) -> tuple[Handover, ...]:
        return tuple(packet for packet in self.held if packet.incident == number)

    def latest(self, numbers: Iterable[int]) -> dict[int, Handover]:
        return {packet.incident: packet for packet in self.held if packet.incident in tuple(numbers)}

    def by_token(self, token: str) -> Handover | None:
        return next((packet for packet in self.held if packet.token == token), None)


class SampleRatings:
    """Forty answers of the last week, a quarter of them low."""

    def since(self, since_at: datetime) -> tuple[Rating, ...]:
        hours = (NOW.replace(minute=0, second=0) - timedelta(hours=4 * n) for n in range(40))
        rooms = ("porvoo", "porvoo", "imatra", "nurmes")
        every = (Rating(rooms[n % 4], "lvv", hour, (4, 5, 2, 3)[n % 4]) for n, hour in enumerate(hours))
        return tuple(rating for rating in every if rating.hour_at >= since_at)


def _message(number: int, state: MessageState, key: tuple[Owner, str, str], **more: object) -> Message:
    at = NOW - timedelta(minutes=number)
    body = "#1042 Porvoo-info: Customers are not heard\nSince 24 Nov 2026, 09:14.\n"
    text = {"subject": "[Huonevahti] Porvoo-info: customers are not heard (#1042)", "body": body}
    said = {} if state is MessageState.GATHERING else text
    return Message(f"{number:032x}", key, "email", state, at, NOW + timedelta(seconds=40), **said | more)  # type: ignore[arg-type]  # the test says what it adds


TUKI, NOBODY = ROUTES[1].key, (Owner.PREMISES, "", "")
MESSAGES = (
    _message(1, MessageState.GATHERING, TUKI, items=2),
    _message(2, MessageState.WAITING, TUKI, attempts=2, trouble="ConnectionRefusedError: [Errno 111]"),
    _message(3, MessageState.FAILED, TUKI, attempts=1, trouble="550 no such mailbox"),
    _message(4, MessageState.SENT, TUKI, attempts=1, sent_at=NOW, recipient="tuki@example.fi"),
    _message(5, MessageState.TO_COPY, NOBODY),
    _message(6, MessageState.PASSED_ON, NOBODY, sent_at=NOW),
)
