"""The guard at work: what it remembers between looks, by which hours it judges, and when it looks again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huonevahti_agent.edges.guarding import Guarding
from huonevahti_agent.edges.line import Moment
from huonevahti_agent.probes import session
from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire import profile_yaml
from huonevahti_wire.messages import ConfigDocument, OpenPeriod
from huonevahti_wire.plan.guard import Verdict
from tests.agent.simulated.worlds import START_AT
from tests.house.tree import ROOT

PROFILE = profile_yaml.read(ROOT / "firmware-profiles/simulated.yaml")
ISSUED_AT = START_AT - timedelta(days=1)


class Configured:
    """Stands where the agent keeps the config that rules."""

    def __init__(self, *hours: tuple[float, float]) -> None:
        """Takes hours after the start of the world at which the site opens and closes."""
        periods = tuple(OpenPeriod(_at(opens), _at(closes)) for opens, closes in hours)
        self.document: ConfigDocument | None = ConfigDocument(
            terminal="imatra", version=1, issued_at=ISSUED_AT, accept_by=_at(24), open_periods=periods
        )


def _at(hours: float) -> datetime:
    return START_AT + timedelta(hours=hours)


class Watch:
    """A room, its guard, and time to pass."""

    def __init__(self, *hours: tuple[float, float]) -> None:
        self.time = VirtualTime(START_AT)
        self.room: SimulatedRoom = World(3, self.time, PROFILE).room("imatra")
        self.host = SimulatedHost(self.room)
        self.configured = Configured(*hours)
        self.guarding = Guarding(self.host, session, PROFILE, self.configured)

    @property
    def moment(self) -> Moment:
        return Moment(self.host.now(), self.host.monotonic())

    def pass_by(self, minutes: float) -> None:
        """Lets time pass with a look every ten seconds, as the cycle looks."""
        for _ in range(round(minutes * 6)):
            self.time.advance(10)
            self.guarding.sample(self.host, PROFILE)

    def may_test(self) -> str:
        return self.guarding.may_test(self.moment)

    def verdict(self) -> tuple[Verdict, tuple[str, ...]]:
        guarding = self.guarding.may_act(self.moment)
        return guarding.verdict, guarding.reasons


CLOSED = ((10.0, 18.0),)
OPEN = ((-1.0, 8.0),)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(CLOSED, ""), (OPEN, "open"), ((), "open")],
    ids=["closed", "open", "nobody knows"],
)
def test_an_idle_room_is_tested_while_the_site_is_closed_alone(
    hours: tuple[tuple[float, float], ...], expected: str
) -> None:
    watch = Watch(*hours)
    assert watch.may_test() == expected
    assert watch.verdict() == (Verdict.FREE, ())


def test_a_terminal_without_a_config_counts_as_open() -> None:
    watch = Watch(*CLOSED)
    watch.configured.document = None
    assert watch.may_test() == "open"


def test_a_clock_before_the_config_was_issued_tells_no_hours() -> None:
    watch = Watch(*CLOSED)
    watch.room.clock.shift_clock(-2 * 86_400.0)
    assert watch.may_test() == "open"


def test_hours_follow_the_clock_there_and_back_and_the_config_that_rules() -> None:
    watch = Watch(*((24.0 * day + 10, 24.0 * day + 18) for day in range(30)))
    watch.room.clock.shift_clock(20 * 86_400.0)
    assert watch.may_test() == ""
    watch.room.clock.set_clock()
    watch.time.advance(10.5 * 3600)
    assert watch.may_test() == "open"
    watch.time.advance(8 * 3600)
    assert watch.may_test() == ""
    watch.configured.document = Configured((18.0, 20.0)).document
    assert watch.may_test() == "open"


def test_a_visit_holds_everything_and_frees_it_when_it_is_over() -> None:
    watch = Watch(*OPEN)
    watch.room.visit.start_visit()
    assert watch.verdict()[0] is Verdict.BUSY
    assert watch.verdict()[1][0] == "media"
    watch.pass_by(45)
    assert watch.verdict()[1] == ("media",), "moving media never expires"
    watch.room.visit.end_visit()
    watch.pass_by(1)
    assert watch.verdict() == (Verdict.FREE, ())


def test_nothing_is_tested_until_ten_minutes_after_a_session() -> None:
    watch = Watch(*CLOSED)
    watch.room.visit.start_visit()
    watch.pass_by(20)
    watch.room.visit.end_visit()
    watch.pass_by(1)
    assert watch.may_test() == "after_session"
    watch.pass_by(10)
    assert watch.may_test() == ""


def test_a_word_that_the_room_is_empty_holds_until_a_hand_is_laid_on() -> None:
    watch = Watch(*OPEN)
    watch.guarding.confirm_empty(watch.host.now())
    watch.time.advance(60)
    assert watch.may_test() == ""
    watch.room.hands.screen.tap()
    watch.time.advance(5)
    assert watch.may_test() == "open"


def test_a_word_grows_old() -> None:
    watch = Watch(*OPEN)
    watch.guarding.confirm_empty(watch.host.now())
    watch.pass_by(10)
    assert watch.may_test() == "open"


def test_a_page_that_hangs_at_night_does_not_hold_for_ever() -> None:
    watch = Watch(*CLOSED)
    watch.room.hands.screen.tap()
    watch.room.kiosk.answers = False
    watch.pass_by(30)
    assert watch.verdict() == (Verdict.UNDECIDED, ("page_unreadable",))
    watch.pass_by(31)
    assert watch.verdict() == (Verdict.FREE, ("page_unreadable_expired",))
    assert watch.may_test() == "page_unreadable_expired", "an expired sign proves no empty room"


def test_a_page_that_hangs_while_open_is_a_persons_to_decide() -> None:
    watch = Watch(*OPEN)
    watch.room.kiosk.answers = False
    watch.pass_by(31)
    assert watch.verdict() == (Verdict.ASK_PERSON, ("page_unreadable_expired",))


def test_a_clock_that_is_set_right_neither_ends_nor_prolongs_what_was_seen() -> None:
    watch = Watch((100_000.0, 100_001.0))
    watch.room.clock.shift_clock(365 * 86_400.0)
    watch.room.visit.start_visit()
    watch.pass_by(20)
    watch.room.visit.end_visit()
    watch.pass_by(1)
    watch.room.clock.set_clock()
    assert watch.may_test() == "after_session"
    watch.pass_by(10)
    assert watch.may_test() == ""


def test_several_questions_of_one_moment_cost_one_look() -> None:
    watch = Watch(*OPEN)
    assert watch.verdict()[0] is Verdict.FREE
    watch.room.visit.start_visit()
    assert watch.verdict()[0] is Verdict.FREE
    watch.time.advance(3)
    assert watch.verdict()[0] is Verdict.BUSY
