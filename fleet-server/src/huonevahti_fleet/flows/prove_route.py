"""Somebody wants to know whether a route works: a message that says so is put into the post."""

from __future__ import annotations

import secrets
from datetime import datetime

from huonevahti_fleet.domain.notices import Message, MessageState
from huonevahti_fleet.domain.routes import Route
from huonevahti_fleet.flows.compose_message import Writing, composed_test, wording_for
from huonevahti_fleet.store import Store


def send_test(store: Store, route: Route, public_url: str, now: datetime) -> int:
    """Put a test message into the post for each channel of a route, and return how many; none for a route to copy."""
    channels = [channel for channel in route.channels if channel != "copy"]
    writing = Writing(wording_for(route, now), {}, public_url)
    for channel in channels:
        blank = Message(secrets.token_hex(16), route.key, channel, MessageState.WAITING, now, now)
        store.post.send_test(composed_test(blank, route, writing))
    return len(channels)
