"""The pages for strangers and the form in a real browser: fake devices, a real relay, axe, nothing sideways."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from huonevahti_fleet.domain.checks import CheckResult
from huonevahti_fleet.edges import clock as real
from huonevahti_fleet.flows.keep_check import look_up
from huonevahti_fleet.flows.pass_time import pass_time
from huonevahti_fleet.pages.rehearsal import EXERCISES
from huonevahti_fleet.store import Store
from tests.agent.hosts.services import Authority
from tests.conftest import free_loopback_port
from tests.fakes import coturn
from tests.fakes.fleet import THERE, intake_over, later, report, said
from tests.fleet.pages.caring import PICTURE, Clock, application, card_of, troubled
from tests.fleet.pages.conftest import CHROMIUM, FLAGS
from tests.fleet.pages.serving import served
from tests.waiting import wait_until

FAKES = ["--use-fake-device-for-media-stream=device-count=2", "--allow-loopback-in-peer-connection"]
ALLOWED = "--use-fake-ui-for-media-stream"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN = [("fi", 320, "dark"), ("en", 1280, "light")]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def player() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def chromium(player: Playwright, *flags: str) -> Iterator[Browser]:
    """Run a browser with flags of its own."""
    browser = player.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKES, *flags])
    yield browser
    browser.close()


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open an address in English unless told; any message of the console or of a script fails the test."""
    context = browser.new_context(**{"locale": "en", **options})
    context.set_default_timeout(60_000)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert told == []


def outcome(page: Page, part: str) -> str:
    """Wait for a part of the check to end, and return its code."""
    found = page.locator(f'[data-part="{part}"] [data-say]:not([hidden])')
    found.wait_for()
    return found.get_attribute("data-say") or ""


def kept_result(page: Page, store: Store) -> CheckResult:
    """Leave the result as a person does, and return what the server has of it."""
    page.click("#leave")
    page.locator("#code").wait_for()
    check = look_up(store, page.locator("#code").inner_text(), real.now())
    assert check is not None
    return check.result


def secret_in(folder: Path) -> str:
    file = folder / "relay.secret"
    file.write_text(coturn.SECRET, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("ways", "told"),
    [(("udp", "tcp"), "all_open"), (("tcp",), "udp_blocked"), (("udp",), "all_open"), ((), "blocked")],
)
def test_a_relay_that_is_reached_one_way_only_is_told_apart(
    player: Playwright, kept: Store, tmp_path: Path, ways: tuple[str, ...], told: str
) -> None:
    running = coturn.relay(tmp_path, udp="udp" in ways, tcp="tcp" in ways)
    with running if ways else nullcontext(free_loopback_port()) as port:
        settings = {"relay_host": "127.0.0.1", "relay_port": port, "relay_secret_file": secret_in(tmp_path)}
        app = application(kept, Clock(), **settings)
        app.state.clock = real.now
        with served(app) as address, chromium(player, ALLOWED) as browser, opened(browser, f"{address}/check") as page:
            page.click("#start")
            assert outcome(page, "relay") == told
            assert outcome(page, "camera") == "normal"
            result = kept_result(page, kept)
    assert {way for way in ("udp", "tcp") if getattr(result, way) == "open"} == set(ways)
    assert {getattr(result, way) for way in ("udp", "tcp") if way not in ways} <= {"blocked"}
    assert result.tls == "not_tested"


@pytest.mark.parametrize(
    ("tls", "told"),
    [("open", "udp_blocked"), ("blocked", "blocked")],
    ids=["a certificate the browser believes", "one of somebody who opens the line"],
)
def test_a_relay_that_is_reached_over_tls_alone_is_told_apart(
    player: Playwright, kept: Store, tmp_path: Path, tls: str, told: str
) -> None:
    certificate = Authority("Room Services CA 1", "Room Services", real.now()).issue(tmp_path / "relay.pem")
    port, closed = free_loopback_port(), free_loopback_port()
    believes = ["--ignore-certificate-errors"] if tls == "open" else []
    with coturn.relay(tmp_path, tls=(port, certificate)):
        settings = {"relay_host": "127.0.0.1", "relay_port": closed, "relay_tls_port": port}
        app = application(kept, Clock(), **settings, relay_secret_file=secret_in(tmp_path))
        app.state.clock = real.now
        with (
            served(app) as address,
            chromium(player, ALLOWED, *believes) as browser,
            opened(browser, f"{address}/check") as page,
        ):
            page.click("#start")
            assert outcome(page, "relay") == told
            assert outcome(page, "camera") == "normal"
            result = kept_result(page, kept)
    assert (result.udp, result.tcp, result.tls) == ("blocked", "blocked", tls)


def test_devices_are_named_to_the_reader_alone(player: Playwright, kept: Store) -> None:
    app = application(kept, Clock())
    app.state.clock = real.now
    with served(app) as address, chromium(player, ALLOWED) as browser, opened(browser, f"{address}/check") as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
        page.click("#start")
        assert (outcome(page, "camera"), outcome(page, "microphone")) == ("normal", "heard")
        labels = page.locator("#cameras option, #microphones option").all_inner_texts()
        assert "fake_device_0" in labels
        page.select_option("#cameras", index=1)
        page.click("#tone")
        page.click("#heard-yes")
        result = kept_result(page, kept)
    assert (result.cameras, result.picture, result.microphone, result.speakers) == (2, "normal", "heard", "heard")
    assert len(sent) >= 2
    assert [line for line in sent for label in labels if label in line] == []


