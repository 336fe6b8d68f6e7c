"""Others are told: each step of an incident once a route, grouped, after quiet hours, never of rooms in a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_fleet.domain.notices import BACKOFF_SECONDS, Message, MessageState, NoticeKind
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.domain.routes import Channel, Key, Route
from huonevahti_fleet.flows.notify import Notifying, Undelivered
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.flows.prove_route import send_test
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.store import Batch, Store, open_store
from tests.fakes.fleet import (
    GONE,
    NOW,
    THERE,
    birth,
    intake_over,
    later,
    registry,
    report,
    said,
)
from tests.fleet.pages.sample import fault, incident

DESK = Route(owner=Owner.ON_SITE, site="talo", name="Desk", email="desk@example.fi", language="en")
MESH = Route(
    owner=Owner.TERMINAL, name="Mesh", email="a@example.fi", webhook="https://x.fi/", secret="s" * 32
)


@dataclass
class Carried:
    """Carriers that keep what they were given, or refuse it with `error`."""

    sent: list[tuple[Channel, str, str, str]] = field(default_factory=list)
    error: Undelivered | None = None

    def by(self, channel: Channel) -> Callable[[Message, Route, datetime], str]:
        def carry(message: Message, route: Route, now: datetime) -> str:
            assert now.tzinfo
            if self.error:
                raise self.error
            self.sent.append((channel, message.message, message.subject, message.body))
            return route.email

        return carry


@dataclass
class Office:
    """A store, an intake over it, its post, and a clock that tests turn."""

    store: Store
    intake: Intake
    carried: Carried
    now: datetime = NOW

    def turn(self, seconds: float) -> None:
        """Let the post be looked through at an instant."""
        self.now = later(seconds)
        carriers = {"email": self.carried.by("email"), "webhook": self.carried.by("webhook")}
        Notifying(self.store, carriers, timedelta(seconds=60)).turn(lambda: self.now)  # type: ignore[arg-type]  # literals

    def gone(self, terminal: str = "imatra", at: float = 0, sequence: int = 1) -> None:
        """A terminal loses its microphone, and an incident opens three seconds later."""
        self.intake.take([said(birth(), terminal), said(report(sequence, GONE), terminal)], later(at))
        pass_time(self.intake, later(at + 3), may_send=False)

    def back(self, terminal: str = "imatra", at: float = 30, sequence: int = 2) -> None:
        """It is found again."""
        self.intake.take([said(report(sequence, THERE), terminal)], later(at))

    def messages(self) -> list[tuple[str, str]]:
        """State and subject of all messages, oldest first."""
        found = sorted(self.store.post.messages(), key=lambda m: m.created_at)
        return [(m.state.value, m.subject.removeprefix("[Huonevahti] ")) for m in found]


@pytest.fixture
def office(store: Store) -> Office:
    store.routes.seed([DESK, MESH])
    return Office(store, intake_over(store), Carried())


def test_an_incident_is_told_once_its_window_is_over_in_the_receivers_language(office: Office) -> None:
    office.gone()
    office.turn(4)
    office.turn(63)
    assert office.carried.sent == []
    office.turn(65)
    office.turn(200)
    ((channel, _, subject, body),) = office.carried.sent
    assert (channel, subject) == (
        "email",
        "[Huonevahti] Imatra: Customers are not heard: the microphone is gone (#1)",
    )
    assert "Whose move: On site: the advisor." in body
    assert "Press the microphone" in body
    assert office.messages()[0][0] == "sent"


def test_incidents_of_one_route_share_a_message_and_recovery_is_one_word(office: Office) -> None:
    office.gone("imatra")
    office.gone("nurmes", at=4)
    office.turn(8)
    office.turn(90)
    assert [m[2] for m in office.carried.sent] == ["[Huonevahti] 2 incidents: Imatra, Nurmes"]
    office.back("imatra", at=9)
    office.turn(91)
    office.turn(152)
    _, _, subject, body = office.carried.sent[-1]
    assert subject.startswith("[Huonevahti] Over: Imatra")
    assert len(body.splitlines()) == 4
    assert len(office.carried.sent) == 2


def test_one_that_ends_within_the_window_is_told_once_as_over(office: Office) -> None:
    office.gone()
    office.back(at=20)
    office.turn(21)
    office.turn(82)
    assert [m[2].split(":")[0] for m in office.carried.sent] == ["[Huonevahti] Over"]


def test_quiet_hours_hold_messages_until_they_are_over(office: Office) -> None:
    quiet = msgspec.structs.replace(DESK, quiet="10:00-11:00")  # NOW is 10.30 in Helsinki
    office.store.routes.save(quiet)
    office.gone()
    office.turn(4)
    office.turn(70)
    office.gone("nurmes", at=600)
    office.turn(604)
    assert office.carried.sent == []
    office.turn(1801)
    assert [m[2] for m in office.carried.sent] == ["[Huonevahti] 2 incidents: Imatra, Nurmes"]


def test_a_try_that_failed_is_not_made_again_in_quiet_hours(office: Office) -> None:
    office.store.routes.save(msgspec.structs.replace(DESK, quiet="10:32-11:00"))  # NOW is 10.30 in Helsinki
    office.carried.error = Undelivered("421 later")
    office.gone()
    office.turn(4)
    office.turn(65)
    assert office.store.post.messages()[0].attempts == 1
    office.carried.error = None
    office.turn(150)
    office.turn(1799)
    assert (office.carried.sent, office.store.post.messages()[0].attempts) == ([], 1)
    office.turn(1801)
    assert [m[2] for m in office.carried.sent] == [
        "[Huonevahti] Imatra: Customers are not heard: the microphone is gone (#1)"
    ]


def test_a_test_that_a_person_asks_for_goes_out_in_quiet_hours(office: Office) -> None:
    quiet = msgspec.structs.replace(DESK, quiet="10:00-11:00")
    office.store.routes.save(quiet)
    send_test(office.store, quiet, "", NOW)
    office.turn(1)
    assert len(office.carried.sent) == 1


def _stage(office: Office, stage: str) -> None:
    office.store.save_registry(registry("imatra", "nurmes", stage=stage), NOW)


def test_nothing_is_told_of_a_room_in_onboarding(office: Office) -> None:
    _stage(office, "onboarding")
    office.gone()
    office.turn(4)
    office.turn(100)
    assert (office.carried.sent, office.messages()) == ([], [])


def test_what_ends_in_a_window_is_told_when_the_window_is_over(office: Office) -> None:
    office.gone()
    office.turn(4)
    office.turn(70)
    _stage(office, "in_window")
    office.back(at=80)
    office.turn(90)
    office.turn(200)
    assert len(office.carried.sent) == 1
    _stage(office, "in_service")
    office.turn(210)
    office.turn(280)
    assert [m[2].split(":")[0] for m in office.carried.sent][1:] == ["[Huonevahti] Over"]


def test_what_opens_and_ends_before_anybody_was_told_in_a_window_stays_untold(office: Office) -> None:
    office.gone()
    _stage(office, "in_window")
    office.turn(4)
    office.back(at=20)
    office.turn(30)
    _stage(office, "in_service")
    office.turn(40)
    office.turn(200)
    assert (office.carried.sent, office.messages()) == ([], [])


def _tell(
    office: Office, kind: NoticeKind, owner: Owner, former: Owner | None = None, scope: Any = "room"
) -> None:
    batch = Batch(office.intake.fleet, later(0))
    found = incident(7, fault("speakers_muted", owner, scope=scope), "imatra", site="talo")
    batch.notice(kind, found, former)
    office.store.commit(batch)


def test_a_change_of_owner_is_told_to_both(office: Office) -> None:
    _tell(office, NoticeKind.OWNER_CHANGED, Owner.TERMINAL, Owner.ON_SITE)
    office.turn(1)
    office.turn(62)
    assert sorted(m[0] for m in office.carried.sent) == ["email", "email", "webhook"]
    english = next(m for m in office.carried.sent if m[2].startswith("[Huonevahti] New owner"))
    assert "now The terminal: the support desk (before: On site: the advisor)" in english[3]


def test_without_a_route_there_is_a_text_to_copy_and_passing_it_on_is_noted(office: Office) -> None:
    _tell(office, NoticeKind.OPENED, Owner.PREMISES)
    office.turn(1)
    office.turn(62)
    (message,) = office.store.post.messages()
    assert (message.state, message.route, message.channel) == (
        MessageState.TO_COPY,
        (Owner.PREMISES, "", ""),
        "copy",
    )
    assert message.body
    assert office.store.post.move(message.message, MessageState.TO_COPY, MessageState.PASSED_ON, later(70))
    assert not office.store.post.move(
        message.message, MessageState.TO_COPY, MessageState.PASSED_ON, later(71)
    )


def test_an_incident_of_the_whole_fleet_takes_no_route_of_one_site(office: Office) -> None:
    _tell(office, NoticeKind.OPENED, Owner.ON_SITE, scope="fleet")
    office.turn(1)
    office.turn(62)
    assert [m.route for m in office.store.post.messages()] == [(Owner.ON_SITE, "", "")]


def test_what_fails_is_tried_again_ever_later_given_up_and_sent_again_when_asked(office: Office) -> None:
    office.carried.error = Undelivered("451 later")
    office.gone()
    at = 65.0
    office.turn(4)
    for wait_seconds in BACKOFF_SECONDS:
        office.turn(at)
        (message,) = office.store.post.messages()
        assert (message.state, message.due_at - office.now) == (
            MessageState.WAITING,
            timedelta(seconds=wait_seconds),
        )
        at += wait_seconds
    office.turn(at)
    (message,) = office.store.post.messages()
    assert (message.state, message.attempts, message.trouble) == (MessageState.FAILED, 8, "451 later")
    office.carried.error = None
    assert office.store.post.move(message.message, MessageState.FAILED, MessageState.WAITING, office.now)
    office.turn(at + 1)
    assert [m[1] for m in office.carried.sent] == [message.message]


def test_a_final_refusal_is_given_up_at_once(office: Office) -> None:
    office.carried.error = Undelivered("550 no such mailbox", is_final=True)
    office.gone()
    office.turn(4)
    office.turn(65)
    assert office.messages()[0][0] == "failed"


def test_a_message_whose_route_lost_its_channel_becomes_a_text_to_copy(office: Office) -> None:
    office.gone()
    office.turn(4)
    office.store.routes.save(msgspec.structs.replace(DESK, email=""))
    office.turn(65)
    assert office.messages()[0][0] == "to_copy"


def test_a_test_goes_out_at_once_by_each_channel(office: Office) -> None:
    assert send_test(office.store, MESH, "https://hv.example.fi", NOW) == 2
    assert send_test(office.store, msgspec.structs.replace(DESK, email=""), "", NOW) == 0
    office.turn(1)
    assert sorted(m[0] for m in office.carried.sent) == ["email", "webhook"]


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Dying:
    """Counts the steps of the post and dies at one of them, before or after it is committed."""

    at: int
    after: bool
    steps: int = 0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            self.steps += 1
            if self.steps == self.at and not self.after:
                raise Killed
            answer = call(*given, **named)
            if self.steps == self.at:
                raise Killed
            return answer

        return stepped


STEPS = ("gather", "hold", "compose", "claim", "settle")


@given(deaths=st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=6), turns=st.integers(3, 9))
def test_over_any_deaths_no_notice_is_missing_and_none_is_in_two_messages_of_a_route(
    deaths: list[tuple[int, bool]], turns: int
) -> None:
    """A death between sending and noting it sends once more, with the same id and the same words: that is all."""
    store = open_store("sqlite://")
    store.save_registry(registry("imatra", "nurmes"), NOW)
    store.routes.seed([DESK, MESH])
    office, pending = Office(store, intake_over(store), Carried()), list(deaths)
    owners = (Owner.ON_SITE, Owner.TERMINAL, Owner.PREMISES)
    for number in range(turns):
        _tell(office, NoticeKind.OPENED, owners[number % 3])
    at = 0.0
    for _ in range(60):
        at += 40  # past the window, the lease and the first waits
        death, after = pending.pop() if pending else (0, False)
        _one_life(office, Dying(death, after), at)
    _check_all_told(office, turns)
    store.close()


def _one_life(office: Office, dying: Dying, at: float) -> None:
    """Turn the post once; whoever dies on the way is a new process the next time."""
    post, own = office.store.post, dict(office.store.post.__dict__)
    for step in STEPS:
        setattr(post, step, dying.around(getattr(post, step)))
    carry = office.carried.by
    office.carried.by = lambda channel: dying.around(carry(channel))  # type: ignore[method-assign]  # for this life
    try:
        office.turn(at)
    except Killed:
        pass
    finally:
        post.__dict__.clear()
        post.__dict__.update(own)
        del office.carried.by


def _check_all_told(office: Office, turns: int) -> None:
    messages = office.store.post.messages(limit=1000)
    told: dict[tuple[Key, str], list[int]] = {}
    for message in messages:
        carried = [notice.number for notice in office.store.post.notices_of(message.message)]
        assert len(carried) == message.items
        told.setdefault((message.route, message.channel), []).extend(carried)
    assert all(len(numbers) == len(set(numbers)) for numbers in told.values())
    assert {number for numbers in told.values() for number in numbers} == set(range(1, turns + 1))
    states = {m.channel: m.state for m in messages}
    assert set(states.values()) <= {MessageState.SENT, MessageState.TO_COPY}
    words: dict[str, set[str]] = {}
    for _, message_id, subject, body in office.carried.sent:
        words.setdefault(message_id, set()).add(subject + body)
    assert all(len(said_by_it) == 1 for said_by_it in words.values())
    assert set(words) == {m.message for m in messages if m.state is MessageState.SENT}


def test_what_was_not_sent_when_the_process_ended_is_sent_by_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fleet.db'}"
    first = open_store(url)
    first.save_registry(registry("imatra"), NOW, [DESK])
    office = Office(first, intake_over(first), Carried())
    office.gone()
    office.turn(4)
    first.close()
    second = open_store(url)
    again = Office(second, intake_over(second), Carried())
    again.turn(65)
    again.turn(300)
    second.close()
    assert len(again.carried.sent) == 1
