"""What the API answers with and takes of routes, messages, hand-overs and ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from huonevahti_fleet.domain.notices import MessageState
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.registry import HoursPlan
from huonevahti_fleet.domain.routes import PILOT_HOURS, Channel, Route


class RouteItem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A route; `site` and `organisation` are empty where it is for any.

    `secret` can be written and is never shown; left out, the former one is kept, or one is made for a webhook.
    """

    owner: Owner
    name: str
    site: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    webhook: str = ""
    secret: str = ""
    language: Literal["fi", "sv", "en"] = "fi"
    hours: HoursPlan = PILOT_HOURS
    time_zone: str = "Europe/Helsinki"
    outside: str = ""
    quiet: str = ""


class RouteList(Struct, frozen=True, forbid_unknown_fields=True):
    """All routes; `change` counts the edits: sent along with a PUT, it refuses to overwrite what others edited."""

    routes: tuple[RouteItem, ...]
    change: int | None = None


class MessageItem(Struct, frozen=True):
    """A message to a route and where it stands."""

    message: str
    owner: Owner
    site: str
    organisation: str
    channel: Channel
    state: MessageState
    is_test: bool
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    trouble: str
    recipient: str
    subject: str
    body: str


class DecisionItem(Struct, frozen=True):
    """One answer to a packet, by which desk or role."""

    at: datetime
    answer: Literal["accepted", "rejected"]
    desk: str
    reason: str
    text: str


class HandoverItem(Struct, frozen=True):
    """A packet that was handed out: its link, where it stands, and every answer."""

    packet: str
    link: str
    incident: int
    owner: Owner
    handed_to: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    standing: Literal["not_yet_accepted", "accepted", "rejected"]
    decisions: tuple[DecisionItem, ...]


class HandoverList(Struct, frozen=True):
    """The packets of an incident, the oldest first."""

    items: tuple[HandoverItem, ...]


class RatingOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """How a meeting worked technically: 1 (badly) to 5, the full hour in which it began, whose specialist it was."""

    rating: Annotated[int, Meta(ge=1, le=5)]
    hour: datetime
    organisation: str = ""


class RatingTaken(Struct, frozen=True):
    """Whether this request added a rating; false when its key was taken before."""

    is_new: bool


class PoolItem(Struct, frozen=True):
    """At least ten answers together; `slug` is empty for all that could not be shown apart."""

    slug: str
    count: int
    mean: float
    each: tuple[int, int, int, int, int]


class LowFound(Struct, frozen=True):
    """Of the low answers (1-2), how many fell in an hour when a fault lay on the room: of ours, of anyone, by owner."""

    low: int
    with_ours: int
    with_any: int
    by_owner: dict[str, int]


class RatingAnswer(Struct, frozen=True):
    """Ratings of a period, pooled; what would show fewer than ten answers is null or missing."""

    since_at: datetime
    days: int
    whole: PoolItem | None
    by_organisation: tuple[PoolItem, ...]
    by_room: tuple[PoolItem, ...]
    low_found: LowFound | None


def shown(route: Route) -> RouteItem:
    """Return a route without its secret."""
    names = [name for name in RouteItem.__struct_fields__ if name != "secret"]
    return RouteItem(**{name: getattr(route, name) for name in names})