def test_a_check_that_is_left_open_holds_neither_microphone_nor_camera(player: Playwright, kept: Store) -> None:
    tracks = "document.getElementById('picture').srcObject.getTracks().map((track) => track.readyState)"
    hide = "(is) => { Object.defineProperty(document, 'hidden', { value: is, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    heard = "window.taken = []; const was = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
    heard += " navigator.mediaDevices.getUserMedia = async (a) => { const s = await was(a); taken.push(s); return s; };"
    with (
        served(application(kept, Clock())) as address,
        chromium(player, ALLOWED) as browser,
        opened(browser, f"{address}/check") as page,
    ):
        page.evaluate(f"{heard} null")
        page.click("#start")
        assert outcome(page, "microphone") == "heard"
        assert page.evaluate("taken.map((s) => s.getTracks()[0].kind + ' ' + s.getTracks()[0].readyState)") == [
            "video live",
            "audio ended",
        ]
        page.evaluate(hide, True)
        assert page.evaluate(tracks) == ["ended"]
        page.evaluate(hide, False)
        # asked from outside: a page under our policy may not evaluate what is waited for
        wait_until(lambda: page.evaluate(tracks) == ["live"], "the camera is back")


def test_a_black_picture_and_a_silent_microphone_are_seen(player: Playwright, kept: Store, tmp_path: Path) -> None:
    frame = b"FRAME\n" + b"\x10" * (320 * 240) + b"\x80" * (320 * 240 // 2)
    (tmp_path / "black.y4m").write_bytes(b"YUV4MPEG2 W320 H240 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)
    with wave.open(str(tmp_path / "silence.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(b"\0\0" * 48_000)
    files = (
        f"--use-file-for-fake-video-capture={tmp_path / 'black.y4m'}",
        f"--use-file-for-fake-audio-capture={tmp_path / 'silence.wav'}",
    )
    with (
        served(application(kept, Clock())) as address,
        chromium(player, ALLOWED, *files) as browser,
        opened(browser, f"{address}/check") as page,
    ):
        page.click("#start")
        assert (outcome(page, "camera"), outcome(page, "microphone")) == ("black", "silent")
        expect(page.locator("#summary")).to_contain_text("may be on your side")


def test_a_browser_that_may_not_is_told_how_to_allow_it(player: Playwright, kept: Store) -> None:
    with (
        served(application(kept, Clock())) as address,
        chromium(player) as browser,
        opened(browser, f"{address}/check") as page,
    ):
        page.click("#start")
        assert (outcome(page, "camera"), outcome(page, "microphone")) == ("refused", "refused")


def test_without_a_script_the_check_explains_and_the_card_works(player: Playwright, kept: Store) -> None:
    troubled(kept)
    with served(application(kept, Clock())) as address, chromium(player) as browser:
        with opened(browser, f"{address}/check", java_script_enabled=False) as page:
            expect(page.locator("noscript p")).to_be_visible()
            assert page.locator("button:visible").count() == 0
        path = f"{address}/card/{card_of(kept, 'imatra').token}"
        with opened(browser, path, java_script_enabled=False) as page:
            page.click("text=I did it")
            assert kept.cards.presses("imatra") == ()
            page.check("input[name=empty]")
            page.click("text=I did it")
            expect(page.locator(".said")).to_contain_text("Measuring")
    assert kept.cards.presses("imatra")[0].result == "ordered"


def test_an_open_card_turns_green_by_itself(player: Playwright, kept: Store) -> None:
    troubled(kept)
    clock = Clock()
    path = f"/card/{card_of(kept, 'imatra').token}"
    with (
        served(application(kept, clock)) as address,
        chromium(player) as browser,
        opened(browser, address + path) as page,
    ):
        expect(page.locator("h1")).to_contain_text("microphone")
        intake = intake_over(kept, later(306))
        intake.take([said(report(500, THERE, *PICTURE))], later(307))
        pass_time(intake, later(308), may_send=False)
        clock.now = later(309)
        expect(page.locator("h1")).to_contain_text("The room is fit", timeout=30_000)
        assert page.locator("button").count() == 0


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(player: Playwright, kept: Store) -> None:
    troubled(kept)
    with (
        served(application(kept, Clock())) as address,
        chromium(player) as browser,
        opened(browser, f"{address}/complain?room=nurmes") as page,
    ):
        page.focus("input[name=symptom]")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Nurmes was fit")
    assert kept.complaints.all()[0].symptom == "no_picture"


@pytest.mark.parametrize(("language", "width", "scheme"), SEEN)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    player: Playwright, kept: Store, language: str, width: int, scheme: str
) -> None:
    troubled(kept)
    advisor, lobby = card_of(kept, "imatra"), card_of(kept, "imatra", "lobby")
    card = f"/card/{advisor.token}"
    paths = [
        *("/complain", "/complain?room=imatra&symptom=echo", "/complaints", "/complaints/1", "/clearances/2", "/"),
        *("/check", "/check/lookup", card, f"/card/{lobby.token}"),
        *(f"{card}/rehearsal?exercise={name}" for name in EXERCISES),
        f"{card}/rehearsal?press=did_it",
        *(f"/card/{card_of(kept, 'nurmes').token}", f"/rooms/imatra/cards/{advisor.card}", "/rooms/imatra"),
    ]
    options: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "locale": language}
    with (
        served(application(kept, Clock())) as address,
        chromium(player, ALLOWED) as browser,
        opened(browser, f"{address}/complain?room=imatra&symptom=not_heard", **options) as page,
    ):
        page.click("form.complain button")
        page.goto(f"{address}/complain?room=nurmes&symptom=no_picture")
        page.click("form.complain button")
        for path in paths:
            page.goto(address + path)
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            rules = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]]
            assert (path, rules) == (path, [])
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (path, wide) == (path, 0)
