"""A message stops gathering: what it says is written once, and is the same at every try to send it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from huonevahti_fleet.domain.notices import Message, MessageState, Notice, NoticeKind
from huonevahti_fleet.domain.routes import HOME_ZONE, Key, Route
from huonevahti_fleet.flows._wording import Wording

TYPES: Mapping[NoticeKind, str] = {kind: f"fi.huonevahti.incident.{kind}.v1" for kind in NoticeKind}
TESTED = "fi.huonevahti.route.tested.v1"
SOURCE = "urn:huonevahti"
PLACES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What a room is called, and at which site it is."""

    room: Mapping[str, str]
    site: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Writing:
    """All that a message is written from: the words, the rooms' names by slug, and how this server is reached."""

    wording: Wording
    places: Mapping[str, Place]
    public_url: str

    def where(self, notice: Notice) -> str:
        """Return the room's name, or how many rooms there are."""
        if len(notice.rooms) > 1:
            return self.wording.t("mail.rooms", n=len(notice.rooms))
        place = self.places.get(notice.room)
        return self.wording.name(place.room, notice.room) if place else notice.room

    def link(self, path: str) -> str:
        """Return an address of this server, empty when it is not known how others reach it."""
        return f"{self.public_url.rstrip('/')}{path}" if self.public_url else ""


def wording_for(route: Route | None, now: datetime) -> Wording:
    """Return the words of a route's receiver; Finnish and the home clock when there is no route."""
    return Wording(route.language if route else "fi", route.time_zone if route else HOME_ZONE, now)


def composed(message: Message, notices: Sequence[Notice], writing: Writing) -> Message:
    """Return the message with its subject, its body, and the events that a program gets."""
    stories = _stories(notices)
    told = [_told(story, writing) for story in stories]
    events = [_event(notice, writing) for notice in notices]
    body = "\n\n".join([*told, writing.wording.t("mail.foot", message=message.message)])
    subject = " ".join(f"[Huonevahti] {_subject(stories, writing)}".split())
    return replace(message, subject=subject[:200], body=body + "\n", events=msgspec.json.encode(events))


def composed_test(message: Message, route: Route, writing: Writing) -> Message:
    """Return a message that only proves the way."""
    t = writing.wording.t
    body = "\n\n".join([t("mail.test", name=route.name), t("mail.foot", message=message.message)])
    event = _cloud_event(f"test-{message.message}", TESTED, message.created_at, writing)
    event |= {"subject": "routes/" + "/".join(_key_words(route.key)), "data": {"name": route.name}}
    subject = f"[Huonevahti] {t('mail.test_subject')}"
    return replace(
        message,
        subject=subject,
        body=body + "\n",
        events=msgspec.json.encode([event]),
        state=MessageState.WAITING,
        is_test=True,
    )


def _key_words(key: Key) -> Iterable[str]:
    return (key[0].value, key[1] or "*", key[2] or "*")


def _stories(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Return the notices of each incident together, in the order in which the incidents first appear."""
    found: dict[int, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.incident, []).append(notice)
    return list(found.values())


def _subject(stories: Sequence[Sequence[Notice]], writing: Writing) -> str:
    t = writing.wording.t
    if len(stories) == 1:
        last = stories[0][-1]
        title = writing.wording.fault(last.fault, "title")
        values = {"where": writing.where(last), "title": title, "number": str(last.incident)}
        return t(f"mail.subject.{last.kind}", **values)
    places = list(dict.fromkeys(writing.where(story[-1]) for story in stories))
    named = ", ".join(places[:PLACES_NAMED]) + (" …" if len(places) > PLACES_NAMED else "")
    is_over = all(story[-1].kind is NoticeKind.RESOLVED for story in stories)
    return t("mail.subject.all_over" if is_over else "mail.subject.many", n=len(stories), places=named)


def _told(story: Sequence[Notice], writing: Writing) -> str:
    """Return an incident's paragraphs; of one that is over a single word is said."""
    w, last, first = writing.wording, story[-1], story[0]
    heading = w.t(
        "mail.heading",
        number=str(last.incident),
        where=writing.where(last),
        title=w.fault(last.fault, "title"),
    )
    since = min(first.fault.since, first.at)
    if last.kind is NoticeKind.RESOLVED:
        return f"{heading}\n{w.t('mail.over', at=last.at, lasted=w.lasted(since, last.at))}"
    owner = w.t("mail.owner", owner=w.t(f"owner.{last.fault.owner}"))
    if last.former_owner:
        owner = w.t(
            "mail.owner_changed",
            owner=w.t(f"owner.{last.fault.owner}"),
            former=w.t(f"owner.{last.former_owner}"),
        )
    lines = [heading, w.t("mail.since", at=since), owner, w.fault(last.fault, "sentence")]
    if points := w.evidence(last.fault.points_to):
        lines += [w.t("mail.points_to"), *(f"- {sentence}" for sentence in points)]
    if step := w.next_step(last.fault):
        lines.append(w.t("mail.next", step=step))
    if link := writing.link(f"/incidents/{last.incident}"):
        lines.append(link)
    return "\n".join(lines)


def _event(notice: Notice, writing: Writing) -> dict[str, Any]:
    fault = notice.fault
    event = _cloud_event(f"notice-{notice.number}", TYPES[notice.kind], notice.at, writing)
    return event | {
        "subject": f"incidents/{notice.incident}",
        "data": {
            "incident": notice.incident,
            "site": notice.site,
            "rooms": list(notice.rooms),
            "fault": fault.slug,
            "owner": fault.owner.value,
            "former_owner": notice.former_owner.value if notice.former_owner else None,
            "confidence": fault.confidence.value,
            "harm": fault.harm.value,
            "since": fault.since,
            "title": writing.wording.fault(fault, "title"),
            "sentence": writing.wording.fault(fault, "sentence"),
            "link": writing.link(f"/incidents/{notice.incident}") or None,
        },
    }


def _cloud_event(identity: str, type_: str, at: datetime, writing: Writing) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": identity,
        "source": writing.public_url or SOURCE,
        "type": type_,
        "time": at,
        "datacontenttype": "application/json",
    }
