"""The gate, event by event: what the launcher says to a browser, and above all what it never says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_kiosk import events
from huonevahti_kiosk.places import Places, origin_of
from huonevahti_kiosk.targets import LEAVING_SECONDS, Command, Targets

HOME, BANK, KELA, OTHER = (
    "https://home.example/",
    "https://bank.example/a",
    "https://kela.example/",
    "https://x.example/",
)
PLACES = Places(
    frozenset({"https://home.example"}),
    ("kela.example",),
    ("tunnistus.example", "id.home.example"),
    ("bank.example",),
)


class Browser:
    """Tells events as Chromium does, at a time that a test moves."""

    def __init__(self) -> None:
        self.targets = Targets(PLACES, HOME)
        self.at = 100.0

    def tell(self, method: str, session: str = "", **params: Any) -> list[Command]:
        line = json.dumps({"method": method, "params": params, "sessionId": session}).encode()
        return self.targets.take(events.message(line), self.at)

    def at_address(self, target: str, address: str, **more: str) -> list[Command]:
        listed = {"targetId": target, "type": "page", "url": address, "title": "t", **more}
        return self.tell("Target.targetInfoChanged", targetInfo=listed)

    def attached(self, target: str, session: str, address: str) -> list[Command]:
        listed = {"targetId": target, "type": "page", "url": address}
        return self.tell("Target.attachedToTarget", sessionId=session, targetInfo=listed)

    def about_to_load(self, session: str, frame: str, address: str) -> list[Command]:
        return self.tell(
            "Fetch.requestPaused", session, requestId="r", frameId=frame, request={"url": address}
        )

    def world(self, session: str, frame: str, origin: str) -> list[Command]:
        context = {
            "origin": origin,
            "uniqueId": f"u-{origin}",
            "auxData": {"isDefault": True, "frameId": frame},
        }
        return self.tell("Runtime.executionContextCreated", session, context=context)


def _methods(commands: list[Command]) -> list[str]:
    return [command.method for command in commands]


@pytest.fixture
def browser() -> Browser:
    """A browser whose start page stands, attached in session s."""
    stage = Browser()
    stage.at_address("P", "about:blank")
    stage.attached("P", "s", "about:blank")
    stage.at_address("P", HOME)
    stage.world("s", "P", "https://home.example")
    return stage


def test_the_gate_stands_before_the_first_page_loads() -> None:
    stage = Browser()
    assert _methods(stage.at_address("P", "about:blank")) == ["Target.attachToTarget"]
    said = _methods(stage.attached("P", "s", "about:blank"))
    assert said == ["Fetch.enable", "Runtime.enable", "Log.enable", "Page.navigate"]


def test_a_page_of_ours_may_be_asked(browser: Browser) -> None:
    assert [target.id for target in browser.targets.askable()] == ["P"]


@pytest.mark.parametrize("address", [BANK, KELA, OTHER, "data:text/html,x"])
def test_the_launcher_lets_go_before_another_page_loads_and_says_nothing_else(
    browser: Browser, address: str
) -> None:
    assert browser.about_to_load("s", "P", address) == [
        Command("Target.detachFromTarget", {"sessionId": "s"})
    ]
    assert not list(browser.targets.askable())
    assert browser.at_address("P", address) == []


def test_a_page_of_ours_goes_on_loading(browser: Browser) -> None:
    assert _methods(browser.about_to_load("s", "P", HOME + "next")) == ["Fetch.continueRequest"]


def test_the_same_page_loaded_anew_is_a_young_page_and_one_of_its_frames_is_not(browser: Browser) -> None:
    browser.at += 3600.0
    browser.about_to_load("s", "frame", HOME + "part")
    front = browser.targets.front()
    assert front is not None
    assert front.since < browser.at
    browser.about_to_load("s", "P", HOME)
    assert front.since == browser.at


def test_while_the_other_page_is_on_its_way_the_old_one_is_not_attached_again(browser: Browser) -> None:
    browser.about_to_load("s", "P", BANK)
    browser.at += LEAVING_SECONDS - 1
    assert browser.at_address("P", HOME, title="changed") == []


def test_a_page_that_was_to_leave_and_stayed_is_attached_again(browser: Browser) -> None:
    browser.about_to_load("s", "P", BANK)
    browser.at += LEAVING_SECONDS + 1
    assert _methods(browser.targets.tick(browser.at)) == ["Target.attachToTarget"]


def test_a_page_that_came_back_is_attached_at_once(browser: Browser) -> None:
    browser.about_to_load("s", "P", BANK)
    browser.at_address("P", BANK)
    assert _methods(browser.at_address("P", HOME)) == ["Target.attachToTarget"]


def test_a_page_found_elsewhere_when_the_attaching_is_done_is_let_go_at_once(browser: Browser) -> None:
    browser.at_address("Q", HOME)
    assert _methods(browser.attached("Q", "q", BANK)) == ["Target.detachFromTarget"]


@pytest.mark.parametrize("address", [BANK, "https://tunnistus.example/", "https://id.home.example/", KELA])
def test_a_closed_frame_inside_our_page_takes_the_launcher_off_the_page(
    browser: Browser, address: str
) -> None:
    assert _methods(browser.about_to_load("s", "F", address)) == ["Target.detachFromTarget"]
    browser.at += LEAVING_SECONDS + 1
    assert browser.at_address("F", address, type="iframe", parentId="P") == []
    assert browser.targets.tick(browser.at + 1000) == []
    assert _methods(browser.tell("Target.targetDestroyed", targetId="F")) == ["Target.attachToTarget"]


def test_a_foreign_frame_inside_our_page_is_no_reason_to_look_away(browser: Browser) -> None:
    assert _methods(browser.about_to_load("s", "F", OTHER)) == ["Fetch.continueRequest"]
    assert browser.at_address("F", OTHER, type="iframe", parentId="P") == []
    assert list(browser.targets.askable())


def test_a_world_of_scripts_of_another_origin_is_never_asked(browser: Browser) -> None:
    browser.world("s", "P", "https://bank.example")
    assert not list(browser.targets.askable())


def test_the_browsers_own_error_page_is_told_from_home(browser: Browser) -> None:
    browser.world("s", "P", "://")
    front = browser.targets.front()
    assert front is not None
    assert front.has_failed


def test_an_empty_page_that_a_page_opened_is_not_attached_to(browser: Browser) -> None:
    browser.targets.go_home()
    assert browser.at_address("Q", "about:blank", openerId="P") == []


def test_going_home_opens_a_page_of_its_own_and_closes_the_others_unseen(browser: Browser) -> None:
    browser.about_to_load("s", "P", KELA)
    browser.at_address("P", KELA)
    assert browser.targets.go_home() == [Command("Target.createTarget", {"url": "about:blank"})]
    assert _methods(browser.at_address("Q", "about:blank")) == ["Target.attachToTarget"]
    said = browser.attached("Q", "q", "about:blank")
    assert said[-2:] == [
        Command("Page.navigate", {"url": HOME}, "q"),
        Command("Target.closeTarget", {"targetId": "P"}),
    ]


def test_a_crashed_renderer_is_told_until_the_page_lives_again(browser: Browser) -> None:
    browser.tell("Target.targetCrashed", targetId="P", status="crashed", errorCode=5)
    front = browser.targets.front()
    assert front is not None
    assert front.is_crashed
    browser.world("s", "P", "https://home.example")
    assert not front.is_crashed


def test_errors_are_counted_for_an_hour_by_kind_alone(browser: Browser) -> None:
    browser.tell("Runtime.exceptionThrown", "s", exceptionDetails={"text": "name of a customer"})
    browser.tell("Runtime.consoleAPICalled", "s", type="error", args=[])
    browser.tell("Runtime.consoleAPICalled", "s", type="log", args=[])
    browser.tell("Log.entryAdded", "s", entry={"level": "error", "text": "x"})
    browser.tell("Log.entryAdded", "s", entry={"level": "warning", "text": "x"})
    assert browser.targets.errors_per_hour(browser.at) == 3
    assert browser.targets.errors_per_hour(browser.at + 3601) == 0


ADDRESSES = st.sampled_from([HOME, HOME + "b", BANK, KELA, OTHER, "about:blank", "https://id.home.example/"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["go", "request", "time", "home", "frame", "close"]), ADDRESSES), max_size=30
)


@given(STEPS)
def test_whatever_happens_only_a_page_of_ours_is_attached_to_and_only_its_own_world_is_asked(
    steps: list[tuple[str, str]],
) -> None:
    stage = Browser()
    shown = {"P": "about:blank"}
    obey = _Obedient(stage, shown)
    obey(stage.at_address("P", "about:blank"))
    for step, address in steps:
        obey.step(step, address)
        for target in stage.targets.askable():
            assert PLACES.kind(shown[target.id]) == "home"
    assert all(kind in ("home", "blank") for kind in obey.attached_to)


class _Obedient:
    """Does at once what the launcher says, as the browser would, and notes what it attached to."""

    def __init__(self, stage: Browser, shown: dict[str, str]) -> None:
        self._stage, self._shown = stage, shown
        self.attached_to: list[str] = []

    def __call__(self, commands: list[Command]) -> None:
        for command in commands:
            if command.method == "Target.attachToTarget":
                target = command.params["targetId"]
                self.attached_to.append(PLACES.kind(self._shown[target]))
                self(self._stage.attached(target, f"s-{target}", self._shown[target]))
            elif command.method == "Page.navigate":
                self._load(command.session.removeprefix("s-"), HOME)

    def step(self, step: str, address: str) -> None:
        stage = self._stage
        page = next(iter(self._shown))
        if step == "time":
            stage.at += 20.0
            self(stage.targets.tick(stage.at))
        elif step == "request":
            self(stage.about_to_load(f"s-{page}", page, address))
        elif step == "frame":
            self._shown["F"] = address
            self(stage.about_to_load(f"s-{page}", "F", address))
            self(stage.at_address("F", address, type="iframe", parentId=page))
        elif step == "close":
            self._shown.pop("F", None)
            self(stage.tell("Target.targetDestroyed", targetId="F"))
        else:
            self._load(page, HOME if step == "home" else address)

    def _load(self, page: str, address: str) -> None:
        self(self._stage.about_to_load(f"s-{page}", page, address))
        self._shown[page] = address
        self(self._stage.at_address(page, address))
        if any(target.id == page and target.session for target in self._stage.targets.pages()):
            self._stage.world(f"s-{page}", page, origin_of(address))
