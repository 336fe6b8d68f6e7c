"""Notices and the messages that carry them: every step is one transaction, so that a death between loses nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, func, or_, select, update

from huonevahti_fleet.domain.notices import Message, MessageState, Notice, NoticeKind
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import Channel, Key
from huonevahti_fleet.store import faults_json, post_tables
from huonevahti_fleet.store.commit import add_to_counters
from huonevahti_fleet.store.routes import Opening
from huonevahti_fleet.store.tables import table

NOTICE, MESSAGE, ITEM = (
    table(t) for t in (post_tables.NoticeRow, post_tables.MessageRow, post_tables.MessageItemRow)
)
_SLUGS = msgspec.json.Decoder(tuple[str, ...])
MOST = 5000
"""Notices and messages of one turn."""
Address = tuple[Key, Channel]


class Post:
    """Reads and writes of notices and messages."""

    def __init__(self, reads: Opening, writes: Opening) -> None:
        self._reads, self._writes = reads, writes

    # What pages, metrics and reports read

    def messages(
        self,
        states: Iterable[MessageState] = tuple(MessageState),
        limit: int = 100,
        before: datetime | None = None,
    ) -> tuple[Message, ...]:
        """Return messages in these states, the newest first."""
        query = select(MESSAGE).where(MESSAGE.c.state.in_([s.value for s in states]))
        if before is not None:
            query = query.where(MESSAGE.c.created_at < before)
        query = query.order_by(MESSAGE.c.created_at.desc(), MESSAGE.c.message).limit(limit)
        with self._reads() as connection:
            return tuple(map(_message, connection.execute(query)))

    def counts(self) -> dict[MessageState, int]:
        """Return how many messages are in each state."""
        with self._reads() as connection:
            rows = connection.execute(select(MESSAGE.c.state, func.count()).group_by(MESSAGE.c.state)).all()
        found = {MessageState(state): int(count) for state, count in rows}
        return {state: found.get(state, 0) for state in MessageState}

    def notices(self, since_at: datetime) -> tuple[Notice, ...]:
        """Return every notice since an instant, in the order they were made."""
        query = select(NOTICE).where(NOTICE.c.at >= since_at).order_by(NOTICE.c.row)
        with self._reads() as connection:
            return tuple(map(_notice, connection.execute(query)))

    def notices_of(self, message: str) -> tuple[Notice, ...]:
        """Return what a message carries, in the order it happened."""
        with self._reads() as connection:
            return _carried(connection, message)

    # What the notifier reads and writes

    def pending(self) -> tuple[Notice, ...]:
        """Return notices that no message carries yet, in the order they were made."""
        query = select(NOTICE).where(NOTICE.c.routed_at.is_(None)).order_by(NOTICE.c.row).limit(MOST)
        with self._reads() as connection:
            return tuple(map(_notice, connection.execute(query)))

    def gather(
        self, routed: Sequence[tuple[Notice, Sequence[Address]]], now: datetime, due_at: datetime
    ) -> None:
        """Put notices into the message that gathers for each address; one that another process took is left out."""
        with self._writes() as connection:
            for notice, addresses in routed:
                claim = update(NOTICE).where(NOTICE.c.row == notice.number, NOTICE.c.routed_at.is_(None))
                if not connection.execute(claim.values(routed_at=now)).rowcount:
                    continue
                for key, channel in addresses:
                    message = _gathering(connection, key, channel) or _new(
                        connection, (key, channel), now, due_at
                    )
                    connection.execute(ITEM.insert().values(message=message, notice=notice.number))
                    _set(connection, message, items=MESSAGE.c["items"] + 1)
            add_to_counters(connection, {"change": 1})

    def full(self, now: datetime) -> tuple[Message, ...]:
        """Return the messages whose time of gathering is over."""
        return self._due(MessageState.GATHERING, MESSAGE.c.due_at <= now)

    def hold(self, message: Message, until: datetime) -> None:
        """Let a message gather on: its route wants quiet."""
        with self._writes() as connection:
            _set(connection, message.message, due_at=until)

    def compose(self, message: Message, state: MessageState, now: datetime) -> bool:
        """Fix what a message says; False if another notice joined it meanwhile, and it is to be composed anew."""
        query = update(MESSAGE).where(
            MESSAGE.c.message == message.message,
            MESSAGE.c.state == MessageState.GATHERING.value,
            MESSAGE.c["items"] == message.items,
        )
        said = {"subject": message.subject, "body": message.body, "events": message.events}
        with self._writes() as connection:
            add_to_counters(connection, {"change": 1})
            return bool(connection.execute(query.values(state=state.value, due_at=now, **said)).rowcount)

    def claim(self, now: datetime, until: datetime) -> Message | None:
        """Return a message to be sent now, None when there is none; until then no other process takes it."""
        is_free = or_(MESSAGE.c.claimed_until.is_(None), MESSAGE.c.claimed_until <= now)
        for message in self._due(MessageState.WAITING, and_(MESSAGE.c.due_at <= now, is_free)):
            query = update(MESSAGE).where(MESSAGE.c.message == message.message, is_free)
            waiting = query.where(MESSAGE.c.state == MessageState.WAITING.value).values(claimed_until=until)
            with self._writes() as connection:
                if connection.execute(waiting).rowcount:
                    return message
        return None

    def settle(self, message: Message) -> None:
        """Save how a try to send ended: the state, the number of tries, the trouble, the next try."""
        with self._writes() as connection:
            names = ("due_at", "attempts", "trouble", "sent_at", "recipient")
            settled = {name: getattr(message, name) for name in names}
            _set(connection, message.message, state=message.state.value, claimed_until=None, **settled)
            add_to_counters(connection, {"change": 1})

    # What people do on the page

    def send_test(self, message: Message) -> None:
        """Add a message that is sent at once."""
        plain = {name: getattr(message, name) for name in _PLAIN}
        owner, site, organisation = message.route
        row = {"owner": owner.value, "site": site, "organisation": organisation, **plain}
        with self._writes() as connection:
            connection.execute(
                MESSAGE.insert().values(
                    **row, channel=message.channel, state=message.state.value, claimed_until=None
                )
            )
            add_to_counters(connection, {"change": 1})

    def move(self, message: str, was: MessageState, becomes: MessageState, now: datetime) -> bool:
        """Send a failed message again, or note that one was passed on; False if it is not in that state (any more)."""
        query = update(MESSAGE).where(MESSAGE.c.message == message, MESSAGE.c.state == was.value)
        values: dict[str, Any] = {"state": becomes.value, "due_at": now, "attempts": 0}
        if becomes is MessageState.PASSED_ON:
            values["sent_at"] = now
        with self._writes() as connection:
            add_to_counters(connection, {"change": 1})
            return bool(connection.execute(query.values(**values)).rowcount)

    def _due(self, state: MessageState, condition: Any) -> tuple[Message, ...]:
        query = select(MESSAGE).where(MESSAGE.c.state == state.value, condition)
        with self._reads() as connection:
            return tuple(map(_message, connection.execute(query.order_by(MESSAGE.c.due_at).limit(MOST))))


def prune(connection: Connection, until: datetime) -> None:
    """Delete notices and messages that are done with and older than they may become."""
    done = [
        s.value
        for s in (MessageState.SENT, MessageState.FAILED, MessageState.TO_COPY, MessageState.PASSED_ON)
    ]
    old = and_(MESSAGE.c.created_at < until, MESSAGE.c.state.in_(done))
    connection.execute(ITEM.delete().where(ITEM.c.message.in_(select(MESSAGE.c.message).where(old))))
    connection.execute(MESSAGE.delete().where(old))
    connection.execute(NOTICE.delete().where(NOTICE.c.at < until, NOTICE.c.routed_at.is_not(None)))


_PLAIN = (
    *("message", "is_test", "created_at", "due_at", "attempts", "items"),
    *("subject", "body", "events", "trouble", "sent_at", "recipient"),
)


def _gathering(connection: Connection, key: Key, channel: Channel) -> str | None:
    owner, site, organisation = key
    query = select(MESSAGE.c.message).where(
        MESSAGE.c.state == MessageState.GATHERING.value,
        MESSAGE.c.owner == owner.value,
        MESSAGE.c.site == site,
        MESSAGE.c.organisation == organisation,
        MESSAGE.c.channel == channel,
    )
    return connection.execute(query.with_for_update()).scalars().first()


def _new(connection: Connection, address: Address, now: datetime, due_at: datetime) -> str:
    (owner, site, organisation), channel = address
    message = secrets.token_hex(16)
    place = {"owner": owner.value, "site": site, "organisation": organisation, "channel": channel}
    blank = {"subject": "", "body": "", "events": b"", "trouble": "", "recipient": "", "sent_at": None}
    when = {"created_at": now, "due_at": due_at, "claimed_until": None, "attempts": 0, "items": 0}
    state = MessageState.GATHERING.value
    connection.execute(
        MESSAGE.insert().values(message=message, state=state, is_test=False, **place, **blank, **when)
    )
    return message


def _set(connection: Connection, message: str, **values: Any) -> None:
    connection.execute(update(MESSAGE).where(MESSAGE.c.message == message).values(**values))


def _carried(connection: Connection, message: str) -> tuple[Notice, ...]:
    query = select(NOTICE).join(ITEM, ITEM.c.notice == NOTICE.c.row).where(ITEM.c.message == message)
    return tuple(map(_notice, connection.execute(query.order_by(NOTICE.c.row))))


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        number=row.row,
        kind=NoticeKind(row.kind),
        at=row.at,
        incident=row.incident,
        fault=faults_json.from_text(row.fault),
        room=row.room,
        site=row.site,
        rooms=_SLUGS.decode(row.rooms),
        former_owner=Owner(row.former_owner) if row.former_owner else None,
    )


def _message(row: Row[Any]) -> Message:
    plain = {name: getattr(row, name) for name in _PLAIN}
    key = (Owner(row.owner), row.site, row.organisation)
    return Message(route=key, channel=row.channel, state=MessageState(row.state), **plain)
